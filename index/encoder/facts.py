"""The fact head: which fact of a clause a question asks for, or that the clause's text does not state it.

A linear classifier for each clause, learned from the rows of the bank that name their fact; facts of the same name
share a part of their weights. It says nothing of which clause is meant; for each clause it gives the chances of that
clause's facts.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.encoder.features import word_features
from index.encoder.head import FOLDER

SHARED = "*"
"""Stands for the clause of weights that all clauses' facts of a name share."""


@dataclass(frozen=True, slots=True)
class FactHead:
    """Weights of a softmax classifier for each clause; small integers with a scale for each label."""

    vocabulary: Mapping[str, int]
    idf: NDArray[np.float32]
    weights: NDArray[np.int8]
    """Shape (features, labels)."""
    scale: NDArray[np.float32]
    bias: NDArray[np.float32]
    places: Mapping[str, Mapping[str, int]]
    """Clause id → fact → column."""
    shared: Mapping[str, int]
    """Fact → the column that is added to every clause's own."""

    def judge(self, question: str) -> dict[str, dict[str, float]]:
        """Return for each clause the probability of each of its facts, ``UNSTATED`` among them; they add up to 1."""
        logits = self._logits(question)
        common = {fact: float(logits[column]) for fact, column in self.shared.items()}
        return {clause: _shares(logits, columns, common) for clause, columns in self.places.items()}

    def _logits(self, question: str) -> NDArray[np.float32]:
        counts = Counter(self.vocabulary[name] for name in word_features(question) if name in self.vocabulary)
        if not counts:
            return self.bias
        rows = np.fromiter(counts.keys(), dtype=np.int64)
        values = (1 + np.log(np.fromiter(counts.values(), dtype=np.float32))) * self.idf[rows]
        values /= np.linalg.norm(values)
        result: NDArray[np.float32] = (values @ self.weights[rows].astype(np.float32)) * self.scale + self.bias
        return result


def _shares(logits: NDArray[np.float32], columns: Mapping[str, int], common: Mapping[str, float]) -> dict[str, float]:
    own = logits[list(columns.values())] + np.array([common.get(fact, 0.0) for fact in columns], dtype=np.float32)
    chances = np.exp(own - own.max())
    chances /= chances.sum()
    return {fact: float(chance) for fact, chance in zip(columns, chances, strict=True)}


@cache
def load_facts(folder: Path = FOLDER) -> FactHead | None:
    """Return the shipped fact head; None where no weights lie."""
    if not (folder / "facts.npz").is_file():
        return None
    names = (folder / "facts.txt").read_text(encoding="utf-8").split("\n")
    with np.load(folder / "facts.npz", allow_pickle=False) as stored:
        places: dict[str, dict[str, int]] = {}
        for column, label in enumerate(stored["labels"]):
            clause, _, fact = str(label).rpartition("/")
            places.setdefault(clause, {})[fact] = column
        shared = places.pop(SHARED, {})
        vocabulary = {name: row for row, name in enumerate(names)}
        return FactHead(
            vocabulary,
            stored["idf"].astype(np.float32),
            stored["weights"],
            stored["scale"],
            stored["bias"],
            places,
            shared,
        )
