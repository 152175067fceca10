"""Reply: who drafts the answer to a message, who passes which text at which level, and what goes out.

Four eyes (domain.md, rule 3): who drafted or edited a text cannot pass it at any level, nobody passes two levels of the
same text, what goes out is the text whose hash was passed at every level, and any edit voids the passes given so far.
"""

from __future__ import annotations

from typing import assert_never

from kernel.decider import Decider
from services.review.domain import commands as c
from services.review.domain import events as e
from services.review.domain import refusals as no
from services.review.domain.evolve import evolve
from services.review.domain.interim import begin_interim
from services.review.domain.state import (
    Answered,
    Audience,
    Awaited,
    Draft,
    Drafting,
    Erased,
    InReview,
    Mandate,
    Reply,
    Seen,
    ToRework,
    Unassigned,
)
from services.review.domain.text import COMMENTS_LIMIT, DRAFT_LIMIT, IMPORTED_LIMIT, hash_of, must_be_readable


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


def learn_consent(command: c.LearnConsent, reply: Reply) -> list[e.Event]:
    """The citizen's consent is learnt once, before or after the assignment: the two come from different services."""
    if reply.past.audience is not Audience.UNKNOWN or isinstance(reply, Erased):
        return []
    return [e.ConsentLearnt(command.publishable, command.imported, command.at)]


def entrust(command: c.Entrust, reply: Reply) -> list[e.Event]:
    """The agency of the newest assignment drafts, from an empty page; what an earlier one drafted is not handed on."""
    entrusted: list[e.Event] = [e.Entrusted(command.column, command.lead, command.round, command.at)]
    match reply:
        case Erased():
            return []
        case Unassigned():
            return entrusted if command.round >= reply.round else []
        case Answered():
            return entrusted if command.round > reply.mandate.round else []
        case Awaited() | Drafting() | InReview() | ToRework():
            stands = Mandate(command.column, command.lead, command.round) == reply.mandate
            return [] if stands or command.round < reply.mandate.round else entrusted
        case _:
            assert_never(reply)


def take_back(command: c.TakeBack, reply: Reply) -> list[e.Event]:
    """An agency that has returned the case drafts no more."""
    match reply:
        case Unassigned() | Answered() | Erased():
            return []
        case Awaited() | Drafting() | InReview() | ToRework():
            if (command.lead, command.round) != (reply.mandate.lead, reply.mandate.round):
                return []
            return [e.TakenBack(command.lead, command.round, command.at)]
        case _:
            assert_never(reply)


def reopen(command: c.Reopen, reply: Reply) -> list[e.Event]:
    """A new round waits for its own assignment."""
    match reply:
        case Erased():
            return []
        case Unassigned():
            current = reply.round
        case Awaited() | Drafting() | InReview() | ToRework() | Answered():
            current = reply.mandate.round
        case _:
            assert_never(reply)
    return [e.Reopened(command.round, command.at)] if command.round > current else []


def save_draft(command: c.SaveDraft, reply: Reply) -> list[e.Event]:
    """A text is drafted or edited until it goes out; an edit takes it out of review and voids its passes."""
    must_be_readable("text", command.text, DRAFT_LIMIT)
    text_hash = hash_of(command.text)
    drafted = e.Drafted(reply.past.drafts + 1, text_hash, command.sealed, command.by, command.at)
    match reply:
        case Unassigned():
            raise no.NotAssigned
        case Erased():
            raise no.Erased(reply.at)
        case Answered():
            raise no.AlreadyPublished(reply.mandate.round, reply.answer.at)
        case Awaited():
            return [drafted]
        case Drafting() | InReview() | ToRework() if reply.draft.text_hash == text_hash:
            return []
        case Drafting() | ToRework():
            return [drafted]
        case InReview(mandate=mandate, draft=draft):
            return [e.TakenOutOfReview(mandate.column, mandate.round, draft.number, command.at), drafted]
        case _:
            assert_never(reply)


def submit(command: c.Submit, reply: Reply) -> list[e.Event]:
    """A draft goes to level 1; one that was sent back must have been edited first."""
    match reply:
        case Unassigned():
            raise no.NotAssigned
        case Erased():
            raise no.Erased(reply.at)
        case Answered():
            raise no.AlreadyPublished(reply.mandate.round, reply.answer.at)
        case Awaited():
            raise no.NothingDrafted
        case ToRework():
            raise no.NothingEdited(reply.level, reply.by, reply.at)
        case InReview():
            return []
        case Drafting(mandate=mandate, draft=draft):
            return [
                e.Submitted(
                    column=mandate.column,
                    round=mandate.round,
                    draft=draft.number,
                    text_hash=draft.text_hash,
                    levels=command.levels,
                    by=command.by,
                    at=command.at,
                )
            ]
        case _:
            assert_never(reply)


def pass_level(command: c.Pass, reply: Reply) -> list[e.Event]:
    """The level whose turn it is passes the text it saw; the last level's pass approves it and sends it out at once."""
    match reply:
        case Unassigned():
            raise no.NotAssigned
        case Erased():
            raise no.Erased(reply.at)
        case Awaited():
            raise no.NothingDrafted
        case Drafting() | ToRework():
            must_be_the_text(command.text_hash, reply.draft)
            raise no.NotInReview(reply.draft.number)
        case Answered():
            if any(_same_pass(command, seen) for seen in reply.passes):
                return []
            raise no.AlreadyPublished(reply.mandate.round, reply.answer.at)
        case InReview():
            if any(_same_pass(command, seen) for seen in reply.passes):
                return []
            must_be_the_text(command.text_hash, reply.draft)
            must_be_the_text(hash_of(command.text), reply.draft)
            must_be_the_levels_turn(command.level, reply)
            must_be_other_eyes(command, reply)
            passed = e.Passed(command.level, command.text_hash, command.by, command.at)
            return [passed] if command.level < reply.levels else [passed, *send_out(command, reply)]
        case _:
            assert_never(reply)


