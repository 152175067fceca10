"""What changed between two versions of a text, in pieces that a reader takes in at a glance.

A number with its unit and a word in letters change as a whole, whatever else by the single character. Both texts are
anchored on runs of tokens that stand in each of them exactly once, long runs first, so that a text of 20,000 characters
is compared about as fast as it is read in; what lies between two anchors is small, and is compared token by token.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

Op = Literal["equal", "insert", "delete", "replace"]
Match = tuple[int, int, int]
"""So many tokens are the same, from one place in the old text and one in the new: (old, new, tokens)."""

_TOKEN: Final = re.compile(
    r"\d+(?:[.,:/-]\d+)*(?:[年月日时分秒号元件户人次个天米吨亩]|万元|亿元|万|亿|%|％|‰|℃)?"
    r"|[A-Za-z]+(?:['’.-][A-Za-z]+)*"
    r"|[^\S\n]+|\n|.",
    re.DOTALL,
)
_RUNS: Final = (12, 4, 1)
_SMALL: Final = 12_000  # pairs of tokens that are compared one by one; larger without an anchor, all of it is replaced
_READABLE: Final = 2  # a shorter run that stayed between two changes is shown as changed with them
_END: Final = {"": 2, "\n": 2, "。": 1, "！": 1, "？": 1, "；": 1}
"""What may stand before a piece that came or went, and how good that is to read; the empty text is a beginning."""
_BLANK: Final = re.compile(r"[\s，。、；：！？,.;:!?“”‘’（）()《》]*")


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of both texts: what stood there `before`, and what stands there `after`."""

    op: Op
    before: str
    after: str


def difference(before: str, after: str) -> tuple[Segment, ...]:
    """The pieces in order: all `before` joined are the old text, all `after` joined the new one."""
    old, new = tokens(before), tokens(after)
    return tuple(_settled(_readable(_segments(old, new, _matches(old, new)))))


def tokens(text: str) -> list[str]:
    """The text in the pieces that change as a whole."""
    return _TOKEN.findall(text)


def _matches(old: Sequence[str], new: Sequence[str]) -> list[Match]:
    """Runs of tokens that are the same, in the order of both texts, found without going deeper into the stack."""
    found: list[Match] = []
    waiting = [(0, len(old), 0, len(new), 0)]
    while waiting:
        a, a_end, b, b_end, width = waiting.pop()
        head = _alike(old, new, a, b, min(a_end - a, b_end - b))
        if head:
            found.append((a, b, head))
            a, b = a + head, b + head
        tail = _alike_backwards(old, new, a_end, b_end, min(a_end - a, b_end - b))
        if tail:
            a_end, b_end = a_end - tail, b_end - tail
            found.append((a_end, b_end, tail))
        if a == a_end or b == b_end:
            continue
        anchors = _anchors(old[a:a_end], new[b:b_end], _RUNS[width]) if width < len(_RUNS) else []
        if not anchors:
            if width < len(_RUNS):
                waiting.append((a, a_end, b, b_end, width + 1))
            elif (a_end - a) * (b_end - b) <= _SMALL:
                matcher = SequenceMatcher(None, old[a:a_end], new[b:b_end], autojunk=False)
                found += [(a + i, b + j, n) for i, j, n in matcher.get_matching_blocks() if n]
            continue
        last_a, last_b = a, b
        for i, j, n in anchors:
            found.append((a + i, b + j, n))
            waiting.append((last_a, a + i, last_b, b + j, width))
            last_a, last_b = a + i + n, b + j + n
        waiting.append((last_a, a_end, last_b, b_end, width))
    return sorted(found)


def _alike(old: Sequence[str], new: Sequence[str], a: int, b: int, most: int) -> int:
    return next((n for n in range(most) if old[a + n] != new[b + n]), most)


def _alike_backwards(old: Sequence[str], new: Sequence[str], a: int, b: int, most: int) -> int:
    return next((n for n in range(most) if old[a - n - 1] != new[b - n - 1]), most)


def _anchors(old: Sequence[str], new: Sequence[str], width: int) -> list[Match]:
    """Runs of so many tokens that stand once in each, as many as keep their order, each as wide as it stays the same.

    Patience diff (Bram Cohen), on runs instead of lines: the longest rising sequence by patience sorting.
    """
    here, there = _once(old, width), _once(new, width)
    pairs = [(place, there[run]) for run, place in here.items() if run in there]  # by place in the old text
    kept: list[Match] = []
    for i, j in _rising(pairs):
        if kept and i < kept[-1][0] + kept[-1][2]:
            last_i, last_j, n = kept[-1]
            if i - last_i == j - last_j:
                kept[-1] = (last_i, last_j, max(n, i - last_i + width))
            continue
        if kept and j < kept[-1][1] + kept[-1][2]:
            continue
        kept.append((i, j, width))
    return kept


