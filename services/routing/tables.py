"""Read models of routing: columns and agencies as they are run, one row for each case as it stands, and its urgings."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, MetaData, SmallInteger, Table, Text, literal_column

from kernel.tables import Instant

metadata = MetaData()

OPEN = literal_column("place") < literal_column("2")
"""Waiting or assigned, written so that a database knows the partial index to be enough."""

HELPED = literal_column("helpers").is_not(None)
"""Others than the lead see the case, in the words of the partial index: few do, and only these rows are searched."""

agencies = Table(
    "agencies",
    metadata,
    Column("agency", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("parent", Text),
    Column("level", Text, nullable=False, comment="city, county, department, township"),
    Column("place", BigInteger, nullable=False, comment="order of registration"),
)

columns = Table(
    "columns",
    metadata,
    Column("column", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("jurisdiction", Text, nullable=False),
    Column("leader", Text, nullable=False),
    Column("office", Text, nullable=False),
    Column("review_levels", BigInteger, nullable=False),
    Column("ordinary_days", BigInteger, nullable=False),
    Column("complex_days", BigInteger, nullable=False),
    Column("max_days", BigInteger, nullable=False),
    Column("limit_exceptions", Text, nullable=False, comment="JSON: other days by kind, urgency and complexity"),
    Column("title_limit", BigInteger, nullable=False),
    Column("body_limit", BigInteger, nullable=False),
    Column("accepts", Boolean, nullable=False),
    Column("terms", Text, nullable=False, comment="JSON"),
    Column("place", BigInteger, nullable=False, comment="order of opening"),
)

city_changes = Table(
    "city_changes",
    metadata,
    Column("kind", Text, primary_key=True, comment="column, agency"),
    Column("subject", Text, primary_key=True, comment="its id"),
    Column("version", BigInteger, primary_key=True, comment="how many changes it has had with this one"),
    Column("position", BigInteger, nullable=False, comment="in the journal"),
    Column("at", Instant, nullable=False),
    Column("by", Text, nullable=False),
    Column("on_behalf_of", Text, comment="whom the person deputised"),
    Column("change", Text, nullable=False, comment="opened, rearranged, registered, amended"),
    Column("said", Text, nullable=False, comment="JSON: what it is from then on"),
    Index("city_changes_position", "position"),
)

cases = Table(
    "cases",
    metadata,
    Column("number", Text, primary_key=True),
    Column("column", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("field", Text),
    Column("urgency", Text, nullable=False),
    Column("complexity", Text, nullable=False),
    Column("accepted_at", Instant, nullable=False),
    Column("imported", Boolean, nullable=False),
    Column("state", Text, nullable=False, comment="waiting, assigned, closed, handed_over"),
    Column("place", SmallInteger, nullable=False, comment="0 waiting, 1 assigned, 2 closed, 3 handed over"),
    Column("round", BigInteger, nullable=False),
    Column("round_from", Instant, nullable=False, comment="when the round began: accepted, or reopened"),
    Column("lead", Text, comment="who has the case, or had it when it was closed; null while it waits"),
    Column("co_agencies", Text, comment="|a|b|"),
    Column("helpers", Text, comment="who sees the case beside the lead: |a|b|; null: nobody"),
    Column("let_go", Text, comment="who returned the case in this round, or had it taken back: |a|b|"),
    Column("rule", Text, comment="the rule that proposed the assignment as it is; assigned_by says whether by itself"),
    Column("for_rules_from", Instant, comment="since when the rules are to be asked; null once they were"),
    Column("due", Date),
    Column("provisional", Boolean),
    Column("calendar", Text, comment="the version of the calendar that counted the deadline"),
    Column("counted_from", Date, comment="the day before the first that counts"),
    Column("working_days", BigInteger, comment="as they were given; an extension is a day"),
    Column("granted_until", Date, comment="the day that the last extension granted"),
    Column("assigned_at", Instant),
    Column("assigned_by", Text),
    Column("return_asked_at", Instant, comment="a return waits to be decided"),
    Column("extension_until", Date, comment="an extension to this day waits to be decided"),
    Column("urged", Text, comment="by what means the lead was pressed last: reminder, letter, criticism"),
    Column("urged_at", Instant),
    Column("strength", SmallInteger, nullable=False, comment="the strongest of these means: 0 none, 3 criticism"),
    Column("missed_at", Instant, comment="when the deadline in force was missed"),
    Column("soon", Date, comment="the last deadline that was noted to be near"),
    Column("pressing", Instant, nullable=False, comment="since when the round waits, or when its deadline is over"),
    Column("watched_from", Instant, comment="when the deadline is to be looked at; null where there is none to miss"),
    Column("closed_at", Instant),
    Column("on_time", Boolean),
    Column("satisfaction", SmallInteger, comment="how the citizen rated the closing"),
    Column("handed_over_at", Instant),
    Column("system", Text, comment="where the matter was handed to"),
    Index("cases_order", "place", "accepted_at", "number"),
    Index("cases_of_column", "column", "place", "accepted_at", "number"),
    Index("cases_watched", "watched_from"),
    Index("cases_of_lead", "lead", "place", "accepted_at", "number"),
    Index("cases_helped", "helpers", sqlite_where=HELPED, postgresql_where=HELPED),
    Index("cases_for_rules", "column", "for_rules_from"),
    Index("cases_accepted", "accepted_at", "number"),
    Index(
        "cases_open",
        "place",
        "pressing",
        "number",
        "column",
        "kind",
        "urgency",
        "complexity",
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    ),
    Index("cases_open_of_lead", "lead", "place", "pressing", "number", sqlite_where=OPEN, postgresql_where=OPEN),
)

urgings = Table(
    "urgings",
    metadata,
    Column("number", Text, primary_key=True),
    Column("n", BigInteger, primary_key=True, comment="the how-manieth of the case"),
    Column("column", Text, nullable=False),
    Column("lead", Text, nullable=False),
    Column("round", BigInteger, nullable=False),
    Column("level", Text, nullable=False),
    Column("letter", Text, comment="the letter's number; null for a reminder"),
    Column("note", Text, comment="sealed"),
    Column("urged_at", Instant, nullable=False),
    Column("urged_by", Text, nullable=False),
    Column("unread", SmallInteger, nullable=False, comment="1 until the lead has confirmed it: the unread first"),
    Column("received_at", Instant),
    Column("received_by", Text),
    Index("urgings_of_lead", "lead", "unread", "urged_at", "number", "n"),
)
