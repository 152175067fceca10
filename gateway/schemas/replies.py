"""What the agencies' handlers and the reviewers read; what they do is in reviewing.py."""

from __future__ import annotations

from marshmallow import Schema, fields

from gateway.fields import Code, Whole
from gateway.schemas.attachments import DESCRIBED, Enclosure
from gateway.schemas.citizen.following import Question, ReplyText
from gateway.schemas.shared import CORRECTION_REASONS, PARTS, REPLY_STATES, ColumnPage, Listed, instant, number, one_of


class ReplyPage(ColumnPage):
    """Which replies; without `part` answers to follow-up questions and interim replies are among them."""

    part = one_of(*PARTS)
    state = one_of(*REPLY_STATES)
    lead = Code()
    level = Whole(least=1, most=9)
    mine = fields.Boolean(
        metadata={
            "description": "Only what the reviewer may pass right now: in review at one of their levels, "
            "not written by them and not passed by them at another level"
        }
    )


class ProofFinding(Schema):
    """Something that proofreading found, by which rule, and what to write instead."""

    finding = fields.String(required=True, metadata={"description": "Its name, by which it is passed over"})
    kind = fields.String()
    rule = fields.String()
    severity = one_of("stop", "warning", metadata={"description": "stop: the text goes on only after an edit"})
    start = fields.Integer(metadata={"description": "Characters from 0"})
    end = fields.Integer(metadata={"description": "After the last one"})
    suggestion = fields.String(allow_none=True)
    list_ = fields.String(data_key="list", attribute="list", allow_none=True, metadata={"description": "Of a word"})
    version = fields.Integer(allow_none=True, metadata={"description": "Of that list"})
    word = fields.String(allow_none=True)
    note = fields.String(allow_none=True)


class ListInForce(Schema):
    """A word list and its version."""

    list_ = fields.String(data_key="list", attribute="list", required=True)
    version = fields.Integer(required=True)


class FindingPassedOver(Schema):
    """A warning that stood in a text that went on, and why."""

    finding = fields.String(required=True)
    rule = fields.String()
    start = fields.Integer()
    end = fields.Integer()
    list_ = fields.String(data_key="list", attribute="list", allow_none=True)
    version = fields.Integer(allow_none=True)
    why = fields.String(allow_none=True, metadata={"description": "null once it was erased"})


class ReplyStanding(Schema):
    """Where a reply stands, the answer to a follow-up question, or an interim reply."""

    number = number(required=True)
    part = one_of(*PARTS)
    column = fields.String(allow_none=True)
    lead = fields.String(allow_none=True)
    state = fields.String()
    round = fields.Integer(allow_none=True)
    draft = fields.Integer(allow_none=True)
    text_hash = fields.String(allow_none=True)
    level = fields.Integer(
        allow_none=True, metadata={"description": "In review: whose turn it is; sent back: by which level"}
    )
    levels = fields.Integer(allow_none=True)
    published_at = instant(allow_none=True)
    public = fields.Boolean(allow_none=True)
    version = fields.Integer(
        allow_none=True,
        metadata={"description": "Of what was published; while it is corrected, the version that is being prepared"},
    )
    correction = one_of(
        *CORRECTION_REASONS,
        allow_none=True,
        metadata={"description": "Why what was published is being corrected; null where it is not"},
    )
    back_from = fields.Integer(
        allow_none=True, metadata={"description": "In review: the level above that sent the text down to this one"}
    )
    findings = fields.List(
        fields.Nested(ProofFinding),
        metadata={
            "description": "With a draft that was saved, and with the reply: what proofreading finds in the text"
        },
    )
    lists = fields.List(fields.Nested(ListInForce), metadata={"description": "By which word lists"})


class ReplyLine(ReplyStanding):
    """A reply in a list."""

    title = fields.String(allow_none=True, metadata={"description": "null while intake is away"})
    since = instant("Since when it stands so")
    submitted_at = instant(allow_none=True)


class ReplyList(Listed):
    """Replies within the account's scope: who has waited longest comes first."""

    items = fields.List(fields.Nested(ReplyLine), required=True)


class Passing(Schema):
    """Who passed the text at which level."""

    level = fields.Integer()
    by = fields.String()
    at = instant()


class DraftPassing(Passing):
    """A pass given to a draft, whether or not it still counts."""

    taken_back_at = instant("When who gave it took it back", allow_none=True)
    passed_over = fields.List(fields.Nested(FindingPassedOver))


class SentBackNote(Schema):
    """Who sent the text back, to whom, and why."""

    level = fields.Integer()
    to = fields.Integer(metadata={"description": "The level that looks again; 0: the agency"})
    by = fields.String()
    at = instant()
    comments = fields.String(allow_none=True)


class Remark(Schema):
    """What somebody said about a draft without deciding."""

    role = fields.String(metadata={"enum": ["handler", "reviewer"]})
    by = fields.String()
    at = instant()
    comments = fields.String(allow_none=True, metadata={"description": "null once it was erased"})


