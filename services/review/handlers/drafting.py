"""Drafting: the lead agency writes, edits, takes up an old draft again, hands in, and takes back what it handed in."""

from __future__ import annotations

from kernel.service import Answer, Payload
from kernel.store import Unit
from services.review.domain import commands as c
from services.review.domain import events as e
from services.review.domain.interim import owed_by
from services.review.domain.proofreading.finding import NOTHING_FOUND
from services.review.domain.refusals import Erased as TextErased
from services.review.domain.refusals import UnknownDraft
from services.review.domain.scope import DRAFT, SUBMIT, WITHDRAW, mandate_of, require_lead
from services.review.domain.state import Draft, Drafting
from services.review.domain.text import exact
from services.review.handlers.parts import (
    Part,
    corrects_interim,
    known,
    levels_of,
    must_be_open,
    part_of,
    sealed,
    text_of,
    where_it_stands,
)
from services.review.handlers.proofing import findings, passed_over, proof_of
from services.review.schema import INTERIM, REPLY


def save_draft(unit: Unit, payload: Payload) -> Answer:
    """{number, part?, text, based_on?}: the lead agency drafts or edits; an edit ends a review and voids its passes.

    `based_on` is the draft that the writer read, 0 where there was none: a colleague's edit that came between is not
    overwritten. Answers with what proofreading finds, under which lists ({findings, lists}).
    """
    return keep(unit, payload, exact(payload["text"]))


def restore(unit: Unit, payload: Payload) -> Answer:
    """{number, part?, draft, based_on?}: an old draft of this assignment is the newest draft again, text and files.

    A file that was removed meanwhile comes back: the store keeps it as long as the message is not erased.
    """
    number: str = payload["number"]
    part = part_of(payload)
    require_lead(unit.context.actor, DRAFT, mandate_of(known(unit, part, number)))
    old = drafted(unit, part, number, payload["draft"])
    text = unit.unseal(number, old.sealed)
    if text is None:
        raise TextErased(unit.now)
    return keep(unit, payload, text, old)


def keep(unit: Unit, payload: Payload, text: str, old: Draft | None = None) -> Answer:
    """The text is the newest draft; an interim reply begins with it."""
    number: str = payload["number"]
    part = part_of(payload)
    if part is INTERIM and not corrects_interim(unit, number):
        begin_interim(unit, number, text)
    reply = known(unit, part, number)
    require_lead(unit.context.actor, DRAFT, mandate_of(reply))
    by = unit.context.actor.account
    restored = (None, None) if old is None else (old.number, tuple(file.attachment for file in old.files))
    kept = sealed(unit, number, reply, text)
    unit.execute(part, number, c.SaveDraft(text, kept, by, unit.now, payload.get("based_on"), *restored))
    return {**where_it_stands(unit, part, number), **findings(proof_of(unit, unit.state(part, number), text))}


def begin_interim(unit: Unit, number: str, text: str) -> None:
    """A page beside the reply, for the agency that owes that one and no other."""
    reply = known(unit, REPLY, number)
    require_lead(unit.context.actor, DRAFT, mandate_of(reply))
    mandate = owed_by(reply)
    command = c.BeginInterim(mandate.column, mandate.lead, mandate.round, text, unit.now)
    unit.execute(INTERIM, number, command)


def drafted(unit: Unit, part: Part, number: str, draft: int) -> Draft:
    """The draft of the assignment in force; raises UnknownDraft, also for what an earlier agency wrote."""
    found: Draft | None = None
    reply = part.decider.initial
    for recorded in unit.history(part, number):
        reply = part.decider.evolve(reply, recorded.event)
        match recorded.event:
            case e.Entrusted() | e.TakenBack() | e.Reopened():
                found = None
            case e.Drafted() | e.FileAttached() | e.FileRemoved() if isinstance(reply, Drafting):
                found = reply.draft if reply.draft.number == draft else found
            case _:
                pass
    if found is None:
        raise UnknownDraft(draft)
    return found


def submit(unit: Unit, payload: Payload) -> Answer:
    """{number, part?, text_hash, passed_over?}: the draft goes to level 1 of as many as its column has now.

    The hash, of the text with its files, says which draft was read: another that a colleague saved since is not meant.

    `passed_over` is [{finding, why}], for each warning that stands; raises HardStops, UnknownFinding, WarningsOpen.
    """
    number: str = payload["number"]
    part = part_of(payload)
    reply = known(unit, part, number)
    require_lead(unit.context.actor, SUBMIT, mandate_of(reply))
    must_be_open(unit, part, number)
    proof = proof_of(unit, reply, text_of(unit, number, reply)) if isinstance(reply, Drafting) else NOTHING_FOUND
    waived = passed_over(unit, payload, reply)
    by = unit.context.actor.account
    unit.execute(part, number, c.Submit(levels_of(unit, reply), payload["text_hash"], by, unit.now, proof, waived))
    return where_it_stands(unit, part, number)


def withdraw(unit: Unit, payload: Payload) -> Answer:
    """{number, part?}: the lead agency takes the text out of review, as long as no level has decided about it."""
    number: str = payload["number"]
    part = part_of(payload)
    require_lead(unit.context.actor, WITHDRAW, mandate_of(known(unit, part, number)))
    unit.execute(part, number, c.Withdraw(unit.context.actor.account, unit.now))
    return where_it_stands(unit, part, number)
