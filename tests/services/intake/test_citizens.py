"""What citizens do, on a real store: writing, taking back, rating, being forgotten."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from kernel.actor import CITIZEN
from kernel.clock import rfc3339
from kernel.context import Context
from kernel.errors import RequestReused
from services.intake import handlers, queries
from services.intake.domain.refusals import (
    ColumnClosed,
    Erased,
    NotFound,
    TextBlank,
    TextTooLong,
    TextUnreadable,
    TooLateToWithdraw,
    UnknownColumn,
    UnknownWord,
)
from services.intake.domain.scope import OutOfScope
from services.intake.domain.words import Standing
from tests.services.intake.facts import ENDED, LI, MORNING
from tests.services.intake.office import (
    CLERK,
    HELPING,
    LEAD,
    LETTER,
    OFFICE,
    OTHERS,
    SECOND,
    TERMS,
    Office,
    assigned,
    opened,
    rearranged,
)
from tests.services.intake.test_importing import ROW

# submitting


def test_a_citizen_gets_number_and_query_code_at_once(office: Office) -> None:
    answer = office.submit()
    assert answer == {
        "number": "20240301-000001",
        "query_code": office.code("20240301-000001"),
        "submitted_at": rfc3339(MORNING),
        "state": "waiting",
        "state_name": "待受理",
        "contact_unusable": [],
    }
    assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{12}", answer["query_code"])


def test_a_number_that_somebody_has_is_drawn_again(office: Office) -> None:
    office.draws.laid_out = [7, 7, 7, 8]
    assert [office.written(), office.written()] == ["20240301-000007", "20240301-000008"]


def test_a_repeated_request_hears_the_same_number_and_code_and_records_nothing(office: Office) -> None:
    first = office.submit("once")
    office.clock.at += timedelta(hours=1)
    assert office.submit("once") == first
    assert office.recorded() == ["intake.submitted.v1"]


def test_a_request_id_stands_for_one_wish(office: Office) -> None:
    office.submit("once")
    with pytest.raises(RequestReused):
        office.service.handle(
            handlers.submit(office.service.desk),
            {**LETTER, "title": "另一件事"},
            Context(CITIZEN, "wish", request_id="once", fingerprint="another"),
        )


@pytest.mark.parametrize("column", ["secretary", "市长", "a\x00", "", "MAYOR"])
def test_nobody_writes_to_a_column_that_is_not_known(office: Office, column: str) -> None:
    with pytest.raises(UnknownColumn):
        office.submit(column=column)


def test_nobody_writes_to_a_closed_column_until_it_opens_again(office: Office) -> None:
    office.hears(rearranged(accepts=False))
    with pytest.raises(ColumnClosed):
        office.submit()
    office.hears(rearranged(accepts=True, title_limit=5))
    with pytest.raises(TextTooLong) as refused:
        office.submit()
    assert refused.value.values() == {"field": "title", "limit": 5, "length": 8}


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"title": "停水\x00了"}, TextUnreadable("title", "U+0000", 2)),
        ({"body": "停水\ud800了"}, TextUnreadable("body", "U+D800", 2)),
        ({"name": "\udfff"}, TextUnreadable("name", "U+DFFF", 0)),
        ({"title": " \u3000 "}, TextBlank("title")),
        ({"body": "\n\n"}, TextBlank("body")),
    ],
)
def test_what_cannot_be_read_is_refused_and_leaves_no_trace(
    office: Office, changes: dict[str, str], refusal: Any
) -> None:
    with pytest.raises(type(refusal)) as refused:
        office.submit(**changes)
    assert refused.value.values() == refusal.values()
    assert office.recorded() == []
    assert office.rows("SELECT * FROM vault_keys") == []


def test_an_unknown_kind_is_refused_with_the_known_ones(office: Office) -> None:
    with pytest.raises(UnknownWord) as refused:
        office.submit(kind="poem")
    assert refused.value.values() == {
        "field": "kind",
        "known": ("consultation", "suggestion", "request", "complaint", "thanks"),
    }


def test_blank_contact_is_contact_not_given(office: Office) -> None:
    number = office.written(name=" ", phone=None, email="")
    assert office.ask(queries.message, number=number)["contact_given"] == []


def test_nothing_that_a_person_wrote_is_kept_in_the_clear(office: Office) -> None:
    number: str = office.submit("first")["number"]
    office.act(handlers.decline, CLERK, "second", number=number, reason="unclear", advice="请致电王小明所在社区。")
    office.act(handlers.redirect, CLERK, "third", number=office.written(), where="请到人民路8号反映。")
    office.imports({**ROW, "external_reference": "王小明的信"}, ROW, request="fourth")
    assert [row["request_id"] for row in office.rows("SELECT request_id FROM requests ORDER BY request_id")] == [
        "first",
        "fourth",
        "second",
        "third",
    ]
    kept = office.dump() + str(office.told())
    for text in (
        *(LETTER[field] for field in ("title", "body", "name", "phone", "email")),
        "王小明",
        "人民路",
        ROW["title"],
    ):
        assert text not in kept
    assert office.code(number) not in kept


# the citizen, later


def test_a_citizen_withdraws_with_the_query_code_only(office: Office) -> None:
    number = office.written()
    with pytest.raises(NotFound):
        office.act(handlers.withdraw, CITIZEN, number=number, query_code="000000000000")
    answer = office.act(handlers.withdraw, CITIZEN, number=number, query_code=office.code(number).lower())
    assert (answer["state"], answer["state_name"]) == ("withdrawn", "已撤回")


def test_a_citizen_who_comes_too_late_is_told_so_and_not_by_whom(office: Office) -> None:
    number = office.accepted()
    with pytest.raises(TooLateToWithdraw) as refused:
        office.act(handlers.withdraw, CITIZEN, number=number, query_code=office.code(number))
    assert refused.value.values() == {"state": Standing.IN_PROGRESS, "at": MORNING}


# erasing


def test_erasing_takes_the_texts_and_leaves_the_rest(office: Office) -> None:
    number = office.closed()
    before = office.ask(queries.follow, number=number, query_code=office.code(number))
    office.clock.at = ENDED + timedelta(days=1)
    for _ in range(2):
        assert office.act(handlers.erase, OFFICE, number=number)["erased"] is True
    after = office.ask(queries.follow, number=number, query_code=office.code(number))
    assert (after["title"], after["body"], after["erased"]) == (None, None, True)
    assert after["timeline"][:-1] == before["timeline"]
    assert after["state"] == "closed"
    assert [name for name, _ in office.told()][-1] == "MessageErased"
    assert office.recorded().count("intake.erased.v1") == 1
    assert office.ask(queries.list_messages)["items"][0]["title"] is None
    assert office.ask(queries.titles, numbers=[number]) == {"titles": {}}


def test_erasing_a_waiting_message_takes_it_from_the_queue_and_says_of_no_citizen_that_they_withdrew(
    office: Office,
) -> None:
    number = office.written()
    assert office.act(handlers.erase, OFFICE, number=number)["state"] == "erased"
    assert [name for name, _ in office.told()] == ["MessageSubmitted", "MessageErased"]
    assert office.told()[1][1]["column"] == "mayor"
    (item,) = office.ask(queries.list_messages, state="erased")["items"]
    assert (item["number"], item["state_name"], item["screened_by"]) == (number, "已清除", None)
    assert office.ask(queries.list_messages)["queue"]["waiting"] == 0
    with pytest.raises(Erased):
        office.act(handlers.withdraw, CITIZEN, number=number, query_code=office.code(number))


def test_an_erased_message_is_followed_to_its_end(office: Office) -> None:
    number = office.accepted()
    office.act(handlers.erase, OFFICE, number=number)
    office.hears(assigned(number))
    assert office.ask(queries.follow, number=number, query_code=office.code(number))["state"] == "in_progress"


def test_accounts_of_both_kinds_can_be_told_apart_in_the_journal(office: Office) -> None:
    office.act(handlers.accept, SECOND, number=office.written(), **TERMS)
    office.hears(opened("secretary"), assigned("20240301-000001"))
    actors = [row["metadata"] for row in office.rows("SELECT metadata FROM journal ORDER BY position")]
    assert ['"citizen"' in actors[0], f'"{LI}"' in actors[1], '"system"' in actors[2]] == [True, True, True]


@pytest.mark.parametrize(("actor", "sees"), [(LEAD, True), (HELPING, True), (OTHERS, False)])
def test_only_the_agencies_that_have_it_see_a_message(office: Office, actor: Any, sees: bool) -> None:
    number = office.accepted()
    office.hears(assigned(number))
    if sees:
        assert office.ask(queries.message, actor, number=number)["body"] == LETTER["body"]
    else:
        with pytest.raises(OutOfScope):
            office.ask(queries.message, actor, number=number)
