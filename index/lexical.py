"""BM25 over words and bigrams (bm25s)."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
from numpy.typing import NDArray

from index.tokenise import terms


@dataclass(frozen=True, slots=True)
class LexicalIndex:
    """A BM25 index whose rows stand in the order of the clauses given at build."""

    _bm25: Any
    _vocabulary: frozenset[str]

    @classmethod
    def build(cls, tokens: list[list[str]]) -> "LexicalIndex":
        """Index one list of terms per clause."""
        bm25 = bm25s.BM25(method="lucene")
        bm25.index(tokens, show_progress=False)
        return cls(bm25, frozenset(bm25.vocab_dict))

    @classmethod
    def load(cls, folder: Path) -> "LexicalIndex":
        """Open an index that ``save`` wrote."""
        bm25 = bm25s.BM25.load(folder, load_corpus=False, mmap=True)
        return cls(bm25, frozenset(bm25.vocab_dict))

    def save(self, folder: Path) -> None:
        """Write the index into a folder."""
        self._bm25.save(folder, show_progress=False)

    def scores(self, query_terms: list[str]) -> NDArray[np.float32]:
        """Return one score per row, 0 where no term occurs."""
        known = [term for term in query_terms if term in self._vocabulary]
        if not known:
            return np.zeros(self._bm25.scores["num_docs"], dtype=np.float32)
        return np.asarray(self._bm25.get_scores(known), dtype=np.float32)


def document_terms(text: str) -> list[str]:
    """Return what is indexed for a clause; never empty, so that every clause has its row."""
    return terms(text) or ["∅"]
