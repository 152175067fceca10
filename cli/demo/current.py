"""The work of now: messages in every state that a desk can have, counted back from the first start in working days."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from cli.demo import days
from cli.demo.composing import COUNTIES, Composer, Fits, Letter, Story, anything, dated, of_a_building
from cli.demo.journey import NOBODYS, SYSTEM, Journey, Step

EARLIEST = 24  # working days back from which something is still on a desk
HANDLER = "housing"  # the agency of the account `handler`
WHY = "楼栋号用于说明位置，不涉及留言人住址。"
WORDY = "我单位高度重视，，立即组织人员到{estate}{n}号楼核查。"
MISTAKE = "答复中的完成日期写错"


@dataclass(slots=True)
class Case:
    """A message of now: who answers, and what has happened."""

    journey: Journey
    story: Story
    letter: Letter


class Current:
    """Makes the steps up to `now`; `day` is the last working day before it, on which what is done was done."""

    def __init__(self, composer: Composer, texts: Mapping[str, Any], levels: Mapping[str, int],
                 handlers: Mapping[str, str], now: datetime) -> None:  # fmt: skip
        self._composer = composer
        self._texts = texts
        self._levels = levels
        self._handlers = handlers
        self._now = now
        self._today = now.astimezone(days.SHANGHAI).date()
        self._day = days.after(self._today, -1)
        self._chance = Random("the work of now")  # noqa: S311 - a plot, not secrets
        self._numbers: set[str] = set()
        self._steps: list[Step] = []

    def steps(self) -> list[Step]:
        """All of them, in the order of their instants."""
        for column, lead in (("mayor", HANDLER), ("linqi-head", "linqi-housing"), ("secretary", HANDLER)):
            for write in self._desks(lead):
                write(column)
        self._agencies()
        self._elsewhere()
        begin = days.after(self._today, -EARLIEST)
        self._steps += [
            Step(days.at(begin + n * timedelta(days=1), 0, 1), NOBODYS, SYSTEM, "routing", "look_at_deadlines", {})
            for n in range((self._today - begin).days)
        ]
        self._steps.append(Step(self._now, NOBODYS, SYSTEM, "routing", "look_at_deadlines", {}))
        return sorted(self._steps, key=lambda step: step.at)

    def _desks(self, lead: str) -> list[Callable[[str], None]]:
        """What happens in each column whose desks are shown."""
        return [
            self._waiting, self._screened, self._duplicates, self._unassigned,
            lambda column: self._in_hand(column, lead), lambda column: self._asking(column, lead),
            lambda column: self._urged(column, lead), lambda column: self._in_review(column, lead),
            lambda column: self._went_out(column, lead), lambda column: self._afterwards(column, lead),
        ]  # fmt: skip

    # The clerk's desk

    def _waiting(self, column: str) -> None:
        """Written today, and left over from earlier days."""
        for part in (0.25, 0.5, 0.8):
            self._written(column, self._today_at(part))
        for back in (1, 2):
            self._written(column, self._at(-back, 17, 10, 55))

    def _screened(self, column: str) -> None:
        """Declined, redirected, withdrawn."""
        for said in self._texts["declined"][:3]:
            journey = self._other(column, said, self._at(-2, 9, 0, 50))
            own = {"advice": said["advice"][0]} if said["advice"] else {}
            journey.screened(self._at(-1, 15, 40, 59), "decline", reason=said["reason"], **own)
            self._keep(journey)
        said = self._chance.choice(self._texts["redirected"])
        journey = self._other(column, said, self._at(-2, 9, 0, 50))
        journey.screened(self._at(-1, 15, 40, 59), "redirect", where=said["where"], contact=said["contact"])
        self._keep(journey)
        case = self._written(column, self._at(-2, 20, 0, 50))
        case.journey.citizen(case.journey.steps[0].at + timedelta(minutes=8), "withdraw")
        self._steps.append(case.journey.steps[-1])

    def _duplicates(self, column: str) -> None:
        """A neighbour's message merged, and another's that a clerk has yet to compare."""
        case = self._taken(column, -4)
        self._assigned(case, -4)
        for at in (self._at(-3, 9, 0, 50), self._today_at(0.9)):
            journey = self._journey(column, at)
            journey.submitted(at, self._composer.again(column, case.story), consents=True)
            if at < self._at(-2, 0, 0, 0):
                journey.screened(self._at(-3, 15, 40, 59), "merge", into=case.journey.number)
            self._keep(journey)
        self._keep(case.journey)

    # The dispatcher's and the handler's desk

    def _unassigned(self, column: str) -> None:
        """Accepted, and nobody's yet."""
        for _ in range(3):
            self._keep(self._taken(column, -1).journey)

    def _in_hand(self, column: str, lead: str) -> None:
        """Due later, soon, next day, today, and overdue."""
        for back in (1, 2, 4, 5, 6, 9):
            case = self._taken(column, -back, lead)
            self._assigned(case, -back)
            self._keep(case.journey)

    def _asking(self, column: str, lead: str) -> None:
        """A return that waits for its decision, and extensions asked, granted and refused."""
        case = self._given(column, -2, lead)
        case.journey.case(self._at(-1, 9, 5, 50), lead, "ask_return", reason=self._composer.note("return"))
        self._keep(case.journey)
        for granted in (None, True, False):
            case = self._given(column, -3, lead)
            until = days.after(self._today, 7).isoformat()
            reason = self._composer.note("extension")
            case.journey.case(self._at(-1, 9, 5, 50), lead, "ask_extension", until=until, reason=reason)
            if granted is not None:
                note = self._composer.note("extension_granted" if granted else "extension_refused")
                case.journey.case(self._at(-1, 11, 5, 20), "dispatcher", "decide_extension", granted=granted, note=note)
            self._keep(case.journey)

    def _urged(self, column: str, lead: str) -> None:
        """Reminded, admonished by a letter, criticised; one of them told the citizen how far it is."""
        for n, levels in enumerate((("reminder",), ("reminder", "letter"), ("reminder", "letter", "criticism"))):
            case = self._given(column, -8 - 4 * n, lead)
            for back, level in zip((3, 2, 1), levels, strict=False):
                note = self._composer.note(level)
                case.journey.case(self._at(-back, 10, 35, 50), "supervisor", "urge", level=level, note=note)
            if n:
                case.journey.case(self._at(-1, 11, 5, 20), lead, "acknowledge", n=1)
            self._keep(case.journey)
        case = self._given(column, -4, lead)
        self._through(case, -2, self._composer.interim(case.story, self._on(-2)), "interim")
        self._keep(case.journey)

    # The reviewers' desks

    def _in_review(self, column: str, lead: str) -> None:
        """A draft that proofreading has something to say about, texts at each level, and one sent back."""
        case = self._given(column, -3, lead, fits=of_a_building)
        first, rest = self._reply(case, -1).split("\n", 1)
        wordy = WORDY.format(**case.story.slots)
        case.journey.drafted(self._at(-1, 9, 10, 59), case.story.lead, f"{first}\n{wordy}\n{rest}")
        self._keep(case.journey)
        for level in range(1, self._levels[column] + 1):
            for _ in range(2):
                case = self._given(column, -3, lead)
                self._through(case, -1, self._reply(case, -1), "reply", until=level - 1)
                self._keep(case.journey)
        case = self._given(column, -3, lead)
        self._through(case, -1, self._reply(case, -1), "reply", until=0)
        case.journey.sent_back(self._at(-1, 14, 0, 20), 1, self._composer.note("sent_back"))
        self._keep(case.journey)

    def _went_out(self, column: str, lead: str) -> None:
        """Published for everyone and for the citizen alone, one corrected, one whose correction is under way.

        What everyone may read of one message waits for a clerk.
        """
        for consents, waits in ((True, False), (True, True), (False, True)):
            case = self._given(column, -6, lead, consents=consents)
            self._through(case, -3, self._reply(case, -3), "reply")
            if not waits:
                self._confirmed(case)
            self._keep(case.journey)
        for done in (True, False):
            case = self._given(column, -7, lead, fits=dated)
            wrong, right = self._on(-6), self._on(-5)
            text = self._composer.reply(column, case.story, self._on(-4), done=wrong)
            self._through(case, -4, text, "reply")
            self._confirmed(case)
            case.journey.corrected(self._at(-2, 9, 0, 5), case.story.lead, "fact", MISTAKE)
            text = self._composer.corrected(text, wrong, right, self._on(-2))
            self._through(case, -2, text, "reply", until=None if done else 0)
            self._keep(case.journey)

    def _afterwards(self, column: str, lead: str) -> None:
        """Rated well and badly, taken up again, asked once more, answered, and handed over."""
        for rating in (5, 4, 2, 1):
            case = self._closed(column, lead)
            comment = self._texts["evaluations"][rating][0]
            case.journey.citizen(self._at(-3, 19, 0, 59), "evaluate", satisfaction=rating, comment=comment)
            if rating == 1:
                note = self._composer.note("reopen")
                case.journey.case(self._at(-2, 10, 35, 50), "supervisor", "reopen", reason="dissatisfied", note=note)
                case.journey.assigned(self._at(-2, 16, 40, 50), case.story.lead)
            self._keep(case.journey)
        for answered in (True, False):
            case = self._closed(column, lead)
            question, answer = self._composer.follow_up(case.story)
            case.journey.citizen(self._at(-3, 19, 0, 59), "ask_follow_up", question=question)
            if answered:
                self._through(case, -1, answer(self._on(-1)), "follow_up")
            self._keep(case.journey)
        case = self._given(column, -4, lead)
        said = {
            "system": "petition",
            "reason": self._composer.note("handed_over"),
            "receipt": f"XF{self._number_part()}",
        }
        case.journey.case(self._at(-2, 11, 5, 20), "dispatcher", "hand_over", **said)
        self._keep(case.journey)

    def _agencies(self) -> None:
        """Something on the desk of each agency of the city."""
        for lead in self._handlers:
            if lead != HANDLER and not lead.startswith(COUNTIES):
                self._keep(self._given("mayor", -2, lead).journey)

    def _elsewhere(self) -> None:
        """A little in every other column."""
        for column in self._levels:
            if column not in ("mayor", "linqi-head", "secretary"):
                self._written(column, self._today_at(0.4))
                self._keep(self._taken(column, -1).journey)
                case = self._given(column, -6, None)
                self._keep(case.journey)
                case = self._given(column, -5, None)
                self._through(case, -2, self._reply(case, -2), "reply")
                self._confirmed(case)
                self._keep(case.journey)

    # What they have in common

    def _written(
        self, column: str, at: datetime, lead: str | None = None, *, consents: bool = True, fits: Fits = anything
    ) -> Case:
        story, letter = self._composer.telling(column, at, lead, fits)
        journey = self._journey(column, at)
        journey.submitted(at, letter, consents=consents)
        self._steps.append(journey.steps[0])
        return Case(journey, story, letter)

    def _other(self, column: str, said: Mapping[str, Any], at: datetime) -> Journey:
        journey = self._journey(column, at)
        journey.submitted(at, self._composer.other(column, said), consents=True)
        return journey

    def _taken(
        self, column: str, day: int, lead: str | None = None, *, consents: bool = True, fits: Fits = anything
    ) -> Case:
        """Accepted on this working day."""
        case = self._written(column, self._at(day, 8, 0, 59), lead, consents=consents, fits=fits)
        case.journey.accepted(self._at(day, 15, 40, 59), case.story)
        return case

    def _assigned(self, case: Case, day: int) -> None:
        case.journey.assigned(self._at(day, 16, 40, 59), case.story.lead)

    @staticmethod
    def _confirmed(case: Case) -> None:
        """A clerk says what everyone may read, once it was taken on."""
        taken = next(step.at for step in case.journey.steps if step.method == "accept")
        case.journey.public_text(taken + timedelta(minutes=2), case.letter)

    def _given(self, column: str, day: int, lead: str | None, *, consents: bool = True, fits: Fits = anything) -> Case:
        case = self._taken(column, day, lead, consents=consents, fits=fits)
        if column == "wangchuan-head":
            case.journey.dispatched(self._at(day, 16, 40, 50))
        else:
            self._assigned(case, day)
        return case

    def _closed(self, column: str, lead: str) -> Case:
        case = self._given(column, -7, lead)
        self._through(case, -4, self._reply(case, -4), "reply")
        self._confirmed(case)
        return case

    def _reply(self, case: Case, day: int) -> str:
        return self._composer.reply(case.journey.column, case.story, self._on(day))

    def _through(self, case: Case, day: int, text: str, part: str, until: int | None = None) -> None:
        """Drafted, handed in, and passed up to the level `until`; None: by all of them."""
        at = self._at(day, 9, 10, 55)
        case.journey.drafted(at, case.story.lead, text, part)
        case.journey.handed_in(at + timedelta(minutes=4), case.story.lead, part)
        levels = self._levels[case.journey.column]
        for level in range(1, (levels if until is None else until) + 1):
            case.journey.passed(self._at(day, 14, 35 * (level - 1), 35 * (level - 1) + 28), level, part)

    def _keep(self, journey: Journey) -> None:
        kept = {id(step) for step in self._steps}
        self._steps += [step for step in journey.steps if id(step) not in kept]

    def _journey(self, column: str, at: datetime) -> Journey:
        while True:
            number = f"{at.astimezone(days.SHANGHAI):%Y%m%d}-{self._number_part()}"
            if number not in self._numbers:
                self._numbers.add(number)
                return Journey(number, column, self._handlers)

    def _number_part(self) -> str:
        return f"{self._chance.randrange(1_000_000):06d}"

    def _on(self, back: int) -> date:
        return days.after(self._today, back)

    def _at(self, back: int, hour: int, begin: int, end: int) -> datetime:
        """Some second of these minutes after the hour, so many working days before today."""
        second = self._chance.randint(begin * 60, end * 60)
        return days.at(self._on(back), hour, 0) + timedelta(seconds=second)

    def _today_at(self, part: float) -> datetime:
        """When this part of today has passed, up to now."""
        begin = days.at(self._today, 0, 0)
        return begin + (self._now - begin) * part
