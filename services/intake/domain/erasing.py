"""Erasing: personal data and texts go for good, by the office, whether the citizen asked for it here or elsewhere.

A query code may have been read over somebody's shoulder, and what is erased is lost to the citizen too. So the code
lets one ask, and a person of the office makes sure who asks and carries it out, or says why not.
"""

from __future__ import annotations

from services.intake.domain import commands as c
from services.intake.domain import events as e
from services.intake.domain.refusals import NoErasureAsked, NotFound
from services.intake.domain.state import ErasureAsked, ErasureRefused, Message, Unwritten
from services.intake.domain.text import must_be_note


def ask_erasure(command: c.AskErasure, message: Message) -> list[e.Event]:
    """A citizen asks wherever the message stands; one that waits to be answered or was carried out is not asked again.

    After a refusal the citizen may ask anew.
    """
    match message:
        case Unwritten():
            raise NotFound
        case _ if message.submission.erased or isinstance(message.submission.erasure, ErasureAsked):
            return []
        case _:
            return [e.ErasureAsked(message.submission.column, command.at)]


def refuse_erasure(command: c.RefuseErasure, message: Message) -> list[e.Event]:
    """What the citizen asked for is not done, and the citizen reads why."""
    must_be_note("why", command.why.text)
    if isinstance(message, Unwritten):
        raise NotFound
    submission = message.submission
    match submission.erasure:
        case ErasureAsked() if not submission.erased:
            return [e.ErasureRefused(submission.column, command.why.sealed, command.by, command.at)]
        case ErasureRefused(why=why, by=by) if (why, by) == (command.why.sealed, command.by):
            return []
        case _:
            raise NoErasureAsked


def erase(command: c.Erase, message: Message) -> list[e.Event]:
    """Texts and personal data go for good, wherever the message stands; one that waits leaves the queue with them."""
    match message:
        case Unwritten():
            raise NotFound
        case _ if message.submission.erased:
            return []
        case _:
            return [e.Erased(message.submission.column, command.by, command.at)]
