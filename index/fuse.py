"""Several retrievers' scores → one ranking. Pure functions."""

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]

DENSE_WEIGHT = 0.4
"""Weight of cosine beside BM25 / max: the best score fusion measured on the development benchmarks."""


def fuse(lexical: Scores, dense: Scores) -> Scores:
    """Return BM25 scaled to its maximum plus weighted cosine, scaled to 0..1; row for row."""
    top = float(lexical.max(initial=0.0))
    scaled = lexical / top if top > 0 else lexical
    return ((scaled + DENSE_WEIGHT * np.clip(dense, 0, 1)) / (1 + DENSE_WEIGHT)).astype(np.float32)


def ranks(scores: Scores) -> list[int]:
    """Return each row's rank, 1 the best; rows with score 0 have rank 0 (not found)."""
    order = np.argsort(-scores, kind="stable")
    result = [0] * len(scores)
    for rank, row in enumerate(order, 1):
        if scores[row] > 0:
            result[int(row)] = rank
    return result
