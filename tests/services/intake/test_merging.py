"""A repeated message is followed under the earlier one: what its citizen sees, and what becomes of it."""

from __future__ import annotations

from typing import Any

import pytest

from kernel.actor import CITIZEN
from kernel.clock import rfc3339
from services.intake import handlers, queries
from services.intake.domain.refusals import AlreadyScreened, MergeTargetNotHandled
from services.intake.domain.words import STANDARD_ADVICE, Reason, Standing
from tests.services.intake.facts import ANSWERED
from tests.services.intake.office import CLERK, LETTER, OFFICE, TERMS, Office, answered, assigned, closed


def merge(office: Office, number: str, into: str) -> None:
    office.act(handlers.merge, CLERK, number=number, into=into)


def seen(office: Office, number: str) -> dict[str, Any]:
    """What the citizen of a message sees."""
    return office.ask(queries.follow, CITIZEN, number=number, query_code=office.code(number))


def steps(view: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [(step["step"], step.get("of")) for step in view["timeline"]]


def withdraw(office: Office, number: str) -> None:
    office.act(handlers.withdraw, CITIZEN, number=number, query_code=office.code(number))


def test_the_merged_one_follows_the_other_to_its_end(office: Office) -> None:
    first, second = office.written(), office.written(title="停水", body="三号楼又停水了。", name="李四")
    merge(office, second, first)
    view = seen(office, second)
    assert (view["state"], view["title"], view["decision"]) == ("merged", "停水", {"into": first})
    assert view["follows"] == {
        "number": first,
        "state": "waiting",
        "state_name": "待受理",
        "round": None,
        "decision": None,
        "withheld": False,
    }
    office.act(handlers.accept, CLERK, number=first, **TERMS)
    office.hears(assigned(first), answered(first), closed(first))
    view = seen(office, second)
    assert (view["follows"]["state"], view["follows"]["round"]) == ("closed", 1)
    assert (view["published"], view["public"], view["published_at"]) == (True, True, rfc3339(ANSWERED))
    own = [("submitted", None), ("merged", None)]
    others = [("accepted", first), ("assigned", first), ("answered", first), ("closed", first)]
    assert steps(view) == [*own, *others]


def test_of_what_the_other_citizen_wrote_and_thinks_nothing_is_told(office: Office) -> None:
    first, second = office.written(), office.written(title="停水", body="又停水了。", name="李四")
    merge(office, second, first)
    office.act(handlers.accept, CLERK, number=first, **TERMS)
    office.hears(assigned(first), answered(first), closed(first))
    own = {"number": first, "query_code": office.code(first)}
    office.act(handlers.evaluate, CITIZEN, **own, satisfaction=1, comment="很不满意。")
    office.act(handlers.ask_follow_up, CITIZEN, **own, question="什么时候通水？")
    view = seen(office, second)
    for text in (LETTER["title"], LETTER["body"], LETTER["name"], "很不满意", "什么时候通水", "satisfaction"):
        assert text not in str(view)
    office.act(handlers.erase, OFFICE, number=first)
    assert steps(seen(office, second)) == steps(view)
    assert not {"evaluated", "follow_up_asked"} & {step for step, _ in steps(view)}
    assert (view["evaluation"], view["follow_up"]) == (None, None)


def test_a_reply_to_the_other_citizen_alone_is_withheld_and_said_to_have_gone_out(office: Office) -> None:
    first, second = office.written(consent_public=False), office.written()
    merge(office, second, first)
    office.act(handlers.accept, CLERK, number=first, **TERMS)
    office.hears(assigned(first), answered(first, public=False), closed(first))
    view = seen(office, second)
    assert (view["published"], view["published_at"], view["public"]) == (False, None, None)
    assert (view["follows"]["state"], view["follows"]["withheld"]) == ("closed", True)
    assert ("answered", first) in steps(view)
    assert (seen(office, first)["published"], seen(office, first)["public"]) == (True, False)


def test_a_chain_of_merges_is_followed_to_its_end(office: Office) -> None:
    first, second, third = (office.written() for _ in range(3))
    merge(office, third, second)
    merge(office, second, first)
    office.act(handlers.accept, CLERK, number=first, **TERMS)
    view = seen(office, third)
    assert (view["decision"], view["follows"]["number"]) == ({"into": second}, first)
    assert steps(view) == [("submitted", None), ("merged", None), ("merged", second), ("accepted", first)]
    assert office.ask(queries.message, CLERK, number=first)["duplicates"] == [second, third]
    assert office.ask(queries.message, CLERK, number=second)["duplicates"] == [third]
    assert office.ask(queries.message, CLERK, number=third)["duplicates"] == []
    listed = {item["number"]: item["duplicates"] for item in office.ask(queries.list_messages, CLERK)["items"]}
    assert listed == {first: 1, second: 1, third: 0}


def test_what_was_merged_is_itself_merged_into_only_while_somebody_answers(office: Office) -> None:
    first, second, third, fourth = (office.written() for _ in range(4))
    merge(office, second, first)
    merge(office, third, second)
    office.act(handlers.decline, CLERK, number=first, reason="unclear")
    with pytest.raises(MergeTargetNotHandled) as refused:
        merge(office, fourth, second)
    assert refused.value.values() == {"into": second, "state": Standing.DECLINED}
    assert seen(office, fourth)["state"] == "waiting"


def test_what_the_other_was_declined_for_is_told_to_both(office: Office) -> None:
    first, second = office.written(), office.written()
    merge(office, second, first)
    office.act(handlers.decline, CLERK, number=first, reason="unclear", advice="请写明楼号。")
    assert seen(office, second)["follows"]["state"] == "declined"
    assert seen(office, second)["follows"]["decision"] == seen(office, first)["decision"]
    assert seen(office, second)["follows"]["decision"]["advice"] == "请写明楼号。"


def test_when_the_clerks_words_are_erased_with_the_other_the_offices_remain(office: Office) -> None:
    first, second = office.written(), office.written()
    merge(office, second, first)
    office.act(handlers.decline, CLERK, number=first, reason="unclear", advice="请写明楼号。")
    office.act(handlers.erase, OFFICE, number=first)
    assert seen(office, first)["decision"]["advice"] is None
    assert seen(office, second)["follows"]["decision"]["advice"] == STANDARD_ADVICE[Reason.UNCLEAR]


def test_where_the_other_was_pointed_to_is_told_to_both(office: Office) -> None:
    first, second = office.written(), office.written()
    merge(office, second, first)
    office.act(handlers.redirect, CLERK, number=first, where="请向水务集团反映。", contact="电话96222。")
    assert seen(office, second)["follows"]["decision"] == {"where": "请向水务集团反映。", "contact": "电话96222。"}


@pytest.mark.parametrize("gone", ["withdrawn", "erased"])
def test_when_the_other_is_gone_undecided_the_merged_one_waits_again(office: Office, gone: str) -> None:
    first, second, third = (office.written() for _ in range(3))
    merge(office, second, first)
    merge(office, third, second)
    if gone == "withdrawn":
        withdraw(office, first)
        withdraw(office, first)
    else:
        office.act(handlers.erase, OFFICE, number=first)
        office.act(handlers.erase, OFFICE, number=first)
    assert office.recorded().count("intake.released.v1") == 1
    view = seen(office, second)
    assert (view["state"], view["decision"], view["follows"]) == ("waiting", None, None)
    assert steps(view) == [("submitted", None), ("merged", None), ("released", None)]
    assert seen(office, third)["follows"]["number"] == second
    assert [item["number"] for item in office.ask(queries.list_messages, CLERK, state="waiting")["items"]] == [second]
    assert office.told()[-1][0] == "MessageReleased"
    assert office.ask(queries.message, CLERK, number=first)["duplicates"] == []
    office.act(handlers.accept, CLERK, number=second, **TERMS)
    assert seen(office, third)["follows"]["state"] == "in_progress"


def test_what_was_erased_itself_does_not_wait_again(office: Office) -> None:
    first, second = office.written(), office.written()
    merge(office, second, first)
    office.act(handlers.erase, OFFICE, number=second)
    withdraw(office, first)
    assert seen(office, second)["follows"]["state"] == "withdrawn"
    assert office.ask(queries.list_messages, CLERK, state="waiting")["total"] == 0


def test_a_matter_in_hand_goes_on_for_the_merged_one_when_the_other_is_erased(office: Office) -> None:
    first, second = office.accepted(), office.written()
    merge(office, second, first)
    office.act(handlers.erase, OFFICE, number=first)
    office.hears(assigned(first), answered(first), closed(first))
    assert (seen(office, second)["follows"]["state"], seen(office, second)["published"]) == ("closed", True)


def test_both_keep_their_number_and_their_code(office: Office) -> None:
    first, second = office.written(), office.written()
    before = (office.code(first), office.code(second))
    merge(office, second, first)
    assert (office.code(first), office.code(second)) == before
    assert (seen(office, first)["number"], seen(office, second)["number"]) == (first, second)


def test_the_same_merge_again_is_the_same_and_another_is_too_late(office: Office) -> None:
    first, other, second = (office.written() for _ in range(3))
    merge(office, second, first)
    merge(office, second, first)
    assert [office.recorded().count(f"intake.{name}.v1") for name in ("merged", "joined")] == [1, 1]
    with pytest.raises(AlreadyScreened):
        merge(office, second, other)
    assert office.ask(queries.message, CLERK, number=other)["duplicates"] == []
