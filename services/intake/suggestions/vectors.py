"""Texts as vectors: hashed characters and pairs of characters, weighted by how rare they are among all that is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BUCKETS_LOG2 = 18
_BUCKETS = 1 << BUCKETS_LOG2
_SPREAD = np.uint64(0x9E3779B97F4A7C15)  # Fibonacci hashing (Knuth, The Art of Computer Programming 3, 6.4)
_PAIR = np.uint64(0x100000001B3)

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Vector:
    """Which hashed characters and pairs a text has, and how much each counts: 1 + ln of how often it is there."""

    buckets: NDArray[np.int32]
    counts: Floats


def counted(text: str) -> Vector:
    """The text as a vector; it needs no other text for it, and the text cannot be read from it."""
    plain = f" {' '.join(text.casefold().split())} "
    codes = np.frombuffer(plain.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    pairs = codes[:-1] * _PAIR + codes[1:] + np.uint64(1 << 32)
    hashed = (np.concatenate([codes, pairs]) * _SPREAD) >> np.uint64(64 - BUCKETS_LOG2)
    buckets, times = np.unique(hashed.astype(np.int32), return_counts=True)
    return Vector(buckets, (1 + np.log(times)).astype(np.float32))


class Space:
    """Vectors beside each other, weighted by TF-IDF over them: the same for the same vectors, whatever came before.

    The weight of a bucket is 1 + ln((1 + vectors) / (1 + vectors that have it)), as scikit-learn's TfidfTransformer
    has it.
    """

    def __init__(self, vectors: Sequence[Vector]) -> None:
        self._size = len(vectors)
        if vectors:
            self._buckets = np.concatenate([vector.buckets for vector in vectors])
            self._counts = np.concatenate([vector.counts for vector in vectors])
            lengths = np.fromiter((len(vector.buckets) for vector in vectors), dtype=np.int64, count=self._size)
            self._starts = np.cumsum(lengths) - lengths
            having = np.bincount(self._buckets, minlength=_BUCKETS)
            weight = 1 + np.log((1 + self._size) / (1 + having))
            self._weight = np.square(weight).astype(np.float32)  # of both sides of a product
            self._norms = np.sqrt(self._summed(np.square(self._counts) * self._weight[self._buckets]))

    def similarities(self, vector: Vector) -> list[float]:
        """The cosine between a vector and each of the space, in their order."""
        if not self._size:
            return []
        wanted = np.zeros(_BUCKETS, dtype=np.float32)
        wanted[vector.buckets] = vector.counts * self._weight[vector.buckets]
        norm = np.sqrt(np.dot(vector.counts, wanted[vector.buckets]))
        products = self._summed(self._counts * wanted[self._buckets])
        found: list[float] = (products / (self._norms * norm)).tolist()
        return found

    def _summed(self, values: Floats) -> Floats:
        """One sum a vector; each has at least one bucket."""
        sums: Floats = np.add.reduceat(values, self._starts)
        return sums
