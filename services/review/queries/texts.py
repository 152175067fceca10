"""One reply as who drafts and who reviews reads it: the text as it stands, its drafts, and what went out before."""

from __future__ import annotations

from typing import Any

from sqlalchemy import RowMapping, select

from kernel.decider import Refusal, plain
from kernel.service import Answer, Payload
from kernel.store import Reading
from services.review import tables
from services.review.domain import events as e
from services.review.domain.refusals import NotFound, UnknownDraft
from services.review.domain.reviewing import must_be_other_eyes
from services.review.domain.scope import PASS, mandate_of, reads_words_of, require_sight, require_turn, sight
from services.review.domain.state import Drafting, InReview, Reply, ToRework
from services.review.handlers import part_of, version_subject, wrote_elsewhere
from services.review.handlers.parts import Part
from services.review.handlers.proofing import findings, proof_of
from services.review.queries.closed import Edition, Opens, Read, closed_in, opened_with
from services.review.queries.drafts import drafts as told_drafts
from services.review.queries.rows import answer, item, subject
from services.review.queries.sent_files import sent_with
from services.review.queries.versions import Tells, corrections, versions
from services.review.schema import REPLY
from services.review.story import passes_of

REPLIES, PUBLISHED = tables.replies.c, tables.published.c

WHOLE = 3
"""So many of the newest drafts, versions and corrections are told with a reply."""

SAID = 20
"""So many passes, returns and comments are told of each of these drafts, the newest."""


def reply(reading: Reading, payload: Payload) -> Answer:
    """{number, part?} → the row of the worklist with its text, its newest drafts and what the reviewers said.

    {…, text, drafted_by, editors, passes: [{level, by, at}], sent_back: {level, to, by, at, comments} | null, drafts:
    [see drafts.py], earlier: [{round, lead, text, …}], versions, corrections: [see versions.py], for_you}. Of drafts,
    earlier replies, versions and corrections the newest `WHOLE` are told, and of what was said about a draft the newest
    `SAID`; `drafts_total` and so on say how many there are: the lists of recent.py and `draft` have them all. `text` is
    the one that stands or went out, with its `attachments`; null where there is none or it was erased; `passes` are the
    ones that count;
    `sent_back` is why the text is with the agency or with a lower level again; `earlier` are the replies that went out
    before, the newest first. `for_you` tells a reviewer whether they may pass the text now: {may_pass, refused,
    values}, with the code and values of the refusal otherwise; null to everyone else and where nothing is to be passed.
    `findings` and `lists` are what proofreading finds in the text as it stands, by the lists of now.
    Raises NotFound, OutOfScope.
    """
    number: str = payload["number"]
    row, history, state = opened(reading, payload)
    written_so_far = told_drafts(history)
    last = written_so_far[-1] if written_so_far else None
    standing = isinstance(state, Drafting | InReview | ToRework)
    returned = isinstance(state, ToRework) or (isinstance(state, InReview) and state.returned is not None)

    out, corrected = versions(history), corrections(history, told_words(reading))
    told = opens(reading, row["part"], number)(
        {
            "text": last["text"] if last else None,
            "sent_back": last["sent_back"] if last and returned else None,
            "attachments": last["attachments"] if last else [],
            "drafts": [_newest_said(each) for each in written_so_far[-WHOLE:]],
            "versions": out[-WHOLE:],
            "corrections": corrected[-WHOLE:],
        }
    )
    return {
        **item(row),
        **told,
        "drafted_by": last["by"] if last else None,
        "editors": list(dict.fromkeys(draft["by"] for draft in written_so_far)),
        "passes": passes_of(state),
        "drafts_total": len(written_so_far),
        **earlier_replies(reading, row),
        "versions_total": len(out),
        "corrections_total": len(corrected),
        "for_you": for_you(reading, part_of(payload), number, state),
        **findings(proof_of(reading, state, (told["text"] or "") if standing else "")),
    }


def _newest_said(draft: dict[str, Any]) -> dict[str, Any]:
    """A draft with the newest of what was said about it."""
    return {**draft, **{kind: draft[kind][-SAID:] for kind in ("passes", "returns", "comments")}}


