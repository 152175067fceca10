"""Delivery: one thing that happened, told to one group of people in one way; tried until it is told or given up.

Nothing here knows an address: who is told is a rule, and what is kept of a recipient is a name and a masked address.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import ClassVar, assert_never

from kernel.decider import Decider, Refusal

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


@dataclass(frozen=True, slots=True)
class Patience:
    """How often it is tried, and how long the pauses between are: the first, each twice the one before, the longest."""

    attempts: int = 12
    first: timedelta = timedelta(minutes=1)
    longest: timedelta = timedelta(hours=6)

    def pause(self, attempt: int, jitter: float) -> timedelta:
        """The pause after a failed attempt; `jitter`, from 0 to 1, spreads it from four to six fifths."""
        doubled = self.first * (1 << min(attempt - 1, 30))
        return min(doubled, self.longest) * (0.8 + 0.4 * jitter)


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
    """An attempt is about to be made."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Finish:
    """Everyone who is to be told was: these, in this attempt."""

    told: tuple[Recipient, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Fail:
    """The attempt came to nothing, or to less than everything: `told` are those whom it reached."""

    reason: str
    told: tuple[Recipient, ...]
    patience: Patience
    jitter: float
    at: datetime


@dataclass(frozen=True, slots=True)
class GiveUp:
    """No further attempt can succeed."""

    reason: str
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
    """Everyone has been told, in this attempt these; nobody where nobody has an address, or wants to hear of it."""

    attempt: int
    told: tuple[Recipient, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Failed:
    """The attempt failed for `reason`, having reached `told`; the next one is due at `next_at`."""

    attempt: int
    reason: str
    told: tuple[Recipient, ...]
    next_at: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class GivenUp:
    """It is not tried any more, unless a person says so: a dead letter."""

    attempt: int
    reason: str
    told: tuple[Recipient, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Requeued:
    """A person had it tried again: it has every attempt before it once more."""

    by: str
    at: datetime


Event = Queued | Begun | Told | Failed | GivenUp | Requeued


# state


@dataclass(frozen=True, slots=True)
class Unknown:
    """There is no such delivery."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """To be told from `next_at` on; `begun` of an attempt whose end nobody has recorded."""

    occasion: Occasion
    to: Recipients
    lane: str
    next_at: datetime
    attempts: int = 0
    begun: bool = False
    told: tuple[Recipient, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """Everyone has been told."""

    told: tuple[Recipient, ...]


@dataclass(frozen=True, slots=True)
class Dead:
    """Given up; `last` is how it stood then."""

    last: Waiting
    reason: str


Delivery = Unknown | Waiting | Done | Dead


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
        case Begin(at=at):
            return [Begun(delivery.attempts + 1, at)]
        case Finish(told=told, at=at):
            return [Told(delivery.attempts, told, at)]
        case Fail():
            return fail(command, delivery)
        case GiveUp(reason=reason, at=at):
            return [GivenUp(delivery.attempts, reason, (), at)]
        case _:
            assert_never(command)


def queue(command: Queue, delivery: Delivery) -> list[Event]:
    """What was queued once is not queued again, whatever has become of it."""
    if not isinstance(delivery, Unknown):
        return []
    return [Queued(command.occasion, command.to, command.lane, command.at)]


def fail(command: Fail, delivery: Waiting) -> list[Event]:
    """The attempt after the last one is nobody's: then it is given up."""
    attempt = delivery.attempts
    if attempt >= command.patience.attempts:
        return [GivenUp(attempt, command.reason, command.told, command.at)]
    next_at = command.at + command.patience.pause(attempt, command.jitter)
    return [Failed(attempt, command.reason, command.told, next_at, command.at)]


def retry(command: Retry, delivery: Delivery) -> list[Event]:
    """A dead letter has all its attempts before it again; what waits for its next attempt has it now."""
    match delivery:
        case Unknown():
            raise UnknownDelivery
        case Done():
            raise AlreadyTold
        case Waiting(next_at=next_at) if next_at <= command.at:
            return []  # it is due already
        case Waiting() | Dead():
            return [Requeued(command.by, command.at)]
        case _:
            assert_never(delivery)


def evolve(delivery: Delivery, event: Event) -> Delivery:
    """It waits, is tried, and is over in one way or the other."""
    match event, delivery:
        case Queued(), _:
            return Waiting(event.occasion, event.to, event.lane, event.at)
        case Requeued(), Dead(last=last):
            return replace(last, next_at=event.at, attempts=0, begun=False)
        case Requeued(), Waiting():
            return replace(delivery, next_at=event.at, attempts=0, begun=False)
        case Begun(), Waiting():
            return replace(delivery, attempts=event.attempt, begun=True)
        case Failed(), Waiting():
            told = (*delivery.told, *event.told)
            return replace(delivery, next_at=event.next_at, begun=False, told=told)
        case Told(), Waiting():
            return Done((*delivery.told, *event.told))
        case GivenUp(), Waiting():
            return Dead(replace(delivery, begun=False, told=(*delivery.told, *event.told)), event.reason)
        case _:
            return delivery


def masked(address: str) -> str:
    """An address that its owner knows again and nobody else learns: w***@example.com, 138****0000."""
    name, at, domain = address.rpartition("@")
    if at:
        return f"{name[:1]}***@{domain}"
    return f"{address[:3]}****{address[-4:]}" if len(address) > len("13800000") else "****"


DELIVERY: Decider[Command, Event, Delivery] = Decider(Unknown(), decide, evolve)
