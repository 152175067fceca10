"""Facts that cannot be: days that no calendar has, hours that no clock shows, amounts that nobody can read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Final

from services.review.domain.proofreading.finding import Finding, Kind, warning

_compile = partial(re.compile, flags=re.ASCII)
_DIGITS: Final = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_YEAR = r"(?:(\d{4}|[一二三四五六七八九零〇]{4})\s?年\s?)?"
_DAY = _compile(
    rf"(?<![\d一二三四五六七八九十]){_YEAR}(?<![\d一二三四五六七八九十])({_NUMBER})\s?月\s?({_NUMBER})\s?[日号](?![\d线楼院])"
)
_WRITTEN_DAY = _compile(r"(?<![\d.\-/])((?:19|20)\d\d)([-/.])(\d{1,2})\2(\d{1,2})(?![\d.\-/])")
_LUNAR = re.compile(r"(?:农历|阴历|腊|闰)[^，。；\n]{0,12}\Z")
_NEAR: Final = 20  # characters before a day in which its calendar is named
_HOUR = _compile(r"(?<![\d.])(\d{1,2})(?:时(?![间代候期速效限段空])|点(?=\d{1,2}分))(?:(\d{1,2})分)?(?!\d)")
_GROUPED = _compile(r"(?<![\d,，.])\d{1,3}(?:,\d+)+(?:\.\d+)?(?=\s?(?:元|万元|亿元|美元))")
_RIGHTLY_GROUPED = _compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_UNIT_TWICE = _compile(
    r"\d(元|万元|亿元|平方米|公里|千米|米|吨|户|%)\1|[¥￥]\s?[\d.,]+\s?(?:万|亿)?元|百分之[\d.]+\s?%|\d\.\d*\.\d+\s?(?:万|亿)?元"
)
_LEAP_YEAR: Final = 2000
_HOURS, _MINUTES = 24, 59


def no_such_day(text: str) -> Iterator[Finding]:
    """30 February, the 31st of a month of 30 days, a 13th month; in a year that is not named, 29 February may be."""
    for match in _DAY.finditer(text):
        year = _LEAP_YEAR if match[1] is None else _number(match[1])
        begin = match.start()
        lunar = _LUNAR.search(text, max(0, begin - _NEAR), begin)
        if not lunar and not _is_a_day(year, _number(match[2]), _number(match[3])):
            yield warning(Kind.FACT, "no_such_day", match.span())
    for match in _WRITTEN_DAY.finditer(text):
        if not _is_a_day(int(match[1]), int(match[3]), int(match[4])):
            yield warning(Kind.FACT, "no_such_day", match.span())


def no_such_hour(text: str) -> Iterator[Finding]:
    """25时, 9时75分."""
    for match in _HOUR.finditer(text):
        if int(match[1]) > _HOURS or int(match[2] or 0) > _MINUTES:
            yield warning(Kind.FACT, "no_such_hour", match.span())


def unreadable_amount(text: str) -> Iterator[Finding]:
    """1,2000元, 5元元, ￥5元, 百分之5%, 1.2.3元."""
    for match in _GROUPED.finditer(text):
        if not _RIGHTLY_GROUPED.fullmatch(match[0]):
            yield warning(Kind.FACT, "unreadable_amount", match.span())
    for match in _UNIT_TWICE.finditer(text):
        yield warning(Kind.FACT, "unreadable_amount", match.span())


def _is_a_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _number(written: str) -> int:
    """A number in digits, in Chinese digits one by one (二〇二四) or counted (二十九)."""
    if written[0].isdigit() and written.isascii():
        return int(written)
    if "十" not in written:
        return int("".join(str(_DIGITS[digit]) for digit in written))
    tens, _, ones = written.partition("十")
    if "十" in ones or len(tens) > 1 or len(ones) > 1:
        return 0
    return 10 * (_DIGITS[tens] if tens else 1) + (_DIGITS[ones] if ones else 0)
