"""The year 2019 of the demonstration city: which message came when, who dealt with it, and what became of it.

Everything is drawn by chance from one seed, so that each demonstration has the same year; the amounts are those of
`amounts`. What is accepted was written since the working day before, within the same period, so that the messages
received in January to September are those accepted and those declined or merged, whichever way one counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from cli.demo import days
from cli.demo.amounts import AMOUNTS, CUTOFF, MONTHS, Amount
from cli.demo.composing import Composer, Letter, Story
from cli.demo.journey import NOBODYS, SYSTEM, Journey, Step

YEAR = 2019
SET_UP = days.at(date(2018, 12, 24), 9, 0)
"""When the city was set up."""

_DAY = timedelta(days=1)
_MORNING, _AT_NIGHT = 6, 0.1  # the hour before which few write, and which share of those
_LAST_CLOSING = CUTOFF - _DAY
_END = date(2019, 12, 31)
_DUE = {"luxi": (7, 12), "muquan": (7, 12), "wangchuan": (7, 12)}  # working days, ordinary and complex; others 5 and 10

# shares of the accepted, in a hundred
_COMPLEX, _URGENT, _CONSENTS, _PUBLIC_TEXT = 18, 6, 82, 95
_RETURNED, _EXTENDED, _SENT_BACK, _INTERIM, _OVERDUE = 3, 5, 8, 4, 5
_EVALUATED, _FOLLOW_UP, _REOPENED, _CORRECTED = 38, 4, 60, 1
_RATINGS = (5, 5, 5, 5, 4, 4, 4, 3, 3, 2, 1)
_REASONS = ("other_procedure",) * 5 + ("outside_remit",) * 5 + ("unclear",) * 4 + ("repeated",) * 3 + (
    "unreachable", "unreachable", "advertising", "emergency", "abuse", "secret_or_private")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """An accepted message: the story, and the hour at which it was written and on which day accepted."""

    journey: Journey
    story: Story
    letter: Letter
    accepted: date


class Past:
    """Makes the steps of the year. `levels` of review by column, `handlers` the accounts by agency."""

    def __init__(self, composer: Composer, texts: Mapping[str, Any], levels: Mapping[str, int],
                 handlers: Mapping[str, str]) -> None:  # fmt: skip
        self._composer = composer
        self._texts = texts
        self._levels = levels
        self._handlers = handlers
        self._chance = Random("the year 2019")  # noqa: S311 - a plot, not secrets
        self._numbers: set[str] = set()

    def steps(self) -> list[Step]:
        """All of them, in the order of their instants."""
        made = [step for amount in AMOUNTS for step in self._column(amount)]
        made += [
            Step(days.at(day, 0, 1), NOBODYS, SYSTEM, "routing", "look_at_deadlines", {})
            for day in (date(YEAR, 1, 2) + n * _DAY for n in range((_END - date(YEAR, 1, 2)).days))
        ]
        return sorted(made, key=lambda step: step.at)

    def _column(self, amount: Amount) -> Iterator[Step]:
        accepted = amount.accepted.by_month()
        declined, merged, redirected, withdrawn = (
            part.by_month() for part in (amount.declined, amount.merged, amount.redirected, amount.withdrawn)
        )
        late = self._late(amount)
        for month in range(1, MONTHS + 1):
            place = month - 1
            told = [self._accepted(amount.column, month) for _ in range(accepted[place])]
            told.sort(key=lambda each: each.journey.steps[0].at)
            for n, one in enumerate(told):
                self._handled(one, late=n in late[place])
                yield from one.journey.steps
            for _ in range(declined[place]):
                yield from self._declined(amount.column, month)
            for _ in range(redirected[place]):
                yield from self._redirected(amount.column, month)
            for _ in range(withdrawn[place]):
                yield from self._withdrawn(amount.column, month)
            for _ in range(merged[place]):
                yield from self._merged(amount.column, month, told)

    def _late(self, amount: Amount) -> list[set[int]]:
        """By month, which of its accepted messages are open at the cut-off: mostly of the last months."""
        late: list[set[int]] = [set() for _ in range(MONTHS)]
        accepted = amount.accepted.by_month()
        for n in range(amount.late.before):
            month = (8, 8, 7, 5)[n % 4]
            late[month].add(accepted[month] - 1 - n)
        late[MONTHS - 1] = {accepted[MONTHS - 1] - 1 - n for n in range(amount.late.october)}
        return late

    # Coming in

    def _submission(self, month: int) -> tuple[date, datetime]:
        """A working day of the month on which a clerk looks, and an hour since the one before at which it was written.

        What was written in one of the two periods is also decided in it.
        """
        first = date(YEAR, month, 1)
        last = date(YEAR, month + 1, 1)
        day = self._chance.choice(days.worked(first, last))
        begin = max(days.at(days.after(day, -1), 15, 40), days.at(date(YEAR, 10 if month == MONTHS else 1, 1), 0, 0))
        end = days.at(day, 15, 30)
        while True:
            at = begin + (end - begin) * self._chance.random()
            hour = at.astimezone(days.SHANGHAI).hour
            if hour >= _MORNING or self._chance.random() < _AT_NIGHT:
                return day, at

    def _journey(self, column: str, at: datetime) -> Journey:
        while True:
            number = f"{at.astimezone(days.SHANGHAI):%Y%m%d}-{self._chance.randrange(1_000_000):06d}"
            if number not in self._numbers:
                self._numbers.add(number)
                return Journey(number, column, self._handlers)

    def _other(self, column: str, month: int, said: Mapping[str, Any]) -> tuple[Journey, date]:
        """A message of those that are not taken on."""
        day, at = self._submission(month)
        return self._written(column, at, self._composer.other(column, said)), day

    def _written(self, column: str, at: datetime, letter: Letter) -> Journey:
        journey = self._journey(column, at)
        journey.submitted(at, letter, consents=self._of(_CONSENTS))
        return journey

    def _declined(self, column: str, month: int) -> list[Step]:
        reason = self._chance.choice(_REASONS)
        said = next(each for each in self._texts["declined"] if each["reason"] == reason)
        journey, day = self._other(column, month, said)
        own = {"advice": self._chance.choice(said["advice"])} if said["advice"] and self._of(60) else {}
        journey.screened(self._at(day, 15, 40, 50), "decline", reason=reason, **own)
        return journey.steps

    def _redirected(self, column: str, month: int) -> list[Step]:
        said = self._chance.choice(self._texts["redirected"])
        journey, day = self._other(column, month, said)
        journey.screened(self._at(day, 15, 40, 50), "redirect", where=said["where"], contact=said["contact"])
        return journey.steps

    def _withdrawn(self, column: str, month: int) -> list[Step]:
        day, at = self._submission(month)
        _, letter = self._composer.telling(column, at)
        journey = self._written(column, at, letter)
        journey.citizen(min(at + timedelta(minutes=self._chance.randint(5, 50)), days.at(day, 15, 35)), "withdraw")
        return journey.steps

    def _merged(self, column: str, month: int, told: list[Told]) -> list[Step]:
        """A neighbour's message about the same, written within a few days of the first."""
        until = date(YEAR, month + 1, 1)
        early = [one for one in told if one.accepted < days.after(until, -3)] or told
        first = self._chance.choice(early)
        day = min(days.after(first.accepted, self._chance.randint(1, 4)), days.last_worked(until - _DAY))
        begin = max(first.journey.steps[0].at + timedelta(minutes=1), days.at(days.after(day, -1), 16, 0))
        at = begin + (days.at(day, 15, 35) - begin) * self._chance.random()
        journey = self._journey(column, at)
        journey.submitted(at, self._composer.again(column, first.story), consents=self._of(_CONSENTS))
        journey.screened(max(self._at(day, 15, 40, 50), at), "merge", into=first.journey.number)
        return journey.steps

    def _accepted(self, column: str, month: int) -> Told:
        day, at = self._submission(month)
        story, letter = self._composer.telling(column, at)
        return Told(self._written(column, at, letter), story, letter, day)

    # What becomes of it

    def _handled(self, told: Told, *, late: bool) -> None:
        """Accepted, assigned, answered, and what comes between and after."""
        journey, story, day = told.journey, told.story, told.accepted
        is_complex = late or self._of(_COMPLEX)
        at = self._at(day, 15, 40, 40)
        terms = {
            "complexity": "complex" if is_complex else "ordinary",
            "urgency": "urgent" if self._of(_URGENT) else "ordinary",
        }
        journey.accepted(at, story, **terms)
        consents = journey.steps[0].payload["consent_public"]
        if consents and self._of(_PUBLIC_TEXT):
            journey.public_text(at + timedelta(minutes=2), told.letter)
        given = self._given(told)
        ordinary, complex_ = _DUE.get(story.place, (5, 10))
        due = days.after(given, complex_ if is_complex else ordinary)
        closing = self._delayed(told, due) if late else self._in_time(told, given, due)
        self._answered(told, given, closing)
        if not late:
            self._afterwards(told, closing)

    def _given(self, told: Told) -> date:
        """The day on which the agency that answers it got it."""
        journey, story, day = told.journey, told.story, told.accepted
        if journey.column == "wangchuan-head":
            journey.dispatched(self._at(day, 16, 40, 50))
            return day
        other = self._mistaken(story)
        if other is None or not self._of(_RETURNED):
            journey.assigned(self._at(day, 16, 40, 50), story.lead)
            return day
        journey.assigned(self._at(day, 16, 40, 50), other)
        back = days.after(day, 1)
        journey.case(self._at(back, 9, 5, 50), other, "ask_return", reason=self._composer.note("return"))
        note = self._composer.note("return_agreed")
        journey.case(self._at(back, 11, 5, 20), "dispatcher", "decide_return", agreed=True, note=note)
        journey.assigned(self._at(back, 16, 40, 50), story.lead)
        return back

    @staticmethod
    def _mistaken(story: Story) -> str | None:
        """An agency to which one could give it by mistake."""
        if story.place == "city":
            return "urban-management" if story.lead != "urban-management" else "housing"
        own = f"{story.place}-government"
        return own if story.lead != own else None

    def _in_time(self, told: Told, given: date, due: date) -> date:
        """The day of the answer: mostly before the deadline, with some an extension, with a few too late."""
        chance, journey, lead = self._chance, told.journey, told.story.lead
        span = days.between(given, due)
        if self._of(_EXTENDED):
            asked = days.after(due, -1)
            until = days.after(due, chance.randint(3, 6))
            journey.case(self._at(asked, 9, 5, 50), lead, "ask_extension",
                         until=until.isoformat(), reason=self._composer.note("extension"))  # fmt: skip
            if self._of(80) and until < CUTOFF:
                note = self._composer.note("extension_granted")
                journey.case(self._at(asked, 11, 5, 20), "dispatcher", "decide_extension", granted=True, note=note)
                return min(days.after(due, chance.randint(1, 3)), _LAST_CLOSING)
            note = self._composer.note("extension_refused")
            journey.case(self._at(asked, 11, 5, 20), "dispatcher", "decide_extension", granted=False, note=note)
            return min(due, _LAST_CLOSING)
        if self._of(_OVERDUE) and days.after(due, 1) < _LAST_CLOSING:
            pressed = days.after(due, 1)
            journey.case(self._at(pressed, 10, 35, 50), "supervisor", "urge", level="reminder",
                         note=self._composer.note("reminder"))  # fmt: skip
            return min(days.after(due, chance.randint(1, 6)), _LAST_CLOSING)
        return min(days.after(given, min(span, 1 + int(span * chance.triangular(0, 1, 0.55)))), _LAST_CLOSING)

    def _delayed(self, told: Told, due: date) -> date:
        """The day of an answer that came after the cut-off; it is told how far it is, urged, and sometimes extended."""
        chance, journey, story = self._chance, told.journey, told.story
        if chance.random() < 0.3:  # noqa: PLR2004 - of these
            asked, until = days.after(due, -1), days.after(CUTOFF, chance.randint(3, 10))
            journey.case(self._at(asked, 9, 5, 50), story.lead, "ask_extension",
                         until=until.isoformat(), reason=self._composer.note("extension"))  # fmt: skip
            journey.case(self._at(asked, 11, 5, 20), "dispatcher", "decide_extension", granted=True,
                         note=self._composer.note("extension_granted"))  # fmt: skip
            self._interim(told, days.after(asked, 2))
            return days.after(until, -chance.randint(0, 2))
        urged = days.after(due, 2)
        journey.case(
            self._at(urged, 10, 35, 50), "supervisor", "urge", level="letter", note=self._composer.note("letter")
        )
        journey.case(self._at(days.after(urged, 1), 9, 5, 50), story.lead, "acknowledge", n=1)
        if chance.random() < 0.5:  # noqa: PLR2004 - of these
            journey.case(self._at(days.after(due, 8), 10, 35, 50), "supervisor", "urge", level="criticism",
                         note=self._composer.note("criticism"))  # fmt: skip
        return days.after(CUTOFF, chance.randint(9, 26))

    def _interim(self, told: Told, day: date) -> None:
        """Tell the citizen how far it is."""
        self._through_review(told, day, self._composer.interim(told.story, day), "interim")

    def _answered(self, told: Told, given: date, closing: date) -> None:
        """The agency drafts, every level passes."""
        if days.between(given, closing) > 4 and self._of(_INTERIM):  # noqa: PLR2004 - else it is not worth it
            self._interim(told, days.after(given, 2))
        text = self._composer.reply(told.journey.column, told.story, closing)
        if days.between(given, closing) > 1 and self._of(_SENT_BACK):
            self._drafted(told, days.after(closing, -1), text.replace("尊敬的网民：\n", "尊敬的网民：\n\n"), "reply")
            comments = self._composer.note("sent_back")
            told.journey.sent_back(self._at(days.after(closing, -1), 14, 0, 20), 1, comments)
        self._through_review(told, closing, text, "reply")

    def _through_review(self, told: Told, day: date, text: str, part: str) -> None:
        self._drafted(told, day, text, part)
        for level in range(1, self._levels[told.journey.column] + 1):
            told.journey.passed(self._at(day, 14, 35 * (level - 1), 35 * (level - 1) + 28), level, part)

    def _drafted(self, told: Told, day: date, text: str, part: str) -> None:
        at = self._at(day, 9, 10, 110)
        told.journey.drafted(at, told.story.lead, text, part)
        told.journey.handed_in(at + timedelta(minutes=self._chance.randint(2, 9)), told.story.lead, part)

    def _afterwards(self, told: Told, closing: date) -> None:
        """The citizen rates it, asks once more, or is not content and has it taken up again."""
        chance, journey = self._chance, told.journey
        thanks = told.letter.kind == "thanks"
        if not thanks and self._of(_FOLLOW_UP) and days.after(closing, 5) < _LAST_CLOSING:
            question, answer = self._composer.follow_up(told.story)
            journey.citizen(self._at(closing + _DAY, 19, 0, 150), "ask_follow_up", question=question)
            day = days.after(closing + _DAY, 2)
            self._through_review(told, day, answer(day), "follow_up")
            return
        if not self._of(_EVALUATED):
            return
        rating, day = max(_RATINGS) if thanks else chance.choice(_RATINGS), closing + chance.randint(1, 9) * _DAY
        comment = self._composer.one_of("evaluations", rating)
        said = {"comment": comment} if comment else {}
        journey.citizen(self._at(day, 19, 0, 150), "evaluate", satisfaction=rating, **said)
        if rating <= 2 and self._of(_REOPENED) and days.after(day, 8) < _LAST_CLOSING:  # noqa: PLR2004 - dissatisfied
            again = days.after(day, 2)
            journey.case(self._at(again, 10, 35, 50), "supervisor", "reopen", reason="dissatisfied",
                         note=self._composer.note("reopen"))  # fmt: skip
            journey.assigned(self._at(again, 16, 40, 50), told.story.lead)  # no rule takes up a matter again
            second = days.after(again, chance.randint(1, 3))
            self._through_review(told, second, self._composer.reply(journey.column, told.story, second), "reply")

    def _of(self, percent: int) -> bool:
        return self._chance.randrange(100) < percent

    def _at(self, day: date, hour: int, begin: int, end: int) -> datetime:
        """Some second of these minutes after the hour."""
        return days.at(day, hour, 0) + timedelta(seconds=self._chance.randint(begin * 60, end * 60))
