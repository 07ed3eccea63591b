"""BM25 over words, bigrams and characters: postings in arrays, updated without counting anything twice."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.lexical_terms import CHARACTER

SATURATION, LENGTH = 1.0, 0.6
"""BM25's k1 and b, chosen on the development benchmarks."""
COMMON = 0.3
"""A character that more than this share of the rows contains is passed over: it costs time and tells nothing."""
_TERMS = "terms.txt"
_ARRAYS = ("starts", "rows", "counts", "lengths")
_MAX_COUNT = 255
_ROW_BIT, _TERM_BIT = 8, 39  # of a packed posting: count, row (31 bits), term
_ROW_MASK = (1 << 31) - 1
Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Counted:
    """Counted texts in compact form, cheap to hand from one process to another."""

    vocabulary: list[str]
    terms: NDArray[np.int32]
    """Places in the vocabulary, text after text."""
    counts: NDArray[np.uint8]
    sizes: NDArray[np.int32]
    """Different terms of each text."""
    lengths: NDArray[np.int32]
    """Words and bigrams of each text."""

    @classmethod
    def of(cls, texts: Iterable[Counter[str]]) -> "Counted":
        """Put counted texts together."""
        places: dict[str, int] = {}
        terms: list[int] = []
        counts: list[int] = []
        sizes: list[int] = []
        lengths: list[int] = []
        for counted in texts:
            terms.extend(places.setdefault(term, len(places)) for term in counted)
            counts.extend(min(count, _MAX_COUNT) for count in counted.values())
            sizes.append(len(counted))
            lengths.append(sum(count for term, count in counted.items() if term[0] != CHARACTER))
        return cls(
            list(places), np.array(terms, np.int32), np.array(counts, np.uint8), np.array(sizes, np.int32),
            np.array(lengths, np.int32),
        )  # fmt: skip


@dataclass(frozen=True)
class LexicalIndex:
    """Rows by term; the rows stand in the order of the texts given at build."""

    vocabulary: dict[str, int]
    starts: NDArray[np.int64]
    """Where each term's postings begin; one more at the end."""
    rows: NDArray[np.int32]
    """Ascending within a term."""
    counts: NDArray[np.uint8]
    lengths: NDArray[np.int32]

    @classmethod
    def build(
        cls, parts: Iterable[Counted], placed: Sequence[int], *, base: "LexicalIndex | None" = None,
        kept: Mapping[int, int] | None = None,
    ) -> "LexicalIndex":  # fmt: skip
        """Index counted texts: the n-th of all texts becomes row ``placed[n]``.

        ``kept`` maps rows of ``base`` that stay as they are to their new rows.
        """
        kept = kept or {}
        vocabulary: dict[str, int] = dict(base.vocabulary) if base else {}
        lengths = np.zeros(len(placed) + len(kept), dtype=np.int32)
        packed = [_kept_postings(base, kept, lengths)] if base else []
        at = 0
        for part in parts:
            own = np.array([vocabulary.setdefault(term, len(vocabulary)) for term in part.vocabulary], np.int32)
            here = np.asarray(placed[at : at + len(part.sizes)], dtype=np.int32)
            at += len(part.sizes)
            lengths[here] = part.lengths
            packed.append(_packed(own[part.terms], np.repeat(here, part.sizes), part.counts))
        postings = _merged(packed.pop(0), packed) if packed else np.zeros(0, dtype=np.int64)
        starts = np.searchsorted(postings, np.arange(len(vocabulary) + 1, dtype=np.int64) << _TERM_BIT)
        rows = ((postings >> _ROW_BIT) & _ROW_MASK).astype(np.int32)
        return cls(vocabulary, starts, rows, (postings & _MAX_COUNT).astype(np.uint8), lengths)

    @cached_property
    def _weights(self) -> Scores:
        """What each posting adds to its row's score."""
        frequency = np.diff(self.starts)
        rarity = np.log1p((len(self.lengths) - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
        relative = self.lengths / max(1.0, float(self.lengths.mean())) if len(self.lengths) else self.lengths
        damping = (SATURATION * (1 - LENGTH + LENGTH * relative)).astype(np.float32)
        counts = self.counts.astype(np.float32)
        weights: Scores = counts / (counts + damping[self.rows]) * np.repeat(rarity, frequency)
        return weights

    @classmethod
    def load(cls, folder: Path) -> "LexicalIndex":
        """Open an index that ``save`` wrote."""
        terms = (folder / _TERMS).read_text(encoding="utf-8").split("\n")
        arrays = {name: np.load(folder / f"{name}.npy", allow_pickle=False) for name in _ARRAYS}
        return cls({term: place for place, term in enumerate(terms)} if terms != [""] else {}, **arrays)

    def save(self, folder: Path) -> None:
        """Write the index into a folder."""
        folder.mkdir()
        (folder / _TERMS).write_text("\n".join(self.vocabulary), encoding="utf-8")
        for name in _ARRAYS:
            np.save(folder / f"{name}.npy", getattr(self, name))

    def scores(self, query: Mapping[str, float]) -> Scores:
        """Return one score per row for weighted terms, 0 where no term occurs."""
        scores: Scores = np.zeros(len(self.lengths), dtype=np.float32)
        for term, weight in query.items():
            start, end = self._postings(term)
            if term[0] != CHARACTER or end - start <= COMMON * len(scores):
                scores[self.rows[start:end]] += weight * self._weights[start:end]
        return scores

    def shared(self, query: Iterable[str], row: int) -> list[str]:
        """Return the words and bigrams of a query that a row contains, the longest first."""
        found = [term for term in query if term[0] != CHARACTER and self._contains(term, row)]
        return sorted(found, key=lambda term: (-len(term), term))

    def _contains(self, term: str, row: int) -> bool:
        start, end = self._postings(term)
        at = bisect_left(self.rows, row, start, end)
        return at < end and int(self.rows[at]) == row

    def _postings(self, term: str) -> tuple[int, int]:
        place = self.vocabulary.get(term)
        return (0, 0) if place is None else (int(self.starts[place]), int(self.starts[place + 1]))


def _kept_postings(base: LexicalIndex, kept: Mapping[int, int], lengths: NDArray[np.int32]) -> NDArray[np.int64]:
    """Return the postings of the rows that stay, with their new rows, and enter their lengths."""
    moved = np.full(len(base.lengths), -1, dtype=np.int32)
    moved[np.fromiter(kept.keys(), np.int64, len(kept))] = np.fromiter(kept.values(), np.int32, len(kept))
    stays = moved >= 0
    lengths[moved[stays]] = base.lengths[stays]
    terms = np.repeat(np.arange(len(base.vocabulary), dtype=np.int32), np.diff(base.starts))
    packed = _packed(terms, moved[base.rows], base.counts)
    return packed if stays.all() else packed[stays[base.rows]]


def _merged(first: NDArray[np.int64], others: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Return all postings in order; where the first part is so already, few others are merely put in."""
    if not others:
        return np.sort(first)
    if sum(map(len, others)) < len(first) and bool((first[1:] >= first[:-1]).all()):
        other = np.sort(np.concatenate(others))
        return np.insert(first, np.searchsorted(first, other), other)
    postings = np.concatenate([first, *others])
    others.clear()  # the most memory that an index takes is here
    postings.sort()
    return postings


def _packed(terms: NDArray[np.int32], rows: NDArray[np.int32], counts: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Put each posting into one number that sorts by term and row: sorting numbers is the fastest there is."""
    return (terms.astype(np.int64) << _TERM_BIT) | (rows.astype(np.int64) << _ROW_BIT) | counts
