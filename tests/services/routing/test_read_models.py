"""Read models equal a rebuild from zero, row by row, whatever happened (architecture.md, law 5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import Row, Table, inspect, select

from kernel.actor import SYSTEM
from kernel.settings import Settings
from services.routing import handlers
from services.routing.projections import OWN
from services.routing.tables import agencies, cases, city_changes, columns, metadata, urgings
from tests.services.routing.office import CITY, DISPATCHER, HOUSING, OFFICE, SUPERVISOR, Office

TABLES = (agencies, columns, city_changes, cases, urgings)
Tables = dict[str, dict[Any, dict[str, Any]]]


@pytest.fixture
def settings(either_database: Settings) -> Settings:
    """Rows go through both databases' types."""
    return either_database


def live(office: Office) -> Tables:
    """The rows as the queries see them."""
    return {table.name: {key(table, row): dict(row._mapping) for row in rows(office, table)} for table in TABLES}


def key(table: Table, row: Row[Any]) -> Any:
    found = tuple(row._mapping[column] for column in table.primary_key)
    return found[0] if len(found) == 1 else found


def rows(office: Office, table: Table) -> Sequence[Row[Any]]:
    return office.service.store.read(lambda connection: connection.execute(select(table)).all())


def folded(office: Office) -> Tables:
    """The rows as the journal makes them, from zero."""
    tables: Tables = {table.name: {} for table in TABLES}
    for recorded in office.service.journal.read(0, 10_000):
        for projection in OWN:
            if fold := projection.fold.get(type(recorded.event)):
                values = fold[0](recorded) or ()
                key = values[0] if len(values) == 1 else values
                found = tables[projection.table.name]
                row = fold[1](found.get(key), recorded)
                blank = dict.fromkeys(column.name for column in projection.table.columns)
                names = (column.name for column in projection.table.primary_key)
                found[key] = {**blank, **(row or {}), **dict(zip(names, values, strict=True))}
    return tables


def test_after_everything_that_can_happen(office: Office) -> None:
    first, second, third, fourth, fifth, sixth, seventh, eighth, ninth = (f"20240301-00000{n}" for n in range(1, 10))
    again = "20240301-000010"
    for number in (first, second, third, fourth, fifth, sixth, eighth, ninth, again):
        office.accept(number)
        office.assign(number, co_agencies=["water"])
    office.act(handlers.ask_return, HOUSING, number=first, reason="不属我局")
    office.act(handlers.decide_return, DISPATCHER, number=first, agreed=True)
    for number in (fifth, sixth):
        office.act(handlers.ask_return, HOUSING, number=number, reason="不属我局")
        office.act(handlers.decide_return, DISPATCHER, number=number, agreed=True)
    office.assign(sixth, lead="water")
    office.publish_reply(fifth)
    office.publish_reply(sixth)
    office.act(handlers.ask_return, HOUSING, number=second, reason="不属我局")
    office.act(handlers.decide_return, DISPATCHER, number=second, agreed=False, note="请按职责办理")
    office.act(handlers.ask_extension, HOUSING, number=second, until="2024-03-14", reason="等待配件")
    office.act(handlers.ask_extension, HOUSING, number=third, until="2024-03-14", reason="等待配件")
    office.act(handlers.decide_extension, DISPATCHER, number=second, granted=True)
    office.act(handlers.decide_extension, DISPATCHER, number=third, granted=False, note="理由不充分")
    office.act(handlers.urge, SUPERVISOR, number=third, level="reminder")
    office.act(handlers.acknowledge, HOUSING, number=third, n=1)
    office.act(handlers.arrange_help, DISPATCHER, number=third, add=["transport"], withdraw=["water"])
    office.act(handlers.withdraw_assignment, DISPATCHER, number=eighth, reason="误转")
    office.act(handlers.ask_extension, HOUSING, number=again, until="2024-05-14", reason="等待配件")
    office.act(handlers.decide_extension, DISPATCHER, number=again, granted=True)
    office.act(handlers.withdraw_assignment, DISPATCHER, number=again, reason="误转")
    office.assign(again)
    office.act(handlers.hand_over, DISPATCHER, number=ninth, system="petition", reason="信访事项", receipt="XF-1")
    for number in ("20240301-000017", "20240301-000018"):
        office.accept(number, column="wangchuan-head", field="labour" if number.endswith("7") else None)
    assert office.act(handlers.dispatch_cases, SYSTEM) == {"assigned": 1, "left": 1, "more": False}
    office.at(office.later(days=5))
    assert office.act(handlers.look_for_due_soon, SYSTEM)["noted"] > 1
    office.at(office.later(days=25))
    office.act(handlers.look_at_deadlines, SYSTEM)
    for level in ("letter", "reminder"):
        office.act(handlers.urge, SUPERVISOR, number=third, level=level)
    office.accept(seventh)
    office.assign(seventh)
    day = {"date": "2024-04-03", "kind": "holiday", "name": "清明节"}
    version = office.act(handlers.amend_calendar, OFFICE, days=[day], reason="市政府通知")["calendar"]
    assert len(office.act(handlers.recount_deadlines, OFFICE, calendar=version)["items"]) == 1
    office.publish_reply(third)
    office.publish_reply(fourth)
    office.evaluate(third, satisfaction=5)
    office.evaluate(fourth, satisfaction=1)
    office.act(handlers.reopen, DISPATCHER, number=fourth, reason="dissatisfied")
    agencies_ = [{**CITY.agencies[0], "name": "市委办"}]
    office.act(handlers.load_city, OFFICE, agencies=agencies_, columns=[{**CITY.columns[0], "accepts": False}])
    assert live(office) == folded(office)
    assert {row["state"] for row in live(office)["cases"].values()} == {"waiting", "assigned", "closed", "handed_over"}


