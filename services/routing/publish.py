"""Which of routing's events are public, and in what words.

That an agency asks for something is told, and how it was decided; why it asks stays inside.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, assert_never

from contracts import routing as public
from kernel.journal import Recorded
from kernel.publiclog import Published
from services.routing.domain import agency, column, events, fields, letters, workcalendar
from services.routing.domain.limits import Limits


def published(recorded: Recorded) -> Published | None:
    """The public event of a journal event, or None; its subject is the message number, or column or agency."""
    match recorded.event:
        case column.Opened() | column.Rearranged() as event:
            return Published(_arranged(event), f"column:{event.column}")
        case agency.Registered(agency=id_, name=name, parent=parent, at=at, level=level):
            return Published(public.AgencyRegisteredV1(id_, name, parent, at, level), f"agency:{id_}")
        case agency.Amended(agency=id_, name=name, parent=parent, at=at, level=level):
            return Published(public.AgencyAmendedV1(id_, name, parent, at, level), f"agency:{id_}")
        case fields.Arranged(fields=tree, at=at):
            said = tuple(public.FieldV1(one.field, one.name, one.parent) for one in tree)
            return Published(public.FieldsArrangedV1(said, at), f"fields:{recorded.id}")
        case letters.Drawn():
            return None  # the urging itself is told
        case workcalendar.Amended() as event:
            return Published(_amended(event), f"calendar:{recorded.id}")
        case event:
            told = _of_case(recorded.id, event)
            return None if told is None else Published(told, recorded.id)


def _arranged(event: column.Event) -> public.ColumnOpenedV1 | public.ColumnRearrangedV1:
    said = event.configuration
    run: dict[str, Any] = {
        "column": event.column,
        "name": said.name,
        "jurisdiction": said.jurisdiction,
        "leader": said.leader,
        "office": said.office,
        "review_levels": said.review_levels,
        "limits": _limits(said.limits),
        "title_limit": said.title_limit,
        "body_limit": said.body_limit,
        "accepts": said.accepts,
        "terms": public.TermsV1(**asdict(said.terms)),
    }
    match event:
        case column.Opened(at=at):
            return public.ColumnOpenedV1(**run, opened_at=at)
        case column.Rearranged(at=at):
            return public.ColumnRearrangedV1(**run, rearranged_at=at)
        case _:
            assert_never(event)


def _limits(limits: Limits) -> public.LimitsV1:
    exceptions = tuple(public.LimitExceptionV1(**asdict(exception)) for exception in limits.exceptions)
    return public.LimitsV1(limits.ordinary_days, limits.complex_days, limits.max_days, exceptions)


def _amended(event: workcalendar.Amended) -> public.CalendarAmendedV1:
    days = tuple(public.CalendarDayV1(day.date, day.kind.value) for day in event.days)
    return public.CalendarAmendedV1(event.number, days, event.announced, event.retracted, event.at)


def _of_case(number: str, event: Any) -> object | None:
    match event:
        case events.Assigned(deadline=deadline):
            return public.AssignedV1(
                number=number,
                column=event.column,
                lead=event.lead,
                co_agencies=event.co_agencies,
                due=deadline.due,
                provisional=deadline.provisional,
                round=event.round,
                assigned_at=event.at,
                imported=event.imported,
            )
        case events.Returned():
            return public.AssignmentReturnedV1(number, event.column, event.lead, event.round, event.at)
        case events.AssignmentWithdrawn():
            return public.AssignmentWithdrawnV1(number, event.column, event.lead, event.round, event.at)
        case events.HelpArranged():
            return public.CoAgenciesArrangedV1(
                number, event.column, event.lead, event.co_agencies, event.round, event.at
            )
        case events.ExtensionGranted(deadline=deadline):
            return public.DeadlineExtendedV1(
                number=number,
                column=event.column,
                lead=event.lead,
                round=event.round,
                previous=event.previous,
                due=deadline.due,
                provisional=deadline.provisional,
                extended_at=event.at,
            )
        case events.DeadlineRecounted(deadline=deadline):
            return public.DeadlineMovedV1(
                number=number,
                column=event.column,
                lead=event.lead,
                round=event.round,
                previous=event.previous,
                due=deadline.due,
                provisional=deadline.provisional,
                moved_at=event.at,
            )
        case events.Urged():
            return public.UrgedV1(number, event.column, event.lead, event.round, event.level, event.at)
        case events.DueSoonNoted():
            return public.DueSoonV1(number, event.column, event.lead, event.round, event.due, event.at)
        case events.DeadlineMissed():
            return public.DeadlineMissedV1(number, event.column, event.lead, event.round, event.due, event.at)
        case events.ReturnAsked() | events.ReturnRefused() | events.ExtensionAsked() | events.ExtensionRefused():
            return _of_questions(number, event)
        case _:
            return _of_its_end(number, event)


def _of_questions(number: str, event: Any) -> object | None:
    match event:
        case events.ReturnAsked(column=str() as column):
            return public.ReturnAskedV1(number, column, event.lead, event.round, event.at)
        case events.ReturnRefused(column=str() as column):
            return public.ReturnRefusedV1(number, column, event.lead, event.round, event.at)
        case events.ExtensionAsked(column=str() as column):
            return public.ExtensionAskedV1(number, column, event.lead, event.round, event.deadline.due, event.at)
        case events.ExtensionRefused(column=str() as column):
            return public.ExtensionRefusedV1(number, column, event.lead, event.round, event.at)
        case _:
            return None


def _of_its_end(number: str, event: Any) -> object | None:
    match event:
        case events.Closed():
            return public.ClosedV1(
                number=number,
                column=event.column,
                lead=event.lead,
                round=event.round,
                due=event.due,
                on_time=event.on_time,
                closed_at=event.at,
                imported=event.imported,
                reason=event.reason,
            )
        case events.HandedOver():
            return public.HandedOverV1(number, event.column, event.lead, event.round, event.system, event.at)
        case events.Reopened():
            return public.ReopenedV1(number, event.column, event.round, event.reason, event.at)
        case _:
            return None
