"""Worklists, one reply with its drafts, and what went out."""

from __future__ import annotations

from sqlalchemy import RowMapping, select

from kernel.decider import plain
from kernel.paging import page
from kernel.service import Answer, Payload
from kernel.store import Reading
from services.review import tables
from services.review.domain.refusals import NotFound, UnknownWord
from services.review.domain.scope import READ, require_agency, require_column, require_sight, sight
from services.review.domain.state import ToRework
from services.review.handlers import PUBLISHED as OF_EVERYONE
from services.review.handlers import part_of
from services.review.schema import PARTS, REPLY
from services.review.story import STATES, drafts, passes_of

REPLIES, PUBLISHED = tables.replies.c, tables.published.c
WANTED = ("part", "state", "column", "lead", "level")


def replies(reading: Reading, payload: Payload) -> Answer:
    """{part?, state?, column?, lead?, level?, after?, limit?} → {items, next, total}: the longest wait first.

    Items are rows of the worklist, without texts. Only what the person may see is listed and counted. Raises
    OutOfScope, also for a column or an agency that is not the person's, UnknownWord, CursorUnusable.
    """
    person = reading.context.actor
    seen = sight(person)
    if payload.get("state") and payload["state"] not in STATES:
        raise UnknownWord("state", STATES)
    if payload.get("column") and seen.agencies is None:
        require_column(person, READ, payload["column"])
    if payload.get("lead") and seen.agencies is not None:
        require_agency(person, READ, (payload["lead"],))
    wanted = [REPLIES[name] == payload[name] for name in WANTED if payload.get(name)]
    if seen.columns is not None:
        wanted.append(REPLIES.column.in_(seen.columns))
    if seen.agencies is not None:
        wanted.append(REPLIES.lead.in_(seen.agencies))
    found = page(reading, select(tables.replies).where(*wanted), (REPLIES.since, REPLIES.number, REPLIES.part), payload)
    return {"items": [item(row) for row in found.rows], "next": found.next, "total": found.total}


def reply(reading: Reading, payload: Payload) -> Answer:
    """{number, part?} → the row of the worklist with its text, its drafts and what the reviewers said.

    {…, text, drafted_by, editors, passes: [{level, by, at}], sent_back: {level, by, at, comments} | null, drafts:
    [{draft, text, text_hash, by, at, submitted_at, passes, sent_back}], earlier: [{round, lead, text, …}]}. `text` is
    the one that stands or went out, null where there is none or it was erased; `passes` are the ones that count;
    `earlier` are the replies that went out before, the newest first. Raises NotFound, OutOfScope.
    """
    number: str = payload["number"]
    part = part_of(payload)
    row = visible(reading, number, part.category)
    history = [recorded.event for recorded in reading.history(part, number)]
    written_so_far = drafts(history, lambda sealed: reading.unseal(number, sealed))
    last = written_so_far[-1] if written_so_far else None
    state = reading.state(part, number)
    return {
        **item(row),
        "text": last["text"] if last else None,
        "drafted_by": last["by"] if last else None,
        "editors": list(dict.fromkeys(draft["by"] for draft in written_so_far)),
        "passes": passes_of(state),
        "sent_back": last["sent_back"] if last and isinstance(state, ToRework) else None,
        "drafts": written_so_far,
        "earlier": earlier_replies(reading, row),
    }


def visible(reading: Reading, number: str, part: str = REPLY.category) -> RowMapping:
    """The row of a reply that the person may see; raises NotFound, OutOfScope."""
    person = reading.context.actor
    sight(person)
    rows = reading.rows(select(tables.replies).where(REPLIES.number == number, REPLIES.part == part))
    if not rows:
        raise NotFound
    require_sight(person, rows[0]["column"], rows[0]["lead"])
    return rows[0]


def earlier_replies(reading: Reading, row: RowMapping) -> list[Answer]:
    """What went out before to the citizen, whoever may read it: who drafts or reviews builds on it.

    For a reply those of the rounds before; for a follow-up's answer also the one that the question is about.
    """
    before = PUBLISHED.round < row["round"] if row["part"] == REPLY.category else PUBLISHED.round <= row["round"]
    sent = select(tables.published).where(PUBLISHED.number == row["number"], PUBLISHED.part == REPLY.category, before)
    return [answer(reading, past) for past in reading.rows(sent.order_by(PUBLISHED.round.desc()))]


def published(reading: Reading, payload: Payload) -> Answer:
    """{number, own?} → {number, part, column, lead, round, text, text_hash, public, published_at, imported, …}.

    The reply of the newest round, or the newest interim reply where there is none yet; `earlier` are the replies of the
    rounds before and `interim` the other interim replies, the newest first, `follow_up` the answer to the citizen's
    follow-up question, null where none went out. `own` says that the caller has seen the query code: only
    the citizen who wrote reads what went to the citizen alone (its text is null once the message was erased). To
    everyone else it does not exist. Raises NotFound.
    """
    number: str = payload["number"]
    newest_first = (PUBLISHED.round.desc(), PUBLISHED.version.desc())
    wanted = select(tables.published).where(PUBLISHED.number == number).order_by(*newest_first)
    rows = [row for row in reading.rows(wanted) if row["public"] or payload.get("own", False)]
    replies_, follow_ups, interim = ([answer(reading, row) for row in rows if row["part"] == part] for part in PARTS)
    if not replies_ and not interim:
        raise NotFound
    newest, *earlier = replies_ or interim[:1]
    others = interim if replies_ else interim[1:]
    return {**newest, "earlier": earlier, "interim": others, "follow_up": follow_ups[0] if follow_ups else None}


def published_list(reading: Reading, payload: Payload) -> Answer:
    """{column?, after?, limit?} → {items, next, total}: what everyone may read, the newest first.

    Items are {number, part, column, lead, round, text, text_hash, public, published_at, imported}; answers to follow-up
    questions and interim replies are among them, as their `part` says. Raises CursorUnusable.
    """
    wanted = [PUBLISHED.public.is_(True)]
    if payload.get("column"):
        wanted.append(PUBLISHED.column == payload["column"])
    order = (PUBLISHED.published_at, PUBLISHED.number, PUBLISHED.part, PUBLISHED.round, PUBLISHED.version)
    found = page(reading, select(tables.published).where(*wanted), order, payload, newest_first=True)
    reading.will_unseal(_subject(row) for row in found.rows)
    return {"items": [answer(reading, row) for row in found.rows], "next": found.next, "total": found.total}


def item(row: RowMapping) -> Answer:
    """A row of a read model as JSON."""
    shown: Answer = plain(row)
    return shown


def answer(reading: Reading, row: RowMapping) -> Answer:
    """What went out, as JSON, unsealed with the key of what is public or the message's own."""
    shown = {name: value for name, value in item(row).items() if name not in {"sealed", "version"}}
    return {**shown, "text": reading.unseal(_subject(row), row["sealed"])}


def _subject(row: RowMapping) -> str:
    """Whose key opens what went out."""
    number: str = row["number"]
    return f"{OF_EVERYONE}{number}" if row["public"] else number
