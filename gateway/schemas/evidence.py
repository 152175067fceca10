"""What changed between two drafts, and the evidence of how a reply came to go out."""

from __future__ import annotations

from marshmallow import Schema, fields

from gateway.fields import Whole
from gateway.schemas.attachments import Enclosure
from gateway.schemas.replies import FindingPassedOver, ListInForce, VersionView
from gateway.schemas.shared import CORRECTION_REASONS, PARTS, instant, number, one_of


class PartQuery(Schema):
    """Of which part: the reply, the answer to the follow-up question, or the interim reply."""

    part = one_of(*PARTS, load_default="reply")


class DifferenceQuery(PartQuery):
    """Which two drafts; without them, the text that stands and the draft that the account has had before it."""

    from_ = Whole(least=1, most=1_000_000, data_key="from", attribute="from")
    to = Whole(least=1, most=1_000_000)


class ComparedDraft(Schema):
    """One of the two drafts: who wrote it when, and what became of it."""

    draft = fields.Integer(required=True)
    text_hash = fields.String()
    by = fields.String()
    at = instant()
    submitted_at = instant(allow_none=True)
    became = fields.String()


class Segment(Schema):
    """A piece of both texts."""

    op = one_of("equal", "insert", "delete", "replace", required=True)
    before = fields.String(required=True)
    after = fields.String(required=True)


class DifferenceCounts(Schema):
    """How many characters came and went, in how many places."""

    inserted = fields.Integer(required=True)
    deleted = fields.Integer(required=True)
    changes = fields.Integer(required=True)


class FileReplaced(Schema):
    """A file in whose place another of the same name is."""

    before = fields.Nested(Enclosure, required=True, metadata={"description": "The file of the older draft"})
    after = fields.Nested(Enclosure, required=True, metadata={"description": "The file of the newer draft"})


class FileChanges(Schema):
    """Which files came and went; a file is the same by its content."""

    added = fields.List(
        fields.Nested(Enclosure), required=True, metadata={"description": "Files of the newer draft alone"}
    )
    removed = fields.List(
        fields.Nested(Enclosure), required=True, metadata={"description": "Files of the older draft alone"}
    )
    replaced = fields.List(
        fields.Nested(FileReplaced), required=True, metadata={"description": "Other files under the same names"}
    )
    reordered = fields.Boolean(
        required=True, metadata={"description": "Those that stayed stand in another order, which is another hash"}
    )


class TextDifference(Schema):
    """The text piece by piece: all `before` joined are the old draft, all `after` the new one; and its files."""

    number = number(required=True)
    part = one_of(*PARTS)
    from_ = fields.Nested(ComparedDraft, required=True, data_key="from", attribute="from")
    to = fields.Nested(ComparedDraft, required=True)
    because = one_of(
        "asked",
        "yours",
        "level",
        "reviewed",
        "first",
        required=True,
        metadata={
            "description": "Why `from` is that draft. yours: the last that the account decided about or commented; "
            "level: that the present level decided about; reviewed: that any level did; first: no level did"
        },
    )
    segments = fields.List(fields.Nested(Segment), required=True)
    counts = fields.Nested(DifferenceCounts, required=True)
    files = fields.Nested(FileChanges, required=True, metadata={"description": "Which files came and went"})


class EvidenceActor(Schema):
    """Who did something: by user name and role as recorded, by display name as it is known now."""

    by = fields.String()
    by_name = fields.String(metadata={"description": "Display name and user name, as they are known now"})
    role = fields.String(
        metadata={"description": "In which it was done; a deputy acts in the role of whom `on_behalf_of` names"}
    )
    role_name = fields.String()
    own_role = fields.String(
        allow_none=True, metadata={"description": "Of a deputy: the role of their own account, as it is known now"}
    )
    own_role_name = fields.String(allow_none=True, metadata={"description": "The same in words; null: no deputy"})
    on_behalf_of = fields.String(allow_none=True, metadata={"description": "Whose deputy"})
    on_behalf_of_name = fields.String(
        allow_none=True, metadata={"description": "The same with display name; null: nobody's deputy"}
    )


