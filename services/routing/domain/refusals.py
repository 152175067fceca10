"""Why routing says no; each refusal carries what the person needs to go on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Literal

from kernel.decider import Refusal
from services.routing.domain.words import AgencyId, ColumnId, FieldId, Level, UrgingLevel


@dataclass(eq=False)
class OutOfScope(Refusal):
    """The person may not do this here, by role, column or agency: it needs one of `wanted`, they have `granted`."""

    code: ClassVar[str] = "routing.out_of_scope"
    act: str
    role: str
    because: Literal["role", "column", "agency"]
    wanted: tuple[str, ...]
    granted: tuple[str, ...]


@dataclass(eq=False)
class NotFound(Refusal):
    """No accepted message has this number, or word of its acceptance has not arrived yet."""

    code: ClassVar[str] = "routing.not_found"


@dataclass(eq=False)
class NotAssigned(Refusal):
    """The case waits: no agency has it."""

    code: ClassVar[str] = "routing.not_assigned"
    round: int


@dataclass(eq=False)
class CaseIsClosed(Refusal):
    """The matter was closed at `at`; it would have to be reopened."""

    code: ClassVar[str] = "routing.case_closed"
    round: int
    at: datetime


@dataclass(eq=False)
class NotClosed(Refusal):
    """Only a case that is closed or was handed over can be reopened, and this one is in hand."""

    code: ClassVar[str] = "routing.not_closed"
    round: int


@dataclass(eq=False)
class AlreadyAssigned(Refusal):
    """Somebody has assigned the case otherwise: to whom, until when, who did it and when."""

    code: ClassVar[str] = "routing.already_assigned"
    lead: AgencyId
    co_agencies: tuple[AgencyId, ...]
    due: date
    by: str
    at: datetime


@dataclass(eq=False)
class AgencyHasReturned(Refusal):
    """This agency has returned the case in this round, and the dispatcher agreed."""

    code: ClassVar[str] = "routing.agency_has_returned"
    lead: AgencyId


@dataclass(eq=False)
class NeverAssigned(Refusal):
    """This agency has never led the case in this round, so that it cannot have answered it."""

    code: ClassVar[str] = "routing.never_assigned"
    lead: AgencyId
    round: int


@dataclass(eq=False)
class LeadIsCoAgency(Refusal):
    """The lead cannot also be one of its own co-agencies."""

    code: ClassVar[str] = "routing.lead_is_co_agency"
    lead: AgencyId


@dataclass(eq=False)
class NothingAsked(Refusal):
    """There is no such question to decide: the agency has not asked."""

    code: ClassVar[str] = "routing.nothing_asked"
    what: Literal["return", "extension"]


@dataclass(eq=False)
class ReturnWasRefused(Refusal):
    """The dispatcher has decided already that the case stays with this agency."""

    code: ClassVar[str] = "routing.return_was_refused"
    lead: AgencyId


@dataclass(eq=False)
class AlreadyAsked(Refusal):
    """The lead has said "not ours" with another reason, and that is not decided yet."""

    code: ClassVar[str] = "routing.already_asked"
    by: str
    at: datetime


@dataclass(eq=False)
class NotOverdue(Refusal):
    """Nobody is criticised before the deadline is over."""

    code: ClassVar[str] = "routing.not_overdue"
    due: date


@dataclass(eq=False)
class NotDueSoon(Refusal):
    """No letter is sent about a case whose light is normal."""

    code: ClassVar[str] = "routing.not_due_soon"
    due: date


@dataclass(eq=False)
class TooManyRows(Refusal):
    """A sheet holds at most `limit` cases; a narrower filter finds fewer."""

    code: ClassVar[str] = "routing.too_many_rows"
    total: int
    limit: int


@dataclass(eq=False)
class NoSuchUrging(Refusal):
    """The agency that has the case was not pressed so."""

    code: ClassVar[str] = "routing.no_such_urging"
    n: int


@dataclass(eq=False)
class NoLetter(Refusal):
    """This urging was a reminder, of which there is no letter."""

    code: ClassVar[str] = "routing.no_letter"
    n: int


@dataclass(eq=False)
class AlreadyUrged(Refusal):
    """The lead was pressed by this means on this day, in other words."""

    code: ClassVar[str] = "routing.already_urged"
    level: UrgingLevel
    day: date


@dataclass(eq=False)
class ExtensionAlreadyAsked(Refusal):
    """Another new deadline has been asked for, or the same for another reason, and is not decided yet."""

    code: ClassVar[str] = "routing.extension_already_asked"
    until: date


@dataclass(eq=False)
class DeadlinePassed(Refusal):
    """An extension is asked for before the deadline has passed, not after."""

    code: ClassVar[str] = "routing.deadline_passed"
    due: date


@dataclass(eq=False)
class NotLater(Refusal):
    """An extension asks for a later day than the deadline in force."""

    code: ClassVar[str] = "routing.not_later"
    due: date
    until: date


@dataclass(eq=False)
class TooFar(Refusal):
    """An extension reaches at most to `furthest`, a year beyond the deadline in force."""

    code: ClassVar[str] = "routing.too_far"
    until: date
    furthest: date


@dataclass(eq=False)
class NotAWorkingDay(Refusal):
    """A deadline ends on a working day; `name` is the holiday that this day belongs to, or empty for a weekend."""

    code: ClassVar[str] = "routing.not_a_working_day"
    date: date
    name: str


@dataclass(eq=False)
class UnknownAgency(Refusal):
    """No agency is registered under this id."""

    code: ClassVar[str] = "routing.unknown_agency"
    agency: AgencyId


@dataclass(eq=False)
class ParentCycle(Refusal):
    """These agencies are each other's parent, in this order, so that none of them is at the top."""

    code: ClassVar[str] = "routing.parent_cycle"
    agencies: tuple[AgencyId, ...]


