"""What review is asked to do: a use case each, answered with where the reply stands then (story.standing).

`part` in a payload says whether it is about the reply (without it), about the answer to the citizen's follow-up
question, or about an interim reply: the rules are the same.

Raises OutOfScope for who may not, NotFound for a message that review has never heard of, and the decision's refusals.
"""

from __future__ import annotations

from sqlalchemy import select

from kernel.aggregate import Aggregate
from kernel.clock import instant
from kernel.decider import Refusal, refused
from kernel.service import Answer, Payload
from kernel.store import Unit
from services.review import tables
from services.review.domain import commands as c
from services.review.domain import events as e
from services.review.domain.interim import owed_by
from services.review.domain.refusals import Erased as TextErased
from services.review.domain.refusals import NotFound, UnknownColumn
from services.review.domain.scope import (
    DRAFT,
    IMPORT,
    PASS,
    SEND_BACK,
    SUBMIT,
    mandate_of,
    require,
    require_column,
    require_lead,
    require_turn,
)
from services.review.domain.state import Audience, Drafting, Erased, InReview, Reply, ToRework, Unassigned
from services.review.domain.text import exact
from services.review.schema import INTERIM, PARTS, REPLY
from services.review.story import standing

Part = Aggregate[c.Command, e.Event, Reply]

PUBLISHED = "published-"
"""Before the number: whose key what was published is sealed under, so that an erasure of the message leaves it."""


def save_draft(unit: Unit, payload: Payload) -> Answer:
    """{number, part?, text}: the lead agency drafts or edits; an edit ends a review and voids its passes."""
    number: str = payload["number"]
    part = part_of(payload)
    text = exact(payload["text"])
    if part is INTERIM:
        begin_interim(unit, number, text)
    reply = known(unit, part, number)
    require_lead(unit.context.actor, DRAFT, mandate_of(reply))
    command = c.SaveDraft(text, sealed(unit, number, reply, text), unit.context.actor.account, unit.now)
    unit.execute(part, number, command)
    return where_it_stands(unit, part, number)


def submit(unit: Unit, payload: Payload) -> Answer:
    """{number, part?}: the lead agency hands the draft to level 1 of as many as its column has at this time."""
    number: str = payload["number"]
    part = part_of(payload)
    reply = known(unit, part, number)
    require_lead(unit.context.actor, SUBMIT, mandate_of(reply))
    must_be_open(unit, part, number)
    unit.execute(part, number, c.Submit(levels_of(unit, reply), unit.context.actor.account, unit.now))
    return where_it_stands(unit, part, number)


def pass_reply(unit: Unit, payload: Payload) -> Answer:
    """{number, part?, level, text_hash}: the text that was read is good; the last level's pass sends it out at once."""
    number: str = payload["number"]
    part = part_of(payload)
    reply = known(unit, part, number)
    level: int = payload["level"]
    by = unit.context.actor.account
    require_turn(unit.context.actor, PASS, mandate_of(reply), level)
    must_be_open(unit, part, number)
    text = text_of(unit, number, reply)
    command = c.Pass(level, payload["text_hash"], text, for_everyone(unit, number, text), by, unit.now)
    unit.execute(part, number, command)
    return where_it_stands(unit, part, number)


def send_back(unit: Unit, payload: Payload) -> Answer:
    """{number, part?, level, comments}: the text needs work; the agency reads why."""
    number: str = payload["number"]
    part = part_of(payload)
    reply = known(unit, part, number)
    level: int = payload["level"]
    require_turn(unit.context.actor, SEND_BACK, mandate_of(reply), level)
    comments = exact(payload["comments"])
    again = isinstance(reply, ToRework) and unit.unseal(number, reply.comments) == comments
    kept = reply.comments if again and isinstance(reply, ToRework) else sealed(unit, number, reply, comments)
    command = c.SendBack(level, comments, kept, unit.context.actor.account, unit.now)
    unit.execute(part, number, command)
    return where_it_stands(unit, part, number)


