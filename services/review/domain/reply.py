"""Reply: who drafts the answer to a message, who passes which text at which level, and what goes out.

Four eyes (domain.md, rule 3): who drafted or edited a text cannot pass it at any level, nobody passes two levels of the
same text, what goes out is the text whose hash was passed at every level, and any edit voids the passes given so far.
The files that go with a text are part of it: its hash covers them, and to change them is to edit it.
"""

from __future__ import annotations

from typing import assert_never

from kernel.decider import Decider
from services.review.domain import commands as c
from services.review.domain import events as e
from services.review.domain.assignment import entrust, erase, learn_consent, reopen, take_back
from services.review.domain.attachments import attach, record_drop, remove_file
from services.review.domain.commenting import comment
from services.review.domain.correcting import give_up_correction, open_correction
from services.review.domain.drafting import save_draft, submit, withdraw
from services.review.domain.evolve import evolve
from services.review.domain.interim import begin_interim
from services.review.domain.returning import send_back, take_pass_back
from services.review.domain.reviewing import pass_level
from services.review.domain.state import Reply, Unassigned
from services.review.domain.takeover import import_reply


def decide(command: c.Command, reply: Reply) -> list[e.Event]:
    """The rule for each command."""
    match command:
        case c.LearnConsent() | c.Entrust() | c.TakeBack() | c.Reopen() | c.Erase():
            return hear(command, reply)
        case c.Pass() | c.SendBack() | c.TakePassBack() | c.Comment():
            return look(command, reply)
        case c.Attach() | c.RemoveFile() | c.RecordDrop():
            return file(command, reply)
        case _:
            return write(command, reply)


def hear(command: c.Heard, reply: Reply) -> list[e.Event]:
    """What others told: whose the reply is, and who will read it."""
    match command:
        case c.LearnConsent():
            return learn_consent(command, reply)
        case c.Entrust():
            return entrust(command, reply)
        case c.TakeBack():
            return take_back(command, reply)
        case c.Reopen():
            return reopen(command, reply)
        case c.Erase():
            return erase(command, reply)
        case _:
            assert_never(command)


def write(command: c.Writing, reply: Reply) -> list[e.Event]:
    """What the lead agency writes, hands in and puts right."""
    match command:
        case c.BeginInterim():
            return begin_interim(command, reply)
        case c.SaveDraft():
            return save_draft(command, reply)
        case c.Submit():
            return submit(command, reply)
        case c.Withdraw():
            return withdraw(command, reply)
        case c.OpenCorrection():
            return open_correction(command, reply)
        case c.GiveUpCorrection():
            return give_up_correction(command, reply)
        case c.Import():
            return import_reply(command, reply)
        case _:
            assert_never(command)


def look(command: c.Looking, reply: Reply) -> list[e.Event]:
    """What reviewers make of a text."""
    match command:
        case c.Pass():
            return pass_level(command, reply)
        case c.SendBack():
            return send_back(command, reply)
        case c.TakePassBack():
            return take_pass_back(command, reply)
        case c.Comment():
            return comment(command, reply)
        case _:
            assert_never(command)


def file(command: c.Filing, reply: Reply) -> list[e.Event]:
    """What becomes of the files that go with a text."""
    match command:
        case c.Attach():
            return attach(command, reply)
        case c.RemoveFile():
            return remove_file(command, reply)
        case c.RecordDrop():
            return record_drop(command, reply)
        case _:
            assert_never(command)


REPLY: Decider[c.Command, e.Event, Reply] = Decider(Unassigned(), decide, evolve)
