"""Reader: what one person has done about one notice: which version they opened, and gave the receipt for.

A stream of its own for each notice and person: however many open a notice at once, none of them waits for another.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from kernel.decider import Decider
from services.notices.domain import refusals as no
from services.notices.domain.events import Addressed, ReaderEvent, ReceiptGiven, WasRead
from services.notices.domain.notice import in_force
from services.notices.domain.state import Draft, Notice, Sent, Unwritten, Withdrawn
from services.notices.domain.words import Account


@dataclass(frozen=True, slots=True)
class Address:
    """The notice's audience meets this account as it is sent."""

    account: Account
    at: datetime


@dataclass(frozen=True, slots=True)
class Read:
    """A person for whom the notice is, as it stands, has opened this version."""

    notice: Notice
    account: Account
    version: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Confirm:
    """A person for whom the notice is, as it stands, gives the receipt that this version asks for."""

    notice: Notice
    account: Account
    version: int
    at: datetime


Command = Address | Read | Confirm


@dataclass(frozen=True, slots=True)
class Seen:
    """The newest version that a person has read, or confirmed, and when; 0: none."""

    version: int = 0
    at: datetime | None = None

    def at_version(self, version: int) -> datetime | None:
        """When it was, where it was this very version."""
        return self.at if self.version == version else None


@dataclass(frozen=True, slots=True)
class Reader:
    """Whether the person was there when it was sent, and how far they are."""

    addressed: bool = False
    read: Seen = Seen()
    confirmed: Seen = Seen()


def decide(command: Command, reader: Reader) -> list[ReaderEvent]:
    """Each command has its own rule."""
    match command:
        case Address(account=account, at=at):
            return [] if reader.addressed else [Addressed(account, at)]
        case Read():
            return read(command, reader)
        case Confirm():
            return confirm(command, reader)
        case _:
            assert_never(command)


def read(command: Read, reader: Reader) -> list[ReaderEvent]:
    """Once for each version. Who opens what is corrected or withdrawn meanwhile has not read what holds."""
    match command.notice:
        case Unwritten() | Draft():
            raise no.NotFound
        case Withdrawn():
            return []
        case Sent() if command.version != command.notice.version or reader.read.version >= command.version:
            return []
        case Sent():
            return [WasRead(command.account, command.version, reader.addressed, command.at)]
        case _:
            assert_never(command.notice)


def confirm(command: Confirm, reader: Reader) -> list[ReaderEvent]:
    """A receipt is for the version that was read: nobody confirms what they have not opened."""
    notice = command.notice
    if isinstance(notice, Unwritten | Draft):
        raise no.NotFound
    if isinstance(notice, Withdrawn) and reader.confirmed.version == command.version:
        return []  # already so
    sent = in_force(notice)
    if not sent.letter.outline.needs_receipt:
        raise no.NoReceiptAsked
    if command.version != sent.version:
        raise no.VersionMovedOn(command.version, sent.version, sent.by, sent.at)
    if reader.confirmed.version >= sent.version:
        return []  # already so
    if reader.read.version != sent.version:
        raise no.NotRead(sent.version)
    return [ReceiptGiven(command.account, command.version, reader.addressed, command.at)]


def evolve(reader: Reader, event: ReaderEvent) -> Reader:
    """Addressed once, and then further with each version."""
    match event:
        case Addressed():
            return replace(reader, addressed=True)
        case WasRead():
            return replace(reader, read=Seen(event.version, event.at))
        case ReceiptGiven():
            return replace(reader, confirmed=Seen(event.version, event.at))
        case _:
            assert_never(event)


READER: Decider[Command, ReaderEvent, Reader] = Decider(Reader(), decide, evolve)
