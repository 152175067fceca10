"""Contact: how often one phone number or one e-mail address wrote on one day.

The contact itself is not known here: a stream is named by a keyed hash of the contact and the day, so that what was
counted on one day tells nothing of another, and whoever lacks the master key can find nobody in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from kernel.decider import Decider
from services.intake.domain.days import SHANGHAI, day_of
from services.intake.domain.letter import Letter
from services.intake.domain.reaching import dialled, plain
from services.intake.domain.refusals import ContactLimitReached


@dataclass(frozen=True, slots=True)
class CountMessage:
    """One more message comes from this contact, by the `field` of the letter; it may send `limit` a day.

    `message` is a keyed hash of the message's number.
    """

    message: str
    field: str
    limit: int
    at: datetime


@dataclass(frozen=True, slots=True)
class MessageCounted:
    """One more message came from this contact on this day."""

    message: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Written:
    """Which messages came so far."""

    messages: frozenset[str] = frozenset()


def decide(command: CountMessage, written: Written) -> list[MessageCounted]:
    """So many messages a day, and no more before midnight in Shanghai; raises ContactLimitReached."""
    if command.message in written.messages:
        return []
    if len(written.messages) >= command.limit:
        raise ContactLimitReached(command.field, command.limit, seconds_left(command.at))
    return [MessageCounted(command.message, command.at)]


def evolve(written: Written, event: MessageCounted) -> Written:
    """One more."""
    return Written(written.messages | {event.message})


def seconds_left(at: datetime) -> int:
    """Until the day of `at` ends in Shanghai; at least one."""
    ends = datetime.combine(day_of(at) + timedelta(days=1), time(), SHANGHAI)
    return max(1, int((ends - at).total_seconds()))


def contacts(letter: Letter) -> list[tuple[str, str]]:
    """(field, contact) for each that the letter gives, in one form however it was written."""
    given = {
        "phone": letter.phone and (dialled(letter.phone) or plain(letter.phone)),
        "email": letter.email and plain(letter.email),
    }
    return [(field, contact) for field, contact in given.items() if contact]


CONTACT: Decider[CountMessage, MessageCounted, Written] = Decider(Written(), decide, evolve)
