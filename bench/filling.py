"""Three years of a large city, written through each service's own store: decided, sealed, chained, folded.

What is not done is to send it all through the broker: once the services are full, everybody is told that they have
heard everything (`settle`). What the lists answer comes from the tables that the stores wrote.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from multiprocessing import get_context
from typing import Any

import yaml
from sqlalchemy import text

from cli import parts
from kernel.actor import SYSTEM
from kernel.context import Context
from kernel.publiclog import Envelope
from kernel.rebuild import rebuild
from kernel.service import Service
from kernel.settings import Settings
from kernel.store import Unit
from services.intake.domain import commands as message
from services.intake.domain.letter import Board, Letter
from services.intake.domain.words import Channel, Complexity, Kind, Reason, Urgency
from services.intake.schema import MESSAGE
from services.review.domain import commands as reply
from services.review.domain.text import hash_of
from services.review.handlers import version_subject
from services.review.schema import REPLY
from services.routing.domain import commands as case
from services.routing.domain.matter import Matter
from services.routing.schema import CASE
from services.routing.statecouncil import deadline_after
from workdays.announced import calendar
from workdays.calendar import shanghai_date

COLUMNS = ("mayor", "secretary", *(f"county-{n}" for n in range(1, 11)))
AGENCIES = tuple(f"agency-{n:02d}" for n in range(40))
PASSWORD = "huiyin-demo"  # noqa: S105 - what a demonstration city is allowed
AT_ONCE = 500
YEARS = timedelta(days=3 * 365)
BODY = "清泉路口的路灯已经三天不亮，晚上出行不便，老人和孩子都不敢出门，请安排检修。" * 3
TEXT = "您好！您反映的路灯问题，已安排养护人员检修，现已恢复照明。感谢您对我市工作的关心和监督。" * 4
# a third of everything is written to the mayor, and a fifth is the busiest agency's
_COLUMN_OF = (0,) * 7 + (1,) * 3 + tuple(range(2, 12))
_AGENCY_OF = (0,) * 10 + (1,) * 6 + tuple(range(2, 40))


def city() -> str:
    """The city file: twelve columns of one review level, forty agencies, and who reads the lists."""
    described = {
        "city": "测速市",
        "demonstration": True,
        "agencies": [{"id": "office", "name": "测速市政务办"}]
        + [{"id": agency, "name": f"测速市{agency}", "parent": "office"} for agency in AGENCIES],
        "columns": [
            {
                "id": column,
                "name": f"{column}信箱",
                "jurisdiction": "测速市",
                "leader": "领导",
                "office": "office",
                "review_levels": 1,
            }
            for column in COLUMNS
        ],
        "accounts": [
            _account("clerk", "clerk", columns="all"),
            _account("county", "clerk", columns=list(COLUMNS[2:5])),
            _account("dispatcher", "dispatcher", columns="all"),
            _account("handler", "handler", agencies=[AGENCIES[0]]),
            _account("quiet", "handler", agencies=[AGENCIES[7]]),
            _account("reviewer", "reviewer", columns="all", levels=[1]),
            _account("supervisor", "supervisor", columns="all"),
        ],
    }
    return yaml.safe_dump(described, allow_unicode=True)


def _account(name: str, role: str, **scope: object) -> dict[str, object]:
    return {"username": f"bench-{name}", "name": name, "role": role, "password": PASSWORD, **scope}


@dataclass(frozen=True, slots=True)
class Past:
    """The n-th of `count` messages up to `end`: where it was written to, who got it, what became of it."""

    n: int
    count: int
    end: datetime

    @property
    def at(self) -> datetime:
        """When it was written; each step of its handling is a day later."""
        return self.end - YEARS * ((self.count - self.n) / self.count) - timedelta(days=8)

    @property
    def number(self) -> str:
        """Its number."""
        return f"{shanghai_date(self.at):%Y%m%d}-{self.n % 1_000_000:06d}"

    @property
    def column(self) -> str:
        """Where it was written to."""
        return COLUMNS[_COLUMN_OF[self.n * 7 % len(_COLUMN_OF)]]

    @property
    def agencies(self) -> tuple[str, ...]:
        """Who leads, and in one of ten cases who helps."""
        lead = _AGENCY_OF[self.n * 31 % len(_AGENCY_OF)]
        helps = AGENCIES[(lead + 1) % len(AGENCIES)]
        return (AGENCIES[lead],) if self.n % 10 else (AGENCIES[lead], helps)

    @property
    def fate(self) -> str:
        """The newest two in a hundred wait, the five before are in hand; of the older ones a tenth was not taken on."""
        if self.n >= self.count * 0.98:
            return "waiting"
        if self.n >= self.count * 0.93:
            return ("unassigned", "assigned", "drafted", "in_review")[self.n % 4]
        return {0: "declined", 1: "redirected"}.get(self.n % 20, "closed")

    def later(self, days: int) -> datetime:
        """So many days after it was written."""
        return self.at + timedelta(days=days)


def write_intake(unit: Unit, past: Past) -> None:
    """The message, screened and followed as far as it came."""
    number = past.number
    do: Callable[[message.Command], object] = partial(unit.execute, MESSAGE, number)
    letter = Letter(f"清泉路口第{past.n}号路灯不亮", BODY, "王小明", "13800138000")
    sealed = Letter(*(None if each is None else unit.seal(number, each) for each in (
        letter.title, letter.body, letter.name, letter.phone, letter.email)))  # type: ignore[arg-type]  # fmt: skip
    board = Board(past.column, accepts=True, title_limit=60, body_limit=3000)
    kind = (Kind.REQUEST, Kind.COMPLAINT, Kind.CONSULTATION)[past.n % 3]
    do(message.Submit(
        past.column, board, kind, letter, sealed, past.n % 8 != 0, Channel.WEB, "0" * 64, None, past.at))  # fmt: skip
    if past.fate == "declined":
        do(message.Decline(Reason.OUTSIDE_REMIT, None, "clerk", past.later(1)))
    elif past.fate == "redirected":
        do(message.Redirect(message.Note("市水务集团", unit.seal(number, "市水务集团")), "clerk", past.later(1)))
    elif past.fate != "waiting":
        do(message.Accept(None, "housing", Urgency.ORDINARY, Complexity.ORDINARY, "clerk", past.later(1)))
        if past.fate != "unassigned":
            lead, *co = past.agencies
            due = deadline_after(calendar(), shanghai_date(past.later(2)), 5).due
            do(message.BeginHandling(lead, tuple(co), due, 1, past.later(2)))
        if past.fate == "closed":
            do(message.RecordAnswer(1, past.n % 8 != 0, past.later(5)))
            do(message.EndHandling(1, past.later(5)))


def write_routing(unit: Unit, past: Past) -> None:
    """The case of a message that was taken on."""
    if past.fate in ("waiting", "declined", "redirected"):
        return
    do: Callable[[case.Command], object] = partial(unit.execute, CASE, past.number)
    matter = Matter(past.column, "request", "housing", "ordinary", "ordinary", past.later(1), imported=False)
    do(case.OpenCase(matter, past.later(1)))
    if past.fate == "unassigned":
        return
    lead, *co = past.agencies
    deadline = deadline_after(calendar(), shanghai_date(past.later(2)), 5)
    do(case.Assign(lead, tuple(co), deadline, "dispatcher", past.later(2)))
    if past.fate == "closed":
        do(case.Close(1, lead, "reply", "system", past.later(5)))


def write_review(unit: Unit, past: Past) -> None:
    """The reply of a case that was assigned."""
    if past.fate in ("waiting", "declined", "redirected", "unassigned"):
        return
    number = past.number
    do: Callable[[reply.Command], object] = partial(unit.execute, REPLY, number)
    do(reply.LearnConsent(past.n % 8 != 0, imported=False, at=past.later(1)))
    do(reply.Entrust(past.column, past.agencies[0], 1, past.later(2)))
    if past.fate == "assigned":
        return
    do(reply.SaveDraft(TEXT, unit.seal(number, TEXT), "handler", past.later(3)))
    if past.fate == "drafted":
        return
    do(reply.Submit(1, hash_of(TEXT), "handler", past.later(4)))
    if past.fate == "closed":
        subject = version_subject(REPLY.category, number, turn=1, version=1)
        published = unit.seal(subject, TEXT) if past.n % 8 else None
        do(reply.Pass(1, hash_of(TEXT), TEXT, published, "reviewer", past.later(5)))


WRITERS = {"intake": write_intake, "routing": write_routing, "review": write_review}
FOLLOWERS = ("stats", "notices")


def fill(settings: Settings, count: int, end: datetime) -> None:
    """All writers, two at a time, then who follows them from their public logs; the services must not be running."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        for done in [pool.submit(_fill, name, settings, count, end) for name in WRITERS]:
            done.result()
    settle(settings)


