"""One message's way through the whole system, over HTTP, by a patient client that repeats what got no answer."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import orjson
import urllib3

from tests.support.waiting import pause

# what a retry may cure: nobody there, a service away, or a service that has not heard of the matter yet
PASSING = frozenset({502, 503, 504})
NOT_HEARD_YET = (
    "intake.unknown_column",
    "routing.not_found",
    "review.not_found",
    "review.not_assigned",
    "review.consent_unknown",
    "review.unknown_column",
    "notices.unknown_columns",
)


class NotAnswered(AssertionError):
    """A call got no usable answer within its time."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer."""

    status: int
    content: bytes

    @property
    def ok(self) -> bool:
        """Whether the status says success."""
        return self.status < 400

    @property
    def text(self) -> str:
        """The body as text."""
        return self.content.decode(errors="replace")

    def json(self) -> Any:
        """The body as JSON."""
        return orjson.loads(self.content)


class Timing(NamedTuple):
    """One answered call: seconds of the attempt that was answered, seconds from the first attempt, attempts."""

    name: str
    answered: float
    waited: float
    attempts: int


@dataclass
class Door:
    """The HTTP door of one system; keeps bearer tokens by account and the time each call took."""

    url: str
    password: str
    patience: float = 60.0
    pause: float = 0.01
    tokens: dict[str, str] = field(default_factory=dict)
    timings: list[Timing] = field(default_factory=list)

    def __post_init__(self) -> None:
        # urllib3 itself: whoever measures with this door shares its processors with what is measured
        self._pool = urllib3.PoolManager(maxsize=1, retries=False, timeout=10)

    def sibling(self) -> Door:
        """Another connection with the same tokens, for another thread."""
        return Door(self.url, self.password, self.patience, self.pause, self.tokens)

    def sign_in(self, *accounts: str, password: str | None = None) -> None:
        """Fetch a token for each account."""
        for account in accounts:
            known = {"username": account, "password": password or self.password}
            answer = self.call("POST", "/session", known, named="sign in")
            self.tokens[account] = answer["token"]

    def call(
        self,
        method: str,
        path: str,
        body: dict[str, Any] | None = None,
        *,
        account: str | None = None,
        headers: dict[str, str] | None = None,
        named: str = "",
        until: Callable[[Answer], bool] = lambda answer: answer.ok,
    ) -> Any:
        """The JSON of the first answer that satisfies `until`, repeating with one Idempotency-Key.

        Raises NotAnswered when patience ends, or at once on a refusal that no repeating cures.
        """
        sent = {"Content-Type": "application/json", **(headers or {})}
        content = None if body is None else orjson.dumps(body)
        if account:
            sent["Authorization"] = f"Bearer {self.tokens[account]}"
        if method != "GET":
            sent["Idempotency-Key"] = str(uuid.uuid4())
        began = time.perf_counter()
        deadline = time.monotonic() + self.patience
        attempts = 0
        seen = "no connection"
        while time.monotonic() < deadline:
            started = time.perf_counter()
            attempts += 1
            try:
                response = self._pool.request(method, f"{self.url}/api/v1{path}", body=content, headers=sent)
            except urllib3.exceptions.HTTPError as error:
                seen = repr(error)
                pause()
                continue
            answer = Answer(response.status, response.data)
            if until(answer):
                ended = time.perf_counter()
                self.timings.append(Timing(named or f"{method} {path}", ended - started, ended - began, attempts))
                return answer.json() if answer.content else {}
            seen = f"{answer.status} {answer.text[:500]}"
            if not curable(answer):
                break
            pause(self.pause)
        raise NotAnswered(f"{method} {path}: {seen}")


def curable(answer: Answer) -> bool:
    """Whether the same request may be answered otherwise a moment later."""
    if answer.status in PASSING or answer.ok:
        return True
    return any(f'"{code}"' in answer.text for code in NOT_HEARD_YET)


@dataclass(frozen=True)
class Team:
    """Who walks a message, and what a column asks for."""

    column: str
    agency: str
    clerk: str = "clerk"
    dispatcher: str = "dispatcher"
    handler: str = "handler"
    reviewers: tuple[str, ...] = ("reviewer1", "reviewer2", "reviewer3")
    wrong_agency: str = "water"
    # most walks need neither: who gives back what is not theirs, and who sees a mistake
    wrong_handler: str = ""
    supervisor: str = ""

    @property
    def accounts(self) -> tuple[str, ...]:
        """Every account of the team."""
        everybody = (self.clerk, self.dispatcher, self.handler, *self.reviewers, self.wrong_handler, self.supervisor)
        return tuple(account for account in everybody if account)


def submit(door: Door, column: str, title: str = "路灯不亮", *, consent: bool = True) -> dict[str, Any]:
    """Write a message as a citizen; the 201 answer with number and query code."""
    message = {
        "column": column,
        "kind": "request",
        "title": title,
        "body": "清泉路口的路灯已经三天不亮，晚上出行不便，请安排检修。",
        "name": "王小明",
        "phone": "13800138000",
        "consent_public": consent,
    }
    answer: dict[str, Any] = door.call("POST", "/messages", message, named="submit")
    return answer


def handle(door: Door, number: str, team: Team, *, pass_last: bool = True) -> None:
    """Everything the office does with a submitted message, up to the last pass."""
    ordinary = {"urgency": "ordinary", "complexity": "ordinary"}
    door.call("POST", f"/desk/messages/{number}/acceptance", ordinary, account=team.clerk, named="accept")
    door.call(
        "POST", f"/desk/cases/{number}/assignment", {"lead": team.agency}, account=team.dispatcher, named="assign"
    )
    text = f"您好！关于留言{number}反映的路灯问题，已安排养护人员检修，现已恢复照明。感谢您的监督。"
    answer(door, f"/desk/replies/{number}", text, team, team.reviewers if pass_last else team.reviewers[:-1])


def answer(door: Door, path: str, text: str, team: Team, reviewers: tuple[str, ...]) -> None:
    """The agency drafts and submits, and the reviewers pass, each at their own level."""
    draft = door.call("PUT", f"{path}/draft", {"text": text, "based_on": 0}, account=team.handler, named="draft")
    read = {"text_hash": draft["text_hash"]}
    door.call("POST", f"{path}/submission", read, account=team.handler, named="submit for review")
    for level, reviewer in enumerate(reviewers, start=1):
        passed = {"level": level, "text_hash": draft["text_hash"]}
        door.call("POST", f"{path}/pass", passed, account=reviewer, named="pass")


def followed_until(door: Door, number: str, query_code: str, state: str) -> dict[str, Any]:
    """The citizen's view once it shows `state`."""
    view: dict[str, Any] = door.call(
        "GET",
        f"/messages/{number}",
        headers={"X-Query-Code": query_code},
        named="follow",
        until=lambda answer: answer.ok and answer.json()["state"] == state,
    )
    return view
