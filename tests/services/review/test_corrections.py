"""Corrections: what went out is put right by the rules it went out by, and stays what is read until then."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from contracts import intake, routing
from kernel.actor import CITIZEN, Actor
from kernel.clock import rfc3339
from kernel.decider import Refusal
from kernel.paging import CursorUnusable
from kernel.rebuild import rebuild
from services.review import handlers, queries
from services.review.domain import refusals as no
from services.review.domain.refusals import NotFound, OutOfScope
from services.review.queries.history import reply_history
from tests.services.review.desk import (
    COLLEAGUE,
    HANDLER,
    NUMBER,
    OFFICE,
    REVIEWER,
    REVIEWER2,
    WATERS,
    Desk,
    accepted,
    assigned,
    column,
    rearranged,
)
from tests.services.review.domain.facts import (
    EDITED,
    FRIDAY,
    HASH,
    HASH_EDITED,
    HOUSING,
    LI,
    MAYOR,
    TEXT,
    THIRD,
    THURSDAY,
    TUESDAY,
    WATER,
    WEDNESDAY,
)

WRONG: dict[str, Any] = {"reason": "fact", "words": "日期写错了，应为3月5日。"}


def refusal(desk: Desk, *args: Any, **payload: Any) -> Refusal:
    """How an act is refused."""
    with pytest.raises(Refusal) as caught:
        desk.act(*args, **payload)
    return caught.value


def opened(desk: Desk, *, publishable: bool = True) -> None:
    """A reply that went out on Tuesday is being corrected since Wednesday."""
    desk.clock.at = TUESDAY
    desk.published(publishable=publishable)
    desk.clock.at = WEDNESDAY
    desk.act(handlers.open_correction, HANDLER, **WRONG)


def corrected(desk: Desk, text: str = EDITED, **part: Any) -> dict[str, Any]:
    """The next version passes its one level on Thursday."""
    text_hash = desk.act(handlers.save_draft, HANDLER, text=text, **part)["text_hash"]
    desk.submit(HANDLER, **part)
    desk.clock.at = THURSDAY
    return desk.act(handlers.pass_reply, REVIEWER, level=1, text_hash=text_hash, **part)


def told(desk: Desk) -> list[str]:
    """The names of what the world was told."""
    return [name for name, _ in desk.told()]


@pytest.mark.parametrize("publishable", [True, False])
def test_the_next_version_replaces_what_its_readers_read(desk: Desk, publishable: bool) -> None:
    opened(desk, publishable=publishable)
    out = corrected(desk)
    assert (out["state"], out["version"], out["correction"]) == ("published", 2, None)
    assert (out["published_at"], out["public"]) == (rfc3339(TUESDAY), publishable)
    read = desk.ask(queries.published, CITIZEN, number=NUMBER, own=True)
    assert (read["text"], read["version"], read["earlier"]) == (EDITED, 2, [])
    assert (read["published_at"], read["corrected_at"]) == (rfc3339(TUESDAY), rfc3339(THURSDAY))
    assert (read["correction_reason"], read["correction_reason_name"]) == ("fact", "事实有误")
    assert WRONG["words"] not in str(read)
    assert desk.ask(queries.published_list)["total"] == int(publishable)
    name, said = desk.told()[-1]
    assert (name, said) == (
        "ReplyCorrected",
        {
            "number": NUMBER,
            "part": "reply",
            "column": MAYOR,
            "lead": HOUSING,
            "round": 1,
            "version": 2,
            "reason": "fact",
            "text_hash": HASH_EDITED,
            "public": publishable,
            "corrected_at": rfc3339(THURSDAY),
        },
    )
    assert told(desk).count("ReplyPublished") == 1


def test_until_the_last_level_has_passed_it_what_went_out_is_read(desk: Desk) -> None:
    opened(desk)
    desk.hears(rearranged(2))
    desk.draft(EDITED)
    desk.submit(HANDLER)
    desk.act(handlers.pass_reply, REVIEWER, level=1, text_hash=HASH_EDITED)
    read = desk.ask(queries.published, CITIZEN, number=NUMBER)
    assert (read["text"], read["version"], read["corrected_at"]) == (TEXT, 1, None)
    (line,) = desk.ask(queries.replies)["items"]
    assert (line["state"], line["correction"], line["version"], line["level"]) == ("in_review", "fact", 2, 2)
    assert (line["published_at"], line["public"]) == (rfc3339(TUESDAY), True)
    same = refusal(desk, handlers.pass_reply, Actor(REVIEWER.account, "reviewer"), level=2, text_hash=HASH_EDITED)
    assert same.code == no.PassedAtAnotherLevel.code
    assert desk.act(handlers.pass_reply, REVIEWER2, level=2, text_hash=HASH_EDITED)["version"] == 2


def test_staff_read_the_old_version_and_what_was_wrong_with_it(desk: Desk) -> None:
    opened(desk)
    corrected(desk)
    view = desk.ask(queries.reply, REVIEWER, number=NUMBER)
    assert [(each["version"], each["text"]) for each in view["versions"]] == [(1, TEXT), (2, EDITED)]
    (why,) = view["corrections"]
    assert (why["reason"], why["words"], why["by"], why["ended"]) == ("fact", WRONG["words"], LI, "published")
    assert [(each["draft"], each["became"], each["version"]) for each in view["drafts"]] == [
        (1, "published", 1),
        (2, "published", 2),
    ]
    assert desk.ask(queries.reply, HANDLER, number=NUMBER)["versions"] == view["versions"]


def test_a_reply_is_told_with_the_newest_versions_and_all_of_them_are_listed_page_by_page(desk: Desk) -> None:
    opened(desk)
    texts = [TEXT, *(f"您好！路灯已于3月{day}日修好。" for day in range(6, 11))]
    corrected(desk, texts[1])
    for text in texts[2:]:
        desk.act(handlers.open_correction, HANDLER, **WRONG)
        corrected(desk, text)
    view = desk.ask(queries.reply, REVIEWER, number=NUMBER)
    for kind, total in (("drafts", 6), ("versions", 6), ("corrections", 5)):
        assert (len(view[kind]), view[f"{kind}_total"]) == (3, total)
        listed = desk.ask(getattr(queries, kind), REVIEWER, number=NUMBER)
        assert (listed["total"], listed["next"], len(listed["items"])) == (total, None, total)
        pages, after = [], None
        while True:
            page = desk.ask(getattr(queries, kind), REVIEWER, number=NUMBER, limit=2, after=after)
            pages += page["items"]
            after = page["next"]
            if after is None:
                break
        assert pages == listed["items"]
        for stranger in (WATERS, CITIZEN):
            with pytest.raises(OutOfScope):
                desk.ask(getattr(queries, kind), stranger, number=NUMBER)
        with pytest.raises(CursorUnusable):
            desk.ask(getattr(queries, kind), REVIEWER, number=NUMBER, after="newest")
    assert [each["text"] for each in view["versions"]] == texts[3:]
    assert [each["text"] for each in desk.ask(queries.versions, number=NUMBER)["items"]] == texts[::-1]


def test_of_what_was_said_about_a_draft_the_newest_is_told_with_the_reply_and_all_of_it_with_the_draft(
    desk: Desk,
) -> None:
    desk.in_review()
    said = [f"第{n}次提醒。" for n in range(25)]
    for words in said:
        desk.act(handlers.comment, REVIEWER, comments=words)
    (draft,) = desk.ask(queries.reply, number=NUMBER)["drafts"]
    assert [each["comments"] for each in draft["comments"]] == said[5:]
    one = desk.ask(queries.draft, number=NUMBER, draft=1)
    assert [each["comments"] for each in one["comments"]] == said


def test_a_correction_can_be_given_up_and_what_went_out_stands(desk: Desk) -> None:
    opened(desk)
    desk.draft(EDITED)
    desk.submit(HANDLER)
    given_up = desk.act(handlers.give_up_correction, COLLEAGUE)
    assert (given_up["state"], given_up["version"], given_up["text_hash"]) == ("published", 1, HASH)
    assert desk.act(handlers.give_up_correction, HANDLER) == given_up
    assert desk.ask(queries.published, CITIZEN, number=NUMBER)["text"] == TEXT
    assert "ReplyCorrected" not in told(desk)
    view = desk.ask(queries.reply, HANDLER, number=NUMBER)
    assert ([each["ended"] for each in view["corrections"]], view["drafts"][-1]["became"]) == (["given_up"], "given_up")
    desk.act(handlers.open_correction, HANDLER, **WRONG)
    assert corrected(desk, THIRD)["version"] == 2


def test_one_correction_at_a_time_of_what_went_out_by_who_gave_it(desk: Desk) -> None:
    desk.in_review()
    assert refusal(desk, handlers.open_correction, HANDLER, **WRONG).code == no.NotPublished.code
    desk.act(handlers.pass_reply, REVIEWER, level=1, text_hash=HASH)
    for stranger in (WATERS, REVIEWER, OFFICE):
        assert isinstance(refusal(desk, handlers.open_correction, stranger, **WRONG), OutOfScope)
    unknown = refusal(desk, handlers.open_correction, HANDLER, reason="whim", words="改")
    assert unknown.code == no.UnknownWord.code
    first = desk.act(handlers.open_correction, HANDLER, **WRONG)
    assert desk.act(handlers.open_correction, HANDLER, **WRONG) == first
    again = refusal(desk, handlers.open_correction, COLLEAGUE, **WRONG)
    assert (again.code, again.values()["version"]) == (no.CorrectionUnderWay.code, 2)
    desk.draft(TEXT)
    same_text = refusal(desk, handlers.submit, HANDLER, text_hash=desk.hash_that_stands())
    assert (same_text.code, same_text.values()) == (no.NothingCorrected.code, {"version": 1})


def test_the_closing_and_the_assignment_heard_of_late_leave_a_correction_alone(desk: Desk) -> None:
    opened(desk)
    closing = routing.ClosedV1(NUMBER, MAYOR, HOUSING, 1, date(2024, 3, 11), True, TUESDAY, False, None)
    desk.hears(closing, assigned())
    assert corrected(desk)["version"] == 2


def test_a_matter_that_is_handled_again_goes_on_without_the_correction(desk: Desk) -> None:
    opened(desk)
    desk.draft(EDITED)
    desk.hears(routing.ReopenedV1(NUMBER, MAYOR, 2, "mistake", FRIDAY), assigned(round_=2, at=FRIDAY))
    view = desk.ask(queries.reply, HANDLER, number=NUMBER)
    assert (view["state"], view["correction"], view["version"], view["drafts"]) == ("waiting", None, None, [])
    assert [each["ended"] for each in view["corrections"]] == ["dropped"]
    assert [past["text"] for past in view["earlier"]] == [TEXT]
    assert desk.act(handlers.save_draft, HANDLER, text=TEXT)["state"] == "drafted"


def test_the_next_agency_reads_what_was_published_and_not_what_the_first_wrote_about_it(desk: Desk) -> None:
    opened(desk)
    desk.draft(EDITED)
    desk.act(handlers.comment, HANDLER, comments="已与施工单位核对")
    corrected(desk, THIRD)
    desk.hears(routing.ReopenedV1(NUMBER, MAYOR, 2, "mistake", FRIDAY), assigned(lead=WATER, round_=2, at=FRIDAY))
    view = desk.ask(queries.reply, WATERS, number=NUMBER)
    (why,) = view["corrections"]
    assert (why["reason"], why["words"], why["ended"]) == ("fact", None, "published")
    assert [each["text"] for each in view["versions"]] == [TEXT, THIRD]
    assert view["drafts"] == []
    for kept in (WRONG["words"], EDITED, "已与施工单位核对"):
        assert kept not in str(view)
        assert kept not in str(desk.ask(reply_history, WATERS, number=NUMBER, limit=50))
    with pytest.raises(no.UnknownDraft):
        desk.ask(queries.draft, WATERS, number=NUMBER, draft=2)
    assert desk.ask(queries.reply, REVIEWER, number=NUMBER)["corrections"][0]["words"] == WRONG["words"]
    with pytest.raises(OutOfScope):
        desk.ask(queries.reply, HANDLER, number=NUMBER)


def test_interim_replies_and_follow_up_answers_are_corrected_alike(desk: Desk) -> None:
    interim: dict[str, Any] = {"part": "interim"}
    desk.hears(column(1), accepted(), assigned())
    desk.act(handlers.save_draft, HANDLER, text="已派员勘察。", **interim)
    text_hash = desk.submit(HANDLER, **interim)["text_hash"]
    desk.act(handlers.pass_reply, REVIEWER, level=1, text_hash=text_hash, **interim)
    desk.draft()
    desk.submit(HANDLER)
    desk.act(handlers.pass_reply, REVIEWER, level=1, text_hash=HASH)
    desk.hears(intake.FollowUpAskedV1(NUMBER, MAYOR, 1, HOUSING, publishable=True, asked_at=TUESDAY))
    follow_up: dict[str, Any] = {"part": "follow_up"}
    desk.act(handlers.save_draft, HANDLER, text="下周修。", **follow_up)
    text_hash = desk.submit(HANDLER, **follow_up)["text_hash"]
    desk.act(handlers.pass_reply, REVIEWER, level=1, text_hash=text_hash, **follow_up)
    for part, text in ((interim, "已派员现场勘察。"), (follow_up, "本周修。")):
        desk.act(handlers.open_correction, HANDLER, **WRONG, **part)
        assert corrected(desk, text, **part)["version"] == 2
    read = desk.ask(queries.published, CITIZEN, number=NUMBER)
    assert (read["text"], read["version"]) == (TEXT, 1)
    assert (read["interim"][0]["text"], read["interim"][0]["version"]) == ("已派员现场勘察。", 2)
    assert (read["follow_up"]["text"], read["follow_up"]["correction_reason"]) == ("本周修。", "fact")
    assert [said["part"] for name, said in desk.told() if name == "ReplyCorrected"] == ["interim", "follow_up"]


def test_an_erasure_ends_a_correction_and_leaves_what_is_read_now(desk: Desk) -> None:
    opened(desk)
    corrected(desk)
    desk.act(handlers.open_correction, HANDLER, **WRONG)
    desk.hears(intake.MessageErasedV1(NUMBER, MAYOR, FRIDAY))
    assert desk.ask(queries.published, CITIZEN, number=NUMBER)["text"] == EDITED
    assert refusal(desk, handlers.open_correction, HANDLER, **WRONG).code == no.Erased.code
    view = desk.ask(queries.reply, OFFICE, number=NUMBER)
    assert ([each["text"] for each in view["versions"]], view["corrections"][0]["words"]) == ([None, EDITED], None)
    assert [each["text_hash"] for each in view["versions"]] == [HASH, HASH_EDITED]


def test_an_erasure_during_a_correction_leaves_what_went_out_as_it_is(desk: Desk) -> None:
    opened(desk)
    desk.draft(EDITED)
    desk.hears(intake.MessageErasedV1(NUMBER, MAYOR, FRIDAY))
    assert desk.ask(queries.published, CITIZEN, number=NUMBER)["text"] == TEXT
    assert [each["text"] for each in desk.ask(queries.reply, OFFICE, number=NUMBER)["versions"]] == [TEXT]


def test_an_erasure_takes_replaced_versions_of_every_round_and_leaves_each_rounds_last(desk: Desk) -> None:
    opened(desk)
    corrected(desk)
    desk.hears(routing.ReopenedV1(NUMBER, MAYOR, 2, "mistake", FRIDAY), assigned(round_=2, at=FRIDAY))
    corrected(desk, THIRD)
    desk.act(handlers.open_correction, HANDLER, **WRONG)
    corrected(desk, TEXT)
    desk.hears(intake.MessageErasedV1(NUMBER, MAYOR, FRIDAY), intake.MessageErasedV1(NUMBER, MAYOR, FRIDAY))
    out = desk.ask(queries.versions, OFFICE, number=NUMBER)["items"]
    assert [(each["turn"], each["version"], each["text"]) for each in out] == [
        (2, 2, TEXT),
        (2, 1, None),
        (1, 2, EDITED),
        (1, 1, None),
    ]
    read = desk.ask(queries.published, CITIZEN, number=NUMBER)
    assert (read["text"], [each["text"] for each in read["earlier"]]) == (TEXT, [EDITED])


def test_an_erasure_that_is_parked_takes_replaced_versions_at_once(desk: Desk) -> None:
    opened(desk)
    corrected(desk)
    unknown = desk.says(assigned())
    unknown["dataschema"] += "9"  # of a version that is not known yet
    erasing = desk.says(intake.MessageErasedV1(NUMBER, MAYOR, FRIDAY))
    desk.service.inbox(desk.fetch).apply([unknown, erasing])
    assert [each["subject"] for each in desk.service.doctor({})["parked"]] == [NUMBER] * 2
    view = desk.ask(queries.reply, OFFICE, number=NUMBER)
    assert (view["state"], [each["text"] for each in view["versions"]]) == ("published", [None, EDITED])


def test_what_is_wrong_is_kept_sealed_and_the_read_models_come_from_the_journal(desk: Desk) -> None:
    opened(desk)
    corrected(desk)
    desk.act(handlers.open_correction, HANDLER, **WRONG)
    kept = str(desk.rows("SELECT * FROM journal"))
    for text in (WRONG["words"], EDITED):
        assert text not in kept
        assert text.encode("unicode_escape").decode() not in kept
    names = ("replies", "published", "hands")

    def rows() -> list[list[str]]:
        return [sorted(map(str, desk.rows(f"SELECT * FROM {name}"))) for name in names]  # noqa: S608 - fixed names

    before = rows()
    rebuild(desk.service, desk.fetch)
    assert rows() == before


def test_there_is_nothing_to_correct_where_nothing_is_known(desk: Desk) -> None:
    assert isinstance(refusal(desk, handlers.open_correction, HANDLER, **WRONG), NotFound)
