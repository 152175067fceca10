"""What a password has to be: long enough, mixed as far as the office asks for it, and none that others would try."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

from gateway.signing.settings import PasswordRules

TOO_SHORT: Final = "too_short"
TOO_FEW_KINDS: Final = "too_few_kinds"
OWN_NAME: Final = "own_name"
WELL_KNOWN: Final = "well_known"

_LIST: Final = Path(__file__).with_name("well_known.txt")
_LEFT: Final = 6
"""How many characters of its own a password has beside names."""
_SHORTEST_NAME: Final = 2
_LONGEST_BLOCK: Final = 5
_ROWS: Final = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/")
_LOOKALIKES: Final = str.maketrans("013457@$!", "oieastasi")


def faults(rules: PasswordRules, password: str, names: Iterable[str]) -> tuple[str, ...]:
    """What speaks against a password, in one order; nothing where it can be used."""
    plain = normal(password)
    return tuple(_found(rules, plain, names))


def normal(password: str) -> str:
    """One form for what looks the same, however it was typed."""
    return unicodedata.normalize("NFC", password)


def kinds(plain: str) -> int:
    """How many kinds of characters: small letters, capital letters, digits, anything else."""
    return len({_kind(letter) for letter in plain})


def _found(rules: PasswordRules, plain: str, names: Iterable[str]) -> Iterator[str]:
    if len(plain) < rules.length:
        yield TOO_SHORT
    if kinds(plain) < rules.kinds:
        yield TOO_FEW_KINDS
    folded = plain.casefold()
    if _is_a_name(folded, (*names, *rules.words)):
        yield OWN_NAME
    if _is_well_known(folded):
        yield WELL_KNOWN


def _kind(letter: str) -> str:
    if letter.isascii() and letter.isdigit():
        return "digit"
    if letter.islower():
        return "small"
    return "capital" if letter.isupper() else "else"


def _is_a_name(folded: str, names: Iterable[str]) -> bool:
    """Whether little is left of it without the names."""
    known = sorted({name.casefold() for name in names if len(name) >= _SHORTEST_NAME}, key=len, reverse=True)
    if not any(name in folded for name in known):
        return False
    rest = folded
    for name in known:
        rest = rest.replace(name, "")
    return len(rest) < _LEFT


def _is_well_known(folded: str) -> bool:
    """Listed, also with digits and signs around it or in place of letters; or typed along a row, or over and over."""
    core = folded.strip("0123456789 !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
    forms = {folded, core, folded.translate(_LOOKALIKES), core.translate(_LOOKALIKES)}
    if forms & _listed():
        return True
    return _is_a_row(folded) or _is_repeated(folded)


def _is_a_row(folded: str) -> bool:
    steps = {ord(after) - ord(before) for before, after in pairwise(folded)}
    if len(steps) <= 1 and steps <= {-1, 0, 1}:
        return True
    return any(folded in line * 3 for row in _ROWS for line in (row, row[::-1]))


def _is_repeated(folded: str) -> bool:
    blocks = range(1, min(_LONGEST_BLOCK, len(folded) // 2) + 1)
    return any(folded == (folded[:size] * len(folded))[: len(folded)] for size in blocks)


@cache
def _listed() -> frozenset[str]:
    """The passwords that are tried first, from the list beside this file."""
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))
