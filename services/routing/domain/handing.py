"""Rules of handing a matter over to another system after it was accepted."""

from __future__ import annotations

from typing import assert_never

from services.routing.domain import commands as c
from services.routing.domain import events as e
from services.routing.domain import refusals as no
from services.routing.domain.case_refusals import CaseHandedOver
from services.routing.domain.state import (
    Case,
    Closed,
    HandedOver,
    Unopened,
    Waiting,
    WithAgency,
)


def hand_over(command: c.HandOver, case: Case) -> list[e.Event]:
    """An open case goes to another system, under the receipt number that it got there."""
    match case:
        case Waiting() | WithAgency():
            lead = case.assignment.lead if isinstance(case, WithAgency) else None
            return [
                e.HandedOver(
                    column=case.matter.column,
                    lead=lead,
                    round=case.round,
                    system=command.system,
                    reason=command.reason,
                    receipt=command.receipt,
                    by=command.by,
                    at=command.at,
                )
            ]
        case HandedOver() if same(command, case):
            return []  # already so
        case HandedOver():
            raise CaseHandedOver(case.system, case.by, case.at)
        case Closed():
            raise no.CaseIsClosed(case.round, case.at)
        case Unopened():
            raise no.NotFound
        case _:
            assert_never(case)


def same(command: c.HandOver, done: HandedOver) -> bool:
    """Whether it was handed there so: for this reason, under this receipt, by this person."""
    asked = (command.system, command.reason, command.receipt, command.by)
    return asked == (done.system, done.reason, done.receipt, done.by)
