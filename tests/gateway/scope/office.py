"""An office with two columns and two agencies, in front of services that are real, seen through its HTTP door."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from cli.cityfile import read
from gateway import wiring
from gateway.account import NewAccount
from gateway.app import create_app
from gateway.settings import GatewaySettings
from kernel.actor import SYSTEM
from kernel.clock import FixedClock
from kernel.context import Context
from kernel.settings import Settings
from tests.gateway.conftest import PASSWORD
from tests.support.town import Town

CITY = read(Path(__file__).parents[3] / "cli" / "demo" / "city.yaml")
NOW = datetime(2024, 3, 1, 1, 0, tzinfo=UTC)
SIDES = {"a": ("mayor", "housing"), "b": ("secretary", "transport")}
STAFF = ("clerk", "dispatcher", "handler", "reviewer", "supervisor", "columnadmin")
OVERSEERS = ("office", "auditor", "admin")
ROUND_THE_TABLE = (1, 2, 3)


@dataclass
class Office:
    """The office; `secrets` is everything that the people of side `a` know and nobody else may."""

    town: Town
    client: FlaskClient
    tokens: dict[str, str] = field(default_factory=dict)
    secrets: set[str] = field(default_factory=set)
    numbers: list[str] = field(default_factory=list)
    appointment: int = 0
    notice: str = ""

    @classmethod
    def open(cls, home: Path) -> Office:
        """With its city and its people, before anybody has written."""
        clock, settings = FixedClock(NOW), Settings(home=home)
        town = Town(settings, clock)
        town.call("routing", "load_city", CITY.payload, Context(SYSTEM, "opening"))
        town.settle()
        parts = wiring.build(settings, GatewaySettings(rate_limit=None, figures_limit=None), town, clock=clock)
        for name in OVERSEERS:
            parts.accounts.add(NewAccount(name, name, name, password=PASSWORD), by=name)
        for side, (column, agency) in SIDES.items():
            scopes: dict[str, dict[str, Any]] = {
                "handler": {"agencies": (agency,)},
                "reviewer": {"columns": (column,), "levels": ROUND_THE_TABLE},
            }
            for role in STAFF:
                scope = scopes.get(role, {"columns": (column,)})
                new = NewAccount(f"{side}.{role}", f"{side} {role}", role, password=PASSWORD, **scope)
                parts.accounts.add(new, by=new.username)
        for level in ROUND_THE_TABLE:
            new = NewAccount(f"a.level{level}", "a", "reviewer", columns=("mayor",), levels=(level,), password=PASSWORD)
            parts.accounts.add(new, by=new.username)
        return cls(town, create_app(parts).test_client())

    def ask(self, who: str | None, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        """One request, and everything that it sets in motion."""
        if who is not None:
            if who not in self.tokens:
                known = {"username": who, "password": PASSWORD}
                self.tokens[who] = (self.client.post("/api/v1/session", json=known).json or {})["token"]
            headers["Authorization"] = f"Bearer {self.tokens[who]}"
        answer = self.client.open(f"/api/v1{path}", method=method, json=body, headers=headers)
        if method != "GET":
            self.town.settle()
        return answer

    def done(self, who: str | None, method: str, path: str, body: Any = None, **headers: str) -> dict[str, Any]:
        """The same, where it must succeed."""
        answer = self.ask(who, method, path, body, **headers)
        assert answer.status_code < 300, (method, path, answer.text)
        return answer.json or {}

    def work(self) -> None:
        """Side `a` works: a message that waits, a case in review, a closed one; people and a column that change."""
        written = [self._submit(n) for n in ROUND_THE_TABLE]
        self.numbers = [message["number"] for message in written]
        self.secrets |= {message["query_code"] for message in written} | set(self.numbers)
        for number in self.numbers[1:]:
            self._handle(number)
        in_review, closed = self.numbers[1:]
        self.done("a.supervisor", "POST", f"/desk/cases/{in_review}/urging", {"level": "reminder", "note": "甲方催办"})
        self._answer(f"/desk/replies/{in_review}", "甲方未发布的答复正文", levels=(1,))
        self._answer(f"/desk/replies/{closed}", "甲方已发布的答复正文", levels=ROUND_THE_TABLE)
        code = {"X-Query-Code": written[2]["query_code"]}
        self.done(None, "POST", f"/messages/{closed}/evaluation", {"satisfaction": 2, "comment": "甲方评语"}, **code)
        self.done(None, "POST", f"/messages/{closed}/follow-ups", {"question": "甲方追问"}, **code)
        self.secrets |= {"甲方催办", "甲方未发布的答复正文", "甲方评语", "甲方追问"}
        self._people()

    def _people(self) -> None:
        new = {"username": "a.newcomer", "display_name": "甲方新人", "role": "clerk", "columns": ["mayor"]}
        self.done("a.columnadmin", "POST", "/admin/accounts", {**new, "email": "jia@example.org"})
        days = {"begin": "2024-03-01", "end": "2024-03-08"}
        made = self.done("a.clerk", "POST", "/me/deputies", {"deputy": "a.dispatcher", **days})
        self.appointment = made["id"]
        notice = {"kind": "guidance", "title": "甲方通知", "body": "甲方通知正文", "columns": ["mayor"]}
        draft = self.done("office", "POST", "/admin/notices", {**notice, "roles": ["clerk", "supervisor"]})
        self.notice = draft["notice"]
        sent = {"text_hash": draft["text_hash"]}
        self.done("office", "POST", f"/admin/notices/{self.notice}/sending", sent)
        self.secrets |= {"甲方通知", "甲方通知正文"}
        headers = {"If-Match": '"1"'}
        terms = {"terms": {"yellow_working_days": 2}}
        self.done("a.columnadmin", "PUT", "/admin/columns/mayor", terms, **headers)
        self.secrets |= {"a.newcomer", "甲方新人", "jia@example.org", "a.clerk", "a.dispatcher", "a.handler"}

    def _submit(self, n: int) -> dict[str, Any]:
        message: dict[str, Any] = {
            "column": "mayor",
            "kind": "request",
            "title": f"甲方题目{n}",
            "body": f"甲方正文{n}:清泉路口的路灯已经三天不亮,请安排检修。",
            "name": f"王甲{n}",
            "phone": f"1390000000{n}",
            "consent_public": True,
        }
        self.secrets |= {message["title"], f"甲方正文{n}", message["name"], message["phone"]}
        return self.done(None, "POST", "/messages", message)

    def _handle(self, number: str) -> None:
        ordinary = {"urgency": "ordinary", "complexity": "ordinary"}
        self.done("a.clerk", "POST", f"/desk/messages/{number}/acceptance", ordinary)
        self.done("a.dispatcher", "POST", f"/desk/cases/{number}/assignment", {"lead": "housing"})

    def _answer(self, path: str, text: str, levels: tuple[int, ...]) -> None:
        draft = self.done("a.handler", "PUT", f"{path}/draft", {"text": text, "based_on": 0})
        self.done("a.handler", "POST", f"{path}/submission", {"text_hash": draft["text_hash"]})
        for level in levels:
            passed = {"level": level, "text_hash": draft["text_hash"]}
            self.done(f"a.level{level}", "POST", f"{path}/pass", passed)
