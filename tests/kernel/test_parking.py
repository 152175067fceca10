"""An event that cannot be applied parks its subject; all others flow, and a retry goes on in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from kernel.inbox import Deed, Erasure, Inbox
from kernel.projection import ForeignProjection
from kernel.service import Service
from kernel.unit import Unit
from tests.kernel import library
from tests.kernel.conftest import World
from tests.kernel.following import Source, envelope, expected, lent, listed, parked, slips
from tests.kernel.library import BARRED, NOON, context, lend, loans, take_back


def test_a_refused_event_parks_its_subject_and_all_others_flow(
    lending: Service, treasury: Service, inbox: Inbox
) -> None:
    envelopes = lent(lending, 3)
    BARRED.add("reader2")
    lending.handle(take_back, {"book": "b2"}, context())
    lending.handle(take_back, {"book": "b3"}, context())
    assert inbox.apply(envelopes + lending.log.read(3, 10)) == 5
    assert slips(treasury) == expected(1, 3)
    assert parked(treasury) == [(2, "b2", True), (4, "b2", False)]
    assert [(row[0], row[2]) for row in listed(treasury)] == [("b1", True), ("b3", False)]
    assert inbox.checkpoints() == {"library": 5}
    assert "treasury.unwelcome" in treasury.doctor({})["parked"][0]["error"]


def test_an_event_arriving_later_queues_behind_its_parked_subject(
    lending: Service, treasury: Service, inbox: Inbox
) -> None:
    BARRED.add("reader1")
    inbox.apply(lent(lending, 1))
    BARRED.clear()
    lending.handle(take_back, {"book": "b1"}, context())
    inbox.apply(lending.log.read(1, 1))
    assert parked(treasury) == [(1, "b1", True), (2, "b1", False)]
    assert (slips(treasury), listed(treasury)) == ([], [])


def _erase_more(unit: Unit, payload: Mapping[str, Any]) -> None:
    unit.erase(f"more of {payload['book']}")


def _forget(unit: Unit, payload: Mapping[str, Any]) -> None:
    unit.erase(f"notes on {payload['book']}")


def _erasing(incoming: Any) -> list[Any]:
    match incoming.event:
        case library.BookReturnedV1(book):
            return [Deed(_erase_more, {"book": book}, erases=True), Erasure(book), Deed(_forget, {"book": book})]
        case _:
            return library.react(incoming)


@pytest.mark.parametrize("together", [True, False])
def test_erasing_does_not_wait_behind_a_parked_subject(
    world: World, lending: Service, source: Source, together: bool
) -> None:
    treasury = world.service(replace(library.TREASURY, react=_erasing))
    inbox = treasury.inbox(source.fetch)
    subjects = ("b1", "more of b1", "notes on b1")
    sealed = treasury.handle(lambda unit, _: {each: unit.seal(each, "secret") for each in subjects}, {}, context())

    def opened() -> list[str | None]:
        return [treasury.store.unseal(each, sealed[each]) for each in subjects]

    BARRED.add("reader1")
    lent(lending, 1)
    lending.handle(take_back, {"book": "b1"}, context())
    envelopes = lending.log.read(0, 10)
    for batch in [envelopes] if together else [envelopes[:1], envelopes[1:]]:
        inbox.apply(batch)
    assert parked(treasury) == [(1, "b1", True), (2, "b1", False)]
    assert opened() == [None, None, "secret"], "what does more than erase waits"
    BARRED.clear()
    assert treasury.retry_parked({}) == {"applied": 2, "parked": 0}
    assert opened() == [None] * 3
    assert slips(treasury) == expected(1)


def _records_too(unit: Unit, payload: Mapping[str, Any]) -> None:
    unit.erase(f"more of {payload['book']}")
    unit.execute(library.SLIP, payload["book"], library.OpenSlip("nobody", NOON))


def _seals_too(unit: Unit, payload: Mapping[str, Any]) -> None:
    unit.erase(f"more of {payload['book']}")
    unit.seal(f"notes on {payload['book']}", "secret")


def _fails_halfway(unit: Unit, payload: Mapping[str, Any]) -> None:
    _records_too(unit, payload)
    raise LookupError(payload["book"])


@pytest.mark.parametrize("handler", [_records_too, _seals_too, _fails_halfway])
@pytest.mark.parametrize("behind", [True, False], ids=["behind a parked event", "at once"])
def test_a_deed_that_is_said_to_erase_does_nothing_else(
    world: World, lending: Service, source: Source, handler: Any, behind: bool
) -> None:
    def reacting(incoming: Any) -> list[Any]:
        match incoming.event:
            case library.BookReturnedV1(book):
                return [Erasure(book), Deed(handler, {"book": book}, erases=True)]
            case _:
                return library.react(incoming)

    treasury = world.service(replace(library.TREASURY, react=reacting))
    sealed = treasury.handle(lambda unit, _: {"b1": unit.seal("b1", "secret")}, {}, context())
    if behind:
        BARRED.add("reader1")
    lent(lending, 1)
    lending.handle(take_back, {"book": "b1"}, context())
    treasury.inbox(source.fetch).apply(lending.log.read(0, 10))
    assert slips(treasury) == ([] if behind else expected(1))
    assert parked(treasury)[-1] == (2, "b1", not behind)
    assert treasury.store.unseal("b1", sealed["b1"]) is None, "what is certain to go goes at once"
    assert treasury.store.view.key("notes on b1") == (False, None)
    assert treasury.store.view.key("more of b1") == (False, None)


def test_a_retry_applies_what_is_parked_in_order(lending: Service, treasury: Service, inbox: Inbox) -> None:
    BARRED.add("reader1")
    envelopes = lent(lending, 2)
    lending.handle(take_back, {"book": "b1"}, context())
    lending.handle(lend, {"book": "b1", "reader": "again"}, context())
    inbox.apply(envelopes + lending.log.read(2, 10))
    BARRED.clear()
    assert treasury.retry_parked({}) == {"applied": 3, "parked": 0}
    assert slips(treasury) == [*expected(2, 1), ("b1", "again")]
    assert inbox.checkpoints() == {"library": 4}


def test_a_retry_that_fails_again_keeps_the_order_and_says_why_now(
    lending: Service, treasury: Service, inbox: Inbox
) -> None:
    BARRED.update({"reader1", "again"})
    envelopes = lent(lending, 1)
    lending.handle(take_back, {"book": "b1"}, context())
    lending.handle(lend, {"book": "b1", "reader": "again"}, context())
    inbox.apply(envelopes + lending.log.read(1, 10))
    BARRED.discard("reader1")
    assert treasury.retry_parked({}) == {"applied": 2, "parked": 1}
    assert slips(treasury) == expected(1)
    assert parked(treasury) == [(3, "b1", True)]
    BARRED.clear()
    assert inbox.retry_parked() == 1
    assert slips(treasury) == [*expected(1), ("b1", "again")]


def test_a_retry_lets_one_source_overtake_another_that_waits_for_it(
    lending: Service, treasury: Service, inbox: Inbox
) -> None:
    BARRED.add("reader1")
    inbox.apply(lent(lending, 1))
    inbox.apply([envelope("bank", 1, library.FeePaidV1("b1", NOON, 5), "b1")])
    assert parked(treasury) == [(1, "b1", True), (1, "b1", False)]
    assert treasury.retry_parked({}) == {"applied": 1, "parked": 1}
    BARRED.clear()
    assert treasury.retry_parked({}) == {"applied": 1, "parked": 0}
    assert slips(treasury) == expected(1)


@pytest.mark.parametrize(
    "change",
    [
        {"data": {"book": 7}},
        {"data": {}},
        {"dataschema": "urn:test:BookReturnedV2"},
    ],
)
def test_an_event_that_does_not_fit_its_contract_is_parked(
    treasury: Service, inbox: Inbox, change: dict[str, Any]
) -> None:
    assert inbox.apply([envelope("library", 1) | change, envelope("library", 2)]) == 2
    assert parked(treasury) == [(1, "b1", True)]
    assert len(listed(treasury)) == 1


def _with_loans(fold: Any) -> Any:
    return replace(library.TREASURY, foreign_projections=(ForeignProjection(loans, {library.BookLentV1: fold}),))


def _on_the_day(incoming: Any) -> tuple[Any, ...]:
    return incoming.event.book, incoming.event.at.date()


def _fails(incoming: Any) -> Any:
    if incoming.position == 2:
        raise ZeroDivisionError
    return _on_the_day(incoming)


@pytest.mark.parametrize(
    "fold",
    [
        (_on_the_day, lambda _, i: {"open": True, "paid": 0, "reader": _fails(i)[0]}),
        (_on_the_day, lambda _, i: {"open": True, "paid": None if i.position == 2 else 0}),
        (_on_the_day, lambda _, i: {"open": True, "paid": 0} | ({"elsewhere": 1} if i.position == 2 else {})),
        (_fails, lambda *_: {"open": True, "paid": 0}),
    ],
    ids=["a fold that fails", "a row that the database refuses", "a column of another table", "a key that fails"],
)
def test_a_read_model_that_cannot_take_an_event_parks_it_with_its_reactions(
    world: World, lending: Service, source: Source, fold: Any
) -> None:
    treasury = world.service(_with_loans(fold))
    assert treasury.inbox(source.fetch).apply(lent(lending, 3)) == 3
    assert slips(treasury) == expected(1, 3)
    assert [row[0] for row in listed(treasury)] == ["b1", "b3"]
    assert parked(treasury) == [(2, "b2", True)]
    assert treasury.doctor({})["checkpoints"]["library"] == 3


def test_an_own_read_model_that_cannot_fold_a_reaction_parks_the_event(
    world: World, lending: Service, source: Source
) -> None:
    broken = replace(library.SHELF, fold={library.SlipOpened: (lambda r: (r.id,), _fails_for_the_second)})
    treasury = world.service(replace(library.TREASURY, projections=(broken,)))
    assert treasury.inbox(source.fetch).apply(lent(lending, 3)) == 3
    assert slips(treasury) == expected(1, 3)
    assert parked(treasury) == [(2, "b2", True)]


def _fails_for_the_second(row: Any, recorded: Any) -> dict[str, Any]:
    if recorded.id == "b2":
        raise LookupError
    return {"title": "slip", "times": 0}


# Once, whatever happens