def import_replies(unit: Unit, payload: Payload) -> Answer:
    """{rows: [{number, column, lead, text, replied_at, public, round?}]} → {results: [{number, state, …}]}.

    Each row is a reply as an export tells it: recorded as drafted and sent out at its own time, to everyone or to the
    citizen alone, with nobody's submission, pass or approval, since nobody gave one here. A row may come before its
    message and its assignment, and any number of times. One that cannot be taken answers {number, refused, values},
    and the others are taken.
    """
    require(unit.context.actor, IMPORT)
    return {"results": [_take_over(unit, row) for row in payload["rows"]]}


def _take_over(unit: Unit, row: Payload) -> Answer:
    number: str = row["number"]
    text = exact(row["text"])
    try:
        require_column(unit.context.actor, IMPORT, row["column"])
        command = c.Import(
            column=row["column"],
            lead=row["lead"],
            round=row.get("round", 1),
            text=text,
            sealed=sealed(unit, number, unit.state(REPLY, number), text),
            published=for_everyone(unit, number, text),
            public=row["public"],
            by=unit.context.actor.account,
            at=instant(row["replied_at"]),
            now=unit.now,
        )
        unit.execute(REPLY, number, command)
    except Refusal as refusal:
        return {"number": number, **refused(refusal)}
    return where_it_stands(unit, REPLY, number)


def begin_interim(unit: Unit, number: str, text: str) -> None:
    """A page beside the reply, for the agency that owes that one and no other."""
    reply = known(unit, REPLY, number)
    require_lead(unit.context.actor, DRAFT, mandate_of(reply))
    mandate = owed_by(reply)
    command = c.BeginInterim(mandate.column, mandate.lead, mandate.round, text, unit.now)
    unit.execute(INTERIM, number, command)


def must_be_open(unit: Unit, part: Part, number: str) -> None:
    """An interim reply comes before the reply or not at all, and reaches whom the reply will reach."""
    if part is not INTERIM:
        return
    reply = unit.state(REPLY, number)
    owed_by(reply)
    past = reply.past
    if past.imported is not None:
        publishable = past.audience is Audience.EVERYONE
        unit.execute(INTERIM, number, c.LearnConsent(publishable, past.imported, unit.now))


def part_of(payload: Payload) -> Part:
    """The reply, the answer to the follow-up question, or the interim reply."""
    return PARTS[payload.get("part", REPLY.category)]


def known(unit: Unit, part: Part, number: str) -> Reply:
    """The reply as it stands; raises NotFound where neither an acceptance nor an assignment has been heard of.

    Nor is an interim reply there that nobody drafts.
    """
    reply = unit.state(part, number)
    if unit.version(part, number) == 0 or (part is INTERIM and isinstance(reply, Unassigned)):
        raise NotFound
    return reply


def where_it_stands(unit: Unit, part: Part, number: str) -> Answer:
    """The reply after what this unit has done to it."""
    return {"part": part.category, **standing(number, unit.state(part, number))}


def sealed(unit: Unit, number: str, reply: Reply, text: str) -> str:
    """The text under the message's key; raises TextErased where there can be no such key any more."""
    if isinstance(reply, Erased):
        raise TextErased(reply.at)
    return unit.seal(number, text)


def for_everyone(unit: Unit, number: str, text: str) -> str:
    """The text under the key of what was published about the message."""
    return unit.seal(f"{PUBLISHED}{number}", text)


def text_of(unit: Unit, number: str, reply: Reply) -> str:
    """The draft as it stands, blank where there is none; raises TextErased where its key is gone."""
    if not isinstance(reply, Drafting | InReview | ToRework):
        return ""
    text = unit.unseal(number, reply.draft.sealed)
    if text is None:
        raise TextErased(unit.now)
    return text


def levels_of(unit: Unit, reply: Reply) -> int:
    """How many levels the reply's column has now; 1 where it has no column, since nothing is submitted then."""
    mandate = mandate_of(reply)
    if mandate is None:
        return 1
    found = unit.rows(select(tables.columns.c.review_levels).where(tables.columns.c.column == mandate.column))
    if not found:
        raise UnknownColumn(mandate.column)
    levels: int = found[0]["review_levels"]
    return levels
