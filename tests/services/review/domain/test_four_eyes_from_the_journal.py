"""Thousands of courses of a reply: a witness who knows recorded events only finds rule 3 kept in every one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import product, starmap
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.review.domain import commands as c
from services.review.domain import events as e
from services.review.domain.state import (
    Answered,
    Awaited,
    Drafting,
    Erased,
    InReview,
    Reply,
    ToRework,
    Unassigned,
    digests,
)
from services.review.domain.text import hash_of
from services.review.domain.words import Reason
from services.review.schema import REPLY
from tests.services.review.domain.facts import MONDAY, file, for_everyone
from tests.services.review.witness import Witness
from tests.support import courses
from tests.support.courses import Course

# Everybody may try everything, under whatever role or for whomever they deputise: the account is all that counts.
people = ("an", "bo", "cui", "du", "fan", "gu")
writers = ("an", "bo")
texts = ("答复一", "答复二", "答复三")
agencies = ("housing", "water")
rounds = (1, 2, 3)
levels = (1, 2, 3, 4)
uploads = range(1, 10)
comments = ("请核对日期。", "请补充依据。")
both = (True, False)
Replies = Course[c.Command, e.Event, Reply]

WithDraft = Drafting | InReview | ToRework
Wish = Callable[[Reply], c.Command]


def text_of(reply: Reply) -> str:
    """The text as it stands."""
    return reply.draft.sealed.removeprefix("sealed ") if isinstance(reply, WithDraft) else ""


def passing(level: int, text: str | None, by: str) -> Wish:
    """A reviewer passes this text, or the one that stands, with the files that stand."""

    def wish(reply: Reply) -> c.Command:
        files = reply.draft.files if isinstance(reply, WithDraft) else ()
        seen = text_of(reply) if text is None else text
        shown = (hash_of(seen, digests(files)), seen, f"published {seen}")
        return c.Pass(level, *shown, by, MONDAY, files=for_everyone(files))

    return wish


def submitting(count: int, text: str | None, by: str) -> Wish:
    """Somebody hands this text in, or the one that stands."""

    def wish(reply: Reply) -> c.Command:
        stands = reply.draft.text_hash if text is None and isinstance(reply, WithDraft) else hash_of(text or "")
        return c.Submit(count, stands, by, MONDAY)

    return wish


def attaching(n: int, by: str) -> Wish:
    """Somebody adds a file to what stands."""
    return lambda reply: c.Attach(file(n), text_of(reply), by, MONDAY)


def removing(n: int, by: str) -> Wish:
    """Somebody takes a file away from what stands."""
    return lambda reply: c.RemoveFile(file(n).attachment, text_of(reply), by, MONDAY)


def saving(text: str, by: str, based: int | None, restores: int | None) -> c.SaveDraft:
    """Somebody writes."""
    return c.SaveDraft(text, f"sealed {text}", by, MONDAY, based, restores)


def sending_back(level: int, said: str, by: str, to: int) -> c.SendBack:
    """Somebody sends the text back."""
    return c.SendBack(level, said, f"sealed {said}", by, MONDAY, to)


def taking_over(lead: str, round_: int, text: str, public: bool, by: str) -> c.Import:
    """Somebody hands over what they say is history."""
    return c.Import("mayor", lead, round_, text, f"sealed {text}", f"published {text}", public, by, MONDAY, MONDAY)


def every(make: Callable[..., Any], *of: Iterable[Any]) -> list[Any]:
    """What can be made of each of these with each of those."""
    return list(starmap(make, product(*of)))


COMMANDS: dict[type, Sequence[courses.Wish[c.Command, Reply]]] = {
    c.LearnConsent: every(c.LearnConsent, both, both, [MONDAY]),
    c.Entrust: every(c.Entrust, ["mayor"], agencies, rounds, [MONDAY]),
    c.TakeBack: every(c.TakeBack, agencies, rounds, [MONDAY]),
    c.Reopen: every(c.Reopen, rounds, [MONDAY]),
    c.BeginInterim: every(c.BeginInterim, ["mayor"], agencies, rounds, texts, [MONDAY]),
    c.SaveDraft: every(saving, texts, people, [None, 0, 1, 2, 3], [None]),
    c.Attach: every(attaching, uploads, people),
    c.RemoveFile: every(removing, uploads, people),
    c.RecordDrop: every(lambda n: c.RecordDrop(file(n).attachment, MONDAY), uploads),
    c.Submit: every(submitting, levels, [None, *texts], people),
    c.Withdraw: every(c.Withdraw, people, [MONDAY]),
    c.Pass: every(passing, range(5), texts, people),
    c.SendBack: every(sending_back, levels, comments[:1], people, range(-1, 5)),
    c.TakePassBack: every(c.TakePassBack, levels, people, [MONDAY]),
    c.Comment: every(lambda said, by: c.Comment(said, f"sealed {said}", "reviewer", by, MONDAY), comments, people),
    c.OpenCorrection: every(
        lambda why, said, by: c.OpenCorrection(why, said, f"sealed {said}", by, MONDAY), Reason, comments, people
    ),
    c.GiveUpCorrection: every(c.GiveUpCorrection, people, [MONDAY]),
    c.Import: every(taking_over, agencies, rounds, texts, both, people),
    c.Erase: every(c.Erase, [MONDAY]),
}


def next_step(text: str, writer: str, reader: str, turn: int) -> courses.Wish[c.Command, Reply]:
    """What comes next where the reply stands: mostly onward, sometimes down, back or to a correction."""

    def wish(reply: Reply) -> c.Command:
        match reply:
            case Unassigned() if turn % 2:
                return c.LearnConsent(publishable=turn % 3 > 0, imported=False, at=MONDAY)
            case Unassigned():
                return c.Entrust("mayor", "housing", max(reply.round, 1), MONDAY)
            case Awaited() | ToRework():
                return saving(text, writer, None, None)
            case Drafting() if turn in {3, 7}:
                return attaching(1 + turn % 5 + len(reply.past.files), writer)(reply)
            case Drafting() if turn == 5 and reply.draft.files:
                return c.RemoveFile(reply.draft.files[0].attachment, text_of(reply), writer, MONDAY)
            case Drafting():
                return submitting(1 + turn % 4, None, writer)(reply)
            case InReview():
                return looking(reply, reader, turn)
            case Answered():
                return c.OpenCorrection(Reason.FACT, "日期有误", "sealed", writer, MONDAY)
            case Erased(past=past) if past.files:
                return c.RecordDrop(past.files[turn % len(past.files)].attachment, MONDAY)
            case _:
                return c.Reopen(2, MONDAY)

    return wish


def looking(reply: InReview, reader: str, turn: int) -> c.Command:
    """What the reviewers make of it: a pass seven times of eleven; or somebody changes the files meanwhile."""
    if turn == 8 and reply.level > 1:
        return c.SendBack(reply.level, "请核对", "sealed", reader, MONDAY, to=reply.level - 1)
    if turn == 9 and reply.passes:
        return c.TakePassBack(reply.level - 1, reply.passes[-1].by, MONDAY)
    if turn == 10:
        return c.GiveUpCorrection(reader, MONDAY) if reply.correction else c.Withdraw(reader, MONDAY)
    if turn == 7:
        return attaching(1 + len(reply.past.files), reader)(reply)
    return passing(reply.level, None, reader)(reply)


onward: list[courses.Wish[c.Command, Reply]] = every(next_step, texts, writers, people, range(11))
drawn: st.SearchStrategy[Replies] = courses.packed(REPLY, COMMANDS, onward, most=40)


def test_every_command_there_is_is_asked() -> None:
    assert set(COMMANDS) == {each for group in get_args(c.Command) for each in (get_args(group) or (group,))}


@pytest.mark.parametrize("event", get_args(e.Event), ids=lambda event: event.__name__)
def test_every_event_there_is_comes_about(event: type) -> None:
    assert courses.comes_about(drawn, event)


@settings(max_examples=max(2_000, settings().max_examples))
@given(drawn)
def test_nothing_goes_out_that_other_eyes_did_not_pass_at_every_level(course: Replies) -> None:
    Witness().reads(course.history)
