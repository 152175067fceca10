"""What proofreading finds in a draft, and what it does to a text that is to go on, on a real store."""

from __future__ import annotations

from typing import Any

import pytest

from contracts import intake
from kernel.actor import IMPORT
from kernel.clock import rfc3339
from kernel.context import Context
from services.review import handlers, queries
from services.review.domain.proofreading.finding import HardStops, UnknownFinding, WarningsOpen
from services.review.domain.refusals import TextBlank, TextTooLong
from services.review.schema import REPLY
from tests.services.review.desk import (
    HANDLER,
    NUMBER,
    OFFICE,
    OTHER,
    REVIEWER,
    REVIEWER2,
    Desk,
    accepted,
    agency,
    assigned,
    column,
)
from tests.services.review.domain.facts import CHEN, HOUSING, LI, MAYOR, MONDAY

TYPO = "您好！我局已布署检修，路灯已恢复照明。"
PHONE = "您好！路灯已修好，请联系13800138000。"
PHONE_NAME = "phone@12-23"
WHY = "这是对外公布的咨询电话"
FORBIDDEN = "您好！根据中华人民共合国法律，路灯已修好。"


def words(desk: Desk, list_: str, severity: str, *wrong: str) -> None:
    """A list is in force, in its newest edition."""
    said = {"list": list_, "name": list_, "severity": severity}
    before = desk.act(handlers.arrange_words, OFFICE, **said)["version"]
    entries = [{"word": word, "suggestion": "改"} for word in wrong]
    made = desk.act(handlers.revise_words, OFFICE, list=list_, entries=entries, replaces=before)
    desk.act(handlers.switch_on_words, OFFICE, list=list_, version=made["version"])


def drafted(desk: Desk, text: str, levels: int = 1) -> dict[str, Any]:
    """The agency has saved a text; the answer."""
    desk.hears(column(levels), accepted(), assigned())
    return desk.act(handlers.save_draft, HANDLER, text=text)


def over(*names: str, why: str = WHY) -> list[dict[str, str]]:
    return [{"finding": name, "why": why} for name in names]


def test_saving_a_draft_tells_what_stands_in_it_and_under_which_lists_and_so_does_reading_it(desk: Desk) -> None:
    words(desk, "typos", "warning", "布署")
    saved = drafted(desk, TYPO)
    found = {
        "finding": "typos@6-8",
        "kind": "word",
        "rule": "word",
        "severity": "warning",
        "start": 6,
        "end": 8,
        "suggestion": "改",
        "list": "typos",
        "version": 1,
        "word": "布署",
        "note": None,
    }
    assert (saved["findings"], saved["lists"]) == ([found], [{"list": "typos", "version": 1}])
    for person in (HANDLER, REVIEWER, OFFICE):
        read = desk.ask(queries.reply, person, number=NUMBER)
        assert (read["findings"], read["lists"]) == (saved["findings"], saved["lists"])
    assert desk.act(handlers.save_draft, HANDLER, text=TYPO.replace("布署", "安排"))["findings"] == []


def test_a_stop_refuses_the_submission_whatever_reason_is_given(desk: Desk) -> None:
    words(desk, "names", "stop", "中华人民共合国")
    drafted(desk, FORBIDDEN)
    with pytest.raises(HardStops) as refused:
        desk.submit(HANDLER, passed_over=over("names@5-12"))
    (said,) = refused.value.findings
    assert (said["word"], said["list"], said["version"], refused.value.places) == (
        "中华人民共合国",
        "names",
        1,
        ("names@5-12",),
    )
    desk.act(handlers.save_draft, HANDLER, text=FORBIDDEN.replace("共合", "共和"))
    assert desk.submit(HANDLER)["state"] == "in_review"


