"""Agency: an office that can answer a case, and the one above it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from kernel.decider import Decider
from services.routing.domain.words import AgencyId

# commands


@dataclass(frozen=True, slots=True)
class Describe:
    """The agency has this name and this parent from now on."""

    agency: AgencyId
    name: str
    parent: AgencyId | None
    by: str
    at: datetime


Command = Describe


# events


@dataclass(frozen=True, slots=True)
class Registered:
    """The agency can be given cases from now on."""

    agency: AgencyId
    name: str
    parent: AgencyId | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Amended:
    """The agency got another name or another parent."""

    agency: AgencyId
    name: str
    parent: AgencyId | None
    by: str
    at: datetime


Event = Registered | Amended


# state


@dataclass(frozen=True, slots=True)
class Unregistered:
    """Nobody has registered the agency."""


@dataclass(frozen=True, slots=True)
class Known:
    """A registered agency."""

    name: str
    parent: AgencyId | None


Agency = Unregistered | Known


# rules over several agencies


def find_cycle(parents: Mapping[AgencyId, AgencyId | None]) -> tuple[AgencyId, ...] | None:
    """The first ring of agencies that are each other's parent, starting and ending with the same one; or None."""
    for start in parents:
        path = [start]
        above = parents[start]
        while above is not None and above not in path:
            path.append(above)
            above = parents.get(above)
        if above == start:
            return (*path, start)
    return None


# decide, evolve


def decide(command: Command, agency: Agency) -> list[Event]:
    """A description is recorded when it says something new."""
    match agency:
        case Unregistered():
            return [Registered(command.agency, command.name, command.parent, command.by, command.at)]
        case Known(name=command.name, parent=command.parent):
            return []  # already so
        case Known():
            return [Amended(command.agency, command.name, command.parent, command.by, command.at)]
        case _:
            assert_never(agency)


def evolve(_: Agency, event: Event) -> Agency:
    """The last description holds."""
    return Known(event.name, event.parent)


DECIDER: Decider[Command, Event, Agency] = Decider(Unregistered(), decide, evolve)
