"""What people write and are answered: of the season, of the days that it says, of what was asked."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
import yaml

from cli.city import DEMONSTRATION, read
from cli.demo import days
from cli.demo.beginning import everything
from cli.demo.composing import TEXTS
from cli.demo.journey import Step

STARTS = (datetime(2026, 1, 20, 2, tzinfo=UTC), datetime(2026, 7, 14, 2, tzinfo=UTC))
COMPLAINING = re.compile("投诉|举报|查处|没有人管|反映的情况|属实|到现场|整改|明确的说法|盼望早日解决|罚款|催")
DAY = re.compile(r"(?<!\d)(?<!年)(\d+)月(\d+)日(前|起|启用|到账|发放)?")
SIGNED = re.compile(r"(\d+)年(\d+)月(\d+)日$")
SEASONS = {
    "暖气不热|室温只有|暖气.*还是温的|供暖管道漏水|往外冒热水": {11, 12, 1, 2, 3},
    "灌溉渠|禾苗|等水浇|误了农时": {4, 5, 6, 7, 8, 9},
    "小雨也会积起|前几天一场雨": {3, 4, 5, 6, 7, 8, 9, 10},
    "食堂|统一买校服|上晚自习": {3, 4, 5, 6, 9, 10, 11, 12},
    "烧秸秆": {5, 6, 9, 10, 11},
}
PLACES = re.compile("{(?:road|estate|village|school|hospital|company|market|park|river)}")


@pytest.fixture(scope="module", params=STARTS, ids=["winter", "summer"])
def steps(request: pytest.FixtureRequest) -> list[Step]:
    """Everything that is written at a start in this season."""
    start: datetime = request.param
    return list(everything(read(DEMONSTRATION), start))


@cache
def texts() -> dict[str, Any]:
    """What they are composed from."""
    found: dict[str, Any] = yaml.safe_load(TEXTS.read_text(encoding="utf-8"))
    return found


def told(steps: list[Step]) -> dict[str, Step]:
    """The message of each number that was taken on."""
    taken = {step.number for step in steps if step.method == "accept"}
    return {
        step.number: step
        for step in steps
        if (step.service, step.method) == ("intake", "submit") and step.number in taken
    }


def drafts(steps: list[Step], part: str = "reply") -> Iterator[tuple[str, str]]:
    """The number and the text of each draft."""
    for step in steps:
        if step.method == "save_draft" and step.payload["part"] == part:
            yield step.number, step.payload["text"]


def letter(step: Step) -> str:
    """What a citizen wrote."""
    return f"{step.payload['title']}\n{step.payload['body']}"


def test_nobody_is_cold_in_summer_or_waters_a_field_in_winter(steps: list[Step]) -> None:
    seen: dict[str, set[int]] = defaultdict(set)
    for step in told(steps).values():
        for words in SEASONS:
            if re.search(words, letter(step)):
                seen[words].add(step.at.astimezone(days.SHANGHAI).month)
    assert all(re.search(words, TEXTS.read_text(encoding="utf-8")) for words in SEASONS)
    assert len(seen) > 2  # some are rare
    assert {words: months - SEASONS[words] for words, months in seen.items() if months - SEASONS[words]} == {}


def test_what_was_done_was_done_before_the_reply_and_what_is_to_come_lies_after_it(steps: list[Step]) -> None:
    wrong = []
    for _, text in drafts(steps):
        signed = SIGNED.search(text)
        assert signed
        day = date(*(int(part) for part in signed.groups()))
        for found in DAY.finditer(text.replace("公示期至", "")):
            near = [date(day.year + n, int(found[1]), int(found[2])) for n in (-1, 0, 1)]
            named = min(near, key=lambda each: abs((each - day).days))
            to_come = bool(found[3]) or f"公示期至{found[0]}" in text
            if (named <= day) if to_come else (named >= day):
                wrong.append(text)
    assert wrong == []


def test_a_question_and_thanks_are_neither_told_nor_answered_as_a_complaint(steps: list[Step]) -> None:
    gentle = {
        number: step for number, step in told(steps).items() if step.payload["kind"] in {"consultation", "thanks"}
    }
    assert {step.payload["kind"] for step in gentle.values()} == {"consultation", "thanks"}
    answers = [text for part in ("reply", "interim") for number, text in drafts(steps, part) if number in gentle]
    assert [text for text in (*map(letter, gentle.values()), *answers) if COMPLAINING.search(text)] == []


def test_an_answer_names_no_place_that_the_message_does_not_name() -> None:
    cases = [case for topic in texts()["topics"] for case in topic["cases"]]
    for case in cases:
        for fact, done in zip(case["facts"], case["done"], strict=True):
            assert set(PLACES.findall(done)) <= set(PLACES.findall(fact)), done


def test_a_question_asked_once_more_is_the_one_that_is_answered(steps: list[Step]) -> None:
    asked = {step.number: step.payload["question"] for step in steps if step.method == "ask_follow_up"}
    answered = dict(drafts(steps, "follow_up"))
    assert answered
    for number, answer in answered.items():
        assert [key for key in texts()["follow_ups"] if said(key, "questions", asked[number])] == [
            key for key in texts()["follow_ups"] if said(key, "answers", answer)
        ], (asked[number], answer)


def said(key: str, part: str, text: str) -> bool:
    """Whether one of these sentences is in the text, about whatever subject."""
    sentences = texts()["follow_ups"][key][part]
    return any(re.search(re.escape(each).replace(re.escape("{subject}"), ".+"), text) for each in sentences)


def test_a_correction_puts_right_the_day_that_was_wrong(steps: list[Step]) -> None:
    corrected = {step.number for step in steps if step.method == "open_correction"}
    written: dict[str, list[str]] = defaultdict(list)
    for number, text in drafts(steps):
        if number in corrected:
            written[number].append(text)
    assert len(written) == 6  # two in each column whose desks are shown
    for versions in written.values():
        for first, second in pairwise(versions):
            assert DAY.sub("", first).split("\n")[:-1] == DAY.sub("", second).split("\n")[:-1]
            wrong, right = ([found[0] for found in DAY.finditer(text)] for text in (first, second))
            assert sum(one != other for one, other in zip(wrong, right, strict=True)) == 1


def test_most_of_what_everyone_may_read_was_confirmed(steps: list[Step]) -> None:
    consented = {number for number, step in told(steps).items() if step.payload["consent_public"]}
    passed = {step.number for step in steps if step.method == "pass_reply" and step.payload["part"] == "reply"}
    confirmed = {step.number for step in steps if step.method == "confirm_public_text"}
    of_now = {step.number for step in steps if step.at.year > 2019}
    out = consented & passed
    assert len(out & confirmed) > 0.93 * len(out)
    assert len(out & confirmed & of_now) > 0.5 * len(out & of_now)


def test_each_agency_of_the_city_has_something_to_do(steps: list[Step]) -> None:
    agencies = {agency for one in read(DEMONSTRATION).accounts for agency in one.agencies or () if "-" not in agency}
    given = {step.payload["lead"] for step in steps if step.method == "assign" and step.at.year > 2019}
    assert agencies <= given
