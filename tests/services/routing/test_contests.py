"""Two people decide about one case at once, each through a process of their own: one wins, the other learns why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from contracts import review
from kernel.actor import SYSTEM, Actor
from kernel.settings import Settings
from services.routing import handlers
from tests.services.routing.domain.facts import FRIDAY_MORNING
from tests.services.routing.office import DISPATCHER, HOUSING, SUPERVISOR, Office
from tests.support.contest import Act, Contest, Outcome, Word, contest, each_round, refused
from workdays.calendar import end_of

pytestmark = pytest.mark.process

SECOND = Actor("dispatcher.second", "dispatcher", columns=("mayor",))
COUNTY = Actor("county", "dispatcher", columns=("wangchuan-head",))
NOON = FRIDAY_MORNING + timedelta(hours=3)
DUE = date(2024, 3, 8)
OVER = end_of(DUE)


@pytest.fixture
def settings(either_database: Settings) -> Settings:
    return either_database


@pytest.fixture
def numbers(office: Office) -> list[str]:
    """Accepted messages that wait for an agency."""

    def accepted(n: int) -> str:
        office.accept(f"20240301-{n:06d}")
        return f"20240301-{n:06d}"

    return each_round(accepted)


@pytest.fixture
def assigned(office: Office, numbers: list[str]) -> list[str]:
    """The same with the housing agency."""
    for number in numbers:
        office.assign(number)
    return numbers


@pytest.fixture
def returning(office: Office, assigned: list[str]) -> list[str]:
    """The same, the agency having said that they are not its own."""
    for number in assigned:
        office.act(handlers.ask_return, HOUSING, number=number, reason="不属于我局职责")
    return assigned


@pytest.fixture
def extending(office: Office, assigned: list[str]) -> list[str]:
    """The same, the agency having asked for another week."""
    for number in assigned:
        office.act(handlers.ask_extension, HOUSING, number=number, until="2024-03-15", reason="需要时间")
    return assigned


@pytest.fixture
def two(office: Office) -> Iterator[Contest]:
    with contest(office.service) as begun:
        yield begun


def published(office: Office, number: str, at: datetime = NOON) -> Word:
    """Review says that the agency's reply is out."""
    event = review.ReplyPublishedV1(number, "mayor", 1, "housing", "0" * 64, True, at, False)
    return Word([office._envelope(event)], at)


def won_and_lost(one: Outcome, other: Outcome) -> tuple[int, Outcome]:
    """Which of the two had their way, and what the other was told."""
    lost = [outcome for outcome in (one, other) if refused(outcome)]
    assert len(lost) == 1, (one, other)
    return (1, one) if refused(one) else (0, other)


def test_two_dispatchers_give_one_case_to_different_agencies(numbers: list[str], two: Contest) -> None:
    for number in numbers:
        outcomes = two.at_once(
            Act(handlers.assign, DISPATCHER, NOON, {"number": number, "lead": "housing"}),
            Act(handlers.assign, SECOND, NOON, {"number": number, "lead": "water"}),
        )
        winner, told = won_and_lost(*outcomes)
        assert told["refused"] == "routing.already_assigned"
        assert told["values"]["by"] == (DISPATCHER, SECOND)[winner].account
        assert two.journal(f"case-{number}") == ["case_opened", "assigned"]


def test_a_return_is_agreed_to_and_refused(returning: list[str], two: Contest) -> None:
    for number in returning:
        outcomes = two.at_once(
            Act(handlers.decide_return, DISPATCHER, NOON, {"number": number, "agreed": True}),
            Act(handlers.decide_return, SECOND, NOON, {"number": number, "agreed": False, "note": "属于你局职责"}),
        )
        winner, told = won_and_lost(*outcomes)
        assert told["refused"] == "routing.already_decided"
        assert told["values"]["by"] == (DISPATCHER, SECOND)[winner].account
        decided = ("returned", "return_refused")[winner]
        assert two.journal(f"case-{number}") == ["case_opened", "assigned", "return_asked", decided]


