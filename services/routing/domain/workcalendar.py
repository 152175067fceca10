"""The working calendar: what the portal office amends of the announced days, one numbered amendment after the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from kernel.decider import Decider
from services.routing.domain.calendar_refusals import AmendsNothing, AnnouncedAndRetracted, DayAmendedTwice
from services.routing.domain.words import Sealed
from workdays.calendar import Calendar, Day

# commands


@dataclass(frozen=True, slots=True)
class Amend:
    """These days are so from now on; years are declared announced by the State Council, or that is taken back."""

    days: tuple[Day, ...]
    announced: tuple[int, ...]
    retracted: tuple[int, ...]
    reason: Sealed
    by: str
    at: datetime


Command = Amend


# events


@dataclass(frozen=True, slots=True)
class Amended:
    """The calendar's amendment of this number: the days it settles, the years that count as announced or no longer."""

    number: int
    days: tuple[Day, ...]
    announced: tuple[int, ...]
    retracted: tuple[int, ...]
    reason: Sealed
    by: str
    at: datetime


Event = Amended


# state


@dataclass(frozen=True, slots=True, eq=False)  # known by identity, so that the calendar made of it can be kept
class Amendments:
    """All amendments so far: how many, the last word on each day, the years that were declared announced."""

    number: int = 0
    days: Mapping[date, Day] = field(default_factory=dict)
    announced: frozenset[int] = frozenset()


# rules


def amended(calendar: Calendar, amendments: Amendments) -> Calendar:
    """The calendar in force: the office's word on a day goes before any other, and its number makes the version."""
    if not amendments.number:
        return calendar
    version = f"{calendar.version}, amendment {amendments.number}"
    return calendar.amended(version, amendments.days, amendments.announced)


def sound(command: Amend) -> None:
    """An amendment says something, and nothing both ways; raises AmendsNothing, DayAmendedTwice, AnnouncedAndRetracted.

    A day said twice alike is said once.
    """
    if not (command.days or command.announced or command.retracted):
        raise AmendsNothing
    said: dict[date, Day] = {}
    for day in command.days:
        if said.setdefault(day.date, day) != day:
            raise DayAmendedTwice(day.date)
    if both := set(command.announced) & set(command.retracted):
        raise AnnouncedAndRetracted(min(both))


# decide, evolve


def decide(command: Command, amendments: Amendments) -> list[Event]:
    """An amendment is recorded when it is sound and makes some day or year otherwise."""
    sound(command)
    announced, retracted = set(command.announced), set(command.retracted)
    is_known = all(amendments.days.get(day.date) == day for day in command.days)
    if is_known and announced <= amendments.announced and not retracted & amendments.announced:
        return []  # already so
    return [
        Amended(
            number=amendments.number + 1,
            days=tuple(sorted(set(command.days), key=lambda day: day.date)),
            announced=tuple(sorted(announced)),
            retracted=tuple(sorted(retracted)),
            reason=command.reason,
            by=command.by,
            at=command.at,
        )
    ]


def evolve(amendments: Amendments, event: Event) -> Amendments:
    """The last word on a day or a year holds."""
    return Amendments(
        number=event.number,
        days={**amendments.days, **{day.date: day for day in event.days}},
        announced=(amendments.announced | set(event.announced)) - set(event.retracted),
    )


DECIDER: Decider[Command, Event, Amendments] = Decider(Amendments(), decide, evolve)