def test_a_warning_is_gone_or_passed_over_with_a_reason_by_everyone_who_lets_the_text_on(desk: Desk) -> None:
    text_hash = drafted(desk, PHONE)["text_hash"]
    with pytest.raises(WarningsOpen) as refused:
        desk.submit(HANDLER)
    assert refused.value.places == (PHONE_NAME,)
    desk.submit(HANDLER, passed_over=over(PHONE_NAME))
    with pytest.raises(WarningsOpen):
        desk.act(handlers.pass_reply, REVIEWER, level=1, text_hash=text_hash)
    passed = desk.act(
        handlers.pass_reply, REVIEWER, level=1, text_hash=text_hash, passed_over=over(PHONE_NAME, why="已核实")
    )
    assert passed["state"] == "published"
    (draft,) = desk.ask(queries.reply, number=NUMBER)["drafts"]
    stood = {"finding": PHONE_NAME, "rule": "phone", "start": 12, "end": 23, "list": None, "version": None}
    assert draft["passed_over"] == [{**stood, "why": WHY}]
    assert [(each["by"], each["passed_over"]) for each in draft["passes"]] == [(CHEN, [{**stood, "why": "已核实"}])]
    assert draft["by"] == LI


def test_what_is_not_found_in_the_text_cannot_be_passed_over(desk: Desk) -> None:
    """A name that was mistyped, or of a word that a list has no longer, is said to be unknown, not let through."""
    text_hash = drafted(desk, PHONE)["text_hash"]
    both = [*over(PHONE_NAME), *over("typos@0-2")]
    for said in (both, over("typos@0-2")):
        with pytest.raises(UnknownFinding) as refused:
            desk.submit(HANDLER, passed_over=said)
        assert refused.value.unknown == ("typos@0-2",)
    desk.submit(HANDLER, passed_over=over(PHONE_NAME))
    with pytest.raises(UnknownFinding):
        desk.act(handlers.pass_reply, REVIEWER, level=1, text_hash=text_hash, passed_over=both)


def test_asking_again_records_nothing_more(desk: Desk) -> None:
    text_hash = drafted(desk, PHONE, levels=2)["text_hash"]
    for _ in range(2):
        desk.submit(HANDLER, request="s", passed_over=over(PHONE_NAME))
        desk.submit(HANDLER)
    for _ in range(2):
        desk.act(handlers.pass_reply, REVIEWER, level=1, text_hash=text_hash, passed_over=over(PHONE_NAME))
        desk.act(handlers.pass_reply, REVIEWER, level=1, text_hash=text_hash)
    types = [row["type"] for row in desk.rows("SELECT type FROM journal ORDER BY position")]
    assert types.count("review.submitted.v1") == types.count("review.passed.v1") == 1


def test_reasons_are_kept_sealed_and_go_with_an_erasure(desk: Desk) -> None:
    drafted(desk, PHONE)
    desk.submit(HANDLER, request="r", passed_over=over(PHONE_NAME))
    kept = str([desk.rows(f"SELECT * FROM {table}") for table in ("journal", "requests", "public_log", "replies")])  # noqa: S608 - fixed names
    for clear in (WHY, "13800138000", PHONE):
        assert clear not in kept
        assert clear.encode("unicode_escape").decode() not in kept
    desk.hears(intake.MessageErasedV1(NUMBER, MAYOR, MONDAY))
    (draft,) = desk.ask(queries.reply, number=NUMBER)["drafts"]
    assert [each["why"] for each in draft["passed_over"]] == [None]


def test_later_levels_proofread_by_the_lists_of_then_and_each_pass_says_by_which(desk: Desk) -> None:
    words(desk, "typos", "warning", "帐号")
    text_hash = drafted(desk, TYPO, levels=2)["text_hash"]
    desk.submit(HANDLER)
    desk.act(handlers.pass_reply, REVIEWER, level=1, text_hash=text_hash)
    words(desk, "typos", "warning", "帐号", "布署")
    with pytest.raises(WarningsOpen):
        desk.act(handlers.pass_reply, REVIEWER2, level=2, text_hash=text_hash)
    words(desk, "names", "stop", "恢复照明")
    with pytest.raises(HardStops):
        desk.act(handlers.pass_reply, REVIEWER2, level=2, text_hash=text_hash, passed_over=over("typos@6-8"))
    desk.act(handlers.retire_words, OFFICE, list="names")
    desk.act(handlers.pass_reply, REVIEWER2, level=2, text_hash=text_hash, passed_over=over("typos@6-8"))
    history = desk.service.store.reading(Context(OFFICE, "wish")).history(REPLY, NUMBER)
    proofs = [each.event.proof for each in history if each.type in {"review.submitted.v1", "review.passed.v1"}]
    assert [[(one.list, one.version) for one in proof.lists] for proof in proofs] == [
        [("typos", 1)],
        [("typos", 1)],
        [("typos", 2)],
    ]
    assert [[(one.rule, one.start, one.list, one.version) for one in proof.stood] for proof in proofs] == [
        [],
        [],
        [("word", 6, "typos", 2)],
    ]


