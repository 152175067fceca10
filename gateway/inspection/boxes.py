"""A film as the boxes that it consists of, one behind the other and one in another (ISO/IEC 14496-12, 4.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from gateway.inspection.unfit import Damaged, TooIntricate

MOST_BOXES: Final = 10_000
"""Of a whole film. A fragmented one has some four for each second or two; any other one a few dozen."""
_HEAD: Final = 8


@dataclass(frozen=True, slots=True)
class Box:
    """One box, by the places of its beginning, its content and its end."""

    name: bytes
    at: int
    content: int
    end: int


class Film:
    """The bytes of a film, to be walked from box to box; however often that is done, each box counts once."""

    def __init__(self, data: bytes) -> None:
        self.data = bytearray(data)
        self._met: set[int] = set()

    def boxes(self, within: Box | None = None) -> Iterator[Box]:
        """The boxes inside another one, or the outermost, as they come. Raises Damaged, TooIntricate."""
        at, end = (0, len(self.data)) if within is None else (within.content, within.end)
        while at < end:
            size, head = int.from_bytes(self.data[at : at + 4], "big"), _HEAD
            if size == 1:
                size, head = int.from_bytes(self.data[at + 8 : at + 16], "big"), 16
            elif size == 0 and within is None:
                size = end - at
            if size < head or at + size > end:
                raise Damaged("mp4")
            self._met.add(at)
            if len(self._met) > MOST_BOXES:
                raise TooIntricate("mp4")
            yield Box(bytes(self.data[at + 4 : at + 8]), at, at + head, at + size)
            at += size

    def named(self, name: bytes, within: Box | None = None) -> Iterator[Box]:
        """Those of this name. Raises Damaged, TooIntricate."""
        return (each for each in self.boxes(within) if each.name == name)

    def inner(self, within: Box, *path: bytes) -> Box | None:
        """The first of this name in the first of that name and so on, if there is one. Raises Damaged, TooIntricate."""
        found: Box | None = within
        for name in path:
            found = found and next(self.named(name, found), None)
        return found

    def empty(self, box: Box) -> None:
        """Nothing is left of what the box held, nor of what it was."""
        self.data[box.at + 4 : box.at + 8] = b"free"
        self.data[box.content : box.end] = bytes(box.end - box.content)
