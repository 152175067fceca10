"""Agency: an office that can answer a case, and the one above it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from kernel.decider import Decider
from services.routing.domain.words import AgencyId, Level

# commands


@dataclass(frozen=True, slots=True)
class Describe:
    """The agency has this name, this parent and this level from now on."""

    agency: AgencyId
    name: str
    parent: AgencyId | None
    by: str
    at: datetime
    level: Level = "department"


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
    level: Level = "department"


@dataclass(frozen=True, slots=True)
class Amended:
    """The agency got another name, another parent or another level."""

    agency: AgencyId
    name: str
    parent: AgencyId | None
    by: str
    at: datetime
    level: Level = "department"


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
    level: Level = "department"


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


_ABOVE: dict[Level, frozenset[Level]] = {
    "city": frozenset({"city"}),
    "county": frozenset({"city"}),
    "township": frozenset({"city", "county"}),
    "department": frozenset({"city", "county", "township", "department"}),
}


def find_misplaced(
    parents: Mapping[AgencyId, AgencyId | None], levels: Mapping[AgencyId, Level]
) -> tuple[AgencyId, AgencyId] | None:
    """The first agency, with its parent, that does not stand below one of that level; or None.

    A county stands below a city, a township below a county (or a city without counties), a department below whose
    department it is: so a county's departments are those under that county. Any may be at the top.
    """
    for agency, parent in parents.items():
        if parent is not None and levels[parent] not in _ABOVE[levels[agency]]:
            return agency, parent
    return None


# decide, evolve


def decide(command: Command, agency: Agency) -> list[Event]:
    """A description is recorded when it says something new."""
    match agency:
        case Unregistered():
            return [Registered(command.agency, command.name, command.parent, command.by, command.at, command.level)]
        case Known(name=command.name, parent=command.parent, level=command.level):
            return []  # already so
        case Known():
            return [Amended(command.agency, command.name, command.parent, command.by, command.at, command.level)]
        case _:
            assert_never(agency)


def evolve(_: Agency, event: Event) -> Agency:
    """The last description holds."""
    return Known(event.name, event.parent, event.level)


DECIDER: Decider[Command, Event, Agency] = Decider(Unregistered(), decide, evolve)
