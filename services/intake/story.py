"""The story of a message as it is told: to its citizen, and with more to staff. Made of the journal, nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kernel.clock import rfc3339
from kernel.decider import plain
from services.intake.domain import events as e
from services.intake.domain import state as s
from services.intake.domain.afterwards import follow_up_of
from services.intake.domain.reaching import unusable
from services.intake.domain.words import (
    CLOSING_REASON_NAMES,
    CORRECTION_REASON_NAMES,
    KIND_NAMES,
    REASON_NAMES,
    STANDARD_ADVICE,
    STANDING_NAMES,
    SYSTEM_ADVICE,
    SYSTEM_NAMES,
)

Read = Callable[[str], str | None]
"""Unseals a text of the message; None once it was erased."""


STEPS: dict[type, tuple[str, str]] = {
    e.Submitted: ("submitted", "提交留言"),
    e.Accepted: ("accepted", "受理"),
    e.Declined: ("declined", "不予受理"),
    e.Redirected: ("redirected", "指引"),
    e.Merged: ("merged", "合并"),
    e.Released: ("released", "恢复待受理"),
    e.Withdrawn: ("withdrawn", "撤回"),
    e.HandlingBegan: ("assigned", "转办"),
    e.HandlingReturned: ("taken_back", "撤回转办，重新选择承办单位"),
    e.HandlingExtended: ("extended", "延期"),
    e.ExtensionRefused: ("extension_refused", "延期申请未获同意，仍按原期限办理"),
    e.HandlingMoved: ("moved", "期限调整"),
    e.AnswerPublished: ("answered", "答复"),
    e.InterimReplyPublished: ("interim_reply", "阶段性答复"),
    e.AnswerCorrected: ("corrected", "答复勘误"),
    e.HandlingEnded: ("closed", "办结"),
    e.HandlingPassedOn: ("handed_over", "转交其他系统"),
    e.HandlingReopened: ("reopened", "重新办理"),
    e.Evaluated: ("evaluated", "满意度评价"),
    e.FollowUpAsked: ("follow_up_asked", "追问"),
    e.FollowUpAnswered: ("follow_up_answered", "追问答复"),
    e.ErasureAsked: ("erasure_asked", "申请清除个人信息"),
    e.ErasureRefused: ("erasure_refused", "不予清除个人信息"),
    e.Erased: ("erased", "清除个人信息"),
}
"""The steps of a matter: their codes, and the words that users see."""

RETURNED = ("returned", "承办单位退回，重新选择承办单位")
"""The step where the agency itself asked to be rid of the matter."""

_CITIZENS_OWN = e.Submitted | e.Withdrawn | e.Evaluated | e.FollowUpAsked | e.FollowUpAnswered | e.Erasing

DETAILS = ("round", "lead", "due", "into", "satisfaction", "part", "version")
"""What a step tells beside its name, where its event has it."""

Step = tuple[datetime, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Told:
    """One message: where it stands, what happened to it, oldest first, and how its texts are read."""

    number: str
    message: s.Written
    events: Sequence[e.Event]
    read: Read

    @property
    def submitted(self) -> e.Submitted:
        """How it began."""
        return next(event for event in self.events if isinstance(event, e.Submitted))


@dataclass(frozen=True, slots=True)
class Until:
    """The last days on which the citizen can rate the handling and ask once more; None: not now."""

    evaluable: date | None
    follow_up: date | None


def standing(number: str, message: s.Message) -> dict[str, Any]:
    """Where a message stands, in a code and in words."""
    state = s.standing(message)
    return {"number": number, "state": state.value, "state_name": STANDING_NAMES.get(state, "")}


def head(told: Told) -> dict[str, Any]:
    """What citizens and staff are both told."""
    submitted, kind = told.submitted, s.kind_of(told.message)
    return {
        **standing(told.number, told.message),
        "column": submitted.column,
        "kind": kind.value,
        "kind_name": KIND_NAMES[kind],
        "title": told.read(submitted.title),
        "body": told.read(submitted.body),
        "submitted_at": rfc3339(submitted.at),
        "channel": submitted.channel.value,
        "round": round_of(told.message),
        "decision": decision(told),
        "timeline": timeline(told.events),
        "evaluation": evaluation(told),
        "evaluations": evaluations(told),
        "follow_up": follow_up(told),
        "erased": told.message.submission.erased,
    }


def for_citizen(told: Told, column_name: str | None, until: Until, merges: Sequence[Told] = ()) -> dict[str, Any]:
    """The citizen's view; `published` says that there is a reply to read, which review keeps.

    `interim_replies` is how many interim replies there are to read, which never count as the reply.

    `merges`: the messages that this one is followed under, from the next one to the last. What happens to them goes
    into the timeline, and `follows` says where the last one stands. Its public replies are this citizen's too; of one
    that went to its own citizen alone it is only said that it went out.
    """
    told_of = merges[-1] if merges else told
    readable = [event for event in answers(told_of) if event.public or not merges]
    interim = [event for event in interim_replies(told_of) if event.public or not merges]
    return {
        **head(told),
        "timeline": in_order([*steps(told.events), *(step for other in merges for step in others_steps(other))]),
        "follows": follows(merges[-1]) if merges else None,
        "column_name": column_name,
        "published": bool(readable),
        "published_at": rfc3339(readable[-1].at) if readable else None,
        "public": readable[-1].public if readable else None,
        "interim_replies": len(interim),
        "evaluable_until": plain(until.evaluable),
        "follow_up_until": plain(until.follow_up),
        "erasure": erasure(told),
    }


def follows(other: Told) -> dict[str, Any]:
    """Where the message stands that another citizen's is followed under: nothing of what its own citizen wrote."""
    said, decided = answers(other), decision(other)
    if isinstance(other.message, s.Declined) and decided and decided["advice"] is None:
        decided["advice"] = office_advice(other.message)  # the clerk's own words went when the other was erased
    return {
        **standing(other.number, other.message),
        "round": round_of(other.message),
        "decision": decided,
        "withheld": bool(said) and not said[-1].public,
    }