def _once(tokens_: Sequence[str], width: int) -> dict[tuple[str, ...], int]:
    places: dict[tuple[str, ...], int] = {}
    again = set()
    for place in range(len(tokens_) - width + 1):
        run = tuple(tokens_[place : place + width])
        if run in places:
            again.add(run)
        else:
            places[run] = place
    return {run: place for run, place in places.items() if run not in again}


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of the pairs, sorted by their first, whose second rises too."""
    tops: list[int] = []
    piles: list[int] = []
    below: list[int] = []
    for at, (_, second) in enumerate(pairs):
        pile = bisect_left(tops, second)
        below.append(piles[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(second)
            piles.append(at)
        else:
            tops[pile], piles[pile] = second, at
    found: list[tuple[int, int]] = []
    at = piles[-1] if piles else -1
    while at >= 0:
        found.append(pairs[at])
        at = below[at]
    return found[::-1]


def _segments(old: Sequence[str], new: Sequence[str], matches: Iterable[Match]) -> Iterator[Segment]:
    a = b = 0
    for i, j, n in [*matches, (len(old), len(new), 0)]:
        if i > a or j > b:
            yield _changed("".join(old[a:i]), "".join(new[b:j]))
        if n:
            same = "".join(old[i : i + n])
            yield Segment("equal", same, same)
        a, b = i + n, j + n


def _changed(before: str, after: str) -> Segment:
    if before == after:
        return Segment("equal", before, after)
    op: Op = "replace" if before and after else "delete" if before else "insert"
    return Segment(op, before, after)


def _readable(segments: Iterable[Segment]) -> list[Segment]:
    """A character or a comma that happened to stay between two changes is shown as changed with them."""
    merged: list[Segment] = []
    for segment in segments:
        if merged and (merged[-1].op == "equal") == (segment.op == "equal"):
            merged[-1] = _joined(merged[-1], segment)
        elif segment.op != "equal" and _is_crumb(merged, segment):
            merged[-2:] = [_joined(merged[-2], merged[-1], segment)]
        else:
            merged.append(segment)
    return merged


def _is_crumb(merged: Sequence[Segment], after: Segment) -> bool:
    """The last piece is the same in both, small, and both its neighbours are larger changes."""
    if len(merged) < 2:  # noqa: PLR2004 - the change before it, and itself
        return False
    stayed = merged[-1].before
    if "\n" in stayed or (len(stayed) >= _READABLE and not _BLANK.fullmatch(stayed)):
        return False
    return all(max(len(each.before), len(each.after)) > len(stayed) for each in (merged[-2], after))


def _settled(segments: list[Segment]) -> Iterator[Segment]:
    """What came or went between the same words is cut where a line or a sentence ends, where it can be."""
    for at, segment in enumerate(segments):
        if segment.op in ("insert", "delete") and 0 < at < len(segments) - 1:
            head, changed, tail = segments[at - 1].after, segment.before or segment.after, segments[at + 1].after
            head, changed, tail = _cut(head, changed, tail, last=at + 2 == len(segments))
            segments[at - 1], segments[at + 1] = Segment("equal", head, head), Segment("equal", tail, tail)
            segments[at] = Segment(segment.op, *((changed, "") if segment.op == "delete" else ("", changed)))
    return (segment for segment in segments if segment.before or segment.after)


def _cut(head: str, changed: str, tail: str, *, last: bool) -> tuple[str, str, str]:
    """The same text with the change as far to the right as it begins after an end; as it was, where it never does.

    The words after it stay at least one character, so that two changes do not meet, unless nothing comes after them.
    """
    best, where = _END.get(head[-1:], 0), 0
    for shift in range(1, len(tail) + last):
        if tail[shift - 1] != changed[(shift - 1) % len(changed)]:
            break
        if (weight := _END.get(tail[shift - 1], 0)) > best:
            best, where = weight, shift
    turn = where % len(changed)
    return head + tail[:where], changed[turn:] + changed[:turn], tail[where:]


def _joined(*segments: Segment) -> Segment:
    return _changed("".join(each.before for each in segments), "".join(each.after for each in segments))