def draft(reading: Reading, payload: Payload) -> Answer:
    """{number, part?, draft} → one draft with its text and all that was said about it, as `reply` has it.

    Raises NotFound, OutOfScope, UnknownDraft.
    """
    number: str = payload["number"]
    row, history, _ = opened(reading, payload)
    for each in told_drafts(history):
        if each["draft"] == payload["draft"]:
            return {"number": number, "part": row["part"], **opens(reading, row["part"], number)(each)}
    raise UnknownDraft(payload["draft"])


def told_words(reading: Reading) -> Tells:
    """Whether who asks is told what this agency wrote among staff."""
    return lambda lead: reads_words_of(reading.context.actor, lead)


def reader(reading: Reading, part: str, number: str) -> Read:
    """Opens what went out, to everyone or to the citizen alone."""

    def read(sealed: str, edition: Edition | None) -> str | None:
        return reading.unseal(key_of(part, number, edition), sealed)

    return read


def key_of(part: str, number: str, edition: Edition | None) -> str:
    """Whose key opens a text: the version's as which it went to everyone, or the message's own."""
    return number if edition is None else version_subject(part, number, *edition)


def opens(reading: Reading, part: str, number: str) -> Opens:
    """Opens what is told and nothing else, with the keys of all of it fetched in one look."""
    read = reader(reading, part, number)

    def opening(told: Any) -> Any:
        reading.will_unseal(sorted({key_of(part, number, closed.edition) for closed in closed_in(told)}))
        return opened_with(read, told)

    return opening


def opened(reading: Reading, payload: Payload) -> tuple[RowMapping, list[e.Event], Reply]:
    """The row, the history and the state of what the person may read."""
    number: str = payload["number"]
    part = part_of(payload)
    row = visible(reading, number, part.category)
    history = [recorded.event for recorded in reading.history(part, number)]
    return row, history, reading.state(part, number)


def visible(reading: Reading, number: str, part: str = REPLY.category) -> RowMapping:
    """The row of a reply that the person may see; raises NotFound, OutOfScope."""
    person = reading.context.actor
    sight(person)
    row = row_of(reading, number, part)
    require_sight(person, row["column"], leads_of(reading, row))
    return row


def row_of(reading: Reading, number: str, part: str = REPLY.category) -> RowMapping:
    """The row of a reply; raises NotFound."""
    rows = reading.rows(select(tables.replies).where(REPLIES.number == number, REPLIES.part == part))
    if not rows:
        raise NotFound
    return rows[0]


def leads_of(reading: Reading, row: RowMapping) -> tuple[str, ...]:
    """Whose the reply is; while it is nobody's, those whose earlier replies are there to read."""
    if row["lead"] is not None:
        return (row["lead"],)
    gave = select(tables.published.c.lead).where(tables.published.c.number == row["number"])
    return tuple(sorted({each["lead"] for each in reading.rows(gave)}))


def for_you(reading: Reading, part: Part, number: str, state: Reply) -> dict[str, Any] | None:
    """Whether the reviewer who opened the text may pass it now, and why not."""
    person = reading.context.actor
    if person.role not in PASS.roles or not isinstance(state, InReview):
        return None
    try:
        require_turn(person, PASS, mandate_of(state), state.level)
        must_be_other_eyes(person.account, state.level, state, wrote_elsewhere(reading, part, number))
    except Refusal as refusal:
        return {"may_pass": False, "refused": refusal.code, "values": plain(refusal.values())}
    return {"may_pass": True, "refused": None, "values": {}}


def earlier_replies(reading: Reading, row: RowMapping) -> Answer:
    """{earlier, earlier_total}: what went out before to the citizen, whoever may read it: who drafts builds on it.

    For a reply those of the rounds before; for a follow-up's answer also the one that the question is about.
    """
    before = PUBLISHED.round < row["round"] if row["part"] == REPLY.category else PUBLISHED.round <= row["round"]
    sent = select(tables.published).where(PUBLISHED.number == row["number"], PUBLISHED.part == REPLY.category, before)
    every = reading.rows(sent.order_by(PUBLISHED.round.desc()))
    rows = every[:WHOLE]
    reading.will_unseal(map(subject, rows))
    files = sent_with(reading, rows)
    earlier = [{**answer(reading, past), "attachments": files(past)} for past in rows]
    return {"earlier": earlier, "earlier_total": len(every)}
