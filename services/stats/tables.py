"""Read models of stats: one row for each thing that happened to a message, told by the service that knows; bulletins.

A row says what happened (`at`) and when that was recorded, and is never changed: what was so at a past cut-off is read
from the rows before it, and a figure comes out the same whenever it is asked for. Each table is written by one source
only, so that the logs may arrive interleaved in any way and give the same rows; `position` is the source's. Figures are
counted in memory (`counting`), where these rows are held as arrays.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, Date, Index, MetaData, SmallInteger, Table, Text

from kernel.tables import Instant

metadata = MetaData()


def _facts(name: str, *others: Column[Any], comment: str) -> Table:
    """A table of facts about messages; every one says which, what, and the two instants."""
    return Table(
        name,
        metadata,
        Column("position", BigInteger, primary_key=True, autoincrement=False),
        Column("number", Text, nullable=False),
        Column("fact", SmallInteger, nullable=False, comment="services.stats.domain.facts"),
        Column("at", Instant, nullable=False),
        Column("recorded_at", Instant, nullable=False),
        *others,
        comment=comment,
    )


message_facts = _facts(
    "message_facts",
    Column("column", Text, nullable=False),
    Column("kind", Text, comment="of a submission the citizen's, of an acceptance the clerk's"),
    Column("field", Text, comment="of an acceptance"),
    Column("round", SmallInteger, comment="of an evaluation"),
    Column("satisfaction", SmallInteger, comment="of an evaluation: 1 very dissatisfied to 5 very satisfied"),
    comment="intake: submitted, screened, withdrawn, evaluated",
)

case_facts = _facts(
    "case_facts",
    Column("round", SmallInteger, nullable=False),
    Column("agency", Text, comment="the lead from now on; null where the case has none"),
    Column("until", Instant, comment="when the deadline in force is over; null where there is none"),
    Column("on_time", SmallInteger, comment="of a closing"),
    Column("helpers", Text, comment="JSON: the agencies that help from now on; null where that does not change"),
    comment="routing: with whom the case is until when, how its rounds end",
)

reply_facts = _facts(
    "reply_facts",
    Column("round", SmallInteger, nullable=False),
    Column("public", SmallInteger, nullable=False),
    comment="review: the replies that went out",
)


def _register(name: str, *values: Column[Any], comment: str) -> Table:
    """A table of what holds from an instant on."""
    return Table(
        name,
        metadata,
        Column("position", BigInteger, primary_key=True, autoincrement=False),
        *values,
        Column("at", Instant, nullable=False),
        Column("recorded_at", Instant, nullable=False),
        comment=comment,
    )


columns = _register(
    "columns",
    Column("column", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("jurisdiction", Text, nullable=False),
    Column("portal", Text, comment="the other site that hosts it; null: it is the city's own"),
    comment="routing: what each column was called from when on, and who hosted it",
)

agencies = _register(
    "agencies",
    Column("agency", Text, nullable=False),
    Column("name", Text, nullable=False),
    comment="routing: what each agency was called from when on",
)

field_trees = _register(
    "field_trees",
    Column("fields", Text, nullable=False, comment="JSON: [code, name, parent's code or null] for each field"),
    comment="routing: what a message could be about from when on",
)

calendar_days = _register(
    "calendar_days",
    Column("days", Text, nullable=False, comment="JSON: [date, kind] for each day that was amended"),
    comment="routing: the portal office's amendments of the working calendar",
)


bulletins = Table(
    "bulletins",
    metadata,
    Column("bulletin", Text, primary_key=True),
    Column("column", Text, comment="null: the whole city"),
    Column("period", Text, nullable=False, comment="services.stats.domain.periods"),
    Column("begins", Date, nullable=False),
    Column("ends", Date, nullable=False),
    Column("state", Text, nullable=False, comment="of the newest version"),
    Column("version", SmallInteger, nullable=False, comment="the newest, published or not"),
    Column("out", SmallInteger, comment="the last that is published; null: none is"),
    Column("out_at", Instant, comment="since when"),
    Column("comment", Text, comment="why the newest was sent back"),
    Column("turn", BigInteger, nullable=False, comment="the earlier one was drafted first, the greater"),
    Index("bulletins_by_period", "ends", "turn"),
    comment="where each bulletin stands",
)

bulletin_versions = Table(
    "bulletin_versions",
    metadata,
    Column("bulletin", Text, primary_key=True),
    Column("version", SmallInteger, primary_key=True, autoincrement=False),
    Column("as_of", Instant, nullable=False),
    Column("summary", Text, nullable=False, comment="JSON: what a list says of it"),
    Column("content", Text, nullable=False, comment="JSON (services.stats.domain.content)"),
    Column("digest", Text, nullable=False),
    Column("reason", Text, comment="of a correction"),
    Column("drafted_by", Text, nullable=False),
    Column("drafted_at", Instant, nullable=False),
    Column("checked_by", Text),
    Column("checked_at", Instant),
    Column("published_by", Text),
    Column("published_at", Instant),
    comment="what each version says; a draft that was computed anew is no more",
)