class DraftLine(Schema):
    """One version of the draft: who wrote it when, and what became of it."""

    draft = fields.Integer(required=True)
    text_hash = fields.String()
    by = fields.String()
    at = instant()
    restores = fields.Integer(
        allow_none=True, metadata={"description": "The draft whose text was taken up again; null where it was written"}
    )
    submitted_at = instant(allow_none=True)
    became = one_of("written", "in_review", "withdrawn", "sent_back", "replaced", "published", "given_up")
    version = fields.Integer(allow_none=True, metadata={"description": "The version as which it was published"})


class DraftView(DraftLine):
    """One draft with its text and all that was said about it."""

    text = fields.String(allow_none=True)
    passed_over = fields.List(
        fields.Nested(FindingPassedOver), metadata={"description": "By whoever handed the draft in"}
    )
    passes = fields.List(fields.Nested(DraftPassing))
    returns = fields.List(fields.Nested(SentBackNote), metadata={"description": "Each time it was sent back"})
    sent_back = fields.Nested(SentBackNote, allow_none=True, metadata={"description": "The last of `returns`"})
    comments = fields.List(fields.Nested(Remark))
    attachments = fields.List(fields.Nested(Enclosure))


class OneDraft(DraftView):
    """One draft of a reply."""

    number = number(required=True)
    part = one_of(*PARTS)


class DraftList(Listed):
    """The drafts of this assignment, the newest first, without texts."""

    items = fields.List(fields.Nested(DraftLine), required=True)


class VersionView(Schema):
    """One version of what was published, also one that a correction replaced."""

    turn = fields.Integer(metadata={"description": "Counts what was published one after the other"})
    round = fields.Integer()
    version = fields.Integer()
    text = fields.String(allow_none=True)
    text_hash = fields.String()
    at = instant()
    public = fields.Boolean()
    attachments = fields.List(fields.Nested(Enclosure))


class CorrectionView(Schema):
    """A correction that was opened, and how it ended."""

    turn = fields.Integer()
    round = fields.Integer()
    version = fields.Integer()
    reason = one_of(*CORRECTION_REASONS)
    reason_name = fields.String()
    words = fields.String(allow_none=True, metadata={"description": "What is wrong; only staff read it"})
    by = fields.String()
    at = instant()
    ended = fields.String(
        allow_none=True,
        metadata={
            "enum": ["published", "given_up", "dropped"],
            "description": "dropped: the matter went on without it; null: under way",
        },
    )
    ended_at = instant(allow_none=True)


class ForYou(Schema):
    """Whether the reviewer who asks may pass the text now."""

    may_pass = fields.Boolean()
    refused = fields.String(allow_none=True, metadata={"description": "The code of the refusal"})
    why = fields.String(allow_none=True, metadata={"description": "The refusal in words"})


class FileAttached(ReplyStanding):
    """The reply with one more file: the hash that is passed stands for the text and its files."""

    attachment = fields.String(required=True)
    name = fields.String()
    type = fields.String()
    size = fields.Integer()
    digest = fields.String()
    described = fields.String(metadata=DESCRIBED)


class VersionList(Listed):
    """What was published in every round, the newest first, at most twenty at once."""

    items = fields.List(fields.Nested(VersionView), required=True)


class CorrectionList(Listed):
    """The corrections that were opened, the newest first."""

    items = fields.List(fields.Nested(CorrectionView), required=True)


class ReplyView(ReplyLine):
    """A reply with its text as it stands, and the newest of what led to it: three of each, the oldest first.

    `…_total` say how many there are; all of them are in the lists `drafts`, `versions` and `corrections`.
    """

    text = fields.String(allow_none=True)
    drafted_by = fields.String(allow_none=True)
    editors = fields.List(fields.String())
    passes = fields.List(fields.Nested(Passing))
    sent_back = fields.Nested(SentBackNote, allow_none=True)
    attachments = fields.List(fields.Nested(Enclosure), metadata={"description": "Of the draft as it stands"})
    drafts = fields.List(
        fields.Nested(DraftView),
        metadata={"description": "Of this assignment, each with the newest twenty passes, returns and comments"},
    )
    drafts_total = fields.Integer(metadata={"description": "How many drafts of this assignment there are"})
    earlier = fields.List(
        fields.Nested(ReplyText), metadata={"description": "The replies that went out before, the newest first"}
    )
    earlier_total = fields.Integer(metadata={"description": "How many earlier replies there are"})
    versions = fields.List(fields.Nested(VersionView), metadata={"description": "What was published"})
    versions_total = fields.Integer(metadata={"description": "How many published versions there are"})
    corrections = fields.List(fields.Nested(CorrectionView))
    corrections_total = fields.Integer(metadata={"description": "How many corrections there are"})
    for_you = fields.Nested(
        ForYou, allow_none=True, metadata={"description": "null where the account has nothing to pass here"}
    )


class FollowUpView(ReplyView):
    """The answer to a follow-up question as it stands, with the question."""

    asked = fields.Nested(Question, allow_none=True, metadata={"description": "null while intake is away"})
