"""What a notice remembers of each event."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from services.notices.domain import events as e
from services.notices.domain.letter import Letter
from services.notices.domain.state import Draft, Notice, Sent, Unwritten, Withdrawn


def evolve(notice: Notice, event: e.Event) -> Notice:
    """Where the notice stands after the event."""
    match event:
        case e.Drafted():
            return Draft(Letter(event.outline, event.wording, event.marks), event.by, event.at)
        case e.Sent():
            return Sent(_letter(notice), 1, event.by, event.at, event.addressed)
        case e.Withdrawn():
            return Withdrawn(_sent(notice), event.reason_hash, event.by, event.at)
        case _:
            return _in_force(_sent(notice), event)


def _in_force(sent: Sent, event: e.Corrected | e.Reminded) -> Sent:
    match event:
        case e.Corrected():
            letter = Letter(event.outline, event.wording, event.marks)
            return replace(sent, letter=letter, version=event.version, by=event.by, at=event.at, reminded=None)
        case e.Reminded():
            return replace(sent, reminded=event.on)
        case _:
            assert_never(event)


def _letter(notice: Notice) -> Letter:
    """The draft that goes out."""
    assert isinstance(notice, Draft)
    return notice.letter


def _sent(notice: Notice) -> Sent:
    """What was sent, of which the event tells more."""
    assert isinstance(notice, Sent)
    return notice


INITIAL: Notice = Unwritten()
