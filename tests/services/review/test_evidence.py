"""The evidence of a reply: all that happened to it, and what anyone can compute anew from the document alone."""

from __future__ import annotations

import hashlib
from typing import Any

import orjson
import pytest

from contracts import intake
from kernel.actor import CITIZEN, Actor
from kernel.verify import Anchor, verify
from services.review import handlers, queries
from services.review.domain.refusals import NotFound, OutOfScope
from tests.services.review.desk import (
    ELSEWHERE,
    HANDLER,
    NUMBER,
    OFFICE,
    REVIEWER,
    REVIEWER2,
    Desk,
    accepted,
    agency,
    assigned,
    column,
)
from tests.services.review.domain.facts import CHEN, COMMENTS, EDITED, HOUSING, LI, MAYOR, SUN, TEXT, TUESDAY
from tests.services.review.test_proofreading import PHONE, PHONE_NAME, WHY, over, words

AUDITOR = Actor("audit", "auditor")
SUPERVISOR = Actor("supervisor.hu", "supervisor", columns=(MAYOR,), agencies=None, levels=None)
WORDS_ON_IT = "日期写错了"


def evidence(desk: Desk, actor: Actor = AUDITOR) -> dict[str, Any]:
    return desk.ask(queries.evidence, actor, number=NUMBER)


def passed(desk: Desk, text: str, **said: Any) -> None:
    """The text is drafted, submitted, and passed at both levels."""
    text_hash = desk.draft(text)
    desk.submit(HANDLER, **said)
    desk.act(handlers.pass_reply, REVIEWER, level=1, text_hash=text_hash, **said)
    desk.act(handlers.pass_reply, REVIEWER2, level=2, text_hash=text_hash, **said)


def corrected(desk: Desk) -> None:
    """A reply was sent back once, went out with a warning passed over, and was corrected."""
    desk.hears(column(2), agency(HOUSING, "市住建局"), accepted(), assigned())
    words(desk, "typos", "warning", "布署")
    desk.draft(TEXT)
    desk.submit(HANDLER)
    desk.act(handlers.comment, REVIEWER, comments="请看第二句。")
    desk.act(handlers.send_back, REVIEWER, level=1, comments=COMMENTS)
    passed(desk, PHONE, passed_over=over(PHONE_NAME))
    desk.act(handlers.open_correction, HANDLER, reason="fact", words=WORDS_ON_IT)
    passed(desk, EDITED)


def told(step: dict[str, Any], *names: str) -> tuple[Any, ...]:
    return tuple(step[name] for name in names)


def test_the_evidence_tells_who_did_what_to_which_text(desk: Desk) -> None:
    corrected(desk)
    shown = evidence(desk)
    assert (shown["column_name"], shown["leads"]) == ("市长信箱", {HOUSING: "市住建局"})
    begun, rest = shown["steps"][:2], shown["steps"][2:]
    assert {told(step, "event", "by") for step in begun} == {("consent_learnt", "system"), ("entrusted", "system")}
    assert [told(step, "event", "by", "draft", "level") for step in rest] == [
        ("drafted", LI, 1, None),
        ("submitted", LI, 1, None),
        ("commented", CHEN, 1, None),
        ("sent_back", CHEN, 1, 1),
        ("drafted", LI, 2, None),
        ("submitted", LI, 2, None),
        ("passed", CHEN, None, 1),
        ("passed", SUN, None, 2),
        ("approved", SUN, None, None),
        ("published", SUN, None, None),
        ("correction_opened", LI, None, None),
        ("drafted", LI, 3, None),
        ("submitted", LI, 3, None),
        ("passed", CHEN, None, 1),
        ("passed", SUN, None, 2),
        ("approved", SUN, None, None),
        ("corrected", SUN, None, None),
    ]
    assert [step["words"] for step in shown["steps"] if step["words"]] == ["请看第二句。", COMMENTS, WORDS_ON_IT]
    (opened,) = [step for step in shown["steps"] if step["event"] == "correction_opened"]
    assert told(opened, "reason", "role", "on_behalf_of") == ("fact", "handler", None)


