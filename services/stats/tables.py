"""Read models of stats: one row for each thing that happened to a message, told by the service that knows.

A row says what happened (`at`) and when that was recorded, and is never changed: what was so at a past cut-off is read
from the rows before it, and a figure comes out the same whenever it is asked for. Each table is written by one source
only, so that the logs may arrive interleaved in any way and give the same rows; `position` is the source's. Figures are
counted in memory (`counting`), where these rows are held as arrays.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, MetaData, SmallInteger, Table, Text

from kernel.tables import Instant

metadata = MetaData()


def _facts(name: str, *others: Column[object], comment: str) -> Table:
    """A table of facts about messages; every one says which, what, in which column, and the two instants."""
    return Table(
        name,
        metadata,
        Column("position", BigInteger, primary_key=True, autoincrement=False),
        Column("number", Text, nullable=False),
        Column("fact", SmallInteger, nullable=False, comment="services.stats.domain.facts"),
        Column("column", Text, nullable=False),
        Column("at", Instant, nullable=False),
        Column("recorded_at", Instant, nullable=False),
        *others,
        comment=comment,
    )


message_facts = _facts(
    "message_facts",
    Column("kind", Text, comment="of a submission the citizen's, of an acceptance the clerk's"),
    Column("field", Text, comment="of an acceptance"),
    Column("round", SmallInteger, comment="of an evaluation"),
    Column("satisfaction", SmallInteger, comment="of an evaluation: 1 very dissatisfied to 5 very satisfied"),
    comment="intake: submitted, screened, withdrawn, evaluated",
)

case_facts = _facts(
    "case_facts",
    Column("agency", Text, comment="the lead from now on; null where the case has none"),
    Column("until", Instant, comment="when the deadline in force is over; null where there is none"),
    Column("on_time", SmallInteger, comment="of a closing"),
    comment="routing: with whom the case is until when, how its rounds end",
)

reply_facts = _facts(
    "reply_facts",
    Column("public", SmallInteger, nullable=False),
    comment="review: the replies that went out",
)

columns = Table(
    "columns",
    metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("column", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("jurisdiction", Text, nullable=False),
    Column("at", Instant, nullable=False),
    comment="routing: what each column was called from when on",
)

agencies = Table(
    "agencies",
    metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("agency", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("at", Instant, nullable=False),
    comment="routing: what each agency was called from when on",
)

field_trees = Table(
    "field_trees",
    metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("fields", Text, nullable=False, comment="JSON: [code, name, parent's code or null] for each field"),
    Column("at", Instant, nullable=False),
    comment="routing: what a message could be about from when on",
)

calendar_days = Table(
    "calendar_days",
    metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("days", Text, nullable=False, comment="JSON: [date, kind] for each day that was amended"),
    Column("at", Instant, nullable=False),
    comment="routing: the portal office's amendments of the working calendar",
)
