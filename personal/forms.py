"""What in a text tells who a person is or where they live, and the text with that made unreadable.

The finder proposes and a person decides, so it looks for what has a form: numbers, addresses of a house, plates, the
name that somebody gave. It is *sure* of a finding where the form leaves no doubt. Check digits are computed by
functions handed in (`Checks`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import partial
from itertools import chain
from typing import Protocol

from personal.reading import Plain, plain, readings


class Personal(StrEnum):
    """What was found."""

    ID_NUMBER = "id_number"
    BANK_CARD = "bank_card"
    PHONE = "phone"
    EMAIL = "email"
    PLATE = "plate"
    ADDRESS = "address"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something personal in a text, from `start` to before `end` (characters, from 0), and what to write instead."""

    start: int
    end: int
    kind: Personal
    replacement: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Checks:
    """Whether the check digit fits: of 18 characters as a mainland ID number (GB 11643), of digits as a card (Luhn)."""

    id_number: Callable[[str], bool]
    bank_card: Callable[[str], bool]


class Writer(Protocol):
    """Who wrote, as far as they said it; a text about their matter may repeat it."""

    @property
    def name(self) -> str | None:
        """What they call themselves."""

    @property
    def phone(self) -> str | None:
        """Where they can be called."""

    @property
    def email(self) -> str | None:
        """Where they can be written to."""


@dataclass(frozen=True, slots=True)
class Unnamed:
    """Nobody of whom anything is known."""

    name: str | None = None
    phone: str | None = None
    email: str | None = None


Finder = Callable[[str], Iterator[Finding]]

_NOT_A_NAME = frozenset(
    {"居民", "市民", "业主", "住户", "村民", "群众", "网友", "网民", "匿名", "先生", "女士", "家长"}
)

_compile = partial(re.compile, flags=re.ASCII)  # so that a digit is 0 to 9
_ALONE = r"(?<![0-9A-Za-z.])"  # no part of a longer number or word
_NO_MORE = r"(?![0-9A-Za-z])"
_ABROAD = r"(?:(?:\+|00)?86[ -]?)?"

_EMAIL = _compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})*\.[A-Za-z]{2,24}")
_ID = _compile(rf"{_ALONE}[1-8]\d{{5}}[ -]?((?:18|19|20)\d{{6}})[ -]?\d{{3}}[0-9Xx]{_NO_MORE}")
_OLD_ID = _compile(rf"{_ALONE}[1-8]\d{{5}}(\d{{6}})\d{{3}}{_NO_MORE}")
_CARD = _compile(rf"{_ALONE}[3-69]\d{{3}}(?:[ -]?\d{{4}}){{2}}[ -]?\d{{3,4}}(?:[ -]?\d{{1,3}})?{_NO_MORE}")
_GROUPED_CARD = _compile(rf"{_ALONE}\d{{4}}([ -])\d{{4}}\1\d{{4}}\1\d{{4}}(?:\1\d{{1,3}})?{_NO_MORE}")
_CALLED_CARD = _compile(rf"(?:卡号|账号|帐号|账户|银行卡)[^0-9\n]{{0,8}}(\d[\d -]{{10,24}}\d){_NO_MORE}")
_MOBILE = _compile(rf"(?<![0-9A-Za-z]){_ABROAD}1[3-9]\d(?:\d[ -]\d{{3}}[ -]\d{{4}}|(?:[ -]?\d{{4}}){{2}})(?!\d)")
_LANDLINE = _compile(
    rf"{_ALONE}(?:\(0\d{{2,3}}\) ?|{_ABROAD}0\d{{2,3}}[ -]{{1,3}})"
    rf"[2-8]\d{{2,3}}[ -]?\d{{4}}(?:[ 转-]{{1,2}}\d{{1,4}})?(?!\d)"
    rf"|{_ALONE}0(?:10|2\d|[3-9]\d{{2}})[2-8]\d{{6,7}}(?!\d)"
)
_CALLED_PHONE = _compile(
    r"(?:电话|座机|固话|手机|[Tt][Ee][Ll])[^0-9\n]{0,6}([2-8]\d{2,3}[ -]?\d{4})(?!\d|-\d(?!\d{6}))"
)
_LETTER = "[A-HJ-NP-Za-hj-np-z]"  # of a plate: neither I nor O, which look like digits
_PLATE = _compile(
    rf"([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]{_LETTER})[ ·.•-]?"
    rf"(?:[DFdf](?:{_LETTER}|\d)\d{{4}}|\d{{5}}[DFdf]"
    rf"|(?=[A-Za-z]{{0,4}}\d)(?:{_LETTER}|\d){{4}}(?:{_LETTER}|\d|[挂学警港澳])){_NO_MORE}"
)

