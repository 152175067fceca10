"""The calendar that the office amends: what it counts, what it moves, and how that is told."""

from __future__ import annotations

from typing import Any

import pytest

from kernel.actor import SYSTEM
from kernel.clock import instant
from kernel.decider import Refusal
from kernel.paging import CursorUnusable
from kernel.settings import Settings
from services.routing import handlers, queries
from services.routing.domain.calendar_refusals import CalendarHasChanged, YearOutOfRange
from services.routing.domain.refusals import OutOfScope
from tests.services.routing.office import AUDITOR, CITIZEN, DISPATCHER, HOUSING, OFFICE, Office
from workdays import announced

NUMBERS = [f"20240301-{n:06d}" for n in range(1, 8)]
LEAK = NUMBERS[0]
LIBRARY = announced.calendar().version
FOURTH_OFF = {"date": "2024-03-04", "kind": "holiday", "name": "抗洪"}


@pytest.fixture
def settings(either_database: Settings) -> Settings:
    """What moves is found by SQL."""
    return either_database


def amend(office: Office, *days: dict[str, Any], **more: Any) -> str:
    """The office amends the calendar; its version from now on."""
    version: str = office.act(handlers.amend_calendar, OFFICE, days=list(days), reason="市政府通知", **more)["calendar"]
    return version


def difference(office: Office) -> list[tuple[str, str, str, str]]:
    """(number, from, to, direction) of everything that would move."""
    answer = office.ask(queries.calendar_difference, OFFICE)
    return [(item["number"], item["previous"], item["due"], item["direction"]) for item in answer["items"]]


def apply(office: Office, **more: Any) -> dict[str, Any]:
    """One batch of the difference becomes events."""
    version = office.ask(queries.calendar, OFFICE)["calendar"]
    return office.act(handlers.recount_deadlines, OFFICE, **{"calendar": version, **more})


def handled(office: Office, *numbers: str) -> None:
    """Messages that are with the housing agency since Friday 1 March 2024, due on Friday the 8th."""
    for number in numbers:
        office.accept(number)
        assert office.assign(number)["due"] == "2024-03-08"


def test_the_librarys_calendar_is_in_force_until_somebody_amends_it(office: Office) -> None:
    answer = office.ask(queries.calendar, AUDITOR, year=2019)
    assert (answer["calendar"], answer["amendment"], answer["announced"]) == (LIBRARY, 0, True)
    first = answer["days"][0]
    assert first == {"date": "2019-01-01", "kind": "holiday", "name": "元旦", "amended": False, "announced": True}
    october = [(day["date"], day["kind"]) for day in answer["days"] if day["date"] >= "2019-09-29"]
    makeups = [("2019-09-29", "makeup"), ("2019-10-12", "makeup")]
    assert october == sorted([*makeups, *((f"2019-10-0{day}", "holiday") for day in range(1, 8))])


def test_without_a_year_it_is_the_present_one(office: Office) -> None:
    assert office.ask(queries.calendar, OFFICE)["year"] == 2024


def test_an_amended_day_counts_from_then_on_and_its_reason_is_sealed(office: Office) -> None:
    assert amend(office, FOURTH_OFF) == f"{LIBRARY}, amendment 1"
    office.accept(LEAK)
    assert office.assign(LEAK)["due"] == "2024-03-11"
    shown = office.ask(queries.calendar, OFFICE)
    assert {**FOURTH_OFF, "amended": True, "announced": True} in shown["days"]
    (amendment,) = shown["amendments"]
    assert (amendment["number"], amendment["by"], amendment["reason"]) == (1, "office", "市政府通知")
    journal = office.service.store.read(lambda connection: connection.exec_driver_sql("SELECT data FROM journal").all())
    assert not any("市政府通知" in row[0] for row in journal)
    assert office.said()[-2] == ("CalendarAmended", "calendar:city")