@dataclass(eq=False)
class FieldsUnsound(Refusal):
    """These fields are no tree of three levels: the first that is wrong, and why."""

    code: ClassVar[str] = "routing.fields_unsound"
    node: FieldId
    because: Literal["no_field", "not_a_code", "no_name", "code_twice", "unknown_parent", "too_deep"]


@dataclass(eq=False)
class LevelsOutOfOrder(Refusal):
    """An agency of this level does not stand below one of that level."""

    code: ClassVar[str] = "routing.levels_out_of_order"
    agency: AgencyId
    level: Level
    parent: AgencyId
    parent_level: Level


@dataclass(eq=False)
class UnknownColumn(Refusal):
    """No column is open under this id."""

    code: ClassVar[str] = "routing.unknown_column"
    column: ColumnId


@dataclass(eq=False)
class ColumnNotFound(Refusal):
    """Whoever asked for the column of this id asked for one that is not open."""

    code: ClassVar[str] = "routing.column_not_found"
    column: ColumnId


@dataclass(eq=False)
class AgencyNotFound(Refusal):
    """Whoever asked for the agency of this id asked for one that is not registered."""

    code: ClassVar[str] = "routing.agency_not_found"
    agency: AgencyId


@dataclass(eq=False)
class ChangedSince(Refusal):
    """Somebody has changed this since it was read; `version` is what it is now, 0: it is not there."""

    code: ClassVar[str] = "routing.changed_since"
    version: int


@dataclass(eq=False)
class OfficeDecides(Refusal):
    """What a column is called, where it is, whose it is and who runs it: the office says, for all columns alike."""

    code: ClassVar[str] = "routing.office_decides"
    fields: tuple[str, ...]


@dataclass(eq=False)
class Incomplete(Refusal):
    """A new column or agency needs these as well."""

    code: ClassVar[str] = "routing.incomplete"
    missing: tuple[str, ...]


@dataclass(eq=False)
class LightsOutOfOrder(Refusal):
    """A case is due soon before it is yellow: the yellow light has no more working days than the one before it."""

    code: ClassVar[str] = "routing.lights_out_of_order"
    column: ColumnId
    due_soon: int
    yellow: int


@dataclass(eq=False)
class LimitsOutOfOrder(Refusal):
    """Limits are at least one working day, and neither ordinary nor complex matters may take longer than the most."""

    code: ClassVar[str] = "routing.limits_out_of_order"
    column: ColumnId
    ordinary_days: int
    complex_days: int
    max_days: int


@dataclass(eq=False)
class NoReviewLevel(Refusal):
    """Nothing goes out unread: a column has at least one review level."""

    code: ClassVar[str] = "routing.no_review_level"
    column: ColumnId


@dataclass(eq=False)
class PastLimit(Refusal):
    """More working days than the column allows without a granted extension."""

    code: ClassVar[str] = "routing.past_limit"
    working_days: int
    max_days: int


@dataclass(eq=False)
class InTheFuture(Refusal):
    """Past handling is imported, not what is still to come."""

    code: ClassVar[str] = "routing.in_the_future"
    field: str
    at: datetime


@dataclass(eq=False)
class AssignedBeforeAccepted(Refusal):
    """A message is not given to an agency before it is accepted."""

    code: ClassVar[str] = "routing.assigned_before_accepted"
    accepted_at: datetime
    assigned_at: datetime


@dataclass(eq=False)
class PeriodReversed(Refusal):
    """A period ends after it begins; `end` is the day after its last."""

    code: ClassVar[str] = "routing.period_reversed"
    begin: date
    end: date


@dataclass(eq=False)
class UnknownWord(Refusal):
    """A code that is not one of those there are for this field."""

    code: ClassVar[str] = "routing.unknown_word"
    field: str
    known: tuple[str, ...]


@dataclass(eq=False)
class TextBlank(Refusal):
    """A reason or a note says something."""

    code: ClassVar[str] = "routing.text_blank"
    field: str


@dataclass(eq=False)
class TextUnreadable(Refusal):
    """A character that nobody can have meant to write; `position` counts from 0."""

    code: ClassVar[str] = "routing.text_unreadable"
    field: str
    character: str
    position: int


@dataclass(eq=False)
class TextTooLong(Refusal):
    """More characters than a reason or a note may have."""

    code: ClassVar[str] = "routing.text_too_long"
    field: str
    limit: int
    length: int
