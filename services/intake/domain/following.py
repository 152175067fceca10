"""Following: what routing and review did to an accepted message becomes part of the message's own story.

The two are heard independently: an answer may be heard of before its assignment, or after its closing. What is past
already, or known, records nothing.
"""

from __future__ import annotations

from typing import assert_never

from services.intake.domain import commands as c
from services.intake.domain import events as e
from services.intake.domain.refusals import NotAccepted
from services.intake.domain.state import Charge, Closed, HandedOver, Handled, Message, standing


def follow(command: c.Following, message: Message) -> list[e.Event]:
    """The rule for each; only an accepted message is handled."""
    if not isinstance(message, Handled):
        raise NotAccepted(standing(message))
    match command:
        case c.BeginHandling():
            return begin_handling(command, message)
        case c.ReturnHandling():
            return return_handling(command, message)
        case c.ExtendHandling():
            return extend_handling(command, message)
        case c.KeepDeadline():
            return keep_deadline(command, message)
        case c.MoveHandling():
            return move_handling(command, message)
        case c.RecordAnswer() | c.RecordInterimReply() | c.RecordFollowUpAnswer() | c.RecordCorrection():
            return tell(command, message)
        case c.ShareHandling():
            return share_handling(command, message)
        case c.EndHandling() | c.PassHandlingOn() | c.ReopenHandling():
            return end_or_reopen(command, message)
        case _:
            assert_never(command)


def tell(command: c.Telling, message: Handled) -> list[e.Event]:
    """What went out, each once; it changes nothing of who has the matter."""
    match command:
        case c.RecordAnswer():
            if command.round in message.handling.answered:
                return []
            return [e.AnswerPublished(command.round, command.public, command.at)]
        case c.RecordInterimReply():
            known = command.at in message.handling.interim
            return [] if known else [e.InterimReplyPublished(command.round, command.public, command.at)]
        case c.RecordFollowUpAnswer():
            return record_follow_up_answer(command, message)
        case c.RecordCorrection():
            return record_correction(command, message)
        case _:
            assert_never(command)


def end_or_reopen(command: c.EndHandling | c.PassHandlingOn | c.ReopenHandling, message: Handled) -> list[e.Event]:
    """A round ends once, by a closing or by going elsewhere; the next one begins after it."""
    match command:
        case c.ReopenHandling():
            later = command.round > message.handling.round
            return [e.HandlingReopened(command.round, command.at)] if later else []
        case _ if _is_past(command.round, message):
            return []
        case c.EndHandling():
            return [e.HandlingEnded(command.round, command.at, command.reason)]
        case c.PassHandlingOn():
            return [e.HandlingPassedOn(command.system, command.round, command.at)]
        case _:
            assert_never(command)


def begin_handling(command: c.BeginHandling, message: Handled) -> list[e.Event]:
    """An agency has the matter of this round, until it is closed."""
    charge = Charge(command.lead, command.co_agencies, command.due)
    known = (command.round, charge) == (message.handling.round, message.handling.charge)
    if known or _is_past(command.round, message):
        return []
    return [e.HandlingBegan(command.lead, command.co_agencies, command.due, command.round, command.at)]


def return_handling(command: c.ReturnHandling, message: Handled) -> list[e.Event]:
    """The agency that has the matter gave it back: it waits for another."""
    charge = _charge_of(command.round, message)
    if charge is None or charge.lead != command.lead:
        return []
    return [e.HandlingReturned(command.lead, command.round, command.at, command.asked)]


def extend_handling(command: c.ExtendHandling, message: Handled) -> list[e.Event]:
    """The agency that has the matter was given until another day."""
    charge = _charge_of(command.round, message)
    if charge is None or charge.due == command.due:
        return []
    return [e.HandlingExtended(command.due, command.round, command.at)]


def keep_deadline(command: c.KeepDeadline, message: Handled) -> list[e.Event]:
    """The agency that has the matter asked for more time, and was refused it; each refusal is told once."""
    charge = _charge_of(command.round, message)
    if charge is None or charge.lead != command.lead or command.at in message.handling.refused:
        return []
    return [e.ExtensionRefused(charge.due, command.round, command.at)]


def share_handling(command: c.ShareHandling, message: Handled) -> list[e.Event]:
    """Others help the agency that has the matter."""
    charge = _charge_of(command.round, message)
    if charge is None or charge.lead != command.lead or charge.co_agencies == command.co_agencies:
        return []
    return [e.HandlingShared(command.lead, command.co_agencies, command.round, command.at)]


def record_follow_up_answer(command: c.RecordFollowUpAnswer, message: Handled) -> list[e.Event]:
    """The question that was asked is answered, once; the case stands as it stood."""
    asked = message.handling.follow_up
    if asked is None or asked.answered_at is not None:
        return []
    return [e.FollowUpAnswered(asked.round, command.public, command.at)]


def record_correction(command: c.RecordCorrection, message: Handled) -> list[e.Event]:
    """Each correction is told once; what it corrects may be heard of later."""
    if (command.part, command.at) in message.handling.corrected:
        return []
    kept = (command.part, command.round, command.version, command.reason, command.public, command.at)
    return [e.AnswerCorrected(*kept)]


def move_handling(command: c.MoveHandling, message: Handled) -> list[e.Event]:
    """The agency that has the matter has until another day, because the calendar changed."""
    charge = _charge_of(command.round, message)
    if charge is None or charge.due == command.due:
        return []
    return [e.HandlingMoved(command.due, command.round, command.at)]


def _is_past(round_: int, message: Handled) -> bool:
    current = message.handling.round
    return round_ < current or (round_ == current and isinstance(message, Closed | HandedOver))


def _charge_of(round_: int, message: Handled) -> Charge | None:
    return None if _is_past(round_, message) or round_ != message.handling.round else message.handling.charge
