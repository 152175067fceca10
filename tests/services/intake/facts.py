"""Fixed, named data: one message to the mayor, and what can happen to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from kernel.testing import Specification
from services.intake.domain import commands as c
from services.intake.domain import events as e
from services.intake.domain.letter import Board, Letter
from services.intake.domain.message import MESSAGE
from services.intake.domain.numbers import code_hash
from services.intake.domain.publictext import PublicTextConfirmed, PublicTextWithdrawn
from services.intake.domain.revealing import Revealed
from services.intake.domain.words import Channel, Complexity, Kind, Reason, Satisfaction, Standing, Urgency

message = Specification(MESSAGE)

NUMBER = "20240301-048213"
OTHER = "20240229-551020"
CODE = "7QZK3M0XWB4T"
MORNING = datetime(2024, 3, 1, 1, 2, 3, 456789, tzinfo=UTC)  # 09:02 in Shanghai
LATER = MORNING + timedelta(hours=1)
NOON = MORNING + timedelta(hours=3)
FRIDAY = date(2024, 3, 8)
NEXT_FRIDAY = date(2024, 3, 15)
ANSWERED = MORNING + timedelta(days=5)
ENDED = ANSWERED + timedelta(seconds=1)
CORRECTED = ANSWERED + timedelta(days=4)
AFTERWARDS = ENDED + timedelta(days=3)

WANG, LI = "clerk.wang", "clerk.li"
HOUSING, WATER, ROADS = "housing", "water", "roads"

BOARD = Board("mayor", accepts=True, title_limit=30, body_limit=2000)
LETTER = Letter("三号楼停水三天了", "我们小区三号楼停水三天，\n请帮忙。", "王小明", "13800000000", "wang@example.com")
SEALED = Letter("v1:title", "v1:body", "v1:name", "v1:phone", "v1:email")

SUBMIT = c.Submit(
    column="mayor",
    board=BOARD,
    kind=Kind.COMPLAINT,
    letter=LETTER,
    sealed=SEALED,
    consent_public=True,
    channel=Channel.WEB,
    code_hash=code_hash(CODE),
    external_reference=None,
    at=MORNING,
)
IMPORT = replace(SUBMIT, channel=Channel.IMPORT, external_reference="2554")
ACCEPT = c.Accept(Kind.REQUEST, "housing", Urgency.ORDINARY, Complexity.COMPLEX, WANG, LATER)
ADVICE = c.Note("请向区住建局反映。", "v1:advice")
OFFICE_ADVICE = "可以拨打12345咨询。"
DECLINE = c.Decline(Reason.OUTSIDE_REMIT, ADVICE, WANG, LATER, OFFICE_ADVICE)
WHERE = c.Note("请向市水务集团反映。", "v1:where")
CONTACT = c.Note("客服电话96222，每天8时至20时。", "v1:contact")
REDIRECT = c.Redirect(WHERE, WANG, LATER, CONTACT)
YESTERDAY = MORNING - timedelta(days=1)
MERGE = c.Merge(NUMBER, OTHER, Standing.IN_PROGRESS, YESTERDAY, WANG, LATER)
DUPLICATE = "20240302-000007"
JOIN = c.Join(NUMBER, DUPLICATE, WANG, NOON)
RELEASE = c.Release(OTHER, NOON)
DAYS = 30
COMMENT = c.Note("修得很快，谢谢！", "v1:comment")
QUESTION = c.Note("五号楼什么时候修？", "v1:question")
WHY = c.Note("请带身份证到政务大厅当面申请。", "v1:why")
EVALUATE = c.Evaluate(Satisfaction.SATISFIED, None, DAYS, AFTERWARDS)
ASK = c.AskFollowUp(QUESTION, DAYS, AFTERWARDS)

submitted = e.Submitted(
    column="mayor",
    kind=Kind.COMPLAINT,
    title="v1:title",
    body="v1:body",
    name="v1:name",
    phone="v1:phone",
    email="v1:email",
    consent_public=True,
    channel=Channel.WEB,
    code_hash=code_hash(CODE),
    external_reference=None,
    at=MORNING,
)
imported = replace(submitted, channel=Channel.IMPORT, external_reference="2554")
accepted = e.Accepted(
    column="mayor",
    kind=Kind.REQUEST,
    field="housing",
    urgency=Urgency.ORDINARY,
    complexity=Complexity.COMPLEX,
    publishable=True,
    imported=False,
    by=WANG,
    at=LATER,
)
declined = e.Declined("mayor", Reason.OUTSIDE_REMIT, "v1:advice", WANG, LATER, OFFICE_ADVICE)
redirected = e.Redirected("mayor", "v1:where", WANG, LATER, "v1:contact")
merged = e.Merged("mayor", OTHER, WANG, LATER)
joined = e.Joined(DUPLICATE, WANG, NOON)
released = e.Released("mayor", OTHER, NOON)
withdrawn = e.Withdrawn("mayor", LATER)
assigned_to_housing = e.HandlingBegan(HOUSING, (WATER,), FRIDAY, 1, NOON)
housing_returned_it = e.HandlingReturned(HOUSING, 1, NOON + timedelta(hours=1), asked=True)
taken_back_from_housing = e.HandlingReturned(HOUSING, 1, NOON + timedelta(hours=1))
extended = e.HandlingExtended(NEXT_FRIDAY, 1, NOON + timedelta(days=2))
refused = e.ExtensionRefused(FRIDAY, 1, NOON + timedelta(days=2))
moved = e.HandlingMoved(NEXT_FRIDAY, 1, NOON + timedelta(days=2))
answered = e.AnswerPublished(1, public=True, at=ANSWERED)
corrected = e.AnswerCorrected("reply", 1, 2, "fact", public=True, at=CORRECTED)
told_meanwhile = e.InterimReplyPublished(1, public=True, at=NOON + timedelta(days=3))
ended = e.HandlingEnded(1, ENDED)
evaluated = e.Evaluated("mayor", 1, Satisfaction.SATISFIED, AFTERWARDS)
commented = replace(evaluated, comment="v1:comment")
asked_again = e.FollowUpAsked("mayor", HOUSING, 1, "v1:question", publishable=True, at=AFTERWARDS)
answered_again = e.FollowUpAnswered(1, public=True, at=AFTERWARDS + timedelta(days=2))
closed_by_phone = replace(ended, reason="answered_directly")
shared = e.HandlingShared(HOUSING, ("police",), 1, NOON + timedelta(hours=2))
passed_on = e.HandlingPassedOn("petition", 1, ENDED)
reopened = e.HandlingReopened(2, AFTERWARDS + timedelta(days=1))
ended_again = e.HandlingEnded(2, AFTERWARDS + timedelta(days=9))
erasure_asked = e.ErasureAsked("mayor", AFTERWARDS + timedelta(days=10))
erasure_refused = e.ErasureRefused("mayor", "v1:why", "office.zhao", AFTERWARDS + timedelta(days=11))
erased = e.Erased("mayor", "office.zhao", AFTERWARDS + timedelta(days=30))

public_text_confirmed = PublicTextConfirmed(
    column="mayor",
    version=2,
    title="v1:public title",
    body="v1:public body",
    text_hash="5" * 64,
    passed_over=("phone",),
    reason="v1:reason",
    by=WANG,
    at=AFTERWARDS,
)
public_text_withdrawn = PublicTextWithdrawn("mayor", 2, "v1:why", WANG, AFTERWARDS)

revealed = Revealed("mayor", ("name", "phone"), "v1:reason", WANG, AFTERWARDS)

IN_PROGRESS = (submitted, accepted, assigned_to_housing)
CLOSED = (*IN_PROGRESS, answered, ended)
SETTLED: dict[Standing, tuple[e.Event, ...]] = {
    Standing.DECLINED: (submitted, declined),
    Standing.REDIRECTED: (submitted, redirected),
    Standing.MERGED: (submitted, merged),
    Standing.WITHDRAWN: (submitted, withdrawn),
    Standing.ERASED: (submitted, erased),
}