class EvidenceStep(EvidenceActor):
    """One event of the journal; what it says nothing of is null."""

    position = fields.Integer(required=True, metadata={"description": "In the journal of review"})
    event = fields.String(required=True)
    at = instant()
    recorded_at = instant()
    caused_by = fields.Nested(
        EvidenceActor,
        allow_none=True,
        metadata={"description": "Who is known to routing to have set in motion what the program recorded here"},
    )
    round = fields.Integer(allow_none=True)
    lead = fields.String(allow_none=True)
    draft = fields.Integer(allow_none=True)
    text_hash = fields.String(allow_none=True)
    level = fields.Integer(allow_none=True)
    levels = fields.Integer(allow_none=True)
    to = fields.Integer(allow_none=True, metadata={"description": "Sent back to this level; 0: to the agency"})
    turn = fields.Integer(allow_none=True)
    version = fields.Integer(allow_none=True)
    reason = one_of(*CORRECTION_REASONS, allow_none=True)
    reason_name = fields.String(allow_none=True)
    restores = fields.Integer(allow_none=True)
    files = fields.List(
        fields.String(), allow_none=True, metadata={"description": "Of a draft: the ids of its files, in their order"}
    )
    attachment = fields.String(allow_none=True, metadata={"description": "Of what happened to a file: its id"})
    type = fields.String(allow_none=True)
    size = fields.Integer(allow_none=True)
    digest = fields.String(allow_none=True, metadata={"description": "SHA-256 of the file"})
    public = fields.Boolean(allow_none=True)
    words = fields.String(allow_none=True, metadata={"description": "What was said; null once it was erased"})
    findings = fields.List(fields.Nested(FindingPassedOver))
    lists = fields.List(fields.Nested(ListInForce))


class EvidencePublication(VersionView):
    """A version that went out, who gave it, and of a correction why; null texts were erased."""

    position = fields.Integer(metadata={"description": "Of its event in the journal"})
    lead = fields.String(allow_none=True)
    reason = one_of(*CORRECTION_REASONS, allow_none=True)
    reason_name = fields.String(allow_none=True)


class JournalLink(Schema):
    """An event as the journal's chain holds it."""

    position = fields.Integer(required=True)
    previous = fields.String(required=True, metadata={"description": "The digest of the row before"})
    content = fields.String(
        required=True, metadata={"description": "The row, as it is chained; texts in it are sealed"}
    )
    digest = fields.String(required=True, metadata={"description": "SHA-256 of `previous` followed by `content`"})


class JournalEvidence(Schema):
    """Where in which journal the events are, so that it can be proved that nobody changed them since."""

    service = fields.String(required=True)
    stream = fields.String(required=True)
    links = fields.List(fields.Nested(JournalLink), required=True)
    anchor = fields.String(required=True, metadata={"description": "For `huiyin verify review --anchor …`"})


class Evidence(Schema):
    """All that happened to a reply, round by round, and what went out; it ends with how anyone checks it."""

    number = number(required=True)
    part = one_of(*PARTS)
    column = fields.String()
    column_name = fields.String(allow_none=True)
    leads = fields.Dict(
        keys=fields.String(), values=fields.String(), metadata={"description": "The agencies' names by their codes"}
    )
    list_names = fields.Dict(
        keys=fields.String(), values=fields.String(), metadata={"description": "The word lists' names by their codes"}
    )
    as_of = instant()
    steps = fields.List(fields.Nested(EvidenceStep), required=True)
    journal = fields.Nested(JournalEvidence, required=True)
    publications = fields.List(fields.Nested(EvidencePublication), required=True)
    how = fields.String(required=True, metadata={"description": "How anyone checks it, in words"})