def test_an_extension_is_granted_and_refused(extending: list[str], two: Contest) -> None:
    for number in extending:
        outcomes = two.at_once(
            Act(handlers.decide_extension, DISPATCHER, NOON, {"number": number, "granted": True}),
            Act(handlers.decide_extension, SECOND, NOON, {"number": number, "granted": False, "note": "按期办结"}),
        )
        winner, told = won_and_lost(*outcomes)
        assert told["refused"] == "routing.already_decided"
        assert told["values"]["by"] == (DISPATCHER, SECOND)[winner].account
        decided = ("extension_granted", "extension_refused")[winner]
        assert two.journal(f"case-{number}") == ["case_opened", "assigned", "extension_asked", decided]


def test_a_case_is_returned_while_the_reply_goes_out(office: Office, returning: list[str], two: Contest) -> None:
    for number in returning:
        _, decided = two.at_once(
            published(office, number),
            Act(handlers.decide_return, DISPATCHER, NOON, {"number": number, "agreed": True}),
        )
        before = ["case_opened", "assigned", "return_asked"]
        if refused(decided):
            assert decided["refused"] == "routing.case_closed"
            assert two.journal(f"case-{number}") == [*before, "closed"]
        else:
            # the agency was let go, and had answered all the same: its answer counts
            assert two.journal(f"case-{number}") == [*before, "returned", "closed"]
        assert (office.case(number)["state"], office.case(number)["lead"]) == ("closed", "housing")


def test_a_case_is_urged_while_it_is_closed(office: Office, assigned: list[str], two: Contest) -> None:
    for number in assigned:
        _, urged = two.at_once(
            published(office, number),
            Act(handlers.urge, SUPERVISOR, NOON, {"number": number, "level": "reminder"}),
        )
        pressed = [] if refused(urged) else ["urged"]
        assert refused(urged) in (None, "routing.case_closed")
        assert two.journal(f"case-{number}") == ["case_opened", "assigned", *pressed, "closed"]


def test_an_extension_is_granted_at_the_moment_the_deadline_passes(
    office: Office, extending: list[str], two: Contest
) -> None:
    for number in extending:
        granted, _ = two.at_once(
            Act(handlers.decide_extension, DISPATCHER, OVER, {"number": number, "granted": True}),
            Act(handlers.look_at_deadlines, SYSTEM, OVER, {}),
        )
        assert not refused(granted), "asked in time, and decided when somebody had the time"
        recorded = two.journal(f"case-{number}")[3:]
        # missed before it moved, or moved and not missed; never missed afterwards
        assert recorded in (["deadline_missed", "extension_granted"], ["extension_granted"])
        case = office.case(number)
        assert (case["due"], case["missed_at"]) == ("2024-03-15", None)


def test_two_letters_about_different_cases_are_sent(assigned: list[str], two: Contest) -> None:
    late = OVER + timedelta(days=3)
    sent = []
    for pair in zip(assigned[::2], assigned[1::2], strict=True):
        wishes = [Act(handlers.urge, SUPERVISOR, late, {"number": number, "level": "letter"}) for number in pair]
        sent += [outcome["answer"]["urging"]["letter"] for outcome in two.at_once(*wishes)]
    assert sorted(sent) == [f"栖督〔2024〕{n}号" for n in range(1, len(assigned) + 1)]
    assert two.journal("series-egov-office.2024") == ["letter_number_drawn"] * len(assigned)