def test_amending_again_alike_records_nothing(office: Office) -> None:
    version = amend(office, FOURTH_OFF)
    before = office.journal()
    assert amend(office, FOURTH_OFF) == version
    assert office.journal() == before


def test_extensions_and_imports_count_by_the_calendar_in_force(office: Office) -> None:
    handled(office, LEAK)
    amend(office, {"date": "2024-03-14", "kind": "holiday", "name": "抗洪"}, FOURTH_OFF)
    with pytest.raises(Refusal) as refused:
        office.act(handlers.ask_extension, HOUSING, number=LEAK, until="2024-03-14", reason="等待配件")
    assert refused.value.values() == {"date": refused.value.values()["date"], "name": "抗洪"}
    row = {"number": NUMBERS[1], "column": "mayor", "kind": "request", "lead": "housing"}
    times = dict.fromkeys(("accepted_at", "assigned_at"), "2024-03-01T01:00:00Z")
    (taken,) = office.act(handlers.import_handling, OFFICE, rows=[{**row, **times}])["results"]
    assert taken["due"] == "2024-03-11"


def test_only_the_office_amends_and_recounts(office: Office) -> None:
    for actor in (DISPATCHER, HOUSING, AUDITOR, CITIZEN):
        with pytest.raises(OutOfScope):
            office.act(handlers.amend_calendar, actor, days=[FOURTH_OFF], reason="通知")
        with pytest.raises(OutOfScope):
            office.act(handlers.recount_deadlines, actor, calendar=LIBRARY)
    with pytest.raises(OutOfScope):
        office.ask(queries.calendar_difference, DISPATCHER)
    with pytest.raises(OutOfScope):
        office.ask(queries.calendar, CITIZEN)


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ({}, "routing.amends_nothing"),
        ({"announced": [1999]}, YearOutOfRange.code),
        ({"days": [{"date": "2101-01-01", "kind": "holiday"}]}, YearOutOfRange.code),
        ({"days": [{"date": "2024-03-04", "kind": "sunday"}]}, "routing.unknown_word"),
        ({"days": [{**FOURTH_OFF, "name": "\u202e"}]}, "routing.text_unreadable"),
        ({"days": [{**FOURTH_OFF, "name": "节" * 101}]}, "routing.text_too_long"),
        ({"days": [FOURTH_OFF], "reason": " "}, "routing.text_blank"),
    ],
)
def test_an_amendment_that_makes_no_sense_is_refused(office: Office, payload: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        office.act(handlers.amend_calendar, OFFICE, **{"reason": "通知", **payload})
    assert refused.value.code == code
    with pytest.raises(YearOutOfRange):
        office.ask(queries.calendar, OFFICE, year=1900)


def test_an_amendment_moves_nothing_until_the_office_says_so(office: Office) -> None:
    handled(office, LEAK)
    assert difference(office) == []
    amend(office, FOURTH_OFF)
    assert difference(office) == [(LEAK, "2024-03-08", "2024-03-11", "later")]
    assert office.case(LEAK)["due"] == "2024-03-08"
    done = apply(office)
    assert [(item["number"], item["due"]) for item in done["items"]] == [(LEAK, "2024-03-11")]
    assert office.case(LEAK)["due"] == "2024-03-11"
    assert office.said()[-1] == ("DeadlineMoved", LEAK)
    assert office.case(LEAK)["steps"][-1]["step"] == "deadline_recounted"
    assert difference(office) == []


def test_a_recount_that_is_repeated_records_nothing(office: Office) -> None:
    handled(office, LEAK)
    amend(office, FOURTH_OFF)
    apply(office)
    before = office.journal()
    assert apply(office)["items"] == []
    assert office.journal() == before


def test_one_applies_what_one_has_seen(office: Office) -> None:
    handled(office, LEAK)
    seen = amend(office, FOURTH_OFF)
    now = amend(office, {**FOURTH_OFF, "kind": "workday"})
    with pytest.raises(CalendarHasChanged) as refused:
        office.act(handlers.recount_deadlines, OFFICE, calendar=seen)
    assert refused.value.values() == {"calendar": now}


def test_a_day_that_is_worked_after_all_moves_deadlines_earlier(office: Office) -> None:
    handled(office, LEAK)
    amend(office, {"date": "2024-03-02", "kind": "makeup", "name": "抗洪"})
    assert difference(office) == [(LEAK, "2024-03-08", "2024-03-07", "earlier")]
    apply(office)
    assert office.case(LEAK)["due"] == "2024-03-07"


def test_a_stop_in_the_middle_loses_nothing_and_repeats_nothing(office: Office) -> None:
    handled(office, *NUMBERS)
    amend(office, FOURTH_OFF)
    first = apply(office, limit=3)
    assert ([item["number"] for item in first["items"]], first["looked_at"], first["total"]) == (NUMBERS[:3], 3, 7)
    assert first["next"] is not None
    again = apply(office, limit=3)  # from the beginning: what was done is not looked at again
    assert ([item["number"] for item in again["items"]], again["total"]) == (NUMBERS[3:6], 4)
    last = apply(office, limit=3, after=again["next"])
    assert ([item["number"] for item in last["items"]], last["next"]) == (NUMBERS[6:], None)
    assert office.journal().count("routing.deadline_recounted.v1") == len(NUMBERS)


def test_the_difference_comes_by_page(office: Office) -> None:
    handled(office, *NUMBERS)
    amend(office, FOURTH_OFF)
    found, after = [], None
    while True:
        answer = office.ask(queries.calendar_difference, AUDITOR, limit=2, after=after)
        found += [item["number"] for item in answer["items"]]
        assert (len(answer["items"]) <= 2, answer["total"]) == (True, 7)
        after = answer["next"]
        if after is None:
            break
    assert found == NUMBERS
    with pytest.raises(CursorUnusable):
        office.ask(queries.calendar_difference, AUDITOR, after="nonsense")


def test_what_does_not_move_is_looked_past_in_the_same_answer(office: Office) -> None:
    handled(office, *NUMBERS[:6])
    office.at(office.later(days=7))
    office.accept(NUMBERS[6])
    office.assign(NUMBERS[6])
    amend(office, {"date": "2024-03-12", "kind": "holiday", "name": "抗洪"})
    answer = office.ask(queries.calendar_difference, OFFICE, limit=2)
    assert ([item["number"] for item in answer["items"]], answer["looked_at"], answer["next"]) == (
        NUMBERS[6:],
        7,
        None,
    )


def test_waiting_returned_and_closed_cases_keep_what_they_have(office: Office) -> None:
    handled(office, *NUMBERS[:3])
    office.publish_reply(NUMBERS[0])
    office.act(handlers.ask_return, HOUSING, number=NUMBERS[1], reason="不属我局")
    office.act(handlers.decide_return, DISPATCHER, number=NUMBERS[1], agreed=True)
    office.accept(NUMBERS[3])
    amend(office, FOURTH_OFF)
    assert [number for number, *_ in difference(office)] == [NUMBERS[2]]
    apply(office)
    assert office.case(NUMBERS[0])["due"] == "2024-03-08"


def test_a_missed_deadline_that_comes_to_lie_ahead_is_no_longer_missed(office: Office) -> None:
    handled(office, *NUMBERS[:2])
    office.at(instant("2024-03-10T16:00:00Z"))
    assert office.act(handlers.look_at_deadlines, SYSTEM)["missed"] == 2
    amend(office, FOURTH_OFF)
    assert {item["missed"] for item in office.ask(queries.calendar_difference, OFFICE)["items"]} == {False}
    apply(office)
    assert (office.case(LEAK)["due"], office.case(LEAK)["missed_at"]) == ("2024-03-11", None)
    office.at(instant("2024-03-11T16:00:00Z"))
    assert office.act(handlers.look_at_deadlines, SYSTEM)["missed"] == 2


def test_a_missed_deadline_whose_new_day_is_over_as_well_stays_missed(office: Office) -> None:
    handled(office, LEAK)
    office.at(instant("2024-03-11T16:00:00Z"))
    office.act(handlers.look_at_deadlines, SYSTEM)
    amend(office, FOURTH_OFF)
    assert difference(office) == []
    before = office.journal()
    apply(office)
    assert office.journal() == before
    assert office.case(LEAK)["missed_at"] is not None


def test_a_provisional_deadline_is_settled_when_its_year_is_announced(office: Office) -> None:
    following = announced.calendar().last.year + 1
    office.at(instant(f"{following}-03-01T01:30:00Z"))
    numbers = [f"{following}0301-00000{n}" for n in (1, 2)]
    for number in numbers:
        office.accept(number)
    due = office.assign(numbers[0])["due"]
    office.assign(numbers[1], working_days=1)
    assert office.case(numbers[0])["provisional"]
    amend(office, announced=[following])
    assert difference(office)[0] == (numbers[0], due, due, "settled")
    apply(office)
    assert (office.case(numbers[0])["due"], office.case(numbers[0])["provisional"]) == (due, False)
    shown = office.ask(queries.calendar, OFFICE, year=following)
    assert (shown["announced"], shown["declared"]) == (True, True)
    amend(office, retracted=[following])
    assert {direction for *_, direction in difference(office)} == {"provisional"}


def test_the_notice_of_a_year_moves_its_provisional_deadlines_in_one_amendment(office: Office) -> None:
    following = announced.calendar().last.year + 1
    office.at(instant(f"{following}-03-01T01:30:00Z"))
    number = f"{following}0301-000001"
    office.accept(number)
    due = office.assign(number)["due"]
    off = [{"date": f"{following}-03-0{day}", "kind": "holiday", "name": "通知"} for day in (2, 3, 4)]
    amend(office, *off, announced=[following])
    ((_, before, after, direction),) = difference(office)
    assert (before, direction, after > due) == (due, "later", True)
    apply(office)
    assert office.case(number)["provisional"] is False


def test_the_explanation_tells_of_the_limit_the_recount_and_both_versions(office: Office) -> None:
    handled(office, LEAK)
    version = amend(office, FOURTH_OFF)
    before = office.ask(queries.deadline, HOUSING, number=LEAK)
    assert (before["calendar"], before["calendar_in_force"]) == (LIBRARY, version)
    apply(office)
    answer = office.ask(queries.deadline, HOUSING, number=LEAK)
    assert (answer["due"], answer["calendar"], answer["limit"]["source"]) == ("2024-03-11", version, "ordinary")
    assert [(each["previous"], each["due"], each["calendar"]) for each in answer["recounts"]] == [
        ("2024-03-08", "2024-03-11", version)
    ]
    assert {"date": "2024-03-04", "kind": "holiday", "name": "抗洪", "count": None} in answer["days"]


def test_a_recount_keeps_the_day_of_an_extension(office: Office) -> None:
    handled(office, LEAK)
    office.act(handlers.ask_extension, HOUSING, number=LEAK, until="2024-04-10", reason="等待配件")
    office.act(handlers.decide_extension, DISPATCHER, number=LEAK, granted=True)
    amend(office, FOURTH_OFF)
    assert difference(office) == []
    amend(office, {"date": "2024-04-10", "kind": "holiday", "name": "抗洪"})
    assert difference(office) == [(LEAK, "2024-04-10", "2024-04-11", "later")]


def test_an_extension_is_granted_for_the_next_worked_day_when_its_own_is_off_by_then(office: Office) -> None:
    handled(office, LEAK)
    office.act(handlers.ask_extension, HOUSING, number=LEAK, until="2024-04-10", reason="等待配件")
    amend(office, {"date": "2024-04-10", "kind": "holiday", "name": "抗洪"})
    granted = office.act(handlers.decide_extension, DISPATCHER, number=LEAK, granted=True)
    assert granted["due"] == "2024-04-11"
