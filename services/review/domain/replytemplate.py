"""Reply template: how the replies of a column are laid out, edition by edition; the newest is in force.

A salutation and a signature are patterns as proofreading reads them: alternatives are separated by `|`, the first of
them is what a drafter is given; `*` stands for anything within a line. Every part may hold placeholders.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Final, assert_never

from kernel.decider import Decider, Refusal
from services.review.domain.text import must_be_readable

PLACEHOLDERS: Final = ("{number}", "{column}", "{agency}", "{date}")
LIMITS: Final = {"salutation": 100, "body": 5_000, "closing": 500, "signature": 100}
GAP: Final = "＿＿"
"""What the drafter is to write in: where a pattern takes anything, or nothing is known."""

MOST_GAPS: Final = 3
"""In one way of writing a salutation or a signature: with each more, looking for it takes many times as long."""

_PLACEHOLDER: Final = re.compile(r"\{[^{}\n]*\}")
_STARS: Final = re.compile(r"\*(?:\s*\*)+")
_GAPS: Final = re.compile(r"\*|\{(?:number|column|agency)\}")


@dataclass(frozen=True, slots=True)
class Form:
    """The parts of a reply, in their order; a blank one is left out, and nobody misses it."""

    salutation: str = ""
    body: str = ""
    closing: str = ""
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Blanks:
    """What the placeholders stand for in one reply; None where it is not known."""

    number: str
    column: str | None
    agency: str | None
    date: str


# commands


@dataclass(frozen=True, slots=True)
class Write:
    """Replies of the column are laid out like this; it was written on the edition `replaces`, 0 for the first."""

    form: Form
    replaces: int
    by: str
    at: datetime


Command = Write


# events


@dataclass(frozen=True, slots=True)
class Written:
    """This edition is in force from now on; what was drafted on the one before stays as it is."""

    version: int
    salutation: str
    body: str
    closing: str
    signature: str
    by: str
    at: datetime


Event = Written


# state


@dataclass(frozen=True, slots=True)
class Unwritten:
    """The column has no template: a reply begins and ends in any way."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One version, and who wrote it when."""

    version: int
    form: Form
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class InUse:
    """The editions, the oldest first; the last one is in force."""

    editions: tuple[Edition, ...]

    @property
    def newest(self) -> Edition:
        """The edition in force."""
        return self.editions[-1]


ReplyTemplate = Unwritten | InUse


# refusals


@dataclass(eq=False)
class TemplateMovedOn(Refusal):
    """Somebody has written a newer edition than the one that was read."""

    code: ClassVar[str] = "review.template_moved_on"
    asked: int
    newest: int


@dataclass(eq=False)
class UnknownPlaceholder(Refusal):
    """The part holds something in braces that nothing is known to be put in for."""

    code: ClassVar[str] = "review.unknown_placeholder"
    field: str
    placeholder: str
    known: tuple[str, ...]


@dataclass(eq=False)
class TooManyGaps(Refusal):
    """One way of writing the part holds more that may be anything than can be looked for; `**` counts as one."""

    code: ClassVar[str] = "review.too_many_gaps"
    field: str
    limit: int
    gaps: int


# rules


def must_be_fit(form: Form) -> None:
    """Each part can be read, is short enough, and asks for nothing that is not known of a reply, or takes too long.

    Raises what a text is refused for, UnknownPlaceholder, TooManyGaps.
    """
    for field, limit in LIMITS.items():
        part: str = getattr(form, field)
        if part:
            must_be_readable(field, part, limit)
        for found in _PLACEHOLDER.findall(part):
            if found not in PLACEHOLDERS:
                raise UnknownPlaceholder(field, found, PLACEHOLDERS)
    for field, pattern in (("salutation", form.salutation), ("signature", form.signature)):
        gaps = max(len(_GAPS.findall(each)) for each in ways(pattern))
        if gaps > MOST_GAPS:
            raise TooManyGaps(field, MOST_GAPS, gaps)


def ways(pattern: str) -> list[str]:
    """The alternatives of a pattern as it is looked for: what takes anything, twice in a row, takes it once."""
    return [_STARS.sub("*", each.strip()) for each in pattern.split("|")]


def day_in_words(day: date) -> str:
    """A day as it is written at the end of a reply."""
    return f"{day.year}年{day.month}月{day.day}日"


def filled(form: Form, blanks: Blanks) -> Form:
    """The parts as the drafter of one reply is given them."""
    given = {"{number}": blanks.number, "{column}": blanks.column, "{agency}": blanks.agency, "{date}": blanks.date}

    def fill(part: str) -> str:
        return _PLACEHOLDER.sub(lambda found: given.get(found[0]) or GAP, part)

    return Form(
        fill(_first(form.salutation).replace("*", GAP)),
        fill(form.body),
        fill(form.closing),
        fill(_first(form.signature).replace("*", GAP)),
    )


def _first(pattern: str) -> str:
    return next((each for each in ways(pattern) if each), "")


def laid_out(form: Form) -> str:
    """The parts one below the other, as one text."""
    return "\n".join(part for part in (form.salutation, form.body, form.closing, form.signature) if part)


# decide, evolve


def write(command: Write, template: ReplyTemplate) -> list[Event]:
    """A fit form that says something new is an edition, unless another was written since the one read."""
    must_be_fit(command.form)
    newest = template.newest if isinstance(template, InUse) else None
    if command.form == (newest.form if newest else Form()):
        return []  # already so
    version = newest.version if newest else 0
    if command.replaces != version:
        raise TemplateMovedOn(command.replaces, version)
    form = command.form
    parts = (form.salutation, form.body, form.closing, form.signature)
    return [Written(version + 1, *parts, command.by, command.at)]


def evolve(template: ReplyTemplate, event: Event) -> ReplyTemplate:
    """One edition more."""
    form = Form(event.salutation, event.body, event.closing, event.signature)
    edition = Edition(event.version, form, event.by, event.at)
    match template:
        case Unwritten():
            return InUse((edition,))
        case InUse(editions=editions):
            return InUse((*editions, edition))
        case _:
            assert_never(template)


DECIDER: Decider[Command, Event, ReplyTemplate] = Decider(Unwritten(), write, evolve)