def answers(told: Told) -> list[e.AnswerPublished]:
    """The replies that went out, oldest first."""
    return [event for event in told.events if isinstance(event, e.AnswerPublished)]


def interim_replies(told: Told) -> list[e.InterimReplyPublished]:
    """What went out before the reply, oldest first."""
    return [event for event in told.events if isinstance(event, e.InterimReplyPublished)]


def for_staff(told: Told) -> dict[str, Any]:
    """The view of staff: who screened it, on which terms, who has it; without name and contact."""
    submitted, message = told.submitted, told.message
    terms = getattr(message, "terms", None)
    screened = getattr(message, "screened", None)
    charge = message.handling.charge if isinstance(message, s.Handled) else None
    return {
        **head(told),
        "field": None if terms is None else terms.field,
        "urgency": None if terms is None else terms.urgency.value,
        "complexity": None if terms is None else terms.complexity.value,
        "screened_by": None if screened is None else screened.by,
        "screened_at": None if isinstance(message, s.Waiting) else rfc3339(s.left_queue_at(message)),
        "lead": None if charge is None else charge.lead,
        "co_agencies": [] if charge is None else list(charge.co_agencies),
        "due": None if charge is None else charge.due.isoformat(),
        "consent_public": submitted.consent_public,
        "contact_given": [name for name in ("name", "phone", "email") if getattr(submitted, name) is not None],
        "contact_unusable": unusable(*(each and told.read(each) for each in (submitted.phone, submitted.email))),
        "imported": message.submission.imported,
        "external_reference": submitted.external_reference,
        "erasure": erasure(told),
    }


def round_of(message: s.Message) -> int | None:
    """The round of the handling; None where there is none."""
    return message.handling.round if isinstance(message, s.Handled) else None


def decision(told: Told) -> dict[str, Any] | None:
    """Why a message was not taken on, or where it went, and where to turn; None where it waits or is handled here."""
    match told.message:
        case s.Declined(reason=reason, advice=own) as declined:
            given = office_advice(declined) if own is None else told.read(own)  # None once it was erased
            return {"reason": reason.value, "reason_name": REASON_NAMES[reason], "advice": given}
        case s.Redirected(where=where, contact=contact):
            return {"where": told.read(where), "contact": None if contact is None else told.read(contact)}
        case s.Merged(into=into):
            return {"into": into}
        case s.HandedOver(system=system):
            return {"system": system, "system_name": SYSTEM_NAMES[system], "where": SYSTEM_ADVICE[system]}
        case _:
            return None


