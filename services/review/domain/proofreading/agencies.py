"""Agencies' names with one character wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from services.review.domain.proofreading.finding import Finding, Kind, warning

_SHORTEST: Final = 6  # characters: shorter names have too many neighbours
_PLACES: Final = "省市区县州盟旗镇乡"


def misnamed(text: str, names: Iterable[str]) -> Iterator[Finding]:
    """What differs from an agency's name in one character, after the place in it, and is no other agency's name."""
    known = frozenset(names)
    found: set[int] = set()
    for name in sorted(known):
        if len(name) < _SHORTEST:
            continue
        half = len(name) // 2
        for start in (*_places(text, name[:half], 0), *_places(text, name[half:], half)):
            written = text[start : start + len(name)]
            if start not in found and written not in known and _one_apart(written, name):
                found.add(start)
                yield warning(Kind.AGENCY, "agency_name", (start, start + len(name)), name)


def _places(text: str, part: str, before: int) -> Iterator[int]:
    """Where a name would begin of which this part stands in the text."""
    at = text.find(part)
    while at >= 0:
        if at >= before:
            yield at - before
        at = text.find(part, at + 1)


def _one_apart(written: str, name: str) -> bool:
    """One other Chinese character, which is not of the place's name: a neighbour's bureau is another agency."""
    if len(written) != len(name):
        return False
    differing = [at for at, (one, other) in enumerate(zip(written, name, strict=True)) if one != other]
    place = max((at for at, sign in enumerate(name[:-1]) if sign in _PLACES), default=-1)
    return len(differing) == 1 and differing[0] > place and "\u4e00" <= written[differing[0]] <= "\u9fff"