_COUNT = "[0-9一二三四五六七八九十百零〇]{1,6}"
_HOUSE = f"(?:[A-Za-z]?{_COUNT}(?:[-#]{_COUNT})?|[A-Za-z])"
_PART = f"{_HOUSE}(?:号楼|号房|号院|单元|[栋幢座室号楼层户房])"
_CHAIN = _compile(
    rf"(?<![0-9A-Za-z一二三四五六七八九十百零〇第])(?:{_PART}[ ,、-]?){{0,5}}{_PART}"
    rf"(?:[ -]?\d{{3,4}}(?![\d年月日元万路多余来平个户人名辆台吨米%]))?"
)
_SURELY_A_HOUSE = _compile(
    rf"(?<![共有约建盖拆近余各每这那其上下]){_HOUSE}[栋幢](?!楼房|房屋|别墅|高层|住宅)|{_HOUSE}(?:号楼|单元|号房|号院)"
    rf"|[A-Za-z]座|{_COUNT}座{_COUNT}|(?:[A-Za-z]?\d{{3,4}}(?:-\d{{1,4}})?|[一二三四五六七八九零〇]{{3,4}})室"
)
_DOOR = _compile(rf"(?:路|街|巷|弄|胡同|(?<!街)道|坊)(附?{_HOUSE}号(?:附?{_COUNT}号)?)(?![线令文公通机台站铺楼院房])")
_ROOM = _compile(
    r"(?<![0-9A-Za-z])(?<![0-9A-Za-z]-)"
    r"(?:\d{1,2}-\d{1,2}-(?!(?:19|20)\d\d(?!\d))\d{3,4}|\d{1,2}#\d{3,4})(?!-?\d)"
)
_NUMBERS = _compile(rf"{_COUNT}|[A-Za-z](?={_COUNT}|[座栋幢])")


def found_in(text: str, writer: Writer, checks: Checks) -> list[Finding]:
    """What is personal in a text, by place; `writer` is whose name and contact it may repeat.

    It is looked for in the text as it is read (`personal.reading`), so that nothing unseen hides it; where it stands is
    told of the text as it was written.
    """
    read, *apart = readings(text)
    taken: list[Finding] = []
    for finder in (
        _contact(writer),
        _emails,
        _id_numbers(checks),
        _bank_cards(checks),
        _phones,
        _called_cards,
        _plates,
        _addresses,
        _names(writer),
    ):
        for found in chain.from_iterable(finder(each.text) for each in (read, *apart)):
            if not any(_meet(found, other) for other in taken):
                taken.append(found)
    return sorted((_as_written(found, read) for found in taken), key=lambda found: found.start)


def masked(text: str, findings: Iterable[Finding]) -> str:
    """The text with each finding replaced."""
    parts, at = [], 0
    for found in sorted(findings, key=lambda one: one.start):
        parts += [text[at : found.start], found.replacement]
        at = found.end
    return "".join([*parts, text[at:]])


def sure_kinds(findings: Iterable[Finding]) -> tuple[Personal, ...]:
    """Of what the finder is sure, each kind once."""
    return tuple(sorted({found.kind for found in findings if found.sure}))


def _as_written(found: Finding, read: Plain) -> Finding:
    start, end = read.span(found.start, found.end)
    return replace(found, start=start, end=end)


def _meet(one: Finding, other: Finding) -> bool:
    return one.start < other.end and other.start < one.end


def _contact(writer: Writer) -> Finder:
    """The phone and the e-mail address as the writer gave them, whatever they look like."""
    given = ((writer.phone, Personal.PHONE, "***********"), (writer.email, Personal.EMAIL, "***@***"))

    def find(text: str) -> Iterator[Finding]:
        for value, kind, replacement in given:
            wanted = plain(value or "").text
            if len(wanted) > 4:  # noqa: PLR2004 - shorter is nobody's phone or address
                for at in _places(text, wanted):
                    yield Finding(at, at + len(wanted), kind, replacement, sure=True)

    return find


