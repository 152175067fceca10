"""Past messages are taken over as the history they were, each once, the good rows of a batch whatever the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.intake import queries
from services.intake.domain import takeover
from services.intake.domain.numbers import number as number_of
from services.intake.domain.refusals import UnknownColumn
from services.intake.domain.scope import OutOfScope
from tests.services.intake.facts import MORNING
from tests.services.intake.office import CLERK, OFFICE, Office, opened

ROW: dict[str, Any] = {
    "external_reference": "2554",
    "name": "A00023583",
    "title": "A3区潇楚南路洋湖段怎么还没修好？",
    "body": "潇楚南路从2018年开始修，到现在都快一年了。",
    "submitted_at": "2019-04-24T16:03:40+08:00",
}


def row(reference: str, **changes: Any) -> dict[str, Any]:
    return {**ROW, "external_reference": reference, **changes}


def test_a_row_is_a_message_that_was_submitted_and_accepted_then(office: Office) -> None:
    accepted_at = "2019-04-25T09:00:00+08:00"
    (result,) = office.imports({**ROW, "accepted_at": accepted_at, "kind": "complaint"})
    number = result["number"]
    assert result == {"external_reference": "2554", "number": number}
    assert number.startswith("20190424-")
    view = office.ask(queries.message, number=number)
    assert {key: view[key] for key in ("state", "kind", "imported", "external_reference", "screened_by", "title")} == {
        "state": "in_progress",
        "kind": "complaint",
        "imported": True,
        "external_reference": "2554",
        "screened_by": "import",
        "title": ROW["title"],
    }
    assert office.told() == [
        (
            "MessageSubmitted",
            {
                "number": number,
                "column": "mayor",
                "kind": "complaint",
                "submitted_at": "2019-04-24T08:03:40Z",
                "channel": "import",
                "imported": True,
            },
        ),
        (
            "MessageAccepted",
            {
                "number": number,
                "column": "mayor",
                "kind": "complaint",
                "field": None,
                "urgency": "ordinary",
                "complexity": "ordinary",
                "publishable": True,
                "accepted_at": "2019-04-25T01:00:00Z",
                "imported": True,
            },
        ),
    ]


def test_without_a_time_of_acceptance_it_was_accepted_when_it_came(office: Office) -> None:
    office.imports(ROW)
    assert office.told()[1][1]["accepted_at"] == "2019-04-24T08:03:40Z"
    assert office.told()[1][1]["kind"] == "consultation"


def test_what_was_taken_over_is_not_taken_over_again(office: Office) -> None:
    first = office.imports(ROW, row("2555"))
    assert office.imports(row("2555"), ROW, row("2556"))[:2] == first[::-1]
    assert office.recorded().count("intake.submitted.v1") == 3


def test_the_same_reference_twice_in_one_batch_is_one_message(office: Office) -> None:
    first, second = office.imports(ROW, {**ROW, "title": "又一次"})
    assert first == second
    assert office.recorded().count("intake.submitted.v1") == 1


def test_a_row_is_known_again_when_its_times_were_mended(office: Office) -> None:
    first = office.imports(ROW)
    assert office.imports({**ROW, "submitted_at": "2019-04-23T16:03:40+08:00"}) == first


def test_the_same_reference_in_another_column_is_another_message(office: Office) -> None:
    office.hears(opened("secretary"))
    (here,), (there,) = office.imports(ROW), office.imports(ROW, column="secretary")
    assert here["number"] != there["number"]


def test_rows_whose_numbers_would_be_the_same_get_two(office: Office) -> None:
    drawn = takeover.draw("mayor", "2554", 0) % 1_000_000
    office.clock.at = MORNING
    office.draws.laid_out = [drawn]
    taken = office.written()
    (result,) = office.imports({**ROW, "submitted_at": MORNING.isoformat()})
    assert taken == number_of(MORNING, drawn)
    assert result["number"] == number_of(MORNING, takeover.draw("mayor", "2554", 1))
    assert office.imports({**ROW, "submitted_at": MORNING.isoformat()}) == [result]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": " \n"}, "intake.text_blank"),
        ({"body": "\x00"}, "intake.text_unreadable"),
        ({"body": "\ud800"}, "intake.text_unreadable"),
        ({"title": "长" * 501}, "intake.text_too_long"),
        ({"name": "长" * 51}, "intake.text_too_long"),
        ({"kind": "poem"}, "intake.unknown_word"),
        ({"external_reference": "王小明的信"}, "intake.reference_unusable"),
        ({"external_reference": ""}, "intake.reference_unusable"),
        ({"submitted_at": (MORNING + timedelta(seconds=1)).isoformat()}, "intake.in_the_future"),
        ({"accepted_at": "2019-04-24T16:03:39+08:00"}, "intake.accepted_too_early"),
        ({"accepted_at": (MORNING + timedelta(seconds=1)).isoformat()}, "intake.in_the_future"),
    ],
)
def test_a_row_that_cannot_be_one_is_refused_alone(office: Office, changes: dict[str, Any], code: str) -> None:
    bad = {**row("2555"), **changes}
    before, refused, after = office.imports(ROW, bad, row("2556"))
    assert "number" in before
    assert "number" in after
    known = None if code == "intake.reference_unusable" else "2555"  # what is no reference is not repeated
    assert (refused["external_reference"], refused["refused"]) == (known, code)
    assert office.recorded().count("intake.submitted.v1") == 2
    assert len(office.rows("SELECT * FROM vault_keys")) == 2


def test_the_whole_batch_is_refused_for_an_unknown_column_or_a_foreign_one(office: Office) -> None:
    with pytest.raises(UnknownColumn):
        office.imports(ROW, column="county", actor=OFFICE)
    with pytest.raises(OutOfScope):
        office.imports(ROW, actor=replace(OFFICE, columns=("county",)))
    with pytest.raises(OutOfScope):
        office.imports(ROW, actor=CLERK)


def test_history_does_not_wait_in_todays_queue(office: Office) -> None:
    office.imports({**ROW, "submitted_at": MORNING.isoformat()})
    listed = office.ask(queries.list_messages, CLERK)
    assert listed["total"] == 1
    assert listed["queue"] == {"received_today": 0, "waiting": 0, "waiting_from_earlier_days": 0}


def test_a_batch_of_no_rows_is_no_work(office: Office) -> None:
    assert office.imports() == []
    assert office.recorded() == []
