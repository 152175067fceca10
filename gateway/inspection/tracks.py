"""Tracks of a film that nobody sees or hears: cameras write there, many times a second, where they are.

ISO/IEC 14496-12: a track's handler says what it is (8.4.3), its sample tables where its samples are (8.6, 8.7).
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from operator import itemgetter
from typing import Final

from gateway.inspection.boxes import Box, Film
from gateway.inspection.unfit import Damaged, Disguised, TooIntricate

_KEPT: Final = frozenset({b"vide", b"soun"})
_MEDIA: Final = 16  # boxes of samples in a film that is no fragmented one
_FULL: Final = 4  # version and flags, with which the content of most boxes begins

MOST_TRACKS: Final = 64
"""Of a whole film: cameras write up to ten."""
MOST_ROWS: Final = 250_000
"""In the tables of all unseen tracks together: two hours of a course that is noted thirty times a second."""


def forget_unseen(film: Film) -> None:
    """Overwrite what neither shows nor sounds, track and samples. Raises Damaged, Disguised, TooIntricate."""
    unseen = [track for track in _tracks(film) if _handler(film, track) not in {None, *_KEPT}]
    if not unseen:
        return
    if next(film.named(b"moof"), None):
        raise Disguised("mp4")  # its samples lie in fragments, where these tables do not tell of them
    media = list(islice(film.named(b"mdat"), _MEDIA + 1))
    if len(media) > _MEDIA:
        raise Disguised("mp4")
    tables = _Tables(film)
    _overwrite(film, chain.from_iterable(_chunks(film, track, tables) for track in unseen), media)
    for track in unseen:
        film.empty(track)


def _tracks(film: Film) -> list[Box]:
    every = (track for moov in film.named(b"moov") for track in film.named(b"trak", moov))
    tracks = list(islice(every, MOST_TRACKS + 1))
    if len(tracks) > MOST_TRACKS:
        raise TooIntricate("mp4")
    return tracks


def _handler(film: Film, track: Box) -> bytes | None:
    found = film.inner(track, b"mdia", b"hdlr")
    return None if found is None else bytes(film.data[found.content + 8 : found.content + 12])


def _overwrite(film: Film, chunks: Iterable[tuple[int, int]], media: list[Box]) -> None:
    """Nothing is left of these chunks, which together are no longer than the file. Raises Damaged."""
    claimed, ranges = 0, []
    for at, length in chunks:
        claimed += length
        if claimed > len(film.data):
            raise Damaged("mp4")
        ranges.append((at, at + length))
    apart = _joined(ranges)
    for within in media:
        for at, end in islice(apart, bisect_right(apart, within.content, key=itemgetter(1)), None):
            if at >= within.end:
                break
            begin, before = max(at, within.content), min(end, within.end)
            film.data[begin:before] = bytes(before - begin)


def _joined(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same places, each once, in order."""
    apart: list[tuple[int, int]] = []
    for at, end in sorted(ranges):
        if apart and at <= apart[-1][1]:
            apart[-1] = apart[-1][0], max(end, apart[-1][1])
        else:
            apart.append((at, end))
    return apart


class _Tables:
    """The tables of unseen tracks as numbers; together they have no more rows than a film needs."""

    def __init__(self, film: Film) -> None:
        self._film, self._left = film, MOST_ROWS

    def numbers(self, box: Box, before: int, columns: int, kind: str) -> tuple[int, ...]:
        """The numbers of a table, which says of itself how many rows it has. Raises Damaged, TooIntricate."""
        begin = box.content + _FULL + before
        rows = int.from_bytes(self._film.data[begin : begin + 4], "big")
        if begin + 4 + rows * columns * struct.calcsize(f">{kind}") > box.end:
            raise Damaged("mp4")
        self._left -= rows
        if self._left < 0:
            raise TooIntricate("mp4")
        return struct.unpack_from(f">{rows * columns}{kind}", self._film.data, begin + 4)


def _chunks(film: Film, track: Box, tables: _Tables) -> Iterator[tuple[int, int]]:
    """Where each of the track's chunks begins, and its length. Raises Damaged, TooIntricate."""
    table = film.inner(track, b"mdia", b"minf", b"stbl")
    if table is None:
        return
    inside = {each.name: each for each in film.boxes(table)}
    if not {b"stsz", b"stsc"} <= inside.keys() or not inside.keys() & {b"stco", b"co64"}:
        raise Damaged("mp4")
    wide = b"stco" not in inside
    offsets = tables.numbers(inside[b"co64" if wide else b"stco"], 0, 1, "Q" if wide else "I")
    runs = tables.numbers(inside[b"stsc"], 0, 3, "I")
    sized = inside[b"stsz"].content + _FULL
    same = int.from_bytes(film.data[sized : sized + 4], "big")
    sizes = iter(()) if same else iter(tables.numbers(inside[b"stsz"], _FULL, 1, "I"))
    firsts, each_has = [*runs[::3], len(offsets) + 1], runs[1::3]
    for first, following, samples in zip(firsts[:-1], firsts[1:], each_has, strict=True):
        if not first <= following or samples > len(film.data):
            raise Damaged("mp4")
        for chunk in range(max(first - 1, 0), min(following - 1, len(offsets))):
            yield offsets[chunk], same * samples if same else sum(islice(sizes, samples))