def test_a_case_waiting_again_keeps_nothing_of_its_assignment(office: Office) -> None:
    returned, reopened, withdrawn, back, fresh = (f"20240301-00000{n}" for n in range(1, 6))
    for number in (returned, reopened, withdrawn, back, fresh):
        office.accept(number)
    for number in (returned, reopened, withdrawn, back):
        office.assign(number)
    office.act(handlers.ask_return, HOUSING, number=returned, reason="不属我局")
    office.act(handlers.decide_return, DISPATCHER, number=returned, agreed=True)
    office.publish_reply(reopened)
    office.evaluate(reopened, satisfaction=2)
    office.act(handlers.reopen, DISPATCHER, number=reopened, reason="dissatisfied")
    office.act(handlers.withdraw_assignment, DISPATCHER, number=withdrawn, reason="误转")
    office.act(handlers.hand_over, DISPATCHER, number=back, system="hotline", reason="热线事项", receipt="12345-1")
    office.act(handlers.reopen, SUPERVISOR, number=back, reason="handed_back", note="热线退回")
    standing = live(office)["cases"]
    let_go = {"number": fresh, "let_go": None}
    for_dispatcher = {**standing[fresh], "for_rules_from": None}
    assert {**standing[returned], **let_go} == standing[fresh]
    assert {**standing[withdrawn], **let_go} == for_dispatcher
    first = {"number": fresh, "round": 1} | {name: standing[fresh][name] for name in ("round_from", "pressing")}
    assert {**standing[reopened], **first} == for_dispatcher
    assert {**standing[back], **first} == for_dispatcher


def test_the_migrations_make_the_tables_that_the_code_knows(office: Office) -> None:
    found = inspect(office.service.database.engine)
    for table in metadata.sorted_tables:
        made = {column["name"]: column["nullable"] for column in found.get_columns(table.name)}
        assert made == {column.name: column.nullable for column in table.columns}
        assert found.get_pk_constraint(table.name)["constrained_columns"] == table.primary_key.columns.keys()
        indexes = {index["name"]: index["column_names"] for index in found.get_indexes(table.name)}
        assert indexes == {index.name: index.columns.keys() for index in table.indexes}
