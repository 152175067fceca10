"""What anyone can read and write without an account."""

from __future__ import annotations

from marshmallow import Schema, fields

from gateway.fields import Code, Day, Instant, Text, Whole, YesNo
from gateway.schemas.shared import KINDS, PARTS, SATISFACTION_META, ColumnPage, Listed, day, instant, number, one_of


class Column(Schema):
    """A leader's message board."""

    column = fields.String(metadata={"description": "The code to write to it by"})
    name = fields.String()
    jurisdiction = fields.String()
    leader = fields.String()
    accepts = fields.Boolean(metadata={"description": "Whether it takes messages at present"})
    title_limit = fields.Integer(metadata={"description": "The most characters of a title"})
    body_limit = fields.Integer(metadata={"description": "The most characters of a message"})
    contact_required = fields.Boolean(metadata={"description": "Whether a message needs a phone number or an e-mail"})


class Columns(Schema):
    """All columns."""

    items = fields.List(fields.Nested(Column), required=True)
    total = fields.Integer()


class Agency(Schema):
    """An office that answers."""

    agency = fields.String()
    name = fields.String()
    parent = fields.String(allow_none=True)
    level = fields.String(metadata={"enum": ["city", "county", "department", "township"]})


class Agencies(Schema):
    """All agencies."""

    items = fields.List(fields.Nested(Agency), required=True)
    total = fields.Integer()


class Field(Schema):
    """What a message can be about."""

    field = fields.String(metadata={"description": "The code to choose it by"})
    name = fields.String()
    parent = fields.String(allow_none=True, metadata={"description": "The field above it"})
    level = fields.Integer(metadata={"description": "1 for the topmost, 3 at most"})
    path = fields.List(fields.String(), metadata={"description": "Its name after the names above it"})


class Fields(Schema):
    """The tree of fields, each after the one above it."""

    items = fields.List(fields.Nested(Field), required=True)
    total = fields.Integer()


class Challenge(Schema):
    """What a message has to prove. The question is for everyone; a verification service's token does as well."""

    needed = fields.Boolean(required=True)
    captcha = fields.Boolean(metadata={"description": "Whether a token of the verification service is taken instead"})
    question = fields.String(allow_none=True)
    token = fields.String(allow_none=True, metadata={"description": "To send back with the answer"})
    expires_at = instant("Until when the answer counts", allow_none=True)


class Proof(Schema):
    """The answer to the question of GET /challenge with its token, or a verification service's token."""

    token = Text(most=500)
    answer = Text(most=100)
    captcha = Text(most=4096)


class NewMessage(Schema):
    """What a citizen writes. Name and contact are sealed, and shown to nobody who does not need them."""

    column = Code(required=True)
    kind = one_of(*KINDS, required=True)
    title = Text(least=1, most=500, required=True)
    body = Text(least=1, most=20_000, lines=True, required=True)
    name = Text(most=50, allow_none=True)
    phone = Text(most=30, allow_none=True)
    email = Text(most=254, allow_none=True)
    consent_public = YesNo(
        load_default=False,
        metadata={"description": "Whether message and reply may be made public, without name and contact"},
    )
    proof = fields.Nested(Proof, metadata={"description": "Where GET /challenge says that it is needed"})
    website = Text(
        most=500, allow_none=True, metadata={"description": "Stays empty: a field that a form hides from people"}
    )


class Submitted(Schema):
    """Where to follow the matter: keep both, the query code is shown once."""

    number = number(required=True)
    query_code = fields.String(required=True, metadata={"example": "7KQ2M8XW4T9Z"})
    submitted_at = instant()
    state = fields.String()
    state_name = fields.String()


class Step(Schema):
    """One step of the matter's way."""

    at = instant()
    step = fields.String()
    name = fields.String(metadata={"description": "The step in words"})
    round = fields.Integer(allow_none=True)
    lead = fields.String(allow_none=True, metadata={"description": "The agency that answers"})
    lead_name = fields.String(allow_none=True)
    due = day(allow_none=True)
    into = fields.String()
    satisfaction = fields.Integer(metadata=SATISFACTION_META)
    of = fields.String(metadata={"description": "The message whose step it is, where that is another citizen's"})
    reason = fields.String(metadata={"description": "Why the office closed the matter without a reply"})
    reason_name = fields.String()
    system = fields.String(metadata={"description": "Where the matter was handed to"})
    system_name = fields.String()