def test_what_was_sent_back_or_taken_out_of_review_is_told_by_draft_and_hash(desk: Desk) -> None:
    """The journal holds it, so that the text is proved and not inferred."""
    desk.hears(column(1), accepted(), assigned())
    first = desk.draft(TEXT)
    desk.submit(HANDLER)
    desk.act(handlers.withdraw, HANDLER)
    desk.submit(HANDLER, request="again")
    desk.act(handlers.send_back, REVIEWER, level=1, comments=COMMENTS)
    second = desk.draft(EDITED)
    desk.submit(HANDLER)
    desk.draft(TEXT)
    gone = [step for step in evidence(desk)["steps"] if step["event"] in {"sent_back", "taken_out_of_review"}]
    assert [told(step, "event", "draft", "text_hash") for step in gone] == [
        ("taken_out_of_review", 1, first),
        ("sent_back", 1, first),
        ("taken_out_of_review", 2, second),
    ]


def test_what_stood_in_a_text_that_went_on_is_told_with_the_lists_and_the_reasons(desk: Desk) -> None:
    corrected(desk)
    found = [step for step in evidence(desk)["steps"] if step["findings"]]
    assert [told(step, "event", "by") for step in found] == [("submitted", LI), ("passed", CHEN), ("passed", SUN)]
    for step in found:
        assert step["lists"] == [{"list": "typos", "version": 1}]
        assert [(each["finding"], each["why"]) for each in step["findings"]] == [(PHONE_NAME, WHY)]


def test_every_version_that_went_out_is_told_with_its_text_and_a_correction_with_its_reason(desk: Desk) -> None:
    corrected(desk)
    first, second = evidence(desk)["publications"]
    assert told(first, "version", "text", "reason", "lead", "public") == (1, PHONE, None, HOUSING, True)
    assert told(second, "version", "text", "reason", "lead", "public") == (2, EDITED, "fact", HOUSING, True)


def test_anyone_computes_the_hashes_anew_from_the_evidence_alone(desk: Desk) -> None:
    corrected(desk)
    shown = orjson.loads(orjson.dumps(evidence(desk)))
    for out in shown["publications"]:
        assert hashlib.sha256(out["text"].encode()).hexdigest() == out["text_hash"]
    steps = {step["position"]: step for step in shown["steps"]}
    for link in shown["journal"]["links"]:
        assert hashlib.sha256((link["previous"] + link["content"]).encode()).hexdigest() == link["digest"]
        position, stream, _, type_, data, *_ = orjson.loads(link["content"])
        assert (position, stream) == (link["position"], shown["journal"]["stream"])
        assert type_ == f"review.{steps[position]['event']}.v1"
        assert orjson.loads(data).get("text_hash") == steps[position]["text_hash"]


def test_the_journal_is_held_against_what_the_evidence_notes(desk: Desk) -> None:
    corrected(desk)
    shown = evidence(desk)["journal"]
    for link in shown["links"]:
        assert verify(desk.service.database, anchor=Anchor(link["position"], link["digest"])).sound
    service, position, digest = shown["anchor"].split(":")
    assert (service, int(position), digest) == ("review", shown["links"][-1]["position"], shown["links"][-1]["digest"])
    assert not verify(desk.service.database, anchor=Anchor(int(position), "0" * 64)).sound


def test_what_did_not_go_out_is_told_by_its_hash_alone(desk: Desk) -> None:
    corrected(desk)
    assert TEXT not in orjson.dumps(evidence(desk)).decode()


def test_what_was_said_goes_with_the_message_and_what_everyone_read_last_stays(desk: Desk) -> None:
    corrected(desk)
    desk.hears(intake.MessageErasedV1(NUMBER, MAYOR, TUESDAY))
    shown = evidence(desk)
    assert [step["words"] for step in shown["steps"] if step["words"]] == []
    assert {each["why"] for step in shown["steps"] for each in step["findings"]} == {None}
    assert [out["text"] for out in shown["publications"]] == [None, EDITED]


@pytest.mark.parametrize("actor", [AUDITOR, OFFICE, SUPERVISOR, REVIEWER], ids=lambda actor: actor.account)
def test_the_evidence_is_for_who_reviews_and_oversees(desk: Desk, actor: Actor) -> None:
    desk.published()
    assert evidence(desk, actor)["publications"][0]["text"] == TEXT


@pytest.mark.parametrize("actor", [HANDLER, ELSEWHERE, CITIZEN, Actor("clerk", "clerk")], ids=lambda each: each.account)
def test_the_evidence_is_for_nobody_else(desk: Desk, actor: Actor) -> None:
    desk.published()
    with pytest.raises(OutOfScope):
        evidence(desk, actor)


def test_where_no_agency_ever_had_to_answer_there_is_no_evidence(desk: Desk) -> None:
    desk.hears(accepted())
    with pytest.raises(NotFound):
        evidence(desk)
