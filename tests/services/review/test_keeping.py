"""What review keeps, and in which form: laws 5 and 7 as far as they are the service's own."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import inspect, select

from contracts import intake, routing
from kernel.actor import SYSTEM
from kernel.context import Context
from kernel.verify import verify
from services.review import handlers, queries, tables
from services.review.handlers import version_subject
from services.review.projections import OWN
from services.review.schema import REPLY
from tests.services.review.desk import HANDLER, NUMBER, REVIEWER, Desk, accepted, assigned, column
from tests.services.review.domain.facts import COMMENTS, EDITED, HASH_EDITED, HOUSING, MAYOR, TEXT, TUESDAY


def everything(desk: Desk) -> str:
    """Every row of every table, as text."""
    engine = desk.service.store.reading(Context(SYSTEM, "wish"))
    names = ["journal", "public_log", "requests", "parked", "replies", "published", "columns"]
    return str([dict(row) for name in names for row in engine.rows(f"SELECT * FROM {name}")])  # noqa: S608 - fixed names


def test_drafts_and_comments_are_kept_sealed(desk: Desk) -> None:
    desk.in_review()
    desk.act(handlers.send_back, REVIEWER, request="r1", level=1, comments=COMMENTS)
    desk.act(handlers.save_draft, HANDLER, request="r2", text=EDITED)
    kept = everything(desk)
    for text in (TEXT, COMMENTS, EDITED):
        assert text not in kept
        assert text.encode("unicode_escape").decode() not in kept


@pytest.mark.parametrize("publishable", [True, False])
def test_what_went_out_is_kept_sealed_and_told_to_no_service(desk: Desk, publishable: bool) -> None:
    desk.published(publishable=publishable)
    assert TEXT not in everything(desk)
    assert TEXT.encode("unicode_escape").decode() not in everything(desk)


def test_what_was_published_can_be_removed_later_without_breaking_the_record(desk: Desk) -> None:
    desk.published()
    context = Context(SYSTEM, "wish")
    subject = version_subject(REPLY.category, NUMBER, turn=1, version=1)
    desk.service.store.transact(lambda unit: unit.erase(subject), context)
    assert desk.ask(queries.published, number=NUMBER)["text"] is None
    assert verify(desk.service.database).sound


def test_the_migrations_make_the_tables_that_are_read(desk: Desk) -> None:
    def found(connection: Any) -> dict[str, Any]:
        looked = inspect(connection)
        return {
            name: (
                {each["name"]: each["nullable"] for each in looked.get_columns(name)},
                sorted(index["name"] for index in looked.get_indexes(name)),
            )
            for name in tables.metadata.tables
        }

    wanted = {
        name: ({each.name: each.nullable for each in table.columns}, sorted(str(index.name) for index in table.indexes))
        for name, table in tables.metadata.tables.items()
    }
    assert desk.service.store.read(found) == wanted


def test_what_is_heard_twice_or_late_changes_nothing(desk: Desk) -> None:
    said = [desk.says(event) for event in (column(1), assigned(), accepted())]
    desk.takes(said[2:])
    desk.takes([said[1]])  # a gap: what was said before is fetched
    desk.takes(said)
    desk.takes(list(reversed(said)))
    rows = [dict(row) for row in desk.service.store.reading(Context(SYSTEM, "wish")).rows(select(tables.replies))]
    assert [(row["number"], row["state"], row["lead"]) for row in rows] == [(NUMBER, "waiting", HOUSING)]
    assert len(desk.service.store.reading(Context(SYSTEM, "wish")).history(REPLY, NUMBER)) == 2


@pytest.mark.parametrize("publishable", [True, False])
def test_an_erased_message_keeps_its_place_and_its_public_reply(desk: Desk, publishable: bool) -> None:
    desk.published(publishable=publishable)
    desk.hears(routing.ReopenedV1(NUMBER, MAYOR, 2, "mistake", TUESDAY), assigned(round_=2, at=TUESDAY))
    desk.draft(EDITED)
    desk.hears(intake.MessageErasedV1(NUMBER, MAYOR, TUESDAY))
    shown = desk.ask(queries.reply, number=NUMBER)
    assert (shown["state"], shown["text_hash"]) == ("erased", HASH_EDITED)
    read = desk.ask(queries.published, number=NUMBER, own=True)
    assert read["public"] is publishable
    assert read["text"] == (TEXT if publishable else None)
    assert [draft["text"] for draft in shown["drafts"]] == [None]


def test_read_models_folded_anew_from_the_journal_equal_the_live_ones(desk: Desk) -> None:
    desk.published(publishable=False)
    desk.hears(routing.ReopenedV1(NUMBER, MAYOR, 2, "mistake", TUESDAY), assigned(round_=2, at=TUESDAY))
    desk.draft(EDITED)
    desk.submit(HANDLER)
    desk.act(handlers.send_back, REVIEWER, level=1, comments=COMMENTS)
    reading = desk.service.store.reading(Context(SYSTEM, "wish"))
    for projection in OWN:
        names = [each.name for each in projection.table.primary_key]
        folded: dict[tuple[Any, ...], Any] = {}
        for recorded in reading.history(REPLY, NUMBER):
            if (fold := projection.fold.get(type(recorded.event))) is None:
                continue
            key = fold[0](recorded)
            assert key is not None
            row = fold[1](folded.get(key), recorded)
            folded[key] = {
                **dict.fromkeys(projection.table.columns.keys()),
                **(row or {}),
                **dict(zip(names, key, strict=True)),
            }
        assert [dict(row) for row in reading.rows(select(projection.table))] == list(folded.values())
