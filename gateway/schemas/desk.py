"""What clerks and dispatchers read and do: messages and cases."""

from __future__ import annotations

from marshmallow import Schema, fields

from gateway.fields import Code, Matching, Text, Whole, items
from gateway.schemas.citizen.following import Decision, ErasureWish, Evaluation, Question, Step
from gateway.schemas.dispatch import BriefProposal
from gateway.schemas.shared import (
    COMPLEXITIES,
    KINDS,
    MESSAGE_STATES,
    NUMBER_FORM,
    NUMBER_WRONG,
    REASONS,
    URGENCIES,
    ColumnPage,
    Listed,
    day,
    instant,
    number,
    one_of,
)

PUBLIC_TEXT_STATES = ("none", "confirmed", "withdrawn")

# messages


class MessagePage(ColumnPage):
    """Which messages."""

    state = one_of(*MESSAGE_STATES)
    erasure_asked = fields.Boolean(
        metadata={"description": "true: only those whose citizen waits to be forgotten, for the office to see to"}
    )


class MessageLine(Schema):
    """A message in a list."""

    number = number(required=True)
    column = fields.String()
    kind = fields.String()
    kind_name = fields.String()
    field = fields.String(allow_none=True)
    field_path = fields.List(fields.String(), metadata={"description": "The field's name after the names above it"})
    urgency = fields.String(allow_none=True)
    complexity = fields.String(allow_none=True)
    title = fields.String(allow_none=True, metadata={"description": "null once it was erased"})
    state = fields.String()
    state_name = fields.String()
    submitted_at = instant()
    screened_at = instant(allow_none=True)
    screened_by = fields.String(allow_none=True)
    answered_at = instant(allow_none=True)
    closed_at = instant(allow_none=True)
    follow_up_asked_at = instant(allow_none=True)
    follow_up_answered_at = instant(allow_none=True)
    erasure_asked_at = instant("Since when a wish to be forgotten waits for the office", allow_none=True)
    lead = fields.String(allow_none=True)
    due = day(allow_none=True)
    round = fields.Integer(allow_none=True)
    channel = fields.String()
    imported = fields.Boolean()
    external_reference = fields.String(allow_none=True)
    satisfaction = fields.Integer(allow_none=True)
    erased = fields.Boolean()
    duplicates = fields.Integer(metadata={"description": "How many messages were merged into this one itself"})
    attachments = fields.Integer(metadata={"description": "How many files there are with it"})
    public_text = one_of(*PUBLIC_TEXT_STATES, metadata={"description": "Whether everyone may read a text of it"})


class Queue(Schema):
    """How far the clerks are with clearing today's queue today."""

    received_today = fields.Integer()
    waiting = fields.Integer()
    waiting_from_earlier_days = fields.Integer()


class ColumnQueue(Schema):
    """A column's queue; days are Asia/Shanghai's, cleared is what left the queue by whatever decision."""

    column = fields.String(required=True)
    column_name = fields.String()
    waiting = fields.Integer()
    oldest_waiting_at = instant("Since when the oldest message waits", allow_none=True)
    received_today = fields.Integer()
    cleared_today = fields.Integer()
    waiting_from_earlier_days = fields.Integer()


class QueueList(Schema):
    """The queues of the account's columns, the one whose oldest message waits longest first."""

    items = fields.List(fields.Nested(ColumnQueue), required=True)
    total = fields.Integer()
    day = day("Today")


class MessageList(Listed):
    """Messages of the account's columns: the waiting ones oldest first, all others newest first."""

    items = fields.List(fields.Nested(MessageLine), required=True)
    queue = fields.Nested(Queue)


class MessageView(Schema):
    """A message as staff see it; name and contact are not part of it, only whether they were given."""

    number = number(required=True)
    column = fields.String()
    column_name = fields.String(allow_none=True)
    kind = fields.String()
    kind_name = fields.String()
    field = fields.String(allow_none=True)
    field_path = fields.List(fields.String(), metadata={"description": "The field's name after the names above it"})
    urgency = fields.String(allow_none=True)
    complexity = fields.String(allow_none=True)
    title = fields.String(allow_none=True)
    body = fields.String(allow_none=True)
    state = fields.String()
    state_name = fields.String()
    submitted_at = instant()
    screened_at = instant(allow_none=True)
    screened_by = fields.String(allow_none=True)
    lead = fields.String(allow_none=True)
    co_agencies = fields.List(fields.String())
    due = day(allow_none=True)
    round = fields.Integer(allow_none=True)
    channel = fields.String()
    imported = fields.Boolean()
    external_reference = fields.String(allow_none=True)
    consent_public = fields.Boolean()
    contact_given = fields.List(fields.String(), metadata={"description": "Which of name, phone and email there are"})
    contact_unusable = fields.List(
        fields.String(), metadata={"description": "Which of phone and email have no form by which one can be reached"}
    )
    attachments = fields.Integer(metadata={"description": "How many files there are with it"})
    public_text = one_of(*PUBLIC_TEXT_STATES, metadata={"description": "Whether everyone may read a text of it"})
    timeline = fields.List(fields.Nested(Step))
    decision = fields.Nested(Decision, allow_none=True)
    evaluation = fields.Nested(Evaluation, allow_none=True, metadata={"description": "Of the present closing"})
    evaluations = fields.List(fields.Nested(Evaluation), metadata={"description": "Of every closing so far"})
    follow_up = fields.Nested(Question, allow_none=True)
    erasure = fields.Nested(ErasureWish, allow_none=True)
    duplicates = fields.List(
        fields.String(), metadata={"description": "The messages that are followed under this one, directly or not"}
    )
    erased = fields.Boolean()


