"""PublicText: the redacted copy of a message that a clerk confirmed for everyone to read (domain.md, rule 5).

A stream of its own beside the message's: the original never changes, each confirmation is a new version. One that is
withdrawn is read by nobody from then on; it stays on record, and a later version can be confirmed.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from kernel.decider import Decider
from personal.forms import Personal
from services.intake.domain.refusals import (
    NoConsent,
    NoPublicText,
    NotPublishable,
    PublicTextMovedOn,
    StillPersonal,
    TextErased,
)
from services.intake.domain.state import Closed, InProgress, Message, Unwritten, Written, standing
from services.intake.domain.text import must_be_note, must_be_readable, must_be_short

TITLE_LIMIT = 500
BODY_LIMIT = 20_000


@dataclass(frozen=True, slots=True)
class Draft:
    """A public text as a clerk wrote it."""

    title: str
    body: str


# commands


@dataclass(frozen=True, slots=True)
class Confirm:
    """Everyone may read this text, which a clerk made on the `basis` of a proposal.

    `sealed` is the text as it is kept, `still` what the finder is sure of in it, `reason` (sealed) why that may stand.
    """

    number: str
    message: Message
    text: Draft
    sealed: Draft
    basis: str
    still: tuple[Personal, ...]
    reason: str | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Nobody but staff may read the text any more; `reason` is sealed."""

    message: Message
    reason: str
    by: str
    at: datetime


Command = Confirm | Withdraw


# events


@dataclass(frozen=True, slots=True)
class PublicTextConfirmed:
    """A clerk confirmed a text for everyone to read; title, body and reason are sealed under the message's number."""

    column: str
    version: int
    title: str
    body: str
    text_hash: str
    passed_over: tuple[str, ...]
    reason: str | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PublicTextWithdrawn:
    """What everyone could read of the message is public no more: the version, or 0 for an imported title."""

    column: str
    version: int
    reason: str
    by: str
    at: datetime


Event = PublicTextConfirmed | PublicTextWithdrawn


# state


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """Nobody has confirmed a text: nothing that the citizen wrote is public."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The version that everyone reads, through whom and when."""

    version: int
    text_hash: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Nothing is public, not even an imported title: this was the last version, through whom it went, when and why.

    `reason` is sealed.
    """

    version: int
    by: str
    at: datetime
    reason: str


PublicText = Unconfirmed | Confirmed | Withdrawn


# rules


def hash_of(text: Draft) -> str:
    """What a public text is known by: SHA-256 of its title, a line feed, and its body."""
    return hashlib.sha256(f"{text.title}\n{text.body}".encode()).hexdigest()


def basis_of(number: str, public: PublicText) -> str:
    """What a proposal is made on: the message and the version confirmed so far, as one SHA-256."""
    match public:
        case Unconfirmed():
            so_far = "0"
        case Confirmed(version=version, text_hash=text_hash):
            so_far = f"{version} {text_hash}"
        case Withdrawn(version=version):
            so_far = f"{version} withdrawn"
        case _:
            assert_never(public)
    return hashlib.sha256(f"{number} {so_far}".encode()).hexdigest()


def must_be_publishable(message: Message) -> Written:
    """Accepted, with the citizen's consent, and not erased; raises NotPublishable, NoConsent, TextErased."""
    if not isinstance(message, InProgress | Closed):
        raise NotPublishable(standing(message))
    if message.submission.erased:
        raise TextErased
    if not message.submission.consent_public:
        raise NoConsent
    return message


def must_be_there(message: Message) -> Written:
    """Something was written, and not erased; raises NoPublicText, TextErased."""
    if isinstance(message, Unwritten):
        raise NoPublicText
    if message.submission.erased:
        raise TextErased
    return message


def must_be_fit(text: Draft) -> None:
    """Both parts say something that can be read, and are no longer than a message."""
    must_be_readable("title", text.title, lines=False)
    must_be_readable("body", text.body, lines=True)
    must_be_short("title", text.title, TITLE_LIMIT)
    must_be_short("body", text.body, BODY_LIMIT)


def must_be_reason(reason: str) -> None:
    """Why something is passed over is said like any note of a clerk."""
    must_be_note("reason", reason)


# decide, evolve


def decide(command: Command, public: PublicText) -> list[Event]:
    """A text is confirmed or withdrawn."""
    return confirm(command, public) if isinstance(command, Confirm) else withdraw(command, public)


def withdraw(command: Withdraw, public: PublicText) -> list[Event]:
    """What is public is public no more: a confirmed text, or the title of a message that stood on another board.

    What was withdrawn is not withdrawn for another reason, or by another person: nothing is public any more.
    """
    message = must_be_there(command.message)
    match public:
        case Withdrawn(by=command.by, reason=command.reason):
            return []  # already so
        case Withdrawn():
            raise NoPublicText
        case Unconfirmed() if not isinstance(message, InProgress | Closed) or not message.submission.imported:
            raise NoPublicText
        case Confirmed() | Unconfirmed():
            column = message.submission.column
            return [PublicTextWithdrawn(column, version_of(public), command.reason, command.by, command.at)]
        case _:
            assert_never(public)


def confirm(command: Confirm, public: PublicText) -> list[Event]:
    """What still names a person is refused unless a reason is given; two clerks do not overwrite each other unseen."""
    message = must_be_publishable(command.message)
    must_be_fit(command.text)
    text_hash = hash_of(command.text)
    match public:
        case Confirmed(text_hash=current) if current == text_hash:
            return []  # already so
        case Confirmed() | Unconfirmed() | Withdrawn():
            must_be_current(command, public)
            must_be_unpersonal(command)
        case _:
            assert_never(public)
    return [
        PublicTextConfirmed(
            column=message.submission.column,
            version=version_of(public) + 1,
            title=command.sealed.title,
            body=command.sealed.body,
            text_hash=text_hash,
            passed_over=tuple(kind.value for kind in command.still),
            reason=command.reason if command.still else None,
            by=command.by,
            at=command.at,
        )
    ]


def must_be_current(command: Confirm, public: PublicText) -> None:
    """The proposal that the clerk worked on is the present one; raises PublicTextMovedOn."""
    if command.basis == basis_of(command.number, public):
        return
    match public:
        case Unconfirmed():
            raise PublicTextMovedOn(0, None, None)
        case Confirmed(version=version, by=by, at=at) | Withdrawn(version=version, by=by, at=at):
            raise PublicTextMovedOn(version, by, at)
        case _:
            assert_never(public)


def must_be_unpersonal(command: Confirm) -> None:
    """Nothing of which the finder is sure, unless a reason is given; raises StillPersonal."""
    if command.still and command.reason is None:
        raise StillPersonal(tuple(kind.value for kind in command.still))


def version_of(public: PublicText) -> int:
    """How often a text was confirmed."""
    return 0 if isinstance(public, Unconfirmed) else public.version


def evolve(_: PublicText, event: Event) -> PublicText:
    """The last confirmation or withdrawal holds."""
    match event:
        case PublicTextConfirmed():
            return Confirmed(event.version, event.text_hash, event.by, event.at)
        case PublicTextWithdrawn():
            return Withdrawn(event.version, event.by, event.at, event.reason)
        case _:
            assert_never(event)


PUBLIC_TEXT: Decider[Command, Event, PublicText] = Decider(Unconfirmed(), decide, evolve)
