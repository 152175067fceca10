"""Read models: the tables are what the journal says, folded anew, and the migrations make the tables."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
import sqlalchemy as sa

from contracts import review, routing
from kernel.actor import CITIZEN
from kernel.database import connect
from kernel.projection import Projection
from kernel.settings import Settings
from services.intake import handlers, projections, queries, tables
from services.intake.schema import ATTACHMENTS
from tests.services.intake.facts import FRIDAY, NEXT_FRIDAY, NOON
from tests.services.intake.office import (
    CLERK,
    OFFICE,
    Office,
    answered,
    assigned,
    closed,
    opened,
    rearranged,
)
from tests.services.intake.test_importing import ROW


def eventful(office: Office) -> None:
    """Everything that can happen happens."""
    office.hears(opened("secretary"), rearranged(title_limit=20))
    number = office.closed()
    office.act(handlers.evaluate, CITIZEN, number=number, query_code=office.code(number), satisfaction=2)
    office.act(handlers.ask_follow_up, CITIZEN, number=number, query_code=office.code(number), question="何时修好？")
    office.hears(review.FollowUpAnsweredV1(number, "mayor", 1, "housing", "0" * 64, public=True, answered_at=NOON))
    office.act(handlers.ask_erasure, CITIZEN, number=number, query_code=office.code(number))
    office.act(handlers.refuse_erasure, OFFICE, number=number, why="请当面申请。")
    office.act(handlers.ask_erasure, CITIZEN, number=number, query_code=office.code(number))
    office.hears(routing.ReopenedV1(number, "mayor", 2, "dissatisfied", NOON), assigned(number, "roads", 2))
    office.hears(routing.DeadlineExtendedV1(number, "mayor", "roads", 2, NEXT_FRIDAY, NEXT_FRIDAY, False, NOON))
    office.hears(routing.DeadlineMovedV1(number, "mayor", "roads", 2, NEXT_FRIDAY, FRIDAY, False, NOON))
    returned = office.accepted()
    office.hears(assigned(returned), routing.AssignmentReturnedV1(returned, "mayor", "housing", 1, NOON))
    elsewhere = office.accepted()
    office.hears(
        assigned(elsewhere),
        routing.CoAgenciesArrangedV1(elsewhere, "mayor", "housing", ("police",), 1, NOON),
        routing.HandedOverV1(elsewhere, "mayor", "housing", 1, "hotline", NOON),
    )
    interleaved = office.accepted()
    office.hears(answered(interleaved, public=False), assigned(interleaved), closed(interleaved))
    office.act(handlers.erase, OFFICE, number=interleaved)
    office.act(handlers.decline, CLERK, number=office.written(), reason="abuse")
    office.act(handlers.redirect, CLERK, number=office.written(), where="请向水务集团反映。")
    office.act(handlers.merge, CLERK, number=office.written(), into=number)
    office.act(handlers.erase, OFFICE, number=office.written())
    first, second = office.written(), office.written()
    office.act(handlers.merge, CLERK, number=second, into=first)
    office.act(handlers.withdraw, CITIZEN, number=first, query_code=office.code(first))
    withdrawn = office.written()
    office.act(handlers.withdraw, CITIZEN, number=withdrawn, query_code=office.code(withdrawn))
    office.imports(ROW)
    confirm_public_text(office, number, "停水")
    office.act(handlers.withdraw_public_text, CLERK, number=number, reason="写到了邻居")
    confirm_public_text(office, number, "停水三天")
    erased = office.accepted()
    confirm_public_text(office, erased, "停水")
    office.act(handlers.erase, OFFICE, number=erased)
    office.written()
    attach_and_remove(office, office.written())


def attach_and_remove(office: Office, number: str) -> None:
    id_ = "0" * 32
    own = {"number": number, "query_code": office.code(number)}
    told: dict[str, Any] = {
        "place": f"intake/2024-03-01/{number}.{id_}",
        "key": "",
        "name": "a.txt",
        "type": "txt",
        "size": 1,
    }
    office.act(handlers.attach, CITIZEN, **own, **told, digest="0" * 64)
    office.act(handlers.remove_attachment, CITIZEN, **own, attachment=id_)


def confirm_public_text(office: Office, number: str, title: str) -> None:
    basis = office.ask(queries.propose_public_text, CLERK, number=number)["basis"]
    office.act(handlers.confirm_public_text, CLERK, number=number, title=title, body="停水。", basis=basis)


def folded(office: Office, projection: Projection) -> dict[str, dict[str, Any]]:
    """A table's rows, made of the journal by nothing but the folds."""
    rows: dict[str, dict[str, Any]] = {}
    for recorded in office.service.journal.read(0, 1000):
        if type(recorded.event) not in projection.fold:
            continue
        key_of, change = projection.fold[type(recorded.event)]
        key = key_of(recorded)
        assert key is not None
        row = change(rows.get(key[0]), recorded)
        if row is None:
            rows.pop(key[0], None)
        else:
            named = dict(zip((column.name for column in projection.table.primary_key), key, strict=True))
            rows[key[0]] = {**dict.fromkeys(projection.table.columns.keys()), **row, **named}
    return rows


@pytest.mark.parametrize("projection", projections.OWN, ids=lambda projection: projection.table.name)
def test_the_tables_are_what_the_journal_says(office: Office, projection: Projection) -> None:
    eventful(office)
    kept = {
        row["number"]: dict(row)
        for row in office.service.store.read(lambda db: db.execute(sa.select(projection.table)).mappings().all())
    }
    assert kept == folded(office, projection)
    assert kept


def test_every_standing_of_a_message_was_met(office: Office) -> None:
    eventful(office)
    assert len({row["state"] for row in office.rows("SELECT state FROM messages")}) == 8


def test_every_event_that_is_stored_has_its_fold(office: Office) -> None:
    eventful(office)
    happened = {type(recorded.event) for recorded in office.service.journal.read(0, 1000)}
    files = set(ATTACHMENTS.types.classes.values())  # a file is read from its stream, and counted only
    assert happened - files == (set(projections.MESSAGES) | set(projections.PUBLIC_TEXTS)) - files


def test_the_columns_are_as_they_were_last_arranged(office: Office) -> None:
    eventful(office)
    assert office.rows("SELECT * FROM columns ORDER BY title_limit") == [
        {
            "column": column,
            "name": f"{column}信箱",
            "office": "office",
            "accepts": 1,
            "title_limit": limit,
            "body_limit": 2000,
            "terms": orjson.dumps(routing.TermsV1()).decode(),
        }
        for column, limit in (("mayor", 20), ("secretary", 30))
    ]


def test_the_migrations_make_the_tables_that_the_code_knows(settings: Settings) -> None:
    engine = connect(settings.database_url("intake"))
    found = sa.inspect(engine)
    for table in tables.metadata.sorted_tables:
        made = {column["name"]: column["nullable"] for column in found.get_columns(table.name)}
        assert made == {column.name: column.nullable for column in table.columns}
        types = {column["name"]: column["type"].python_type for column in found.get_columns(table.name)}
        assert types == {column.name: stored_as(column.type) for column in table.columns}
        assert found.get_pk_constraint(table.name)["constrained_columns"] == table.primary_key.columns.keys()
        indexes = {index["name"]: index["column_names"] for index in found.get_indexes(table.name)}
        assert indexes == {index.name: index.columns.keys() for index in table.indexes}
    engine.dispose()


def stored_as(kind: sa.types.TypeEngine[Any]) -> type:
    return kind.impl_instance.python_type if isinstance(kind, sa.TypeDecorator) else kind.python_type