def office_advice(declined: s.Declined) -> str:
    """The office's advice for the reason, as it stood when the message was declined."""
    return declined.office_advice or STANDARD_ADVICE[declined.reason]


def rated(message: s.Message) -> dict[str, Any]:
    """How the citizen rated the last closing, and when; nothing where it was not rated."""
    if not isinstance(message, s.Closed) or message.evaluation is None:
        return {}
    return {"satisfaction": message.evaluation.satisfaction.value, "at": rfc3339(message.evaluation.at)}


def evaluation(told: Told) -> dict[str, Any] | None:
    """The same with the citizen's own words for it; of the present closing alone, see `evaluations`."""
    message = told.message
    if not isinstance(message, s.Closed) or message.evaluation is None:
        return None
    comment = message.evaluation.comment
    return {**rated(message), "comment": None if comment is None else told.read(comment)}


def evaluations(told: Told) -> list[dict[str, Any]]:
    """All of the citizen's ratings, closing by closing: who handles the matter again reads why."""
    return [
        {
            "round": given.round,
            "satisfaction": given.satisfaction.value,
            "at": rfc3339(given.at),
            "comment": None if given.comment is None else told.read(given.comment),
        }
        for given in told.events
        if isinstance(given, e.Evaluated)
    ]


def follow_up(told: Told) -> dict[str, Any] | None:
    """What the citizen asked once more, and since when the answer is there to read, which review keeps."""
    asked = follow_up_of(told.message)
    if asked is None:
        return None
    return {
        "question": told.read(asked.question),
        "lead": asked.lead,
        "round": asked.round,
        "asked_at": rfc3339(asked.at),
        "answered_at": None if asked.answered_at is None else rfc3339(asked.answered_at),
    }


def erasure(told: Told) -> dict[str, Any] | None:
    """What became of the citizen's wish that texts and personal data go; None where there is none, or they went."""
    wish = told.message.submission.erasure
    if told.message.submission.erased:
        return None
    match wish:
        case None:
            return None
        case s.ErasureAsked():
            return {"asked_at": rfc3339(wish.at), "refused_at": None, "why": None}
        case s.ErasureRefused():
            return {"asked_at": rfc3339(wish.asked_at), "refused_at": rfc3339(wish.at), "why": told.read(wish.why)}


def timeline(events: Sequence[e.Event]) -> list[dict[str, Any]]:
    """The steps that a citizen can see."""
    return in_order(steps(events))


def in_order(taken: Sequence[Step]) -> list[dict[str, Any]]:
    """Steps by when they happened: what is heard from elsewhere may be heard late."""
    return [{"at": rfc3339(at), **told} for at, told in sorted(taken, key=lambda found: found[0])]


def steps(events: Sequence[e.Event]) -> list[Step]:
    """Each event that is a step."""
    return [(event.at, told) for event in events if (told := step(event)) is not None]


def others_steps(other: Told) -> list[Step]:
    """What the office did with another citizen's message, which this one is followed under."""
    done = [event for event in other.events if not _is_the_citizens_own(event)]
    return [(at, {**told, "of": other.number}) for at, told in steps(done)]


def _is_the_citizens_own(event: e.Event) -> bool:
    """Nobody else is told of it: the question that it belongs to is the citizen's."""
    return isinstance(event, _CITIZENS_OWN) or (isinstance(event, e.AnswerCorrected) and event.part == "follow_up")


def step(event: e.Event) -> dict[str, Any] | None:
    """One event as a step; None for what goes on between offices only."""
    if type(event) not in STEPS:
        return None
    code, name = RETURNED if isinstance(event, e.HandlingReturned) and event.asked else STEPS[type(event)]
    details = {detail: plain(getattr(event, detail)) for detail in DETAILS if hasattr(event, detail)}
    return {"step": code, "name": name, **details, **explained(event)}


def explained(event: e.Event) -> dict[str, Any]:
    """Why the office closed a matter without a reply, where it handed it, or why what went out was corrected."""
    match event:
        case e.HandlingEnded(reason=str() as reason):
            return {"reason": reason, "reason_name": CLOSING_REASON_NAMES[reason]}
        case e.HandlingPassedOn(system=system):
            return {"system": system, "system_name": SYSTEM_NAMES[system]}
        case e.AnswerCorrected(reason=reason):
            return {"reason": reason, "reason_name": CORRECTION_REASON_NAMES[reason]}
        case _:
            return {}
