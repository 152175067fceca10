"""Bulletins: computed, checked by somebody else, published, and corrected by a new version."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import cache
from itertools import islice
from typing import Any

import orjson
from sqlalchemy import select

from kernel.clock import instant, rfc3339
from kernel.service import Answer, Handler, Payload
from kernel.store import Reading, Unit
from services.stats import tables
from services.stats.counting.bulletins import counted
from services.stats.counting.contents import content_of, correcting, differing
from services.stats.counting.memory import Memory
from services.stats.counting.settled import Settled
from services.stats.domain import bulletin as b
from services.stats.domain import scope
from services.stats.domain.cohort import FIRST_DAY
from services.stats.domain.content import digest_of, figures_digest_of, written
from services.stats.domain.periods import bulletin_of, period_of
from services.stats.domain.refusals import (
    BulletinUnknown,
    CutoffUnusable,
    FiguresDisagree,
    FiguresIncomplete,
    UnknownLabel,
)
from services.stats.handlers.texts import text_of
from services.stats.schema import BULLETIN

MOST_PATHS = 20
MOST_PLACES = 5
_SKEW = timedelta(minutes=1)  # by which the clock of whoever asks may be ahead


Heads = Callable[[], Mapping[str, int]]
"""How far the public log reaches of each service that stats listens to. Raises Unavailable."""


def draft_bulletin(memory: Memory, heads: Heads) -> Handler:
    """{column, from, to, as_of?, reason?} → {bulletin, version, state, digest, as_of}: computed, to be checked.

    `column` null is the whole city. `from` and `to` are days in Asia/Shanghai, `to` not included. `as_of` is now where
    it is not given, or for a correction that of the published version. `reason`: why that one is wrong. Raises
    OutOfScope, UnknownLabel, PeriodReversed, PeriodOutOfRange, PeriodNotOver, CutoffUnusable, FiguresIncomplete,
    CorrectionNeedsReason, NothingToCorrect, NothingChanged, TextUnusable, Unavailable.
    """
    public = cache(heads)  # where it is decided anew, among others' work, nobody is asked again

    def handle(unit: Unit, payload: Payload) -> Answer:
        column: str | None = payload.get("column") or None
        scope.require_column(unit.context.actor, scope.DRAFT, column)
        reason = None if payload.get("reason") is None else text_of(payload, "reason")
        period = period_of(payload["from"], payload["to"])
        bulletin = bulletin_of(period, column)
        out = b.in_force(unit.state(BULLETIN, bulletin))
        about = b.About(column, period.begin, period.end, cutoff_of(unit, payload, out))
        facts = everything(memory, public(), about.as_of)
        figures = counted(facts, about, facts.positions)
        if column is not None and figures.scope["name"] is None:
            raise UnknownLabel("column", column, ())
        content = content_of(about, 1 if out is None else out.version + 1, figures)
        if out is not None:
            content = correcting(content, reason, frozen(unit, bulletin, out))
        unit.execute(
            BULLETIN,
            bulletin,
            b.Draft(
                about=about,
                content=written(content),
                digest=digest_of(content),
                figures=figures_digest_of(content),
                reason=reason,
                by=unit.context.actor.account,
                at=unit.now,
            ),
        )
        return where_it_stands(unit, bulletin)

    return handle


def send_bulletin_back(unit: Unit, payload: Payload) -> Answer:
    """{bulletin, digest, reason}: the draft of this digest does not go out. Raises what the bulletin's rules raise."""
    bulletin = may(unit, payload, scope.CHECK)
    comment = text_of(payload, "reason")
    command = b.SendBack(payload["digest"], comment, unit.context.actor.account, unit.now)
    unit.execute(BULLETIN, bulletin, command)
    return where_it_stands(unit, bulletin)


def check_bulletin(unit: Unit, payload: Payload) -> Answer:
    """{bulletin, digest}: the draft of this digest is right. Raises what the rules of bulletins raise."""
    bulletin = may(unit, payload, scope.CHECK)
    unit.execute(BULLETIN, bulletin, b.Check(payload["digest"], unit.context.actor.account, unit.now))
    return where_it_stands(unit, bulletin)


def publish_bulletin(memory: Memory) -> Handler:
    """{bulletin, digest}: what was checked goes out, once its digest and all that it says came out the same again.

    Raises FiguresDisagree, Unavailable, what the rules of bulletins raise.
    """

    def handle(unit: Unit, payload: Payload) -> Answer:
        bulletin = may(unit, payload, scope.PUBLISH)
        out = b.in_force(unit.state(BULLETIN, bulletin))
        if unit.execute(BULLETIN, bulletin, b.Publish(payload["digest"], unit.context.actor.account, unit.now)):
            goes_out = newest(unit, bulletin)
            before = None if out is None else frozen(unit, bulletin, out)
            content = frozen(unit, bulletin, goes_out)
            found = differing(memory.settled({}), goes_out.about, goes_out.version, content, before)
            if found:
                raise FiguresDisagree(tuple(".".join(each["path"]) for each in found[:MOST_PATHS]))
        return where_it_stands(unit, bulletin)

    return handle


def everything(memory: Memory, public: Mapping[str, int], as_of: datetime) -> Settled:
    """The facts, where all that is public up to these heads is among them. Raises FiguresIncomplete, Unavailable."""
    facts = memory.settled(public)
    if missing := facts.missing(as_of):
        raise FiguresIncomplete(missing, tuple(islice(facts.named(as_of), MOST_PLACES)))
    return facts


def may(unit: Unit, payload: Payload, act: scope.Act) -> str:
    """The bulletin that the payload names, where there is one and the person may do this with it."""
    bulletin: str = payload["bulletin"]
    scope.require(unit.context.actor, act)
    if isinstance(unit.state(BULLETIN, bulletin), b.Undrafted):
        raise BulletinUnknown
    scope.require_column(unit.context.actor, act, newest(unit, bulletin).about.column)
    return bulletin


def newest(reading: Reading, bulletin: str) -> b.Version:
    """The newest version, published or not; raises BulletinUnknown."""
    match reading.state(BULLETIN, bulletin):
        case b.InDraft(draft=version) | b.Returned(draft=version) | b.Approved(draft=version) | b.Out(out=version):
            return version
        case _:
            raise BulletinUnknown


def where_it_stands(reading: Reading, bulletin: str) -> Answer:
    """What every command answers."""
    version = newest(reading, bulletin)
    return {
        "bulletin": bulletin,
        "version": version.version,
        "state": b.STATES[type(reading.state(BULLETIN, bulletin))],
        "digest": version.digest,
        "as_of": rfc3339(version.about.as_of),
    }


def cutoff_of(unit: Unit, payload: Payload, out: b.Version | None) -> datetime:
    """As of when it is counted: as asked for, as what it corrects, or now."""
    without = unit.now if out is None else out.about.as_of
    as_of = instant(payload["as_of"]) if payload.get("as_of") else without
    if as_of > unit.now + _SKEW:
        raise CutoffUnusable("as_of", FIRST_DAY.isoformat())
    return min(as_of, unit.now)


def frozen(reading: Reading, bulletin: str, version: b.Version) -> dict[str, Any]:
    """What a version says, as it was frozen; raises FiguresDisagree where that is not what its digest is of."""
    rows = tables.bulletin_versions.c
    wanted = select(rows.content).where(rows.bulletin == bulletin, rows.version == version.version)
    content: dict[str, Any] | None = next((orjson.loads(row["content"]) for row in reading.rows(wanted)), None)
    if content is None or digest_of(content) != version.digest:
        raise FiguresDisagree(("digest",))
    return content