def _names(writer: Writer) -> Finder:
    """The writer's name, where it is one."""
    name = plain(writer.name or "").text.strip()

    def find(text: str) -> Iterator[Finding]:
        if len(name) < 2 or name in _NOT_A_NAME:  # noqa: PLR2004 - one character is in every second word
            return
        replacement = f"{name[0]}{'某' * (len(name) - 1)}" if len(name) < 5 else "***"  # noqa: PLR2004 - a usual name
        for at in _places(text, name):
            yield Finding(at, at + len(name), Personal.NAME, replacement, sure=False)

    return find


def _places(text: str, wanted: str) -> Iterator[int]:
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + len(wanted))


def _emails(text: str) -> Iterator[Finding]:
    for match in _EMAIL.finditer(text):
        yield Finding(*match.span(), Personal.EMAIL, "***@***", sure=True)


def _id_numbers(checks: Checks) -> Finder:
    """18 characters with a date of birth inside, sure where the check digit fits; the old ones of 15 digits."""

    def find(text: str) -> Iterator[Finding]:
        for match in _ID.finditer(text):
            number = re.sub(r"[ -]", "", match[0]).upper()
            if checks.id_number(number):
                yield Finding(*match.span(), Personal.ID_NUMBER, "*" * 18, sure=True)
            elif _is_day(match[1]):
                yield Finding(*match.span(), Personal.ID_NUMBER, "*" * 18, sure=False)
        for match in _OLD_ID.finditer(text):
            if _is_day(f"19{match[1]}"):
                yield Finding(*match.span(), Personal.ID_NUMBER, "*" * 15, sure=False)

    return find


def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def _bank_cards(checks: Checks) -> Finder:
    """15 to 19 digits whose last one fits, and any in groups of four."""

    def find(text: str) -> Iterator[Finding]:
        for match in _CARD.finditer(text):
            if checks.bank_card(re.sub(r"[ -]", "", match[0])):
                yield Finding(*match.span(), Personal.BANK_CARD, "*" * 16, sure=True)
        for match in _GROUPED_CARD.finditer(text):
            yield Finding(*match.span(), Personal.BANK_CARD, "*" * 16, sure=False)

    return find


def _called_cards(text: str) -> Iterator[Finding]:
    """Digits that are called a card or account number."""
    for match in _CALLED_CARD.finditer(text):
        yield Finding(*match.span(1), Personal.BANK_CARD, "*" * 16, sure=False)


def _phones(text: str) -> Iterator[Finding]:
    """Mobile phones and landlines with their area code; without one, only what is called a phone."""
    for match in _MOBILE.finditer(text):
        yield Finding(*match.span(), Personal.PHONE, "***********", sure=True)
    for match in _LANDLINE.finditer(text):
        yield Finding(*match.span(), Personal.PHONE, "***********", sure=True)
    for match in _CALLED_PHONE.finditer(text):
        yield Finding(*match.span(1), Personal.PHONE, "***********", sure=False)


def _plates(text: str) -> Iterator[Finding]:
    for match in _PLATE.finditer(text):
        yield Finding(*match.span(), Personal.PLATE, f"{match[1]}*****", sure=False)


def _addresses(text: str) -> Iterator[Finding]:
    """The numbers of houses, entrances and rooms; the road and the estate stay readable."""
    for match in _CHAIN.finditer(text):
        if _SURELY_A_HOUSE.search(text, *match.span()):
            yield Finding(*match.span(), Personal.ADDRESS, _starred(match[0]), sure=False)
    for match in _DOOR.finditer(text):
        yield Finding(*match.span(1), Personal.ADDRESS, _starred(match[1]), sure=False)
    for match in _ROOM.finditer(text):
        yield Finding(*match.span(), Personal.ADDRESS, _starred(match[0]), sure=False)


def _starred(address: str) -> str:
    """The address without its numbers: 3栋2单元501室 → *栋*单元*室."""
    return _NUMBERS.sub("*", address)
