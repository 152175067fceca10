"""Tracks of a film that nobody sees or hears: cameras write there, many times a second, where they are.

ISO/IEC 14496-12: a track's handler says what it is (8.4.3), its sample tables where its samples are (8.6, 8.7).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from gateway.inspection.unfit import Damaged, Disguised

_KEPT: Final = frozenset({b"vide", b"soun"})
_MEDIA: Final = 16  # boxes of samples in a film that is no fragmented one
_HEAD: Final = 8
_FULL: Final = 4  # version and flags, with which the content of most boxes begins


@dataclass(frozen=True, slots=True)
class Box:
    """One box, by the places of its beginning, its content and its end."""

    name: bytes
    at: int
    content: int
    end: int


def boxes(data: bytearray, at: int, end: int) -> Iterator[Box]:
    """The boxes from one place to another, one behind the other. Raises Damaged."""
    while at < end:
        size, head = int.from_bytes(data[at : at + 4], "big"), _HEAD
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        size = size or end - at
        if size < head or at + size > end:
            raise Damaged("mp4")
        yield Box(bytes(data[at + 4 : at + 8]), at, at + head, at + size)
        at += size


def forget_unseen(data: bytearray) -> None:
    """Overwrite what neither shows nor sounds, track and samples. Raises Damaged, Disguised."""
    top = list(boxes(data, 0, len(data)))
    tracks = [each for moov in _named(b"moov", top) for each in _named(b"trak", boxes(data, moov.content, moov.end))]
    unseen = [track for track in tracks if _handler(data, track) not in {None, *_KEPT}]
    if unseen and _named(b"moof", top):
        raise Disguised("mp4")  # its samples lie in fragments, where these tables do not tell of them
    media = _named(b"mdat", top)
    if unseen and len(media) > _MEDIA:
        raise Disguised("mp4")
    for track in unseen:
        _overwrite(data, list(_chunks(data, track)), media)
        data[track.at + 4 : track.at + 8] = b"free"
        data[track.content : track.end] = bytes(track.end - track.content)


def _overwrite(data: bytearray, chunks: list[tuple[int, int]], media: list[Box]) -> None:
    """Nothing is left of these chunks, which together are no longer than the file. Raises Damaged."""
    if sum(length for _, length in chunks) > len(data):
        raise Damaged("mp4")
    for at, length in chunks:
        for within in media:
            begin, end = max(at, within.content), min(at + length, within.end)
            if begin < end:
                data[begin:end] = bytes(end - begin)


def _named(name: bytes, among: Iterator[Box] | list[Box]) -> list[Box]:
    return [each for each in among if each.name == name]


def _inner(data: bytearray, box: Box, *path: bytes) -> Box | None:
    for name in path:
        found = _named(name, boxes(data, box.content, box.end))
        if not found:
            return None
        box = found[0]
    return box


def _handler(data: bytearray, track: Box) -> bytes | None:
    found = _inner(data, track, b"mdia", b"hdlr")
    return None if found is None else bytes(data[found.content + 8 : found.content + 12])


def _chunks(data: bytearray, track: Box) -> Iterator[tuple[int, int]]:
    """Where each of the track's chunks begins, and its length. Raises Damaged."""
    table = _inner(data, track, b"mdia", b"minf", b"stbl")
    if table is None:
        return
    inside = {each.name: each for each in boxes(data, table.content, table.end)}
    if not {b"stsz", b"stsc"} <= inside.keys() or not inside.keys() & {b"stco", b"co64"}:
        raise Damaged("mp4")
    wide = b"stco" not in inside
    offsets = _numbers(data, inside[b"co64" if wide else b"stco"], 0, 1, "Q" if wide else "I")
    runs = _numbers(data, inside[b"stsc"], 0, 3, "I")
    same = int.from_bytes(data[inside[b"stsz"].content + _FULL : inside[b"stsz"].content + 2 * _FULL], "big")
    sizes = iter(()) if same else iter(_numbers(data, inside[b"stsz"], _FULL, 1, "I"))
    firsts, each_has = [*runs[::3], len(offsets) + 1], runs[1::3]
    for first, following, samples in zip(firsts[:-1], firsts[1:], each_has, strict=True):
        if not first <= following or samples > len(data):
            raise Damaged("mp4")
        for chunk in range(max(first - 1, 0), min(following - 1, len(offsets))):
            yield offsets[chunk], same * samples if same else sum(islice(sizes, samples))


def _numbers(data: bytearray, box: Box, before: int, columns: int, kind: str) -> tuple[int, ...]:
    """The numbers of a table, which says of itself how many rows it has. Raises Damaged."""
    begin = box.content + _FULL + before
    rows = int.from_bytes(data[begin : begin + 4], "big")
    form = f">{rows * columns}{kind}"
    if rows > len(data) or begin + 4 + struct.calcsize(form) > box.end:
        raise Damaged("mp4")
    return struct.unpack_from(form, data, begin + 4)
