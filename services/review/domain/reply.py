"""Reply: who drafts the answer to a message, who passes which text at which level, and what goes out.

Four eyes (domain.md, rule 3): who drafted or edited a text cannot pass it at any level, nobody passes two levels of the
same text, what goes out is the text whose hash was passed at every level, and any edit voids the passes given so far.
"""

from __future__ import annotations

from typing import assert_never

from kernel.decider import Decider
from services.review.domain import commands as c
from services.review.domain import events as e
from services.review.domain.assignment import entrust, erase, learn_consent, reopen, take_back
from services.review.domain.drafting import save_draft, submit
from services.review.domain.evolve import evolve
from services.review.domain.interim import begin_interim
from services.review.domain.reviewing import pass_level, send_back
from services.review.domain.state import Reply, Unassigned
from services.review.domain.takeover import import_reply


def decide(command: c.Command, reply: Reply) -> list[e.Event]:
    """The rule for each command."""
    match command:
        case c.LearnConsent():
            return learn_consent(command, reply)
        case c.Entrust():
            return entrust(command, reply)
        case c.TakeBack():
            return take_back(command, reply)
        case c.Reopen():
            return reopen(command, reply)
        case c.BeginInterim():
            return begin_interim(command, reply)
        case c.SaveDraft():
            return save_draft(command, reply)
        case c.Submit():
            return submit(command, reply)
        case c.Pass():
            return pass_level(command, reply)
        case c.SendBack():
            return send_back(command, reply)
        case c.Import():
            return import_reply(command, reply)
        case c.Erase():
            return erase(command, reply)
        case _:
            assert_never(command)


REPLY: Decider[c.Command, e.Event, Reply] = Decider(Unassigned(), decide, evolve)
