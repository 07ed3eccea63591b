"""What the lexical index and the vector store propose for a question, before anything judges it."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.dense import ServedIndex, Store, StoreDown, open_embedded
from index.encoder.encoder import Encoder, Vectors
from index.filters import Mask
from index.fuse import Scores, best
from index.lexical import LexicalIndex
from index.tokenise import search_form
from index.vectors import PassageVectors

Rows = NDArray[np.int64]
_LEXICAL, _NEAREST = 200, 64
"""How many clauses BM25, and how many passages the vector store, may propose."""
_ALL = 2000
"""Up to so many allowed clauses are compared one by one, without the vector store's choice."""
_MOST = 500


@dataclass(frozen=True, slots=True)
class Candidates:
    """Rows that may answer, and how each retriever scores them."""

    rows: Rows
    lexical: Scores
    """BM25 of every row of the index; 0 where a filter forbids it."""
    dense: Scores
    """Cosine of the rows."""
    whole: bool = True
    """False where the vector store did not answer: the lexical index proposed alone."""


class Retrievers:
    """Both retrievers over one build of the index."""

    def __init__(self, folder: Path, encoder: Encoder, server: str = "") -> None:
        self.lexical = LexicalIndex.load(folder / "lexical")
        self._vectors = PassageVectors.load(folder / "vectors")
        self._vectors.check(encoder, encoder.encode(["政策"]))
        self._owners = self._vectors.owners()
        self._encoder = encoder
        self._served = bool(server)
        """A server is asked whether it is needed or not: that it is down has to be noticed."""
        self._store: Store = (
            ServedIndex(server, self._vectors.passages(), fingerprint=encoder.fingerprint)
            if server
            else open_embedded(folder / "chroma")
        )

    def close(self) -> None:
        """Let go of the vector store."""
        self._store.close()

    @property
    def whole(self) -> bool:
        """Whether the vector store answered last time."""
        return self._store.reachable

    def propose(self, question: str, terms: dict[str, float], *, mask: Mask | None, always: Rows) -> Candidates:
        """Return the candidates; ``always`` are rows that are scored whether proposed or not."""
        lexical = self.lexical.scores(terms)
        if mask is not None:
            lexical *= mask
        allowed = len(lexical) if mask is None else int(mask.sum())
        if allowed == 0:
            return Candidates(np.zeros(0, np.int64), lexical, np.zeros(0, np.float32))
        vector = self._encoder.encode([search_form(question)])[0]
        try:
            few = allowed <= _ALL and not (self._served and mask is None)
            near = always[:0] if few else self._near(vector, min(_MOST, _NEAREST * len(lexical) // allowed))
        except StoreDown:
            rows = self._choose(lexical, always, mask)
            return Candidates(rows, lexical, np.zeros(len(rows), np.float32), whole=False)
        rows = self._choose(lexical, np.concatenate([near, always]), mask)
        return Candidates(rows, lexical, self._vectors.similarities(vector, rows))

    def _choose(self, lexical: Scores, proposed: Rows, mask: Mask | None) -> Rows:
        rows = np.unique(np.concatenate([best(lexical, _LEXICAL), proposed]))
        if mask is None:
            return rows if len(lexical) > _ALL else np.arange(len(lexical))
        allowed = np.flatnonzero(mask)
        return rows[mask[rows]] if len(allowed) > _ALL else allowed

    def _near(self, vector: Vectors, limit: int) -> Rows:
        """Return the rows of the nearest passages; none for a question that the encoder knows nothing of."""
        if not vector.any():
            return np.zeros(0, np.int64)
        found = self._store.nearest(vector, min(limit, len(self._owners)))
        known = [self._owners[name] for name, _ in found if name in self._owners]
        return np.array(known, dtype=np.int64)