def must_be_the_text(text_hash: str, draft: Draft) -> None:
    """A pass names the text it saw, and another text than the one that stands is not passed by it."""
    if text_hash != draft.text_hash:
        raise no.TextChanged(draft.number, draft.text_hash)


def must_be_the_levels_turn(level: int, reply: InReview) -> None:
    """The levels look one after the other, and each once."""
    for seen in reply.passes:
        if seen.level == level:
            raise no.AlreadyPassed(level, seen.by, seen.at)
    if level != reply.level:
        raise no.AtAnotherLevel(reply.level)


def must_be_other_eyes(command: c.Pass, reply: InReview) -> None:
    """Not who has ever drafted for this message, nor who has passed this very text at another level, void or not."""
    if command.by in reply.past.authors:
        raise no.OwnText(command.by)
    for seen in reply.past.seen:
        if seen.by == command.by and seen.text_hash == command.text_hash and seen.level != command.level:
            raise no.PassedAtAnotherLevel(command.by, seen.level)


def send_out(command: c.Pass, reply: InReview) -> list[e.Event]:
    """Publish on receipt: to everyone if the citizen consents, else to the citizen alone."""
    mandate, draft = reply.mandate, reply.draft
    approved = e.Approved(mandate.column, mandate.round, draft.text_hash, reply.levels, command.at)
    address = (mandate.column, mandate.lead, mandate.round, draft.text_hash)
    match reply.past.audience:
        case Audience.UNKNOWN:
            raise no.ConsentUnknown
        case Audience.EVERYONE:
            return [approved, e.Published(*address, command.published, imported=False, at=command.at)]
        case Audience.CITIZEN:
            return [approved, e.Delivered(*address, draft.sealed, imported=False, at=command.at)]


def send_back(command: c.SendBack, reply: Reply) -> list[e.Event]:
    """The level whose turn it is sends the text back with comments; the passes given so far are void."""
    must_be_readable("comments", command.comments, COMMENTS_LIMIT)
    match reply:
        case Unassigned():
            raise no.NotAssigned
        case Erased():
            raise no.Erased(reply.at)
        case Answered():
            raise no.AlreadyPublished(reply.mandate.round, reply.answer.at)
        case Awaited():
            raise no.NothingDrafted
        case Drafting():
            raise no.NotInReview(reply.draft.number)
        case ToRework():
            if (command.level, command.by, command.sealed) == (reply.level, reply.by, reply.comments):
                return []
            raise no.AlreadySentBack(reply.level, reply.by, reply.at)
        case InReview(mandate=mandate):
            must_be_the_levels_turn(command.level, reply)
            return [e.SentBack(mandate.column, mandate.round, command.level, command.sealed, command.by, command.at)]
        case _:
            assert_never(reply)


def import_reply(command: c.Import, reply: Reply) -> list[e.Event]:
    """A reply given before this system: drafted and sent out as it was, opened here if its assignment is not yet known.

    Nothing is submitted, passed or approved: who did so then is not known, and nobody did so here.
    """
    must_be_readable("text", command.text, IMPORTED_LIMIT)
    text_hash = hash_of(command.text)
    if any((answer.round, answer.text_hash) == (command.round, text_hash) for answer in reply.past.answers):
        return []
    must_be_history(command, reply)
    mandate = Mandate(command.column, command.lead, command.round)
    match reply:
        case Erased():
            raise no.Erased(reply.at)
        case Answered():
            raise no.AlreadyPublished(reply.mandate.round, reply.answer.at)
        case Unassigned() if command.round >= reply.round:
            opened: list[e.Event] = [e.Entrusted(command.column, command.lead, command.round, command.at)]
        case Awaited() if reply.mandate == mandate:
            opened = []
        case Unassigned():
            raise no.NotAssigned
        case Awaited() | Drafting() | InReview() | ToRework():
            raise no.UnderWay(reply.mandate.column, reply.mandate.lead, reply.mandate.round)
        case _:
            assert_never(reply)
    drafted = e.Drafted(reply.past.drafts + 1, text_hash, command.sealed, command.by, command.at)
    address = (command.column, command.lead, command.round, text_hash)
    sent: e.Event = (
        e.Published(*address, command.published, imported=True, at=command.at)
        if command.public
        else e.Delivered(*address, command.sealed, imported=True, at=command.at)
    )
    return [*opened, drafted, sent]


def must_be_history(command: c.Import, reply: Reply) -> None:
    """What is handled here goes through review, what is public needs consent, and nobody has answered tomorrow."""
    if reply.past.imported is False:
        raise no.NotHistory
    if command.public and reply.past.audience is Audience.CITIZEN:
        raise no.NotPublishable
    if command.at > command.now:
        raise no.InTheFuture("replied_at", command.at)


def erase(command: c.Erase, reply: Reply) -> list[e.Event]:
    """An erased message is answered no further, whatever else arrives for it later."""
    return [] if isinstance(reply, Erased) else [e.Erased(command.at)]


def _same_pass(command: c.Pass, seen: Seen) -> bool:
    return (command.level, command.text_hash, command.by) == (seen.level, seen.text_hash, seen.by)


REPLY: Decider[c.Command, e.Event, Reply] = Decider(Unassigned(), decide, evolve)
