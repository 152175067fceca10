"""What people of the demonstration write and are answered, composed from texts.yaml: the same for the same seed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

from cli.demo import days

TEXTS = Path(__file__).parent / "texts.yaml"
COUNTIES = ("linqi", "wangchuan", "yunlu", "luxi", "muquan")

_NUMERALS = "三四五六七八九"
_BUSES = 40
_STEMS = 24  # of all stems, those that one county's places are named after
_PLACES = ("road", "estate", "village", "school", "hospital", "company", "market", "park", "river")
_KINDS = ("complaint", "complaint", "request", "request", "request")
_SUGGESTS = "建议"
_TOLD_AS = frozenset({"consultation", "thanks"})  # the voices that are kinds of messages
_LATER = 10  # working days after a reply, what it sets a date for
_ATTEMPTS, _FEW = 200, 5

Texts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as it is written, and from whom; `email` is there for some."""

    kind: str
    title: str
    body: str
    name: str
    phone: str
    email: str | None


@dataclass(frozen=True, slots=True)
class Story:
    """What happened, where, and who answers for it; the facts and the answer of the same `way` belong together."""

    topic: Texts
    case: Texts
    slots: Mapping[str, str]
    place: str
    way: int = 0

    @property
    def field(self) -> str:
        """What it is about."""
        code: str = self.topic["field"]
        return code

    @property
    def lead(self) -> str:
        """The agency that answers for it: the city's, or the county's own."""
        if self.place not in COUNTIES:
            return str(self.topic["city"])
        if self.place == "wangchuan":  # whose cases are assigned by rules
            return "wangchuan-water" if self.topic["county"] == "water" else "wangchuan-government"
        return f"{self.place}-{self.topic['county']}"

    @property
    def voice(self) -> str:
        """How it is told and answered."""
        named: str = self.case.get("voice") or self.topic.get("voice", "site")
        return named

    @property
    def fact(self) -> str:
        """What is told of it."""
        told: str = self.case["facts"][self.way]
        return told

    @property
    def done(self) -> str:
        """What is answered."""
        told: str = self.case["done"][self.way]
        return told

    def happens_in(self, *months: int) -> bool:
        """Whether it is a matter of the season."""
        named = self.case.get("months") or self.topic.get("months")
        return named is None or set(months) <= set(named)


def anything(_: Story) -> bool:
    """Any story will do."""
    return True


def dated(story: Story) -> bool:
    """The answer says on which day it was done."""
    return "{day}" in story.done


def of_a_building(story: Story) -> bool:
    """The message names a building."""
    return "{estate}{n}号楼" in story.fact


Fits = Callable[[Story], bool]
"""Which stories are wanted."""


def spoken(day: date) -> str:
    """A day of this year, as people write it."""
    return f"{day.month}月{day.day}日"


def _dated(day: date) -> str:
    return f"{day.year}年{spoken(day)}"