def test_the_columns_template_says_how_a_reply_begins_and_ends_and_the_agency_has_a_name(desk: Desk) -> None:
    desk.hears(column(1), agency(HOUSING, "栖州市住房和城乡建设局"), accepted(), assigned())
    form = {"salutation": "尊敬的*", "body": "", "closing": "", "signature": "{agency}*{date}"}
    desk.act(handlers.write_template, OFFICE, column=MAYOR, replaces=0, **form)
    bare = desk.act(handlers.save_draft, HANDLER, text="路灯已修好，请向栖州市住房和城乡建舍局咨询。")
    assert [each["rule"] for each in bare["findings"]] == ["no_salutation", "agency_name", "no_signature"]
    assert bare["findings"][1]["suggestion"] == "栖州市住房和城乡建设局"
    whole = "尊敬的网友：路灯已修好。\n栖州市住房和城乡建设局 2024年3月5日"
    assert desk.act(handlers.save_draft, HANDLER, text=whole)["findings"] == []


@pytest.mark.parametrize("part", ["interim", "reply", "follow_up"])
def test_a_text_of_every_kind_is_proofread_when_it_is_saved_handed_in_and_passed(desk: Desk, part: str) -> None:
    words(desk, "names", "stop", "中华人民共合国")
    desk.hears(column(1), accepted(), assigned())
    if part == "follow_up":
        desk.hears(intake.FollowUpAskedV1(NUMBER, MAYOR, 1, HOUSING, publishable=True, asked_at=MONDAY))
    stopped = desk.act(handlers.save_draft, HANDLER, part=part, text=FORBIDDEN)
    assert [(each["rule"], each["severity"]) for each in stopped["findings"]] == [("word", "stop")]
    with pytest.raises(HardStops):
        desk.submit(HANDLER, part=part)
    saved = desk.act(handlers.save_draft, HANDLER, part=part, text=PHONE)
    assert [each["rule"] for each in saved["findings"]] == ["phone"]
    with pytest.raises(WarningsOpen):
        desk.submit(HANDLER, part=part)
    desk.submit(HANDLER, part=part, passed_over=over(PHONE_NAME))
    passing = {"part": part, "level": 1, "text_hash": saved["text_hash"]}
    with pytest.raises(WarningsOpen):
        desk.act(handlers.pass_reply, REVIEWER, **passing)
    assert desk.act(handlers.pass_reply, REVIEWER, **passing, passed_over=over(PHONE_NAME))["state"] == "published"


def test_what_is_imported_is_not_proofread(desk: Desk) -> None:
    words(desk, "names", "stop", "中华人民共合国")
    desk.hears(accepted(OTHER, imported=True))
    row = {"number": OTHER, "column": MAYOR, "lead": HOUSING, "text": FORBIDDEN, "public": True}
    (done,) = desk.act(handlers.import_replies, IMPORT, rows=[{**row, "replied_at": rfc3339(MONDAY)}])["results"]
    assert done["state"] == "published"
    assert desk.ask(queries.reply, number=OTHER)["findings"] == []


def test_a_reason_says_something_and_is_short(desk: Desk) -> None:
    drafted(desk, PHONE)
    for why, because in ((" ", TextBlank), ("因" * 501, TextTooLong)):
        with pytest.raises(because):
            desk.submit(HANDLER, passed_over=over(PHONE_NAME, why=why))
