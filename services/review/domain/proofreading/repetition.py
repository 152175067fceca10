"""Repetition: a character or a word written twice by mistake."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from services.review.domain.proofreading.finding import Finding, Kind, warning
from services.review.domain.proofreading.punctuation import HAN

_THRICE = re.compile(rf"([{HAN}])(?<![哈嘻呵嘿])\1{{2,}}")
# Particles and pronouns that never stand twice; 了了, 在在, 为为, 于于, 向向, 对对 and 是是 may, between two words.
_TWICE = re.compile(
    r"的的(?!确)|我我|您您|你你|已已|和和(?!美|气|顺|平|睦)|及及(?!时)|或或(?!许)|被被(?!子)|请请|把把(?!关|脉)|并并|也也|将将(?!来|军)"
    r"|该该(?!路|地|校|村|区|局|项|小)"
)
_WORD_TWICE = re.compile(rf"([{HAN}]{{2,8}})\1")
# Words that are doubled on purpose, and what begins a pair such as 一户一户.
_DOUBLED_ON_PURPOSE: Final = frozenset(
    {
        "研究",
        "讨论",
        "商量",
        "考虑",
        "了解",
        "整理",
        "打扫",
        "收拾",
        "休息",
        "放松",
        "许多",
        "很多",
        "好多",
        "多少",
        "非常",
        "特别",
    }
)
_IN_PAIRS: Final = frozenset("一二两三这那越又再有是不没看走说想问试好")


def repeated(text: str) -> Iterator[Finding]:
    """A character three times, a particle or a word of two characters or more twice.

    The word itself may be somebody's name, and an answer to a command is kept in the clear: the place says which it is.
    """
    for pattern in (_THRICE, _TWICE):
        for match in pattern.finditer(text):
            yield warning(Kind.REPETITION, "repeated", match.span(), match[0][0])
    for match in _WORD_TWICE.finditer(text):
        word = match[1]
        if len(set(word)) > 1 and word not in _DOUBLED_ON_PURPOSE and word[0] not in _IN_PAIRS and "每" not in word:
            yield warning(Kind.REPETITION, "repeated", match.span())
