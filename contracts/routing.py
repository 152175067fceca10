"""What routing tells the world: columns and agencies as they are run, and where each case stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from contracts.registry import Contracts
from contracts.words import Code, Complexity, Instant, Kind, Label, Number, Urgency


@dataclass(frozen=True, slots=True)
class LimitExceptionV1:
    """Matters of this kind, urgency and complexity get so many working days; what is null may be anything."""

    days: int
    kind: Kind | None = None
    urgency: Urgency | None = None
    complexity: Complexity | None = None


@dataclass(frozen=True, slots=True)
class LimitsV1:
    """Working days from the day after an assignment; only a granted extension passes `max_days`.

    The most specific exception goes before `ordinary_days` and `complex_days`.
    """

    ordinary_days: int
    complex_days: int
    max_days: int
    exceptions: tuple[LimitExceptionV1, ...] = ()


@dataclass(frozen=True, slots=True)
class TermsV1:
    """What else is agreed for a column: days within which something may be done, and what happens by itself.

    Days count from the closing (evaluation, follow-up, reopening) or from an earlier message (repeat); working days
    from the assignment (return), before the deadline (due soon, yellow) or after it (letter, criticism). `portal` names
    the other site that hosts the column; null: it is the city's own.
    """

    evaluation_days: int = 30
    follow_up_days: int = 30
    reopening_days: int = 60
    reopens_itself: bool = False
    return_working_days: int = 2
    assigns_itself: bool = False
    due_soon_working_days: int = 3
    yellow_working_days: int = 1
    letter_working_days: int = 1
    criticism_working_days: int = 5
    repeat_days: int = 90
    contact_required: bool = False
    letter_mark: Label | None = None
    portal: Label | None = None


@dataclass(frozen=True, slots=True)
class ColumnOpenedV1:
    """A leader's message board exists; `office` is the agency that runs it, lengths are in characters."""

    column: Code
    name: Label
    jurisdiction: Label
    leader: Label
    office: Code
    review_levels: int
    limits: LimitsV1
    title_limit: int
    body_limit: int
    accepts: bool
    opened_at: Instant
    terms: TermsV1 = TermsV1()


@dataclass(frozen=True, slots=True)
class ColumnRearrangedV1:
    """The column is run like this from now on; deadlines that were given stay as they are."""

    column: Code
    name: Label
    jurisdiction: Label
    leader: Label
    office: Code
    review_levels: int
    limits: LimitsV1
    title_limit: int
    body_limit: int
    accepts: bool
    rearranged_at: Instant
    terms: TermsV1 = TermsV1()


Level = Literal["city", "county", "department", "township"]


@dataclass(frozen=True, slots=True)
class AgencyRegisteredV1:
    """An agency of this level can be given cases from now on; `parent` is the one above it."""

    agency: Code
    name: Label
    parent: Code | None
    registered_at: Instant
    level: Level = "department"


@dataclass(frozen=True, slots=True)
class AgencyAmendedV1:
    """The agency has this name, this parent and this level from now on."""

    agency: Code
    name: Label
    parent: Code | None
    amended_at: Instant
    level: Level = "department"


@dataclass(frozen=True, slots=True)
class FieldV1:
    """What a message can be about; `parent` is the field above it, which is named before it."""

    field: Code
    name: Label
    parent: Code | None


@dataclass(frozen=True, slots=True)
class FieldsArrangedV1:
    """The whole tree of fields from now on, at most three levels deep; what it leaves out is no longer chosen."""

    fields: tuple[FieldV1, ...]
    arranged_at: Instant


@dataclass(frozen=True, slots=True)
class CalendarDayV1:
    """What a day is from now on."""

    date: date
    kind: Literal["workday", "makeup", "weekend", "holiday"]


@dataclass(frozen=True, slots=True)
class CalendarAmendedV1:
    """The portal office amended the working calendar; deadlines that it moves are told of by `DeadlineMoved`.

    Years `announced` count as announced by the State Council from now on, years `retracted` no longer.
    """

    amendment: int
    days: tuple[CalendarDayV1, ...]
    announced: tuple[int, ...]
    retracted: tuple[int, ...]
    amended_at: Instant


@dataclass(frozen=True, slots=True)
class AssignedV1:
    """The case is the lead's until the end of `due` in Shanghai; provisional: counted over unannounced holidays."""

    number: Number
    column: Code
    lead: Code
    co_agencies: tuple[Code, ...]
    due: date
    provisional: bool
    round: int
    assigned_at: Instant
    imported: bool


@dataclass(frozen=True, slots=True)
class AssignmentReturnedV1:
    """The dispatcher agreed that the case is not this agency's: it waits for another."""

    number: Number
    column: Code
    lead: Code
    round: int
    returned_at: Instant


