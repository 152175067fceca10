"""What people do at the desk, on a real store."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from contracts import intake, routing
from kernel.actor import CITIZEN, IMPORT, Actor
from kernel.clock import rfc3339
from kernel.decider import Refusal
from kernel.service import Answer, Payload
from kernel.store import Unit
from services.review import handlers, queries
from services.review.domain.refusals import (
    AlreadySentBack,
    Erased,
    NotAssigned,
    NotFound,
    OutOfScope,
    OwnText,
    TextChanged,
    UnknownColumn,
)
from tests.services.review.desk import (
    ANY_LEVEL,
    COLLEAGUE,
    ELSEWHERE,
    HANDLER,
    NUMBER,
    OFFICE,
    OFFICE_ELSEWHERE,
    OTHER,
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
    CHEN,
    COMMENTS,
    EDITED,
    HASH,
    HASH_EDITED,
    HOUSING,
    LI,
    MAYOR,
    MONDAY,
    TEXT,
    TUESDAY,
    WATER,
    ZHAO,
)

COUNT = itertools.count()


def refusal(desk: Desk, *args: object, **payload: object) -> Refusal:
    """How an act is refused."""
    with pytest.raises(Refusal) as caught:
        desk.act(*args, **payload)  # type: ignore[arg-type]
    return caught.value


def test_a_reply_is_drafted_submitted_passed_at_each_level_and_published(desk: Desk) -> None:
    desk.hears(column(2), accepted(), assigned())
    drafted = desk.act(handlers.save_draft, HANDLER, text=TEXT)
    assert (drafted["state"], drafted["draft"], drafted["text_hash"]) == ("drafted", 1, HASH)
    submitted = desk.submit(HANDLER)
    assert (submitted["state"], submitted["level"], submitted["levels"]) == ("in_review", 1, 2)
    passed = desk.act(handlers.pass_reply, REVIEWER, level=1, text_hash=HASH)
    assert (passed["state"], passed["level"]) == ("in_review", 2)
    desk.clock.at = TUESDAY
    published = desk.act(handlers.pass_reply, REVIEWER2, level=2, text_hash=HASH)
    assert published == {
        "number": NUMBER,
        "part": "reply",
        "state": "published",
        "column": MAYOR,
        "lead": HOUSING,
        "round": 1,
        "draft": None,
        "text_hash": HASH,
        "level": None,
        "levels": None,
        "published_at": rfc3339(TUESDAY),
        "public": True,
        "version": 1,
        "correction": None,
        "back_from": None,
    }
    names, said = zip(*desk.told(), strict=True)
    assert names == ("ReplySubmitted", "ReplyPassed", "ReplyPassed", "ReplyApproved", "ReplyPublished")
    assert [(each["level"], each["passed_at"]) for each in said[1:3]] == [(1, rfc3339(MONDAY)), (2, rfc3339(TUESDAY))]
    assert said[-1]["text_hash"] == HASH


def test_a_request_repeated_with_its_id_answers_the_same_and_records_nothing(desk: Desk) -> None:
    desk.hears(column(1), accepted(), assigned())
    first = desk.act(handlers.save_draft, HANDLER, request="r1", text=TEXT)
    desk.act(handlers.save_draft, HANDLER, text=EDITED)
    assert desk.act(handlers.save_draft, HANDLER, request="r1", text=TEXT) == first
    assert desk.ask(queries.reply, number=NUMBER)["text"] == EDITED


def test_the_levels_are_those_of_the_column_when_the_text_is_submitted(desk: Desk) -> None:
    desk.hears(column(3), accepted(), assigned(), rearranged(1))
    desk.draft()
    assert desk.submit(HANDLER)["levels"] == 1
    desk.hears(rearranged(3))
    assert desk.act(handlers.pass_reply, REVIEWER, level=1, text_hash=HASH)["state"] == "published"


def test_a_column_that_review_has_not_heard_of_takes_no_submission(desk: Desk) -> None:
    desk.hears(accepted(), assigned())
    desk.draft()
    assert (
        refusal(desk, handlers.submit, HANDLER, text_hash=desk.hash_that_stands()).values()
        == UnknownColumn(MAYOR).values()
    )


def test_a_message_that_review_has_never_heard_of_has_no_reply(desk: Desk) -> None:
    assert isinstance(refusal(desk, handlers.save_draft, HANDLER, number=OTHER, text=TEXT), NotFound)
    desk.hears(accepted(OTHER))
    assert isinstance(refusal(desk, handlers.save_draft, HANDLER, number=OTHER, text=TEXT), NotAssigned)


def test_only_the_lead_agency_drafts_and_submits(desk: Desk) -> None:
    desk.hears(column(1), accepted(), assigned())
    desk.draft()
    lacking = {"role": "handler", "because": "agency", "wanted": (HOUSING,), "granted": (WATER,)}
    assert refusal(desk, handlers.save_draft, WATERS, text=EDITED).values() == {"act": "draft", **lacking}
    assert refusal(desk, handlers.submit, WATERS, text_hash=desk.hash_that_stands()).values() == {
        "act": "submit",
        **lacking,
    }
    for actor in (REVIEWER, OFFICE, CITIZEN, Actor("root", "admin")):
        assert refusal(desk, handlers.save_draft, actor, text=EDITED).values()["because"] == "role"


def test_a_reviewer_acts_at_their_level_of_their_columns_only(desk: Desk) -> None:
    text_hash = desk.in_review(levels=2)
    for handler, rest in ((handlers.pass_reply, {"text_hash": text_hash}), (handlers.send_back, {"comments": "改"})):
        assert refusal(desk, handler, REVIEWER2, level=1, **rest).values()["because"] == "level"
        assert refusal(desk, handler, ELSEWHERE, level=1, **rest).values()["because"] == "column"
        assert refusal(desk, handler, HANDLER, level=1, **rest).values()["because"] == "role"


def test_who_wrote_the_text_does_not_pass_it_in_another_role(desk: Desk) -> None:
    text_hash = desk.in_review()
    same_person = Actor(LI, "reviewer", columns=None, agencies=None, levels=None)
    refused = refusal(desk, handlers.pass_reply, same_person, level=1, text_hash=text_hash)
    assert (refused.code, refused.values()) == (OwnText.code, {"by": LI})


def test_a_text_edited_meanwhile_is_not_passed(desk: Desk) -> None:
    text_hash = desk.in_review()
    desk.draft(EDITED)
    desk.submit(HANDLER)
    refused = refusal(desk, handlers.pass_reply, REVIEWER, level=1, text_hash=text_hash)
    assert (refused.code, refused.values()) == (TextChanged.code, {"draft": 2, "text_hash": HASH_EDITED})


def test_a_text_that_a_colleague_edited_meanwhile_is_not_handed_in_unread(desk: Desk) -> None:
    desk.hears(column(1), accepted(), assigned())
    read = desk.draft()
    desk.act(handlers.save_draft, COLLEAGUE, text=EDITED, based_on=1)
    refused = refusal(desk, handlers.submit, HANDLER, text_hash=read)
    assert (refused.code, refused.values()) == (TextChanged.code, {"draft": 2, "text_hash": HASH_EDITED})
    assert desk.act(handlers.submit, HANDLER, text_hash=HASH_EDITED)["state"] == "in_review"


def test_others_are_told_that_a_text_in_review_is_edited(desk: Desk) -> None:
    desk.in_review()
    desk.draft(EDITED)
    assert [name for name, _ in desk.told()] == ["ReplySubmitted", "ReplyTakenOutOfReview"]
    assert desk.ask(queries.replies)["items"][0]["state"] == "drafted"


def test_a_text_is_kept_in_one_form_however_it_was_typed_in(desk: Desk) -> None:
    desk.hears(column(1), accepted(), assigned())
    assert desk.draft("cafe\u0301") == desk.draft("caf\u00e9")
    assert desk.ask(queries.reply, number=NUMBER)["text"] == "caf\u00e9"


def test_a_text_sent_back_comes_with_comments_and_is_edited(desk: Desk) -> None:
    desk.in_review()
    returned = desk.act(handlers.send_back, REVIEWER, level=1, comments=COMMENTS)
    assert (returned["state"], returned["level"]) == ("sent_back", 1)
    seen = desk.ask(queries.reply, HANDLER, number=NUMBER)["sent_back"]
    assert seen == {"level": 1, "to": 0, "by": CHEN, "at": rfc3339(MONDAY), "comments": COMMENTS}
    desk.act(handlers.save_draft, COLLEAGUE, text=EDITED)
    assert desk.submit(HANDLER)["state"] == "in_review"
    assert desk.ask(queries.reply, number=NUMBER)["editors"] == [LI, ZHAO]


def test_the_same_comments_again_record_nothing_and_others_are_refused(desk: Desk) -> None:
    desk.in_review()
    first = desk.act(handlers.send_back, REVIEWER, level=1, comments=COMMENTS)
    assert desk.act(handlers.send_back, REVIEWER, level=1, comments=COMMENTS) == first
    refused = refusal(desk, handlers.send_back, REVIEWER, level=1, comments="另一条意见")
    assert refused.code == AlreadySentBack.code
    assert len([name for name, _ in desk.told() if name == "ReplySentBack"]) == 1


def test_without_consent_the_reply_reaches_the_citizen_alone(desk: Desk) -> None:
    desk.published(publishable=False)
    assert desk.told()[-1][1]["public"] is False
    assert desk.ask(queries.published_list)["items"] == []
    own = desk.ask(queries.published, CITIZEN, number=NUMBER, own=True)
    assert (own["text"], own["public"]) == (TEXT, False)
    with pytest.raises(NotFound):
        desk.ask(queries.published, CITIZEN, number=NUMBER)


def test_acceptance_and_assignment_may_be_heard_of_in_any_order(desk: Desk) -> None:
    desk.hears(column(1), assigned(), accepted())
    desk.draft()
    desk.submit(HANDLER)
    assert desk.act(handlers.pass_reply, ANY_LEVEL, level=1, text_hash=HASH)["public"] is True


def test_a_returned_case_is_drafted_by_the_next_agency_which_reads_nothing_of_the_first(desk: Desk) -> None:
    desk.in_review()
    desk.hears(routing.AssignmentReturnedV1(NUMBER, MAYOR, HOUSING, 1, TUESDAY), assigned(lead=WATER, at=TUESDAY))
    assert isinstance(refusal(desk, handlers.save_draft, HANDLER, text=EDITED), OutOfScope)
    shown = desk.ask(queries.reply, WATERS, number=NUMBER)
    assert (shown["state"], shown["text"], shown["drafts"]) == ("waiting", None, [])
    assert desk.act(handlers.save_draft, WATERS, text=EDITED)["draft"] == 2


def test_a_reopened_matter_is_answered_once_more_and_both_answers_stay(desk: Desk) -> None:
    desk.published()
    assert desk.ask(queries.reply, HANDLER, number=NUMBER)["earlier"] == []
    desk.hears(routing.ReopenedV1(NUMBER, MAYOR, 2, "dissatisfied", TUESDAY), assigned(round_=2, at=TUESDAY))
    for reader in (HANDLER, REVIEWER):
        view = desk.ask(queries.reply, reader, number=NUMBER)
        assert (view["drafts"], [(past["round"], past["text"]) for past in view["earlier"]]) == ([], [(1, TEXT)])
    desk.clock.at = TUESDAY
    desk.draft(EDITED)
    desk.submit(HANDLER)
    desk.act(handlers.pass_reply, REVIEWER, level=1, text_hash=HASH_EDITED)
    read = desk.ask(queries.published, CITIZEN, number=NUMBER)
    assert (read["round"], read["text"]) == (2, EDITED)
    assert [(past["round"], past["text"]) for past in read["earlier"]] == [(1, TEXT)]


def test_an_erased_message_takes_no_more_drafts(desk: Desk) -> None:
    desk.in_review()
    desk.hears(intake.MessageErasedV1(NUMBER, MAYOR, TUESDAY))
    assert isinstance(refusal(desk, handlers.save_draft, HANDLER, text=EDITED), Erased)
    assert isinstance(refusal(desk, handlers.pass_reply, REVIEWER, level=1, text_hash=HASH), Erased)


ROW = {"column": MAYOR, "lead": HOUSING, "text": TEXT, "replied_at": "2019-05-07T00:00:00+08:00", "public": True}


def taken_over(desk: Desk, *rows: dict[str, object], actor: Actor = IMPORT) -> list[dict[str, Any]]:
    """What each row is answered, as it goes over the wire: under a request id."""
    request = f"import {next(COUNT)}"
    results: list[dict[str, Any]] = desk.act(handlers.import_replies, actor, request=request, rows=rows)["results"]
    return results


def test_past_replies_are_taken_over_as_they_were_any_number_of_times(desk: Desk) -> None:
    desk.hears(accepted(imported=True))
    rows = [{**ROW, "number": NUMBER}, {**ROW, "number": OTHER, "text": " "}]
    answered = taken_over(desk, *rows)
    assert (answered[0]["number"], answered[0]["state"]) == (NUMBER, "published")
    assert answered[1] == {"number": OTHER, "refused": "review.text_blank", "values": {"field": "text"}}
    desk.hears(column(2), assigned())
    assert taken_over(desk, *rows) == answered
    ((name, told),) = desk.told()
    assert (name, told["imported"], told["published_at"]) == ("ReplyPublished", True, "2019-05-06T16:00:00Z")
    shown = desk.ask(queries.reply, number=NUMBER)
    assert (shown["passes"], shown["drafted_by"], shown["text"]) == ([], "import", TEXT)


def test_a_row_for_a_message_already_erased_is_refused_and_the_others_are_taken(desk: Desk) -> None:
    desk.hears(intake.MessageErasedV1(NUMBER, MAYOR, TUESDAY), accepted(OTHER, imported=True))
    answered = taken_over(desk, {**ROW, "number": NUMBER}, {**ROW, "number": OTHER})
    erased = {"number": NUMBER, "refused": "review.erased", "values": {"at": rfc3339(TUESDAY)}}
    assert (answered[0], answered[1]["state"]) == (erased, "published")


def test_a_row_that_is_refused_leaves_no_key(desk: Desk) -> None:
    desk.hears(accepted(OTHER, publishable=False, imported=True))
    answered = taken_over(desk, {**ROW, "number": NUMBER}, {**ROW, "number": OTHER})
    assert [row["refused"] for row in answered] == ["review.acceptance_unknown", "review.not_publishable"]
    assert desk.rows("SELECT subject FROM vault_keys") == []


def key_goes(unit: Unit, payload: Payload) -> Answer:
    """What an erasure does at once, also of a message whose events are parked."""
    unit.erase(payload["number"])
    return {}


def test_a_row_whose_key_went_before_its_reply_heard_of_it_is_refused_and_the_others_are_taken(desk: Desk) -> None:
    desk.hears(accepted(NUMBER, imported=True), accepted(OTHER, imported=True))
    desk.act(key_goes, OFFICE)
    answered = taken_over(desk, {**ROW, "number": NUMBER}, {**ROW, "number": OTHER})
    assert answered[0] == {"number": NUMBER, "refused": "review.erased", "values": {"at": rfc3339(MONDAY)}}
    assert answered[1]["state"] == "published"
    opened = [row["subject"] for row in desk.rows("SELECT subject FROM vault_keys WHERE wrapped IS NOT NULL")]
    assert sorted(opened) == [OTHER, f"published-{OTHER}-reply-1-1"]


def test_a_row_for_what_is_handled_here_or_was_not_for_everyone_is_refused(desk: Desk) -> None:
    desk.hears(accepted(NUMBER), assigned(NUMBER), accepted(OTHER, publishable=False, imported=True), assigned(OTHER))
    answered = taken_over(desk, {**ROW, "number": NUMBER}, {**ROW, "number": OTHER})
    assert [row["refused"] for row in answered] == ["review.not_history", "review.not_publishable"]
    (private,) = taken_over(desk, {**ROW, "number": OTHER, "public": False})
    assert (private["state"], private["public"]) == ("published", False)


def test_a_row_waits_until_the_acceptance_says_whether_the_message_is_history(desk: Desk) -> None:
    row = {**ROW, "number": NUMBER}
    early = [{"number": NUMBER, "refused": "review.acceptance_unknown", "values": {}}]
    assert taken_over(desk, row) == early
    desk.hears(column(2), assigned())
    assert taken_over(desk, row) == early
    assert desk.ask(queries.reply, number=NUMBER)["state"] == "waiting"
    desk.hears(accepted(imported=True))
    assert taken_over(desk, row)[0]["state"] == "published"


def test_a_row_of_tomorrow_is_refused(desk: Desk) -> None:
    desk.hears(accepted(imported=True))
    (row,) = taken_over(desk, {**ROW, "number": NUMBER, "replied_at": rfc3339(TUESDAY)})
    values = {"field": "replied_at", "at": rfc3339(TUESDAY)}
    assert row == {"number": NUMBER, "refused": "review.in_the_future", "values": values}


def test_history_is_taken_over_in_the_persons_columns_only(desk: Desk) -> None:
    (row,) = taken_over(desk, {**ROW, "number": NUMBER}, actor=OFFICE_ELSEWHERE)
    values = {"act": "import", "role": "office", "because": "column", "wanted": [MAYOR], "granted": ["secretary"]}
    assert row == {"number": NUMBER, "refused": "review.out_of_scope", "values": values}


def test_staff_at_a_desk_and_who_keeps_accounts_do_not_take_over_history(desk: Desk) -> None:
    for actor in (HANDLER, REVIEWER, CITIZEN, Actor("root", "admin")):
        assert isinstance(refusal(desk, handlers.import_replies, actor, rows=[]), OutOfScope)
