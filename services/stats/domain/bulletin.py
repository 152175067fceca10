"""Bulletin: the figures of a column, or of the whole city, for a period: computed, checked, published, corrected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import assert_never

from kernel.decider import Decider
from services.stats.domain.refusals import (
    BulletinMovedOn,
    BulletinNotChecked,
    BulletinNotDrafted,
    CorrectionNeedsReason,
    DraftedByTheSame,
    NothingChanged,
    NothingToCorrect,
    PeriodNotOver,
)
from workdays.calendar import midnight

_DAY = timedelta(days=1)

ColumnId = str
BulletinId = str


@dataclass(frozen=True, slots=True)
class About:
    """What a bulletin is about: the messages of a column (None: of the city's own portal) from `begin` to before `end`.

    Which of them are counted, and as what, is so at `as_of`.
    """

    column: ColumnId | None
    begin: date
    end: date
    as_of: datetime


# commands


@dataclass(frozen=True, slots=True)
class Draft:
    """These are the figures; `figures` is what of the content is the same whenever they are (domain.content)."""

    about: About
    content: str
    digest: str
    figures: str
    reason: str | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SendBack:
    """The draft of this digest is not to go out, for the reason that `comment` gives."""

    digest: str
    comment: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Check:
    """The draft of this digest is right."""

    digest: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Publish:
    """What was checked, of this digest, goes out."""

    digest: str
    by: str
    at: datetime


Command = Draft | SendBack | Check | Publish


# events


@dataclass(frozen=True, slots=True)
class Drafted:
    """The figures of version `version`, as JSON; `digest` is the SHA-256 of it. `reason`: why that before is wrong."""

    about: About
    version: int
    content: str
    digest: str
    figures: str
    reason: str | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SentBack:
    """The draft of this version does not go out as it is."""

    version: int
    digest: str
    comment: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Checked:
    """Somebody else than who drafted this version found it right."""

    version: int
    digest: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Published:
    """The version is out, and stays as it is for ever."""

    about: About
    version: int
    digest: str
    by: str
    at: datetime


Event = Drafted | SentBack | Checked | Published


# state


@dataclass(frozen=True, slots=True)
class Version:
    """Figures that were computed for the bulletin."""

    about: About
    version: int
    digest: str
    figures: str
    by: str


@dataclass(frozen=True, slots=True)
class Undrafted:
    """There is none."""


@dataclass(frozen=True, slots=True)
class InDraft:
    """Computed; `out` is the version that is published meanwhile."""

    draft: Version
    out: Version | None


@dataclass(frozen=True, slots=True)
class Returned:
    """Sent back before anything was published."""

    draft: Version


@dataclass(frozen=True, slots=True)
class Approved:
    """Found right, not yet published."""

    draft: Version
    out: Version | None


@dataclass(frozen=True, slots=True)
class Out:
    """Published; `laid_down` is the digest of the correction that was sent back last."""

    out: Version
    laid_down: str | None = None


Bulletin = Undrafted | InDraft | Returned | Approved | Out

STATES = {Undrafted: "absent", InDraft: "drafted", Returned: "sent_back", Approved: "checked", Out: "published"}
"""What the states are called outside."""


# rules


def draft(command: Draft, bulletin: Bulletin) -> list[Event]:
    """A period that is over is counted, and anew until it is published; then only with a reason and other figures."""
    if command.about.as_of < midnight(command.about.end):
        raise PeriodNotOver((command.about.end - _DAY).isoformat(), command.about.as_of)
    out = in_force(bulletin)
    must_be_a_correction(command, out)
    match bulletin:
        case InDraft(draft=Version(digest=command.digest)) | Approved(draft=Version(digest=command.digest)):
            return []  # the same again
        case Undrafted() | InDraft() | Returned() | Approved() | Out():
            version = 1 if out is None else out.version + 1
            return [
                Drafted(
                    about=command.about,
                    version=version,
                    content=command.content,
                    digest=command.digest,
                    figures=command.figures,
                    reason=command.reason,
                    by=command.by,
                    at=command.at,
                )
            ]
        case _:
            assert_never(bulletin)


def must_be_a_correction(command: Draft, out: Version | None) -> None:
    """What is published is corrected for a reason; what is not has nothing to correct."""
    if out is None:
        if command.reason is not None:
            raise NothingToCorrect
        return
    if command.reason is None:
        raise CorrectionNeedsReason(out.version)
    if command.figures == out.figures:
        raise NothingChanged(out.version)


def send_back(command: SendBack, bulletin: Bulletin) -> list[Event]:
    """Until it is published a draft can be sent back, also by who drafted it; a correction is laid down with that."""
    match bulletin:
        case Returned(draft=Version(digest=command.digest)) | Out(laid_down=command.digest):
            return []
        case InDraft(draft=draft_) | Approved(draft=draft_):
            must_be(command.digest, draft_)
            return [SentBack(draft_.version, command.digest, command.comment, command.by, command.at)]
        case Undrafted() | Returned() | Out():
            raise BulletinNotDrafted(STATES[type(bulletin)])
        case _:
            assert_never(bulletin)


def check(command: Check, bulletin: Bulletin) -> list[Event]:
    """Four eyes: who drafted it does not check it (domain.md, rule 3)."""
    match bulletin:
        case Approved(draft=Version(digest=command.digest)):
            return []
        case InDraft(draft=draft_):
            must_be(command.digest, draft_)
            if draft_.by == command.by:
                raise DraftedByTheSame(command.by)
            return [Checked(draft_.version, command.digest, command.by, command.at)]
        case Undrafted() | Returned() | Approved() | Out():
            raise BulletinNotDrafted(STATES[type(bulletin)])
        case _:
            assert_never(bulletin)


def publish(command: Publish, bulletin: Bulletin) -> list[Event]:
    """What goes out is what was checked."""
    match bulletin:
        case Out(out=Version(digest=command.digest)):
            return []
        case Approved(draft=draft_):
            must_be(command.digest, draft_)
            return [Published(draft_.about, draft_.version, draft_.digest, command.by, command.at)]
        case Undrafted() | InDraft() | Returned() | Out():
            raise BulletinNotChecked(STATES[type(bulletin)])
        case _:
            assert_never(bulletin)


def must_be(digest: str, draft_: Version) -> None:
    """Whoever decides has looked at the draft as it is now."""
    if digest != draft_.digest:
        raise BulletinMovedOn(draft_.digest)


def in_force(bulletin: Bulletin) -> Version | None:
    """The version that is out."""
    match bulletin:
        case Undrafted():
            return None
        case Returned():
            return None
        case InDraft(out=out) | Approved(out=out) | Out(out=out):
            return out
        case _:
            assert_never(bulletin)


# decide, evolve


def decide(command: Command, bulletin: Bulletin) -> list[Event]:
    """What the command comes to."""
    match command:
        case Draft():
            return draft(command, bulletin)
        case SendBack():
            return send_back(command, bulletin)
        case Check():
            return check(command, bulletin)
        case Publish():
            return publish(command, bulletin)
        case _:
            assert_never(command)


def evolve(bulletin: Bulletin, event: Event) -> Bulletin:
    """How it stands after what happened."""
    match event:
        case Drafted():
            version = Version(event.about, event.version, event.digest, event.figures, event.by)
            return InDraft(version, in_force(bulletin))
        case SentBack(digest=digest):
            return _moved(bulletin, lambda draft_, out: Returned(draft_) if out is None else Out(out, digest))
        case Checked():
            return _moved(bulletin, Approved)
        case Published():
            return _moved(bulletin, lambda draft_, _: Out(draft_))
        case _:
            assert_never(event)


def _moved(bulletin: Bulletin, to: Callable[[Version, Version | None], Bulletin]) -> Bulletin:
    """The same draft, further on; without a draft nothing moves."""
    match bulletin:
        case InDraft(draft=draft_, out=out) | Approved(draft=draft_, out=out):
            return to(draft_, out)
        case Undrafted() | Returned() | Out():
            return bulletin
        case _:
            assert_never(bulletin)


DECIDER: Decider[Command, Event, Bulletin] = Decider(Undrafted(), decide, evolve)