class Decision(Schema):
    """Why a message was not taken on, and where to turn."""

    reason = fields.String(allow_none=True)
    reason_name = fields.String(allow_none=True)
    advice = fields.String(allow_none=True)
    where = fields.String(allow_none=True)
    contact = fields.String(allow_none=True, metadata={"description": "How to reach who answers instead"})
    into = fields.String(allow_none=True)
    system = fields.String(metadata={"enum": ["petition", "hotline"], "description": "Where it was handed to"})
    system_name = fields.String()
    receipt = fields.String(allow_none=True, metadata={"description": "The number to ask there by"})


class Follows(Schema):
    """Where the earlier message stands that a merged one is followed under."""

    number = number(required=True)
    state = fields.String()
    state_name = fields.String()
    round = fields.Integer(allow_none=True)
    decision = fields.Nested(Decision, allow_none=True)
    withheld = fields.Boolean(
        metadata={"description": "Whether its newest reply went to the citizen who wrote it alone"}
    )


class ReplyText(Schema):
    """What went out in one round."""

    text = fields.String(allow_none=True, metadata={"description": "null once it was erased"})
    lead = fields.String(allow_none=True, metadata={"description": "The agency that answers"})
    lead_name = fields.String(allow_none=True)
    published_at = instant()
    public = fields.Boolean(metadata={"description": "Whether everyone can read it, or only who has the query code"})
    round = fields.Integer()


class Reply(ReplyText):
    """The reply of the newest round, and those of the rounds before."""

    earlier = fields.List(fields.Nested(ReplyText))


class Evaluation(Schema):
    """How satisfied the citizen was with the closing of a round."""

    round = fields.Integer(metadata={"description": "In `evaluations`"})
    satisfaction = fields.Integer(metadata=SATISFACTION_META)
    at = instant()
    comment = fields.String(allow_none=True, metadata={"description": "In the citizen's own words; null once erased"})


class Question(Schema):
    """What the citizen asked once more about the reply of a round."""

    question = fields.String(allow_none=True, metadata={"description": "null once it was erased"})
    lead = fields.String(metadata={"description": "The agency that answers"})
    lead_name = fields.String(allow_none=True)
    round = fields.Integer()
    asked_at = instant()
    answered_at = instant(allow_none=True)


class FollowUp(Question):
    """The question with its answer, once that is published."""

    answer = fields.Nested(ReplyText, allow_none=True)
    answer_status = fields.String(
        metadata={
            "enum": ["none", "available", "being_processed"],
            "description": "being_processed: an answer has been published, and will be here in a moment",
        }
    )


class ErasureWish(Schema):
    """What became of the wish that texts and personal data be erased."""

    asked_at = instant()
    refused_at = instant(allow_none=True)
    why = fields.String(allow_none=True, metadata={"description": "Why the office did not carry it out"})


class Followed(Schema):
    """Where a matter stands, for the citizen who wrote."""

    number = number(required=True)
    column = fields.String()
    column_name = fields.String(allow_none=True)
    kind = fields.String()
    kind_name = fields.String()
    title = fields.String(allow_none=True)
    body = fields.String(allow_none=True)
    state = fields.String(required=True)
    state_name = fields.String()
    submitted_at = instant()
    round = fields.Integer(allow_none=True)
    timeline = fields.List(fields.Nested(Step))
    decision = fields.Nested(Decision, allow_none=True)
    follows = fields.Nested(Follows, allow_none=True)
    evaluation = fields.Nested(Evaluation, allow_none=True, metadata={"description": "Of the present closing"})
    evaluations = fields.List(fields.Nested(Evaluation), metadata={"description": "Of every closing so far"})
    evaluable_until = day("The last day on which the handling can be rated; null: not now", allow_none=True)
    follow_up = fields.Nested(FollowUp, allow_none=True)
    follow_up_until = day("The last day on which one can ask once more; null: not now", allow_none=True)
    erasure = fields.Nested(
        ErasureWish, allow_none=True, metadata={"description": "null: not asked for, or carried out"}
    )
    erased = fields.Boolean(metadata={"description": "Whether texts and personal data were erased on request"})
    published = fields.Boolean()
    published_at = instant(allow_none=True)
    public = fields.Boolean(allow_none=True)
    interim_replies = fields.List(
        fields.Nested(ReplyText),
        metadata={
            "description": "What the agency told before the reply, the newest first; the matter is not done by it"
        },
    )
    interim_status = fields.String(
        metadata={
            "enum": ["none", "available", "being_processed"],
            "description": "being_processed: one more has been published, and will be here in a moment",
        }
    )
    reply = fields.Nested(Reply, allow_none=True)
    reply_status = fields.String(
        metadata={
            "enum": ["none", "available", "being_processed", "withheld"],
            "description": "being_processed: a reply has been published, and will be here in a moment; "
            "withheld: the reply to the message that this one was merged into went to its own citizen alone",
        }
    )