class Composer:
    """Writes; nothing that it has written before. `names` are those of columns and agencies, by their codes."""

    def __init__(self, texts: Texts, names: Mapping[str, str], seed: str) -> None:
        self._texts = texts
        self._names = names
        self._chance = Random(seed)  # noqa: S311 - texts, not secrets
        self._titles: set[tuple[str, str]] = set()
        self._bodies: set[str] = set()
        self._people = 0
        stems = texts["places"]["stems"]
        self._stems = {
            place: Random(f"{place} stems").sample(stems, _STEMS)  # noqa: S311 - likewise
            for place in ("city", *COUNTIES)
        }

    @cached_property
    def _topics(self) -> Sequence[Texts]:
        return [topic for topic in self._texts["topics"] for _ in range(topic["weight"])]

    def story(self, column: str, at: datetime, lead: str | None = None, fits: Fits = anything) -> Story:
        """Something that could have happened where the column is at that time, this agency's if one is named."""
        months = {at.astimezone(days.SHANGHAI).month, days.after(at.astimezone(days.SHANGHAI).date(), 1).month}
        place = next((county for county in COUNTIES if column.startswith(county)), "city")
        while True:
            topic = self._chance.choice(self._topics)
            case = self._chance.choice(topic["cases"])
            way = self._chance.randrange(len(case["facts"]))
            story = Story(topic, case, self._slots(place), place, way)
            if lead in (None, story.lead) and story.happens_in(*months) and fits(story):
                return story

    def telling(
        self, column: str, at: datetime, lead: str | None = None, fits: Fits = anything
    ) -> tuple[Story, Letter]:
        """A new story and its letter."""
        for _ in range(_ATTEMPTS):
            story = self.story(column, at, lead, fits)
            letter = self._once(column, story, fresh_title=True)
            if letter is not None:
                return story, letter
        raise ValueError(f"there is nothing new to write to {column}")

    def again(self, column: str, story: Story) -> Letter:
        """The same story, told once more by a neighbour: a likely duplicate."""
        told = self._once(column, story, fresh_title=False)
        assert told is not None
        return told

    def other(self, column: str, said: Texts) -> Letter:
        """A message of those that are not taken on."""
        place = next((county for county in COUNTIES if column.startswith(county)), "city")
        for attempt in range(_ATTEMPTS):
            slots = self._slots(place)
            title, told = self._chance.choice(list(zip(said["titles"], said["bodies"], strict=True)))
            title = title.format(**slots)
            parts = (self._texts["openings"], [told], said["asks"], self._texts["closings"])
            body = "".join(self._of(part, slots) for part in parts)
            if body not in self._bodies and ((column, title) not in self._titles or attempt > _FEW):
                self._titles.add((column, title))
                self._bodies.add(body)
                return self._signed(said.get("kind", "consultation"), title, body)
        raise ValueError(f"there is nothing new to write to {column}")

    def reply(self, column: str, story: Story, day: date, done: date | None = None) -> str:
        """The answer of the agency that the story is about, by the column's template, given on this day.

        `done`: the day on which it says that the matter was settled, where that is not the working day before.
        """
        slots = {**story.slots, "helper": self._helper(story), "subject": story.topic["subject"]}
        slots |= {"day": spoken(days.after(day, -1)), "deadline": spoken(days.after(day, _LATER))}
        own = slots if done is None else slots | {"day": spoken(done)}
        what = f"您在“{self._names[column]}”关于{story.topic['subject']}的留言收悉。"
        return self._laid_out(
            story.lead,
            day,
            [
                what + self._of(self._part(story, "verified"), slots),
                self._of([story.done], own),
                self._of(self._part(story, "next"), slots) + self._of(self._part(story, "thanks"), slots),
            ],
        )

    @staticmethod
    def corrected(text: str, wrong: date, right: date, day: date) -> str:
        """The same answer with the right day, signed anew."""
        lines = text.replace(spoken(wrong), spoken(right)).split("\n")
        return "\n".join([*lines[:-1], _dated(day)])

    def interim(self, story: Story, day: date) -> str:
        """How far it is."""
        return self._laid_out(story.lead, day, [self._of(self._part(story, "interim"), self._about(story))])

    def follow_up(self, story: Story) -> tuple[str, Callable[[date], str]]:
        """A question about the answer, and what it is answered on a day."""
        said = self._chance.choice(list(self._texts["follow_ups"].values()))
        question, answer = (self._of(said[part], self._about(story)) for part in ("questions", "answers"))
        return question, lambda day: self._laid_out(story.lead, day, [answer])

    @staticmethod
    def _about(story: Story) -> dict[str, str]:
        return {**story.slots, "subject": story.topic["subject"]}

    def _part(self, story: Story, part: str) -> Sequence[str]:
        """What the case has of its own, what the voice it names has, what its topic has, and what the voice has."""
        voice = self._texts["voices"][story.voice]
        named = voice if "voice" in story.case else {}
        found: Sequence[str] = next(each[part] for each in (story.case, named, story.topic, voice) if part in each)
        return found

    def note(self, what: str) -> str:
        """What staff write with a decision."""
        return str(self._chance.choice(self._texts["notes"][what]))

    def one_of(self, what: str, key: Any = None) -> str:
        """One of the texts of this name."""
        found = self._texts[what] if key is None else self._texts[what][key]
        return str(self._chance.choice(found))

    def _once(self, column: str, story: Story, *, fresh_title: bool) -> Letter | None:
        case = story.case
        openings, effects, asks, closings = (
            self._part(story, part) for part in ("openings", "effects", "asks", "closings")
        )
        parts = (openings, [story.fact], effects, asks, closings)
        titles = case["titles"] if len(case["titles"]) != len(case["facts"]) else [case["titles"][story.way]]
        for _ in range(_ATTEMPTS):
            title = self._of(titles, story.slots)
            body = "".join(self._of(part, story.slots) for part in parts)
            if fresh_title and (column, title) in self._titles:
                return None
            if body not in self._bodies:
                self._titles.add((column, title))
                self._bodies.add(body)
                return self._signed(self._kind(story, title), title, body)
        return None

    def _kind(self, story: Story, title: str) -> str:
        if story.voice in _TOLD_AS:
            return story.voice
        if _SUGGESTS in title:
            return "suggestion"
        return str(self._chance.choice(story.case.get("kinds") or story.topic.get("kinds") or _KINDS))

    def _signed(self, kind: str, title: str, body: str) -> Letter:
        self._people += 1
        people = self._texts["people"]
        name = self._chance.choice(people["surnames"]) + self._chance.choice(people["given"])
        email = f"reader{self._people}@example.com" if self._people % 5 == 0 else None
        return Letter(kind, title, body, name, f"1390000{self._people:04d}", email)

    def _laid_out(self, lead: str, day: date, paragraphs: Sequence[str]) -> str:
        signed = f"{self._names[lead]}\n{_dated(day)}"
        return "\n".join(["尊敬的网民：", "您好！" + paragraphs[0], *paragraphs[1:], signed])

    def _helper(self, story: Story) -> str:
        return "社区居委会" if "estate" in str(story.case["titles"]) else "所在乡镇、街道"

    def _slots(self, place: str) -> dict[str, str]:
        chance, places = self._chance, self._texts["places"]
        stems = chance.sample(self._stems[place], len(_PLACES))
        return {
            **{name: stem + chance.choice(places[name]) for name, stem in zip(_PLACES, stems, strict=True)},
            "n": chance.choice(_NUMERALS),
            "bus": str(chance.randint(1, _BUSES)),
            "days": chance.choice(places["days"]),
            "hour": chance.choice(places["hour"]),
        }

    def _of(self, texts: Sequence[str], slots: Mapping[str, str]) -> str:
        return str(self._chance.choice(texts)).format(**slots)