@dataclass(frozen=True, slots=True)
class ReturnAskedV1:
    """The lead says that the case is not its own; it stays with the lead until the dispatcher decides."""

    number: Number
    column: Code
    lead: Code
    round: int
    asked_at: Instant


@dataclass(frozen=True, slots=True)
class ReturnRefusedV1:
    """The dispatcher refused the return: the case stays with the lead."""

    number: Number
    column: Code
    lead: Code
    round: int
    refused_at: Instant


@dataclass(frozen=True, slots=True)
class ExtensionAskedV1:
    """The lead asks for a deadline at the end of `due`; the one in force holds until the dispatcher decides."""

    number: Number
    column: Code
    lead: Code
    round: int
    due: date
    asked_at: Instant


@dataclass(frozen=True, slots=True)
class ExtensionRefusedV1:
    """The dispatcher refused the extension: the deadline stays."""

    number: Number
    column: Code
    lead: Code
    round: int
    refused_at: Instant


@dataclass(frozen=True, slots=True)
class AssignmentWithdrawnV1:
    """The dispatcher took a wrong assignment back: the case waits, and the agency has not returned it."""

    number: Number
    column: Code
    lead: Code
    round: int
    withdrawn_at: Instant


@dataclass(frozen=True, slots=True)
class CoAgenciesArrangedV1:
    """These agencies, and no others, help the lead from now on."""

    number: Number
    column: Code
    lead: Code
    co_agencies: tuple[Code, ...]
    round: int
    arranged_at: Instant


@dataclass(frozen=True, slots=True)
class DeadlineExtendedV1:
    """A granted extension moved the deadline from the end of `previous` to the end of `due`."""

    number: Number
    column: Code
    lead: Code
    round: int
    previous: date
    due: date
    provisional: bool
    extended_at: Instant


@dataclass(frozen=True, slots=True)
class DeadlineMovedV1:
    """The calendar changed: the deadline moved from the end of `previous` to the end of `due`, earlier or later.

    On the same day it became settled, or provisional.
    """

    number: Number
    column: Code
    lead: Code
    round: int
    previous: date
    due: date
    provisional: bool
    moved_at: Instant


@dataclass(frozen=True, slots=True)
class UrgedV1:
    """The lead was pressed: by a reminder, an urging letter, or a criticism."""

    number: Number
    column: Code
    lead: Code
    round: int
    level: Literal["reminder", "letter", "criticism"]
    urged_at: Instant


@dataclass(frozen=True, slots=True)
class DeadlineMissedV1:
    """The day `due` ended in Shanghai, at `missed_at`, and the case was not closed."""

    number: Number
    column: Code
    lead: Code
    round: int
    due: date
    missed_at: Instant


@dataclass(frozen=True, slots=True)
class DueSoonV1:
    """The deadline at the end of `due` is near, by the column's terms; told once for each deadline."""

    number: Number
    column: Code
    lead: Code
    round: int
    due: date
    noted_at: Instant


@dataclass(frozen=True, slots=True)
class ClosedV1:
    """The matter of this round is done; on time: before the end of the deadline in force, `due`.

    `reason` says why the office closed it without a reply; null where a reply that went out did.
    """

    number: Number
    column: Code
    lead: Code
    round: int
    due: date
    on_time: bool
    closed_at: Instant
    imported: bool
    reason: Literal["answered_directly", "given_up", "settled", "repeated", "other"] | None = None


@dataclass(frozen=True, slots=True)
class ReopenedV1:
    """Round `round` begins: the citizen was dissatisfied, a mistake was found, or another system handed it back."""

    number: Number
    column: Code
    round: int
    reason: Literal["dissatisfied", "mistake", "handed_back"]
    reopened_at: Instant


@dataclass(frozen=True, slots=True)
class HandedOverV1:
    """The accepted matter is another system's: petition 信访, or the 12345 hotline. It is not closed, and not open."""

    number: Number
    column: Code
    lead: Code | None
    round: int
    system: Literal["petition", "hotline"]
    handed_over_at: Instant


CONTRACTS = Contracts(
    (
        ColumnOpenedV1,
        ColumnRearrangedV1,
        AgencyRegisteredV1,
        AgencyAmendedV1,
        FieldsArrangedV1,
        CalendarAmendedV1,
        AssignedV1,
        ReturnAskedV1,
        AssignmentReturnedV1,
        ReturnRefusedV1,
        AssignmentWithdrawnV1,
        CoAgenciesArrangedV1,
        ExtensionAskedV1,
        DeadlineExtendedV1,
        ExtensionRefusedV1,
        DeadlineMovedV1,
        UrgedV1,
        DueSoonV1,
        DeadlineMissedV1,
        ClosedV1,
        ReopenedV1,
        HandedOverV1,
    )
)