class Erasure(Schema):
    """Where the message stands, now that nobody can read it any more."""

    number = number(required=True)
    state = fields.String()
    state_name = fields.String()
    erased = fields.Boolean(required=True)


class Acceptance(Schema):
    """The message is taken on; `kind` and `field` as the clerk finds them."""

    kind = one_of(*KINDS)
    field = Code(allow_none=True)
    urgency = one_of(*URGENCIES, load_default="ordinary")
    complexity = one_of(*COMPLEXITIES, load_default="ordinary")


class Decline(Schema):
    """The message is not taken on, for one of nine reasons; without advice the citizen gets the office's."""

    reason = one_of(*REASONS, required=True)
    advice = Text(least=1, most=2000, lines=True, allow_none=True)


class Redirection(Schema):
    """Somebody else answers for it."""

    where = Text(least=1, most=2000, lines=True, required=True)
    contact = Text(
        least=1,
        most=2000,
        lines=True,
        allow_none=True,
        metadata={"description": "Telephone, address and hours, as the citizen reads them"},
    )


class ErasureRefusal(Schema):
    """What the citizen asked for is not carried out, and why; the citizen reads it."""

    why = Text(least=1, most=2000, lines=True, required=True)


class Merge(Schema):
    """The message repeats an earlier one, and is followed there."""

    into = Matching(NUMBER_FORM, NUMBER_WRONG, required=True)


class Screened(Schema):
    """What has become of the message."""

    number = number(required=True)
    state = fields.String()
    state_name = fields.String()
    kind = fields.String()
    at = instant()
    reason = fields.String()
    reason_name = fields.String()
    into = fields.String()


# cases


class CasePage(ColumnPage):
    """Which cases."""

    state = one_of("waiting", "assigned", "open", "closed", "handed_over")
    asked = one_of(
        "return", "extension", metadata={"description": "What the lead has asked for and waits to be decided"}
    )
    agency = Code()


class CaseLine(Schema):
    """A case in a list."""

    number = number(required=True)
    column = fields.String()
    kind = fields.String()
    field = fields.String(allow_none=True)
    field_path = fields.List(fields.String(), metadata={"description": "The field's name after the names above it"})
    title = fields.String(allow_none=True, metadata={"description": "null while intake is away"})
    state = fields.String()
    round = fields.Integer()
    lead = fields.String(allow_none=True)
    co_agencies = fields.List(fields.String())
    due = day(allow_none=True)
    provisional = fields.Boolean(
        allow_none=True, metadata={"description": "Whether the calendar of a year that is not announced yet was used"}
    )
    urgency = fields.String()
    complexity = fields.String()
    imported = fields.Boolean()
    accepted_at = instant()
    assigned_at = instant(allow_none=True)
    assigned_by = fields.String(allow_none=True)
    rule = fields.String(
        allow_none=True, metadata={"description": "The dispatch rule that proposed just this; null: somebody's choice"}
    )
    let_go = fields.List(
        fields.String(), metadata={"description": "Who has returned it in this round, or had it taken back"}
    )
    return_asked_at = instant("A return waits to be decided", allow_none=True)
    extension_until = day("An extension to this day waits to be decided", allow_none=True)
    urged = fields.String(allow_none=True)
    missed_at = instant("When the deadline in force was missed", allow_none=True)
    closed_at = instant(allow_none=True)
    on_time = fields.Boolean(allow_none=True)
    satisfaction = fields.Integer(allow_none=True, metadata={"description": "How the citizen rated the closing"})
    handed_over_at = instant(allow_none=True)
    system = fields.String(allow_none=True, metadata={"description": "Where the matter was handed to"})


class ListedCase(CaseLine):
    """A case in a list, while it waits with what the dispatch rules propose."""

    proposal = fields.Nested(
        BriefProposal, allow_none=True, metadata={"description": "null: no rule fits, or the case does not wait"}
    )


class CaseList(Listed):
    """Cases within the account's scope: the unassigned and the oldest first."""

    items = fields.List(fields.Nested(ListedCase), required=True)


class CaseView(CaseLine):
    """A case with what has happened to it."""

    returnable_until = day("Until when the lead may say that the case is not its own", allow_none=True)
    steps = fields.List(fields.Dict(), metadata={"description": "Each with at, step, by, and what belongs to it"})


class Assignment(Schema):
    """Which agency answers, by when; without `working_days` the column's limit counts."""

    lead = Code(required=True)
    co_agencies = items(Code(), most=20, load_default=list)
    working_days = Whole(least=1, most=366, allow_none=True)


class Assigned(Schema):
    """The case is the lead agency's, until the end of `due`."""

    number = number(required=True)
    lead = fields.String()
    co_agencies = fields.List(fields.String())
    due = day()
    provisional = fields.Boolean()
    round = fields.Integer()
    state = fields.String()
