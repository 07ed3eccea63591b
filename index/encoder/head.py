"""The question head: a linear classifier over words and character n-grams, learned from the question bank.

It closes the gap between a layman's words and the policy's: for each clause of the policies it was trained on, how
likely that clause answers, how likely none does, what kind of question it is, and whether the text states
what is asked.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.encoder.features import features

FOLDER = Path(__file__).parent / "weights"
NONE = "none"
"""Label of questions that no clause answers."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the head thinks of one question; probabilities from 0 to 1."""

    clauses: dict[str, float]
    """By clause id; with ``none`` they add up to 1."""
    none: float
    kinds: dict[str, float]
    stated: float


@dataclass(frozen=True, slots=True)
class QuestionHead:
    """Weights of three softmax classifiers over shared TF-IDF features."""

    vocabulary: dict[str, int]
    idf: NDArray[np.float32]
    weights: NDArray[np.float32]
    """Shape (features, labels of all three classifiers)."""
    bias: NDArray[np.float32]
    clause_labels: tuple[str, ...]
    kind_labels: tuple[str, ...]

    def judge(self, question: str) -> Judgement:
        """Judge a question of any length."""
        logits = self._logits(question)
        at = len(self.clause_labels)
        clauses = dict(zip(self.clause_labels, _softmax(logits[:at]), strict=True))
        kinds = dict(zip(self.kind_labels, _softmax(logits[at:-1]), strict=True))
        none = clauses.pop(NONE)
        return Judgement(clauses, none, kinds, stated=float(1 / (1 + np.exp(-logits[-1]))))

    def _logits(self, question: str) -> NDArray[np.float32]:
        counts = Counter(self.vocabulary[name] for name in features(question) if name in self.vocabulary)
        if not counts:
            return self.bias
        rows = np.fromiter(counts.keys(), dtype=np.int64)
        values = (1 + np.log(np.fromiter(counts.values(), dtype=np.float32))) * self.idf[rows]
        values /= np.linalg.norm(values)
        result: NDArray[np.float32] = values @ self.weights[rows] + self.bias
        return result


def _softmax(logits: NDArray[np.float32]) -> list[float]:
    exponentials = np.exp(logits - logits.max())
    return [float(value) for value in exponentials / exponentials.sum()]


@cache
def load_head(folder: Path = FOLDER) -> QuestionHead | None:
    """Return the shipped head; None where no weights lie."""
    if not (folder / "head.npz").is_file():
        return None
    names = (folder / "features.txt").read_text(encoding="utf-8").split("\n")
    with np.load(folder / "head.npz", allow_pickle=False) as stored:
        return QuestionHead(
            {name: row for row, name in enumerate(names)},
            stored["idf"].astype(np.float32),
            stored["weights"].astype(np.float32),
            stored["bias"].astype(np.float32),
            tuple(str(label) for label in stored["clause_labels"]),
            tuple(str(label) for label in stored["kind_labels"]),
        )