class Withdrawn(Schema):
    """What has become of the message."""

    number = number(required=True)
    state = fields.String()
    state_name = fields.String()
    at = instant()


class NewEvaluation(Schema):
    """How satisfied the citizen is with the handling."""

    satisfaction = Whole(least=1, most=5, required=True, metadata=SATISFACTION_META)
    comment = Text(most=2000, lines=True, allow_none=True, metadata={"description": "For the office, never published"})


class Evaluated(Schema):
    """The evaluation as it was recorded."""

    number = number(required=True)
    state = fields.String()
    state_name = fields.String()
    satisfaction = fields.Integer(metadata=SATISFACTION_META)
    round = fields.Integer(allow_none=True)
    at = instant()


class NewFollowUp(Schema):
    """One more question about the reply."""

    question = Text(least=1, most=2000, lines=True, required=True)


class FollowUpAsked(Schema):
    """The question as it was recorded; the matter stands as it stood."""

    number = number(required=True)
    state = fields.String()
    state_name = fields.String()
    round = fields.Integer(metadata={"description": "The round whose reply it is about"})
    at = instant()


class ErasureAsked(Schema):
    """The wish as it was recorded: nothing is erased before the office has seen to it."""

    number = number(required=True)
    state = fields.String()
    state_name = fields.String()
    erased = fields.Boolean()
    asked_at = instant("null: everything was erased before", allow_none=True)


class Published(Schema):
    """What everyone may read: as `part` says a reply, a follow-up's answer or an interim reply.

    Of the message, what a clerk confirmed for it.
    """

    number = number()
    part = one_of(*PARTS, metadata={"description": "interim: told before the reply, the matter is not done by it"})
    column = fields.String()
    title = fields.String(
        allow_none=True, metadata={"description": "As confirmed by a clerk, or of an imported message; null otherwise"}
    )
    body = fields.String(allow_none=True, metadata={"description": "As confirmed by a clerk; null otherwise"})
    text = fields.String()
    lead = fields.String(allow_none=True, metadata={"description": "The agency that answers"})
    lead_name = fields.String(allow_none=True)
    published_at = instant()
    round = fields.Integer()
    imported = fields.Boolean()


class PublishedReply(Published):
    """A published reply with those of the rounds before; where there is none yet, the newest interim reply."""

    earlier = fields.List(fields.Nested(ReplyText))
    follow_up = fields.Nested(
        ReplyText, allow_none=True, metadata={"description": "The answer to a follow-up question; null where none is"}
    )
    interim = fields.List(fields.Nested(ReplyText), metadata={"description": "The other interim replies"})


class PublishedList(Listed):
    """Published replies, the newest first; answers to follow-up questions and interim replies are among them."""

    items = fields.List(fields.Nested(Published), required=True)


class PublishedPage(ColumnPage):
    """Which of the published replies."""


class Cohort(Schema):
    """Messages accepted from `from` on and before `to`."""

    begin = day(data_key="from", required=True)
    end = day(data_key="to", required=True)


class CompletionQuery(Schema):
    """Which cohort, counted as of when."""

    begin = Day(data_key="from", required=True, metadata={"description": "The first day of acceptance, Asia/Shanghai"})
    end = Day(data_key="to", required=True, metadata={"description": "The day after the last one"})
    as_of = Instant(metadata={"description": "The cut-off; now when it is left out"})
    by = one_of("column", load_default="column")


class Figures(Schema):
    """Counts, and the rate as a decimal string; null where there is nothing to divide by."""

    accepted = fields.Integer(required=True)
    closed = fields.Integer(required=True)
    handed_over = fields.Integer(
        required=True, metadata={"description": "Accepted, but another system's at the cut-off: in neither of the two"}
    )
    completion_rate = fields.String(allow_none=True, required=True, metadata={"example": "97.98"})


class ColumnFigures(Figures):
    """The figures of one column."""

    column = fields.String(required=True)
    name = fields.String(allow_none=True, required=True, metadata={"description": "null until it is heard of"})


class Completion(Schema):
    """Completion rates; cohort and cut-off belong to every figure."""

    cohort = fields.Nested(Cohort, required=True)
    as_of = instant(required=True)
    rows = fields.List(fields.Nested(ColumnFigures), required=True)
    total = fields.Nested(Figures, required=True)