def test_a_dispatcher_assigns_while_the_rules_do(office: Office, two: Contest) -> None:
    for number in each_round(lambda n: f"20240301-{n:06d}"):
        office.accept(number, column="wangchuan-head", field="construction.utilities.water")
        office.act(handlers.assign, COUNTY, number=number, lead="housing")
        office.act(handlers.ask_return, HOUSING, number=number, reason="不属于我局职责")
        office.act(handlers.decide_return, COUNTY, number=number, agreed=True)
        assigned, dispatched = two.at_once(
            Act(handlers.assign, COUNTY, NOON, {"number": number, "lead": "transport"}),
            Act(handlers.dispatch_cases, SYSTEM, NOON, {}),
        )
        by_rule = refused(assigned) is not None
        assert refused(assigned) in (None, "routing.already_assigned")
        assert dispatched["answer"] == {"assigned": int(by_rule), "left": 0, "more": False}
        assert office.case(number)["lead"] == ("wangchuan-water" if by_rule else "transport")
        before = ["case_opened", "assigned", "return_asked", "returned"]
        assert two.journal(f"case-{number}") == [*before, "assigned"]


def test_two_replicas_ask_the_rules(office: Office, two: Contest) -> None:
    for number in each_round(lambda n: f"20240301-{n:06d}"):
        office.accept(number, column="wangchuan-head", field="construction.utilities.water")
        look = Act(handlers.dispatch_cases, SYSTEM, NOON, {})
        outcomes = two.at_once(look, look)
        assert sum(outcome["answer"]["assigned"] for outcome in outcomes) == 1
        assert two.journal(f"case-{number}") == ["case_opened", "assigned"]


def taken_back(number: str, actor: Actor, reason: str = "误转") -> Act:
    return Act(handlers.withdraw_assignment, actor, NOON, {"number": number, "reason": reason})


def handed_over(number: str, actor: Actor, receipt: str) -> Act:
    words = {"number": number, "system": "petition", "reason": "属信访事项", "receipt": receipt}
    return Act(handlers.hand_over, actor, NOON, words)


def test_two_dispatchers_take_one_assignment_back(assigned: list[str], two: Contest) -> None:
    for number in assigned:
        outcomes = two.at_once(taken_back(number, DISPATCHER), taken_back(number, SECOND, "应由水务局办理"))
        _, told = won_and_lost(*outcomes)
        assert told["refused"] == "routing.not_assigned"
        assert two.journal(f"case-{number}") == ["case_opened", "assigned", "assignment_withdrawn"]


def test_an_assignment_is_taken_back_while_its_reply_goes_out(
    office: Office, assigned: list[str], two: Contest
) -> None:
    for number in assigned:
        _, withdrawn = two.at_once(published(office, number), taken_back(number, DISPATCHER))
        assert refused(withdrawn) in (None, "routing.case_closed")
        let_go = [] if refused(withdrawn) else ["assignment_withdrawn"]
        assert two.journal(f"case-{number}") == ["case_opened", "assigned", *let_go, "closed"]
        assert (office.case(number)["state"], office.case(number)["lead"]) == ("closed", "housing")


def test_an_assignment_is_taken_back_while_its_lead_asks_for_more_time(
    office: Office, assigned: list[str], two: Contest
) -> None:
    for number in assigned:
        more = {"number": number, "until": "2024-03-15", "reason": "需要时间"}
        asked, withdrawn = two.at_once(Act(handlers.ask_extension, HOUSING, NOON, more), taken_back(number, DISPATCHER))
        assert not refused(withdrawn), "what the lead asks for is settled by taking the case back"
        assert refused(asked) in (None, "routing.not_assigned")
        before = [] if refused(asked) else ["extension_asked"]
        assert two.journal(f"case-{number}") == ["case_opened", "assigned", *before, "assignment_withdrawn"]
        assert (office.case(number)["state"], office.case(number)["extension_until"]) == ("waiting", None)


