"""Where a matter stands, as its citizen follows it."""

from __future__ import annotations

from marshmallow import Schema, fields

from gateway.inspection import MIME
from gateway.schemas.attachments import DESCRIBED, Enclosure
from gateway.schemas.shared import CORRECTION_REASONS, PARTS, SATISFACTION_META, day, instant, number, one_of


class OwnFile(Schema):
    """A file with one's message."""

    attachment = fields.String(required=True, metadata={"description": "The file's id"})
    name = fields.String()
    type = fields.String(metadata={"enum": list(MIME), "description": "What it is, from what is in it"})
    size = fields.Integer(metadata={"description": "In bytes"})
    described = fields.String(metadata=DESCRIBED)
    public = fields.Boolean(metadata={"description": "Whether everyone may read it beside the public text"})


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
    reason = fields.String(
        metadata={"description": "Why the office closed the matter without a reply, or why a text was corrected"}
    )
    part = one_of(*PARTS, metadata={"description": "What was corrected"})
    version = fields.Integer(metadata={"description": "The version that a correction made"})
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
    version = fields.Integer(metadata={"description": "The newest; 1 where it was never corrected"})
    corrected_at = instant("When this version replaced the one before", allow_none=True)
    correction_reason = one_of(*CORRECTION_REASONS, allow_none=True)
    correction_reason_name = fields.String(allow_none=True)
    attachments = fields.List(fields.Nested(Enclosure))


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
    notify = fields.Boolean(metadata={"description": "Whether one is told of each step"})
    erased = fields.Boolean(metadata={"description": "Whether texts and personal data were erased on request"})
    attachments = fields.List(fields.Nested(OwnFile), metadata={"description": "The files that were sent with it"})
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
