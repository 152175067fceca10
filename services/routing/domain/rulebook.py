"""Rule book: the office's dispatch rules, drafted, tried out, and switched on; one book, one edition in force."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final, assert_never

from kernel.decider import Decider, Refusal
from services.routing.domain import refusals as no
from services.routing.domain.dispatch import Rule, is_within
from services.routing.domain.words import ColumnId, FieldId

BOOK: Final = "office"
"""The one book's id."""


# commands


@dataclass(frozen=True, slots=True)
class Draft:
    """These are to be the rules; they were written on the edition `replaces`, over all columns or these alone."""

    rules: tuple[Rule, ...]
    replaces: int
    within: tuple[ColumnId, ...] | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SwitchOn:
    """The newest edition, which must be this one, is in force from now on."""

    version: int
    within: tuple[ColumnId, ...] | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Declare:
    """These rules are in force from now on, whatever was drafted."""

    rules: tuple[Rule, ...]
    by: str
    at: datetime


Command = Draft | SwitchOn | Declare


# events


@dataclass(frozen=True, slots=True)
class Drafted:
    """There is a new edition; the one in force stays in force."""

    version: int
    rules: tuple[Rule, ...]
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SwitchedOn:
    """The edition is in force from now on; what is assigned stays as it is."""

    version: int
    by: str
    at: datetime


Event = Drafted | SwitchedOn


# state


@dataclass(frozen=True, slots=True)
class Edition:
    """The rules of one version, in their order, and who wrote them when."""

    version: int
    rules: tuple[Rule, ...]
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Switch:
    """Who put an edition in force, and when."""

    by: str
    at: datetime


EMPTY: Final = Edition(0, (), "", None)


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The edition written last and the one in force; every office begins with an empty one, version 0, in force."""

    newest: Edition = EMPTY
    on: Edition = EMPTY
    switch: Switch | None = None


# refusals


@dataclass(eq=False)
class RulesMovedOn(Refusal):
    """Somebody has written a newer edition than the one that was read, or there is no such edition."""

    code: ClassVar[str] = "routing.rules_moved_on"
    asked: int
    newest: int
    by: str
    at: datetime | None


@dataclass(eq=False)
class RuleNameTaken(Refusal):
    """Two rules have the same name, so that nobody could tell which of them assigned."""

    code: ClassVar[str] = "routing.rule_name_taken"
    name: str


@dataclass(eq=False)
class RuleBeyondColumns(Refusal):
    """A column administrator changes rules that name columns of theirs and no others; these reach further."""

    code: ClassVar[str] = "routing.rule_beyond_columns"
    rules: tuple[str, ...]
    columns: tuple[ColumnId, ...]


@dataclass(eq=False)
class UnknownTerritory(Refusal):
    """No column has this jurisdiction, so that a rule for it would never fit."""

    code: ClassVar[str] = "routing.unknown_territory"
    territory: str
    known: tuple[str, ...]


@dataclass(eq=False)
class UnknownField(Refusal):
    """The office's tree has no such field, so that a rule for it would never fit."""

    code: ClassVar[str] = "routing.unknown_field"
    field: FieldId


# rules over editions


def doubled(rules: Collection[Rule]) -> str | None:
    """The first name that two rules share; or None."""
    counted = Counter(rule.name for rule in rules)
    return next((name for name, times in counted.items() if times > 1), None)


def reaching_beyond(before: Edition, after: tuple[Rule, ...], columns: tuple[ColumnId, ...]) -> tuple[str, ...]:
    """Names of the rules that differ between two editions, or stand in another order, and touch further columns."""
    was = [rule for rule in before.rules if not is_within(rule, columns)]
    is_ = [rule for rule in after if not is_within(rule, columns)]
    if was == is_:
        return ()
    differing = [rule for rule in (*was, *is_) if rule not in was or rule not in is_]
    return tuple(dict.fromkeys(rule.name for rule in differing or is_))


# decide, evolve


def decide(command: Command, book: RuleBook) -> list[Event]:
    """Each command has its own rule."""
    match command:
        case Draft():
            return draft(command, book)
        case SwitchOn():
            return switch_on(command, book)
        case Declare():
            return declare(command, book)
        case _:
            assert_never(command)


def draft(command: Draft, book: RuleBook) -> list[Event]:
    """A sound edition that says something new is recorded, unless another has been written since the one read."""
    _require_sound(command.rules)
    if command.rules == book.newest.rules:
        return []  # already so
    if command.replaces != book.newest.version:
        raise _moved_on(command.replaces, book)
    _require_within(book.newest, command.rules, command.within)
    return [Drafted(book.newest.version + 1, command.rules, command.by, command.at)]


def switch_on(command: SwitchOn, book: RuleBook) -> list[Event]:
    """What is put in force is the edition that was tried out, and no other that was written meanwhile."""
    if command.version == book.on.version:
        return []  # already so
    if command.version != book.newest.version:
        raise _moved_on(command.version, book)
    _require_within(book.on, book.newest.rules, command.within)
    return [SwitchedOn(command.version, command.by, command.at)]


def declare(command: Declare, book: RuleBook) -> list[Event]:
    """Rules that are in force already change nothing; others are written where they are new, and switched on."""
    _require_sound(command.rules)
    if command.rules == book.on.rules:
        return []
    if command.rules == book.newest.rules:
        return [SwitchedOn(book.newest.version, command.by, command.at)]
    version = book.newest.version + 1
    return [
        Drafted(version, command.rules, command.by, command.at),
        SwitchedOn(version, command.by, command.at),
    ]


def _require_sound(rules: tuple[Rule, ...]) -> None:
    """Each rule has a name of its own, and no lead helps itself; raises RuleNameTaken, LeadIsCoAgency."""
    if name := doubled(rules):
        raise RuleNameTaken(name)
    for rule in rules:
        if rule.lead in rule.co_agencies:
            raise no.LeadIsCoAgency(rule.lead)


def _require_within(before: Edition, after: tuple[Rule, ...], columns: tuple[ColumnId, ...] | None) -> None:
    """Nothing changes for other columns than these; raises RuleBeyondColumns."""
    if columns is not None and (beyond := reaching_beyond(before, after, columns)):
        raise RuleBeyondColumns(beyond, columns)


def _moved_on(asked: int, book: RuleBook) -> RulesMovedOn:
    return RulesMovedOn(asked, book.newest.version, book.newest.by, book.newest.at)


def evolve(book: RuleBook, event: Event) -> RuleBook:
    """An edition is added, or the newest put in force."""
    match event:
        case Drafted():
            return RuleBook(Edition(event.version, event.rules, event.by, event.at), book.on, book.switch)
        case SwitchedOn():
            return RuleBook(book.newest, book.newest, Switch(event.by, event.at))
        case _:
            assert_never(event)


DECIDER: Decider[Command, Event, RuleBook] = Decider(RuleBook(), decide, evolve)