def test_what_is_taken_back_is_given_again_by_two_and_the_earlier_deadline_stands(
    office: Office, assigned: list[str], two: Contest
) -> None:
    for number in assigned:
        office.act(handlers.withdraw_assignment, DISPATCHER, number=number, reason="误转")
        outcomes = two.at_once(
            Act(handlers.assign, DISPATCHER, NOON, {"number": number, "lead": "housing", "working_days": 15}),
            Act(handlers.assign, SECOND, NOON, {"number": number, "lead": "water", "working_days": 15}),
        )
        winner, told = won_and_lost(*outcomes)
        assert told["refused"] == "routing.already_assigned"
        case = office.case(number)
        assert (case["lead"], case["due"]) == (("housing", "2024-03-08"), ("water", "2024-03-22"))[winner]


def test_two_dispatchers_arrange_help_and_both_have_their_way(
    office: Office, assigned: list[str], two: Contest
) -> None:
    for number in assigned:
        outcomes = two.at_once(
            Act(handlers.arrange_help, DISPATCHER, NOON, {"number": number, "add": ["water"]}),
            Act(handlers.arrange_help, SECOND, NOON, {"number": number, "add": ["transport"]}),
        )
        assert [refused(outcome) for outcome in outcomes] == [None, None]
        assert office.case(number)["co_agencies"] == ["transport", "water"]
        assert two.journal(f"case-{number}") == ["case_opened", "assigned", "help_arranged", "help_arranged"]


def test_the_same_help_arranged_by_two_is_recorded_once(assigned: list[str], two: Contest) -> None:
    for number in assigned:
        wish = {"number": number, "add": ["water"]}
        outcomes = two.at_once(
            Act(handlers.arrange_help, DISPATCHER, NOON, wish), Act(handlers.arrange_help, SECOND, NOON, wish)
        )
        assert [refused(outcome) for outcome in outcomes] == [None, None]
        assert two.journal(f"case-{number}") == ["case_opened", "assigned", "help_arranged"]


def test_help_is_arranged_while_the_assignment_is_taken_back(assigned: list[str], two: Contest) -> None:
    for number in assigned:
        helped, withdrawn = two.at_once(
            Act(handlers.arrange_help, SECOND, NOON, {"number": number, "add": ["water"]}),
            taken_back(number, DISPATCHER),
        )
        assert not refused(withdrawn)
        assert refused(helped) in (None, "routing.not_assigned")
        before = [] if refused(helped) else ["help_arranged"]
        assert two.journal(f"case-{number}") == ["case_opened", "assigned", *before, "assignment_withdrawn"]


def test_two_dispatchers_hand_one_case_over_under_different_receipts(assigned: list[str], two: Contest) -> None:
    for number in assigned:
        outcomes = two.at_once(handed_over(number, DISPATCHER, "XF-1"), handed_over(number, SECOND, "XF-2"))
        winner, told = won_and_lost(*outcomes)
        assert told["refused"] == "routing.handed_over"
        assert told["values"]["by"] == (DISPATCHER, SECOND)[winner].account
        assert two.journal(f"case-{number}") == ["case_opened", "assigned", "handed_over"]


def test_a_case_is_handed_over_while_its_reply_goes_out(office: Office, assigned: list[str], two: Contest) -> None:
    for number in assigned:
        _, gone = two.at_once(published(office, number), handed_over(number, DISPATCHER, "XF-1"))
        assert refused(gone) in (None, "routing.case_closed")
        ended = "closed" if refused(gone) else "handed_over"
        assert two.journal(f"case-{number}") == ["case_opened", "assigned", ended], "it ends once"
        assert office.case(number)["state"] == ended


def test_a_case_is_handed_over_while_another_dispatcher_assigns_it(numbers: list[str], two: Contest) -> None:
    for number in numbers:
        assigned, gone = two.at_once(
            Act(handlers.assign, SECOND, NOON, {"number": number, "lead": "housing"}),
            handed_over(number, DISPATCHER, "XF-1"),
        )
        assert not refused(gone)
        assert refused(assigned) in (None, "routing.handed_over")
        before = [] if refused(assigned) else ["assigned"]
        assert two.journal(f"case-{number}") == ["case_opened", *before, "handed_over"]
