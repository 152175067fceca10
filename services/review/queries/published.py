"""What went out: to everyone, and to the citizen alone."""

from __future__ import annotations

from sqlalchemy import select

from kernel.paging import page
from kernel.service import Answer, Payload
from kernel.store import Reading
from services.review import tables
from services.review.domain.refusals import NotFound
from services.review.queries.rows import answer, subject
from services.review.queries.sent_files import sent_with
from services.review.schema import PARTS

PUBLISHED = tables.published.c


def published(reading: Reading, payload: Payload) -> Answer:
    """{number, own?} → {number, part, column, lead, round, text, text_hash, public, published_at, attachments, …}.

    The reply of the newest round, or the newest interim reply where there is none yet; `earlier` are the replies of the
    rounds before and `interim` the other interim replies, the newest first, `follow_up` the answer to the citizen's
    follow-up question, null where none went out. Each comes in its newest `version`; of one that was corrected
    `corrected_at`, `correction_reason` and `correction_reason_name` say when and in which category, null otherwise.
    `attachments` are the files that went out with that version, [{attachment, name, type, size, digest}].
    `own` says that the caller has seen the query code: only the citizen who wrote reads what went to the citizen alone
    (its text is null once the message was erased). To everyone else it does not exist. Raises NotFound.
    """
    number: str = payload["number"]
    newest_first = (PUBLISHED.round.desc(), PUBLISHED.turn.desc())
    wanted = select(tables.published).where(PUBLISHED.number == number).order_by(*newest_first)
    rows = [row for row in reading.rows(wanted) if row["public"] or payload.get("own", False)]
    reading.will_unseal(map(subject, rows))
    files = sent_with(reading, rows)
    told = [(row["part"], {**answer(reading, row), "attachments": files(row)}) for row in rows]
    replies_, follow_ups, interim = ([said for of, said in told if of == part] for part in PARTS)
    if not replies_ and not interim:
        raise NotFound
    newest, *earlier = replies_ or interim[:1]
    others = interim if replies_ else interim[1:]
    return {**newest, "earlier": earlier, "interim": others, "follow_up": follow_ups[0] if follow_ups else None}


def published_list(reading: Reading, payload: Payload) -> Answer:
    """{column?, after?, limit?} → {items, next, total}: what everyone may read, the newest first.

    Items are {number, part, column, lead, round, text, text_hash, public, published_at, imported, version, …} as in
    `published`; answers to follow-up questions and interim replies are among them, as their `part` says. A correction
    leaves a reply in its place. Raises CursorUnusable.
    """
    wanted = [PUBLISHED.public.is_(True)]
    if payload.get("column"):
        wanted.append(PUBLISHED.column == payload["column"])
    order = (PUBLISHED.published_at, PUBLISHED.number, PUBLISHED.part, PUBLISHED.round, PUBLISHED.turn)
    found = page(reading, select(tables.published).where(*wanted), order, payload, newest_first=True)
    reading.will_unseal(map(subject, found.rows))
    files = sent_with(reading, found.rows)
    items = [{**answer(reading, row), "attachments": files(row)} for row in found.rows]
    return {"items": items, "next": found.next, "total": found.total}
