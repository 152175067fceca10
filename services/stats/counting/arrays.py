"""Arrays that grow at their end, and words written as numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.signedinteger[Any]]
Mask = NDArray[np.bool_]

NOTHING = -1
"""Where an array has no value: instants, codes and places begin at 0."""

_FIRST = 1024


class Growing:
    """One column of facts."""

    __slots__ = ("_items", "_size")

    def __init__(self, kind: Any = np.int64) -> None:
        self._items = np.empty(_FIRST, kind)
        self._size = 0

    def extend(self, values: Sequence[int] | NDArray[Any]) -> None:
        """Add values at the end; what was taken by `values` before stays as it is."""
        size = self._size + len(values)
        if size > len(self._items):
            grown = np.empty(max(size, 2 * len(self._items)), self._items.dtype)
            grown[: self._size] = self._items[: self._size]
            self._items = grown
        self._items[self._size : size] = values
        self._size = size

    def seen(self) -> Growing:
        """What there is now: what is added later does not show in it."""
        return copy(self)

    @property
    def values(self) -> NDArray[Any]:
        """What there is now; not to be written to."""
        return self._items[: self._size]


class Words:
    """Words as numbers from 0 on, in the order in which they were met."""

    __slots__ = ("_codes", "words")

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}
        self.words: list[str] = []

    def __len__(self) -> int:
        return len(self.words)

    def code(self, word: str | None) -> int:
        """The word's number, a new one where it is new; NOTHING for no word."""
        if word is None:
            return NOTHING
        code = self._codes.get(word)
        if code is None:
            code = self._codes[word] = len(self.words)
            self.words.append(word)
        return code

    def codes(self, words: Iterable[str | None]) -> list[int]:
        """The number of each."""
        return [self.code(word) for word in words]

    def known(self, word: str) -> int:
        """The word's number; NOTHING where it was never met."""
        return self._codes.get(word, NOTHING)


def number(value: int | None) -> int:
    """The value; NOTHING where there is none."""
    return NOTHING if value is None else value
