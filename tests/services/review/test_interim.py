"""The interim reply: the rules of a reply before the reply, and nothing is done by it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from contracts import intake, routing
from kernel.actor import CITIZEN, Actor
from kernel.clock import rfc3339
from kernel.rebuild import rebuild
from kernel.verify import verify
from services.review import handlers, queries
from services.review.domain.refusals import (
    AlreadyPublished,
    AlreadyTold,
    ConsentUnknown,
    Erased,
    NotAssigned,
    NotFound,
    OutOfScope,
    OwedByAnother,
    OwnText,
    TextBlank,
)
from tests.services.review.desk import (
    ANY_LEVEL,
    COLLEAGUE,
    HANDLER,
    NUMBER,
    REVIEWER,
    REVIEWER2,
    WATERS,
    Desk,
    accepted,
    assigned,
    column,
    uploaded,
)
from tests.services.review.domain.facts import (
    COMMENTS,
    EDITED,
    FRIDAY,
    HASH_EDITED,
    HOUSING,
    LI,
    MAYOR,
    TEXT,
    THURSDAY,
    TUESDAY,
    WATER,
    WEDNESDAY,
    file,
)

INTERIM: dict[str, Any] = {"part": "interim"}
FIRST, SECOND = "您好！我局已派员勘察，正在制定维修方案。", "您好！维修材料已到，本周施工。"
ENDS = {
    "returned": routing.AssignmentReturnedV1(NUMBER, MAYOR, HOUSING, 1, TUESDAY),
    "taken back": routing.AssignmentWithdrawnV1(NUMBER, MAYOR, HOUSING, 1, TUESDAY),
    "closed": routing.ClosedV1(NUMBER, MAYOR, HOUSING, 1, date(2024, 3, 11), True, TUESDAY, False, "settled"),
    "handed over": routing.HandedOverV1(NUMBER, MAYOR, HOUSING, 1, "petition", TUESDAY),
}


def with_housing(desk: Desk, levels: int = 1, *, publishable: bool = True) -> None:
    """The housing office owes the reply."""
    desk.hears(column(levels), accepted(publishable=publishable), assigned())


def in_review(desk: Desk, text: str = FIRST) -> str:
    """An interim reply is with the reviewers; its hash."""
    text_hash: str = desk.act(handlers.save_draft, HANDLER, text=text, **INTERIM)["text_hash"]
    desk.submit(HANDLER, **INTERIM)
    return text_hash


def pass_it(desk: Desk, text_hash: str, actor: Actor = REVIEWER, level: int = 1) -> dict[str, Any]:
    """The level passes it."""
    return desk.act(handlers.pass_reply, actor, level=level, text_hash=text_hash, **INTERIM)


def sent_out(desk: Desk, text: str = FIRST) -> dict[str, Any]:
    """An interim reply goes out in a column with one level."""
    return pass_it(desk, in_review(desk, text))


def parts(desk: Desk) -> list[tuple[str, str]]:
    """What the worklist holds."""
    return [(item["part"], item["state"]) for item in desk.ask(queries.replies)["items"]]


def test_an_interim_reply_passes_every_level_and_its_going_out_alone_is_told(desk: Desk) -> None:
    with_housing(desk, levels=2)
    told = len(desk.told())
    assert parts(desk) == [("reply", "waiting")]
    desk.clock.at = WEDNESDAY
    text_hash = in_review(desk)
    assert pass_it(desk, text_hash)["level"] == 2
    out = pass_it(desk, text_hash, REVIEWER2, 2)
    assert (out["part"], out["state"], out["round"], out["public"]) == ("interim", "published", 1, True)
    assert desk.told()[told:] == [
        (
            "InterimReplyPublished",
            {
                "number": NUMBER,
                "column": MAYOR,
                "lead": HOUSING,
                "round": 1,
                "text_hash": text_hash,
                "public": True,
                "published_at": rfc3339(WEDNESDAY),
            },
        )
    ]
    assert parts(desk) == [("reply", "waiting"), ("interim", "published")]


def test_several_follow_each_other_in_a_round_and_the_reply_after_them(desk: Desk) -> None:
    with_housing(desk)
    sent_out(desk)
    desk.clock.at = WEDNESDAY
    sent_out(desk, SECOND)
    newest = desk.ask(queries.published, CITIZEN, number=NUMBER)
    assert (newest["part"], newest["text"], newest["earlier"]) == ("interim", SECOND, [])
    assert [(item["text"], item["round"]) for item in newest["interim"]] == [(FIRST, 1)]
    desk.clock.at = THURSDAY
    desk.draft()
    desk.submit(HANDLER)
    standing = desk.ask(queries.reply, HANDLER, number=NUMBER)
    desk.act(handlers.pass_reply, REVIEWER, level=1, text_hash=standing["text_hash"])
    read = desk.ask(queries.published, CITIZEN, number=NUMBER)
    assert (read["part"], read["text"], [item["text"] for item in read["interim"]]) == ("reply", TEXT, [SECOND, FIRST])
    listed = desk.ask(queries.published_list)
    assert [(item["part"], item["text"]) for item in listed["items"]] == [
        ("reply", TEXT),
        ("interim", SECOND),
        ("interim", FIRST),
    ]
    assert listed["total"] == 3


def test_the_very_text_that_went_out_is_not_given_again(desk: Desk) -> None:
    with_housing(desk)
    sent_out(desk)
    with pytest.raises(AlreadyTold):
        desk.act(handlers.save_draft, HANDLER, text=FIRST, **INTERIM)
    assert desk.act(handlers.save_draft, HANDLER, text=SECOND, **INTERIM)["state"] == "drafted"


def test_a_draft_saved_again_records_nothing(desk: Desk) -> None:
    with_housing(desk)
    for _ in range(2):
        desk.act(handlers.save_draft, HANDLER, text=FIRST, **INTERIM)
    (counted,) = desk.rows(f"SELECT count(*) AS events FROM journal WHERE stream = 'interim-{NUMBER}'")  # noqa: S608 - a constant
    assert counted["events"] == 2


def test_four_eyes_hold_and_an_edit_voids_the_passes(desk: Desk) -> None:
    with_housing(desk, levels=2)
    text_hash = in_review(desk)
    pass_it(desk, text_hash)
    desk.act(handlers.save_draft, HANDLER, text=EDITED, **INTERIM)
    desk.submit(HANDLER, **INTERIM)
    with pytest.raises(OwnText):
        pass_it(desk, HASH_EDITED, Actor(LI, "reviewer", columns=None, agencies=None, levels=None))
    assert pass_it(desk, HASH_EDITED)["level"] == 2
    assert pass_it(desk, HASH_EDITED, ANY_LEVEL, 2)["state"] == "published"


def test_it_is_sent_back_and_reworked_and_the_reply_waits_as_before(desk: Desk) -> None:
    with_housing(desk)
    in_review(desk)
    desk.act(handlers.send_back, REVIEWER, level=1, comments=COMMENTS, **INTERIM)
    shown = desk.ask(queries.reply, HANDLER, number=NUMBER, **INTERIM)
    assert (shown["part"], shown["state"], shown["sent_back"]["comments"]) == ("interim", "sent_back", COMMENTS)
    assert desk.ask(queries.reply, HANDLER, number=NUMBER)["state"] == "waiting"


def test_without_consent_it_reaches_the_citizen_alone(desk: Desk) -> None:
    with_housing(desk, publishable=False)
    assert sent_out(desk)["public"] is False
    assert desk.ask(queries.published_list) == {"items": [], "next": None, "total": 0}
    with pytest.raises(NotFound):
        desk.ask(queries.published, CITIZEN, number=NUMBER)
    assert desk.ask(queries.published, CITIZEN, number=NUMBER, own=True)["text"] == FIRST


def test_a_consent_that_is_heard_of_after_the_draft_counts(desk: Desk) -> None:
    desk.hears(column(1), assigned())
    text_hash = in_review(desk)
    with pytest.raises(ConsentUnknown):
        pass_it(desk, text_hash)
    desk.hears(accepted(publishable=False))
    assert pass_it(desk, text_hash)["public"] is False


def test_only_the_agency_that_owes_the_reply_drafts_it(desk: Desk) -> None:
    with_housing(desk)
    for actor in (WATERS, REVIEWER):
        with pytest.raises(OutOfScope):
            desk.act(handlers.save_draft, actor, text=FIRST, **INTERIM)


def test_where_nothing_is_owed_nothing_is_drafted_and_a_refused_draft_leaves_no_trace(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.act(handlers.save_draft, HANDLER, text=FIRST, **INTERIM)
    desk.hears(column(1), accepted())
    with pytest.raises(NotAssigned):
        desk.act(handlers.save_draft, HANDLER, text=FIRST, **INTERIM)
    desk.hears(assigned())
    with pytest.raises(TextBlank):
        desk.act(handlers.save_draft, HANDLER, text=" ", **INTERIM)
    with pytest.raises(NotFound):
        desk.submit(HANDLER, **INTERIM)
    with pytest.raises(NotFound):
        desk.ask(queries.reply, HANDLER, number=NUMBER, **INTERIM)
    assert parts(desk) == [("reply", "waiting")]


def test_once_the_reply_went_out_no_interim_reply_follows(desk: Desk) -> None:
    with_housing(desk)
    text_hash = in_review(desk)
    desk.draft()
    desk.submit(HANDLER)
    desk.act(handlers.pass_reply, REVIEWER, level=1, text_hash=desk.ask(queries.reply, number=NUMBER)["text_hash"])
    with pytest.raises(AlreadyPublished):
        pass_it(desk, text_hash)
    with pytest.raises(AlreadyPublished):
        desk.act(handlers.save_draft, HANDLER, text=SECOND, **INTERIM)
    desk.hears(routing.ClosedV1(NUMBER, MAYOR, HOUSING, 1, date(2024, 3, 11), True, TUESDAY, False))
    assert parts(desk) == [("reply", "published")]


@pytest.mark.parametrize("end", ENDS)
def test_a_draft_ends_with_the_assignment(desk: Desk, end: str) -> None:
    with_housing(desk)
    text_hash = in_review(desk)
    desk.hears(ENDS[end])
    with pytest.raises(NotFound):
        pass_it(desk, text_hash)
    with pytest.raises(NotAssigned):
        desk.act(handlers.save_draft, HANDLER, text=SECOND, **INTERIM)
    assert parts(desk) == [("reply", "unassigned")]


@pytest.mark.parametrize("end", ENDS)
def test_what_went_out_stands_when_the_assignment_ends(desk: Desk, end: str) -> None:
    with_housing(desk)
    sent_out(desk)
    desk.hears(ENDS[end])
    assert desk.ask(queries.published, CITIZEN, number=NUMBER)["text"] == FIRST


def test_another_agency_begins_its_own_and_reads_nothing_of_the_first_ones_draft(desk: Desk) -> None:
    with_housing(desk)
    in_review(desk)
    desk.hears(ENDS["returned"], assigned(lead=WATER, at=WEDNESDAY))
    desk.act(handlers.save_draft, WATERS, text=SECOND, **INTERIM)
    shown = desk.ask(queries.reply, WATERS, number=NUMBER, **INTERIM)
    assert (shown["lead"], [draft["text"] for draft in shown["drafts"]]) == (WATER, [SECOND])
    with pytest.raises(OutOfScope):
        desk.submit(HANDLER, **INTERIM)


def test_a_correction_of_one_agency_does_not_go_out_once_another_owes_the_reply(desk: Desk) -> None:
    with_housing(desk)
    sent_out(desk)
    desk.act(handlers.open_correction, HANDLER, reason="fact", words="日期有误", **INTERIM)
    text_hash = desk.act(handlers.save_draft, HANDLER, text=SECOND, **INTERIM)["text_hash"]
    desk.act(handlers.submit, HANDLER, text_hash=text_hash, **INTERIM)
    desk.hears(ENDS["returned"], assigned(lead=WATER, at=WEDNESDAY))
    with pytest.raises(OwedByAnother) as refused:
        pass_it(desk, text_hash)
    assert (refused.value.lead, refused.value.round) == (WATER, 1)
    desk.act(handlers.withdraw, HANDLER, **INTERIM)
    with pytest.raises(OwedByAnother):
        desk.act(handlers.submit, HANDLER, text_hash=text_hash, **INTERIM)
    assert desk.ask(queries.published, CITIZEN, number=NUMBER)["text"] == FIRST


def test_who_wrote_an_interim_reply_passes_none_and_may_pass_the_reply_that_others_wrote(desk: Desk) -> None:
    with_housing(desk)
    sent_out(desk)
    as_deputy = Actor(LI, "reviewer", columns=None, agencies=None, levels=None, on_behalf_of="reviewer.chen")
    desk.act(handlers.save_draft, COLLEAGUE, text=SECOND, **INTERIM)
    second = desk.submit(COLLEAGUE, **INTERIM)["text_hash"]
    with pytest.raises(OwnText):
        pass_it(desk, second, as_deputy)
    desk.act(handlers.save_draft, COLLEAGUE, text=TEXT)
    whole = desk.submit(COLLEAGUE)["text_hash"]
    assert desk.act(handlers.pass_reply, as_deputy, level=1, text_hash=whole)["state"] == "published"


def test_who_wrote_these_words_as_an_interim_reply_does_not_pass_them_as_the_reply(desk: Desk) -> None:
    with_housing(desk)
    desk.act(handlers.save_draft, HANDLER, text=TEXT, **INTERIM)
    desk.act(handlers.save_draft, COLLEAGUE, text=TEXT)
    whole = desk.submit(COLLEAGUE)["text_hash"]
    as_deputy = Actor(LI, "reviewer", columns=None, agencies=None, levels=None, on_behalf_of="reviewer.chen")
    assert desk.ask(queries.replies, as_deputy, mine=True)["total"] == 0
    assert desk.ask(queries.reply, as_deputy, number=NUMBER)["for_you"]["refused"] == OwnText.code
    with pytest.raises(OwnText):
        desk.act(handlers.pass_reply, as_deputy, level=1, text_hash=whole)
    assert desk.act(handlers.pass_reply, REVIEWER, level=1, text_hash=whole)["state"] == "published"


def test_other_files_make_the_words_no_others(desk: Desk) -> None:
    with_housing(desk)
    desk.act(handlers.save_draft, HANDLER, text=SECOND, **INTERIM)
    desk.act(handlers.save_draft, COLLEAGUE, text=TEXT, **INTERIM)
    desk.act(handlers.attach, HANDLER, **uploaded(file(1)), **INTERIM)
    desk.act(handlers.save_draft, COLLEAGUE, text=TEXT)
    desk.act(handlers.attach, COLLEAGUE, **uploaded(file(2)))
    whole = desk.submit(COLLEAGUE)["text_hash"]
    as_deputy = Actor(LI, "reviewer", columns=None, agencies=None, levels=None)
    with pytest.raises(OwnText):
        desk.act(handlers.pass_reply, as_deputy, level=1, text_hash=whole)
    assert desk.ask(queries.replies, as_deputy, mine=True)["total"] == 0
    assert desk.act(handlers.pass_reply, REVIEWER, level=1, text_hash=whole)["state"] == "published"


def test_a_matter_that_is_handled_anew_has_its_own_interim_replies(desk: Desk) -> None:
    with_housing(desk)
    sent_out(desk)
    desk.hears(ENDS["closed"], routing.ReopenedV1(NUMBER, MAYOR, 2, "mistake", THURSDAY))
    assert parts(desk) == [("reply", "unassigned")]
    desk.hears(assigned(round_=2, at=FRIDAY))
    assert sent_out(desk)["round"] == 2  # what was said in the round before may be said again
    read = desk.ask(queries.published, CITIZEN, number=NUMBER)
    assert (read["round"], [item["round"] for item in read["interim"]]) == (2, [1])


def test_erasing_takes_the_draft_and_leaves_what_everyone_read(desk: Desk) -> None:
    with_housing(desk)
    sent_out(desk)
    text_hash = in_review(desk, SECOND)
    desk.hears(intake.MessageErasedV1(NUMBER, MAYOR, FRIDAY))
    with pytest.raises(Erased):
        pass_it(desk, text_hash)
    with pytest.raises(Erased):
        desk.act(handlers.save_draft, HANDLER, text=EDITED, **INTERIM)
    assert desk.ask(queries.reply, number=NUMBER, **INTERIM)["text"] is None
    assert desk.ask(queries.published, CITIZEN, number=NUMBER)["text"] == FIRST


def test_the_worklist_is_asked_for_interim_replies_alone(desk: Desk) -> None:
    with_housing(desk)
    desk.act(handlers.save_draft, HANDLER, text=FIRST, **INTERIM)
    assert [item["state"] for item in desk.ask(queries.replies, HANDLER, **INTERIM)["items"]] == ["drafted"]
    assert desk.ask(queries.replies, WATERS, **INTERIM)["items"] == []


def test_the_read_models_built_anew_equal_the_live_ones_and_the_chain_holds(desk: Desk) -> None:
    with_housing(desk)
    sent_out(desk)
    sent_out(desk, SECOND)
    desk.act(handlers.save_draft, HANDLER, text=EDITED, **INTERIM)
    orders = {"replies": "number, part", "published": "number, part, round, turn"}
    reads = [f"SELECT * FROM {table} ORDER BY {order}" for table, order in orders.items()]  # noqa: S608 - constants
    before = [desk.rows(statement) for statement in reads]
    rebuild(desk.service, desk.fetch)
    assert [desk.rows(statement) for statement in reads] == before
    assert [len(rows) for rows in before] == [2, 2]
    assert verify(desk.service.database).sound
