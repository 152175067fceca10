"""What people of the demonstration write and are answered, composed from texts.yaml: the same for the same seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

TEXTS = Path(__file__).parent / "texts.yaml"
COUNTIES = ("linqi", "wangchuan", "yunlu", "luxi", "muquan")

_NUMERALS = "三四五六七八九"
_BUSES = 40
_STEMS = 24  # of all stems, those that one county's places are named after
_PLACES = ("road", "estate", "village", "school", "hospital", "company", "market", "park", "river")
_KINDS = ("complaint", "complaint", "request", "request", "request", "consultation", "suggestion")
_KIND_OF = (("建议", "suggestion"), ("咨询", "consultation"), ("怎样", "consultation"), ("吗", "consultation"))
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

    def story(self, column: str, lead: str | None = None) -> Story:
        """Something that could have happened where the column is, and that this agency answers for, if one is named."""
        place = next((county for county in COUNTIES if column.startswith(county)), "city")
        while True:
            topic = self._chance.choice(self._topics)
            case = self._chance.choice(topic["cases"])
            way = self._chance.randrange(len(case["facts"]))
            story = Story(topic, case, self._slots(place), place, way)
            if lead in (None, story.lead):
                return story

    def telling(self, column: str, lead: str | None = None) -> tuple[Story, Letter]:
        """A new story and its letter."""
        for _ in range(_ATTEMPTS):
            story = self.story(column, lead)
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
            title = self._of(said["titles"], slots)
            parts = (self._texts["openings"], said["bodies"], said["asks"], self._texts["closings"])
            body = "".join(self._of(part, slots) for part in parts)
            if body not in self._bodies and ((column, title) not in self._titles or attempt > _FEW):
                self._titles.add((column, title))
                self._bodies.add(body)
                return self._signed("consultation", title, body)
        raise ValueError(f"there is nothing new to write to {column}")

    def reply(self, column: str, story: Story, day: date) -> str:
        """The answer of the agency that the story is about, by the column's template, given on this day."""
        texts, slots = self._texts, {**story.slots, "day": f"{day.month}月{day.day}日"}
        what = f"您在“{self._names[column]}”关于{story.topic['subject']}的留言收悉。"
        return self._laid_out(
            story.lead,
            day,
            [
                what + self._of(texts["verified"], slots | {"helper": self._helper(story)}),
                self._of([story.case["done"][story.way]], slots),
                self._of(texts["next"], slots) + self._of(texts["thanks"], slots),
            ],
        )

    def answer(self, story: Story, day: date, part: str) -> str:
        """An interim reply, or the answer to a follow-up question."""
        slots = {**story.slots, "subject": story.topic["subject"]}
        return self._laid_out(story.lead, day, [self._of(self._texts[part], slots)])

    def note(self, what: str) -> str:
        """What staff write with a decision."""
        return str(self._chance.choice(self._texts["notes"][what]))

    def one_of(self, what: str, key: Any = None) -> str:
        """One of the texts of this name."""
        found = self._texts[what] if key is None else self._texts[what][key]
        return str(self._chance.choice(found))

    def _once(self, column: str, story: Story, *, fresh_title: bool) -> Letter | None:
        texts, topic, case = self._texts, story.topic, story.case
        effects, asks = (case.get(part, topic[part]) for part in ("effects", "asks"))
        parts = (texts["openings"], [case["facts"][story.way]], effects, asks, texts["closings"])
        titles = case["titles"] if len(case["titles"]) != len(case["facts"]) else [case["titles"][story.way]]
        for _ in range(_ATTEMPTS):
            title = self._of(titles, story.slots)
            body = "".join(self._of(part, story.slots) for part in parts)
            if fresh_title and (column, title) in self._titles:
                return None
            if body not in self._bodies:
                self._titles.add((column, title))
                self._bodies.add(body)
                return self._signed(self._kind(case, topic, title), title, body)
        return None

    def _kind(self, case: Texts, topic: Texts, title: str) -> str:
        own = case.get("kinds") or topic.get("kinds")
        named = next((kind for word, kind in _KIND_OF if word in title), None)
        return str(named or self._chance.choice(own or _KINDS))

    def _signed(self, kind: str, title: str, body: str) -> Letter:
        self._people += 1
        people = self._texts["people"]
        name = self._chance.choice(people["surnames"]) + self._chance.choice(people["given"])
        email = f"reader{self._people}@example.com" if self._people % 5 == 0 else None
        return Letter(kind, title, body, name, f"1390000{self._people:04d}", email)

    def _laid_out(self, lead: str, day: date, paragraphs: Sequence[str]) -> str:
        signed = f"{self._names[lead]}\n{day.year}年{day.month}月{day.day}日"
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
