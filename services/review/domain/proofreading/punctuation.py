"""Signs: doubled ones, brackets and quotation marks without their other half, half-width ones in Chinese text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from services.review.domain.proofreading.finding import Finding, Kind, warning

HAN: Final = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇"

_DOUBLED = re.compile(r"[，。、；：,;:]{2,}|([！？!?])\1+|[！？!?]+[，。、；：]|[，。、；：]+[！？]|(?<!\.)\.\.(?!\.)")
_NOT_AN_ELLIPSIS = re.compile(rf"(?<=[{HAN}])\.{{3,}}|(?<!…)…(?!…)(?=[{HAN}]|\s|$)")
_TOO_FEW_DASHES = re.compile(rf"(?<=[{HAN}])--+(?=[{HAN}])")
_HALF_WIDTH = re.compile(rf"(?<=[{HAN}”》）])([,;:!?.])(?=[{HAN}“《（]|\s*\Z|\n)")
_HALF_WIDTH_BRACKETS = re.compile(rf"(?<=[{HAN}])\(|(?<=[{HAN}])\)(?=[{HAN}，。、；：])")
_SPACED = re.compile(rf"(?<=[{HAN}])[ \u3000]+(?=[，。、；：！？”》）])")
_FULL: Final = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", ".": "。", "(": "（", ")": "）"}

_PAIRS: Final = {
    "《": "》", "〈": "〉", "（": "）", "【": "】", "〔": "〕", "［": "］", "｛": "｝",
    "「": "」", "『": "』", "“": "”", "‘": "’", "(": ")", "[": "]", "{": "}",
}  # fmt: skip
_CLOSING: Final = {closing: opening for opening, closing in _PAIRS.items()}
_LIKE: Final = {"(": "（", "[": "［", "{": "｛"}
"""Half-width brackets close full-width ones: which width is right is another rule's."""

_NUMBERING = re.compile(r"(?:^|[\s，。；：、！？;:,])[0-9一二三四五六七八九十A-Za-z①-⑳]{1,3}\Z")
_LETTER = re.compile(r"[A-Za-z]")


def doubled(text: str) -> Iterator[Finding]:
    """Two signs where one is meant; ？！ and …… are none."""
    for match in _DOUBLED.finditer(text):
        yield warning(Kind.PUNCTUATION, "doubled_punctuation", match.span(), _FULL.get(match[0][0], match[0][0]))
    for match in _NOT_AN_ELLIPSIS.finditer(text):
        yield warning(Kind.PUNCTUATION, "ellipsis", match.span(), "……")
    for match in _TOO_FEW_DASHES.finditer(text):
        yield warning(Kind.PUNCTUATION, "dash", match.span(), "——")


def half_width(text: str) -> Iterator[Finding]:
    """Half-width signs between Chinese characters, and blanks before a sign."""
    for pattern in (_HALF_WIDTH, _HALF_WIDTH_BRACKETS):
        for match in pattern.finditer(text):
            yield warning(Kind.PUNCTUATION, "half_width", match.span(), _FULL[match[0]])
    for match in _SPACED.finditer(text):
        yield warning(Kind.PUNCTUATION, "blank_before_sign", match.span(), "")


def unbalanced(text: str) -> Iterator[Finding]:
    """Brackets and quotation marks that are opened and not closed, or closed and not opened.

    A closing bracket after a number that begins an item, as in 1） or （1), needs no opening one.
    """
    open_: list[tuple[str, int]] = []
    waiting: Counter[str] = Counter()
    for place, sign in enumerate(text):
        if sign in _PAIRS:
            open_.append((_LIKE.get(sign, sign), place))
            waiting[open_[-1][0]] += 1
        elif sign in _CLOSING and not _stands_alone(text, place):
            opening = _LIKE.get(_CLOSING[sign], _CLOSING[sign])
            if not waiting[opening]:
                yield _unpaired(place, _CLOSING[sign])
                continue
            while True:
                other, where = open_.pop()
                waiting[other] -= 1
                if other == opening:
                    break
                yield _unpaired(where, _PAIRS[other])
    for sign, place in open_:
        yield _unpaired(place, _PAIRS[sign])
    yield from _straight_quotes(text)


def _stands_alone(text: str, place: int) -> bool:
    sign = text[place]
    if sign == "’":  # an apostrophe
        return bool(_LETTER.match(text[place - 1 : place])) and bool(_LETTER.match(text[place + 1 : place + 2]))
    return sign in ")）" and _NUMBERING.search(text[max(0, place - 4) : place]) is not None


def _straight_quotes(text: str) -> Iterator[Finding]:
    """Straight quotation marks come in pairs within a line."""
    start = 0
    for line in text.split("\n"):
        if line.count('"') % 2:
            yield _unpaired(start + line.rindex('"'), '"')
        start += len(line) + 1


def _unpaired(place: int, missing: str) -> Finding:
    return warning(Kind.PUNCTUATION, "unbalanced", (place, place + 1), missing)
