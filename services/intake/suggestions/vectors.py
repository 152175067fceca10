"""Texts as vectors: hashed characters and pairs of characters, weighted by how rare they are among all that is kept.

Importing this takes a second (scikit-learn), so only who compares texts does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, vstack
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer

_COUNTING = HashingVectorizer(
    analyzer="char", ngram_range=(1, 2), n_features=2**18, alternate_sign=False, norm=None, dtype=np.float32
)

Vector = Any
"""One row of counts, a sparse matrix of scipy; what it was made of cannot be read from it."""


def counted(texts: Sequence[str]) -> list[Vector]:
    """Each text as a vector; it needs no other text for it."""
    counts = _COUNTING.transform(texts)
    return [counts[row] for row in range(counts.shape[0])]


class Space:
    """Vectors beside each other, weighted by TF-IDF over them: the same for the same vectors, whatever came before."""

    def __init__(self, vectors: Sequence[Vector]) -> None:
        self._weights = TfidfTransformer(sublinear_tf=True)
        self._rows: Any = self._weights.fit_transform(_stacked(vectors)) if vectors else None

    def similarities(self, vector: Vector) -> Sequence[float]:
        """The cosine between a vector and each of the space, in their order."""
        if self._rows is None:
            return []
        wanted = self._weights.transform(vector).toarray().ravel()
        found: Sequence[float] = self._rows.dot(wanted)
        return found


def _stacked(vectors: Sequence[Vector]) -> csr_matrix:
    """One matrix of many rows; built of its parts, which is several times faster than stacking them one by one."""
    if len(vectors) == 1:
        return vstack(vectors, format="csr")
    lengths = np.fromiter((vector.indptr[1] for vector in vectors), dtype=np.int64, count=len(vectors))
    return csr_matrix(
        (
            np.concatenate([vector.data for vector in vectors]),
            np.concatenate([vector.indices for vector in vectors]),
            np.concatenate([[0], np.cumsum(lengths)]),
        ),
        shape=(len(vectors), vectors[0].shape[1]),
    )
