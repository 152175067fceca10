"""Delivery: one thing that happened, told to one group of people in one way; tried until it is told or given up.

Nothing here knows an address: who is told is a rule, and what is kept of a recipient is a name and a masked address.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import ClassVar, assert_never

from kernel.decider import Decider, Refusal
from services.notices.domain.patience import Patience

EMAIL = "email"
"""The lane of everything that goes by e-mail; every webhook is a lane of its own, named like the webhook."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """What happened, to which message or notice, when, and the date that matters about it."""

    kind: str
    number: str
    happened_at: datetime
    date: date | None = None


@dataclass(frozen=True, slots=True)
class Recipients:
    """Accounts of these roles within these scopes (None: whatever the scope); or a notice's readers; or the citizen."""

    roles: tuple[str, ...] = ()
    columns: tuple[str, ...] | None = None
    agencies: tuple[str, ...] | None = None
    levels: tuple[int, ...] | None = None
    notice: str | None = None
    citizen: bool = False


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who was told: an account's name or `citizen`, and an address that shows next to nothing."""

    who: str
    masked: str


# commands


@dataclass(frozen=True, slots=True)
class Queue:
    """This is to be told."""

    occasion: Occasion
    to: Recipients
    lane: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Begin:
    """Attempt `attempt` is about to be made."""

    attempt: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Finish:
    """Everyone who is to be told was: these, in this attempt."""

    attempt: int
    told: tuple[Recipient, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Fail:
    """The attempt came to nothing, or to less than everything.

    `told` are those whom it reached, `refused` those whose address is refused for good: nobody tries that again.
    """

    attempt: int
    reason: str
    told: tuple[Recipient, ...]
    refused: tuple[Recipient, ...]
    patience: Patience
    jitter: float
    at: datetime


@dataclass(frozen=True, slots=True)
class GiveUp:
    """No further attempt can succeed; `told` and `refused` as in Fail."""

    attempt: int
    reason: str
    told: tuple[Recipient, ...]
    refused: tuple[Recipient, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Retry:
    """A person wants it tried again, at once."""

    by: str
    at: datetime


Command = Queue | Begin | Finish | Fail | GiveUp | Retry


# events


@dataclass(frozen=True, slots=True)
class Queued:
    """It waits to be told."""

    occasion: Occasion
    to: Recipients
    lane: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Begun:
    """An attempt begins. Where nothing follows it, the process ended in between: it may have been told or not."""

    attempt: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """Everyone who can be has been told, in this attempt these; nobody where nobody has an address or wants to hear."""

    attempt: int
    told: tuple[Recipient, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Failed:
    """The attempt failed for `reason`, having reached `told`; the next one is due at `next_at`.

    The addresses of `refused` are refused for good, and are not tried again.
    """

    attempt: int
    reason: str
    told: tuple[Recipient, ...]
    next_at: datetime
    at: datetime
    refused: tuple[Recipient, ...] = ()


@dataclass(frozen=True, slots=True)
class GivenUp:
    """It is not tried any more, unless a person says so: a dead letter. `told` and `refused` as in Failed."""

    attempt: int
    reason: str
    told: tuple[Recipient, ...]
    at: datetime
    refused: tuple[Recipient, ...] = ()


@dataclass(frozen=True, slots=True)
class Requeued:
    """A person had it tried again: it may fail as often once more. Attempts count on: a number names one of them."""

    by: str
    at: datetime


Event = Queued | Begun | Told | Failed | GivenUp | Requeued


# state


@dataclass(frozen=True, slots=True)
class Unknown:
    """There is no such delivery."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """To be told from `next_at` on; `attempts` have been begun, and of `unended` nobody has recorded the end.

    `forgiven` of them were made before a person had it tried again. Who was told is not told again, and whose address
    is refused for good is not tried again.
    """

    occasion: Occasion
    to: Recipients
    lane: str
    next_at: datetime
    attempts: int = 0
    forgiven: int = 0
    unended: tuple[int, ...] = ()
    told: tuple[Recipient, ...] = ()
    refused: tuple[Recipient, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """Everyone has been told."""

    told: tuple[Recipient, ...]


@dataclass(frozen=True, slots=True)
class Unaddressed:
    """There was nobody to tell: nobody has an address, or wants to hear of it; `last` is how it stood then."""

    last: Waiting


@dataclass(frozen=True, slots=True)
class Dead:
    """Given up; `last` is how it stood then."""

    last: Waiting
    reason: str


Delivery = Unknown | Waiting | Done | Unaddressed | Dead


# refusals


@dataclass(eq=False)
class UnknownDelivery(Refusal):
    """There is no such delivery."""

    code: ClassVar[str] = "notices.unknown_delivery"


@dataclass(eq=False)
class AlreadyTold(Refusal):
    """Everyone has been told: telling them again would be another thing."""

    code: ClassVar[str] = "notices.already_told"


# rules


def decide(command: Command, delivery: Delivery) -> list[Event]:
    """Each command has its own rule."""
    match command:
        case Queue():
            return queue(command, delivery)
        case Retry():
            return retry(command, delivery)
        case _ if isinstance(delivery, Unknown):
            raise UnknownDelivery
        case _ if not isinstance(delivery, Waiting):
            return []  # over: another process has been quicker
        case Begin(attempt=attempt, at=at):
            its_turn = attempt == delivery.attempts + 1 and at >= delivery.next_at
            return [Begun(attempt, at)] if its_turn else []
        case _ if command.attempt not in delivery.unended:
            return []  # its end is known, or it never began
        case Finish(attempt=attempt, told=told, at=at):
            return [Told(attempt, told, at)]  # also where another process has begun the next: they were told
        case _ if command.attempt < delivery.attempts or command.attempt <= delivery.forgiven:
            return []  # another process has begun the next, or a person had it tried again
        case Fail():
            return fail(command, delivery)
        case GiveUp(attempt=attempt, reason=reason, told=told, refused=refused, at=at):
            return [GivenUp(attempt, reason, told, at, refused)]
        case _:
            assert_never(command)


def queue(command: Queue, delivery: Delivery) -> list[Event]:
    """What was queued once is not queued again, whatever has become of it."""
    if not isinstance(delivery, Unknown):
        return []
    return [Queued(command.occasion, command.to, command.lane, command.at)]


def fail(command: Fail, delivery: Waiting) -> list[Event]:
    """The attempt after the last one is nobody's: then it is given up."""
    attempt = command.attempt
    tries = attempt - delivery.forgiven
    if tries >= command.patience.attempts:
        return [GivenUp(attempt, command.reason, command.told, command.at, command.refused)]
    next_at = command.at + command.patience.pause(tries, command.jitter)
    return [Failed(attempt, command.reason, command.told, next_at, command.at, command.refused)]


def retry(command: Retry, delivery: Delivery) -> list[Event]:
    """What was given up, or had nobody to be told to, may fail as often again; what waits is tried now."""
    match delivery:
        case Unknown():
            raise UnknownDelivery
        case Done():
            raise AlreadyTold
        case Waiting(next_at=next_at) if next_at <= command.at:
            return []  # it is due already
        case Waiting() | Unaddressed() | Dead():
            return [Requeued(command.by, command.at)]
        case _:
            assert_never(delivery)


def evolve(delivery: Delivery, event: Event) -> Delivery:
    """It waits, is tried, and is over in one way or the other."""
    match event, delivery:
        case Queued(), _:
            return Waiting(event.occasion, event.to, event.lane, event.at)
        case Requeued(), Unaddressed(last=last) | Dead(last=last):
            return _anew(last, event.at)
        case Requeued(), Waiting():
            return _anew(delivery, event.at)
        case Begun(), Waiting():
            return replace(delivery, attempts=event.attempt, unended=(*delivery.unended, event.attempt))
        case Failed(), Waiting():
            return replace(_having_reached(delivery, event), next_at=event.next_at)
        case Told(), Waiting():
            told = (*delivery.told, *event.told)
            return Done(told) if told else Unaddressed(_ended(delivery, event.attempt))
        case GivenUp(), Waiting():
            return Dead(_having_reached(delivery, event), event.reason)
        case _:
            return delivery


def _anew(last: Waiting, at: datetime) -> Waiting:
    """What was tried is forgiven; an address that was refused may have been put right."""
    return replace(last, next_at=at, forgiven=last.attempts, refused=())


def _having_reached(delivery: Waiting, ended: Failed | GivenUp) -> Waiting:
    told, refused = (*delivery.told, *ended.told), (*delivery.refused, *ended.refused)
    return replace(_ended(delivery, ended.attempt), told=told, refused=refused)


def _ended(delivery: Waiting, attempt: int) -> Waiting:
    return replace(delivery, unended=tuple(one for one in delivery.unended if one != attempt))


DELIVERY: Decider[Command, Event, Delivery] = Decider(Unknown(), decide, evolve)
