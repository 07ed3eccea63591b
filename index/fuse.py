"""Several retrievers' scores → one ranking. Pure functions."""

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]

DENSE_WEIGHT = 0.6
"""Weight of cosine beside BM25 / max: the best score fusion measured on the development benchmarks."""


def fuse(lexical: Scores, dense: Scores, *, top: float | None = None) -> Scores:
    """Return BM25 scaled to its maximum (``top``, else of these rows) plus weighted cosine, scaled to 0..1."""
    top = float(lexical.max(initial=0.0)) if top is None else top
    scaled = lexical / top if top > 0 else lexical
    return ((scaled + DENSE_WEIGHT * np.clip(dense, 0, 1)) / (1 + DENSE_WEIGHT)).astype(np.float32)


def best(scores: Scores, limit: int) -> NDArray[np.int64]:
    """Return the rows with the highest scores above 0, best first; equal scores in row order."""
    if limit < len(scores):
        floor = np.partition(scores, len(scores) - limit)[len(scores) - limit]
        rows = np.flatnonzero((scores >= floor) & (scores > 0))
    else:
        rows = np.flatnonzero(scores > 0)
    return rows[np.argsort(-scores[rows], kind="stable")][:limit]


def rank(scores: Scores, row: int) -> int:
    """Return a row's rank, 1 the best; 0 for a score of 0 (not found)."""
    return int((scores > scores[row]).sum()) + 1 if scores[row] > 0 else 0
