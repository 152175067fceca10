"""Notice: written by the portal office, sent, corrected by new versions, withdrawn.

What was sent is frozen. A correction is a version of its own, which everyone has to read anew, so that nobody can be
said to have read what they have not been shown. Who has read which version is each reader's own: see reader.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from kernel.decider import Decider
from services.notices.domain import commands as c
from services.notices.domain import events as e
from services.notices.domain import refusals as no
from services.notices.domain.days import day_of
from services.notices.domain.evolve import INITIAL, evolve
from services.notices.domain.letter import changes, marks_of, must_be_fit, must_hold, text_hash_of
from services.notices.domain.state import Draft, Notice, Sent, Unwritten, Withdrawn
from services.notices.domain.text import REASON_LIMIT, hash_of, must_be_readable


def decide(command: c.Command, notice: Notice) -> list[e.Event]:
    """What the command makes of the notice; raises a refusal."""
    match command:
        case c.SaveDraft():
            return save_draft(command, notice)
        case c.Send():
            return send(command, notice)
        case c.Correct():
            return correct(command, notice)
        case c.Withdraw():
            return withdraw(command, notice)
        case c.Remind():
            return remind(command, notice)
        case _:
            assert_never(command)


def save_draft(command: c.SaveDraft, notice: Notice) -> list[e.Event]:
    """A draft is written anew as often as one likes, until it is sent."""
    must_be_fit(command.outline, command.wording)
    marks = marks_of(command.wording)
    match notice:
        case Draft(letter=letter) if (letter.outline, letter.marks) == (command.outline, marks):
            return []  # already so
        case Unwritten() | Draft():
            return [e.Drafted(command.outline, command.sealed, marks, command.by, command.at)]
        case Sent() | Withdrawn():
            raise already_sent(notice)
        case _:
            assert_never(notice)


def send(command: c.Send, notice: Notice) -> list[e.Event]:
    """The very draft that was looked at goes out, to somebody, and on a day on which it holds."""
    match notice:
        case Unwritten():
            raise no.NotFound
        case Draft(letter=letter):
            if text_hash_of(letter.outline, letter.marks) != command.text_hash:
                raise no.DraftMovedOn(notice.by, notice.at)
            must_hold(letter.outline, day_of(command.at))
            accounts = set(command.accounts)
            if not accounts:
                raise no.NobodyAddressed
            return [e.Sent(letter.outline, command.text_hash, len(accounts), command.by, command.at)]
        case Sent(version=1, letter=letter) if text_hash_of(letter.outline, letter.marks) == command.text_hash:
            return []  # already so
        case Sent() | Withdrawn():
            raise already_sent(notice)
        case _:
            assert_never(notice)


def correct(command: c.Correct, notice: Notice) -> list[e.Event]:
    """A new version, made of the one that was looked at, where it says anything else."""
    sent = in_force(notice)
    outline = replace(sent.letter.outline, needs_receipt=command.needs_receipt, valid_until=command.valid_until)
    must_be_fit(outline, command.wording)
    marks = marks_of(command.wording)
    changed = changes(sent.letter, outline, marks)
    if not changed:
        return []  # already so
    if command.version != sent.version:
        raise no.VersionMovedOn(command.version, sent.version, sent.by, sent.at)
    must_hold(outline, day_of(command.at))
    next_ = sent.version + 1
    return [e.Corrected(next_, outline, command.sealed, marks, changed, sent.addressed, command.by, command.at)]


def withdraw(command: c.Withdraw, notice: Notice) -> list[e.Event]:
    """With a reason that everyone who looks for the notice reads."""
    must_be_readable("reason", command.reason, REASON_LIMIT)
    reason_hash = hash_of(command.reason)
    if isinstance(notice, Withdrawn) and notice.reason_hash == reason_hash:
        return []  # already so
    sent = in_force(notice)
    return [e.Withdrawn(sent.version, command.sealed, reason_hash, command.by, command.at)]


def remind(command: c.Remind, notice: Notice) -> list[e.Event]:
    """Once a day and version, and only who was addressed and has something to do about it still."""
    sent = in_force(notice)
    today = day_of(command.at)
    if sent.reminded == today:
        return []  # already so
    must_hold(sent.letter.outline, today)
    if not command.waiting:
        raise no.NobodyToRemind
    return [e.Reminded(sent.version, command.waiting, today, command.by, command.at)]


def in_force(notice: Notice) -> Sent:
    """What was sent and holds; raises NotFound, NotSent, WasWithdrawn."""
    match notice:
        case Unwritten():
            raise no.NotFound
        case Draft():
            raise no.NotSent
        case Withdrawn():
            raise no.WasWithdrawn(notice.by, notice.at)
        case Sent():
            return notice
        case _:
            assert_never(notice)


def already_sent(notice: Sent | Withdrawn) -> no.AlreadySent | no.WasWithdrawn:
    """Why nothing can be written into it any more."""
    if isinstance(notice, Withdrawn):
        return no.WasWithdrawn(notice.by, notice.at)
    return no.AlreadySent(notice.by, notice.at)


NOTICE: Decider[c.Command, e.Event, Notice] = Decider(INITIAL, decide, evolve)