def _fill(name: str, settings: Settings, count: int, end: datetime) -> None:
    service = parts.build(name, settings)
    write = WRITERS[name]
    for begin in range(0, count, AT_ONCE):

        def some(unit: Unit, begin: int = begin) -> dict[str, Any]:
            for n in range(begin, min(begin + AT_ONCE, count)):
                write(unit, Past(n, count, end))
            return {}

        service.store.transact(some, Context(SYSTEM, "bench"))
    service.close()


def settle(settings: Settings) -> None:
    """Everything is published and everybody has heard it; who follows is rebuilt from what the others made public."""
    services = {name: parts.build(name, settings) for name in (*WRITERS, *FOLLOWERS)}
    heads = {name: service.journal.head()[1] for name, service in services.items()}
    for name, service in services.items():
        with service.database.engine.begin() as connection:
            for source in service.definition.follows:
                reached = {"source": source, "position": heads[source]}
                connection.execute(text("DELETE FROM checkpoints WHERE source = :source"), reached)
                connection.execute(text("INSERT INTO checkpoints VALUES (:source, :position)"), reached)
            if name in WRITERS:
                connection.execute(text("UPDATE relay_cursor SET position = :head"), {"head": heads[name]})

    def fetch(source: str, after: int, limit: int) -> list[Envelope]:
        return services[source].log.read(after, limit)

    for name in FOLLOWERS:
        rebuild(services[name], fetch)
    for service in services.values():
        analyze(service)
        service.close()


def analyze(service: Service) -> None:
    """What a database does by itself within minutes: learn how its tables look, and which pages all can see."""
    statement = "VACUUM ANALYZE" if service.database.engine.dialect.name == "postgresql" else "ANALYZE"
    with service.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement))
