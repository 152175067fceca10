"""What the handlers share: which part a payload is about, its texts under their keys, and where it stands then."""

from __future__ import annotations

from sqlalchemy import select

from kernel.aggregate import Aggregate
from kernel.service import Answer, Payload
from kernel.store import Reading, Unit
from kernel.vault import Erased as KeyErased
from services.review import tables
from services.review.domain import commands as c
from services.review.domain import events as e
from services.review.domain.interim import must_be_of_who_owes
from services.review.domain.refusals import Erased as TextErased
from services.review.domain.refusals import NotFound, UnknownColumn
from services.review.domain.reviewing import wrote_the_same
from services.review.domain.scope import mandate_of
from services.review.domain.state import Answered, Audience, Drafting, Erased, InReview, Reply, ToRework, Unassigned
from services.review.schema import INTERIM, PARTS, REPLY
from services.review.story import correction_of, standing

Part = Aggregate[c.Command, e.Event, Reply]


def corrects_interim(unit: Unit, number: str) -> bool:
    """Whether an interim reply that went out is being corrected, by the agency that owes the reply, if one does."""
    interim, reply = unit.state(INTERIM, number), unit.state(REPLY, number)
    if correction_of(interim) is None:
        return False
    owed = not isinstance(reply, Unassigned | Answered | Erased) and reply.correction is None
    return not owed or mandate_of(interim) == mandate_of(reply)


def same_words(unit: Unit, number: str, said: str | None, words: str) -> str | None:
    """What was said before, where these are the very words: said again, they are nothing new."""
    return said if said is not None and unit.unseal(number, said) == words else None


def part_of(payload: Payload) -> Part:
    """The reply, the answer to the follow-up question, or the interim reply."""
    return PARTS[payload.get("part", REPLY.category)]


def known(reading: Reading, part: Part, number: str) -> Reply:
    """The reply as it stands; raises NotFound where neither an acceptance nor an assignment has been heard of.

    Nor is an interim reply there that nobody drafts.
    """
    reply = reading.state(part, number)
    if reading.version(part, number) == 0 or (part is INTERIM and isinstance(reply, Unassigned)):
        raise NotFound
    return reply


def where_it_stands(unit: Unit, part: Part, number: str) -> Answer:
    """The reply after what this unit has done to it."""
    return {"part": part.category, **standing(number, unit.state(part, number))}


def must_be_open(unit: Unit, part: Part, number: str) -> None:
    """An interim reply comes before the reply or not at all, from who owes it, and reaches whom the reply will reach.

    One that went out is corrected also after the reply.
    """
    if part is not INTERIM or corrects_interim(unit, number):
        return
    reply = unit.state(REPLY, number)
    must_be_of_who_owes(unit.state(INTERIM, number), reply)
    past = reply.past
    if past.imported is not None:
        publishable = past.audience is Audience.EVERYONE
        unit.execute(INTERIM, number, c.LearnConsent(publishable, past.imported, unit.now))


def wrote_elsewhere(reading: Reading, part: Part, number: str) -> frozenset[str]:
    """Who wrote the words that are in review here for the message's other parts too."""
    reply = reading.state(part, number)
    if not isinstance(reply, InReview):
        return frozenset()
    return wrote_the_same(reply, [reading.state(other, number) for other in PARTS.values() if other is not part])


def sealed(unit: Unit, number: str, reply: Reply, text: str) -> str:
    """The text under the message's key; raises TextErased where there can be no such key any more.

    The key may have gone before the reply has heard of it: erasing does not wait for parked events.
    """
    if isinstance(reply, Erased):
        raise TextErased(reply.at)
    try:
        return unit.seal(number, text)
    except KeyErased as gone:
        raise TextErased(unit.now) from gone


def version_subject(part: str, number: str, turn: int, version: int) -> str:
    """Whose key opens a version that went out to everyone: its own, so that a correction's forerunner can go alone."""
    return f"published-{number}-{part}-{turn}-{version}"


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
