"""The question head: classifiers over words, character n-grams and the encoder's vector, learned from the bank.

It closes the gap between a layman's words and the policy's: for each clause of the policies it was trained on, how
likely that clause answers, how likely none does, what kind of question it is, and whether the text states
what is asked. A linear classifier and a few small nets are asked and their probabilities averaged.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.encoder.encoder import SHIPPED, Encoder, load_encoder
from index.encoder.features import features

FOLDER = Path(__file__).parent / "weights"
NONE = "none"
"""Label of questions that no clause answers."""
LINEAR_SHARE = 0.5
"""Weight of the linear classifier beside the nets, chosen on the tune part."""
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the head thinks of one question; probabilities from 0 to 1."""

    clauses: dict[str, float]
    """By clause id; with ``none`` they add up to 1."""
    none: float
    kinds: dict[str, float]
    stated: float


@dataclass(frozen=True, slots=True)
class Nets:
    """Small nets side by side: their hidden units are the columns of one table."""

    features: NDArray[np.int8]
    """Shape (features, hidden units of all nets), to be multiplied by ``scale``."""
    scale: Floats
    vector: Floats
    """Shape (dimensions of the encoder, hidden units of all nets)."""
    hidden_bias: Floats
    out: Floats
    """Shape (nets, hidden units of one, labels)."""
    out_bias: Floats


@dataclass(frozen=True, slots=True)
class QuestionHead:
    """Weights of three softmax classifiers over shared TF-IDF features, and of the nets over the same."""

    vocabulary: dict[str, int]
    idf: Floats
    weights: NDArray[np.int8]
    """Shape (features, labels of all three classifiers), to be multiplied by ``scale``."""
    scale: Floats
    bias: Floats
    nets: Nets
    clause_labels: tuple[str, ...]
    kind_labels: tuple[str, ...]
    encoder: Encoder

    def judge(self, question: str) -> Judgement:
        """Judge a question of any length."""
        rows, values = self._weighed(question)
        parts = self._probabilities(np.vstack([self._linear(rows, values), self._net_logits(question, rows, values)]))
        shares = [LINEAR_SHARE, *[(1 - LINEAR_SHARE) / (len(parts) - 1)] * (len(parts) - 1)]
        mean = np.average(parts, axis=0, weights=shares)
        at = len(self.clause_labels)
        clauses = dict(zip(self.clause_labels, map(float, mean[:at]), strict=True))
        kinds = dict(zip(self.kind_labels, map(float, mean[at:-1]), strict=True))
        return Judgement(clauses, clauses.pop(NONE), kinds, stated=float(mean[-1]))

    def _weighed(self, question: str) -> tuple[NDArray[np.int64], Floats]:
        counts = Counter(self.vocabulary[name] for name in features(question) if name in self.vocabulary)
        rows = np.fromiter(counts.keys(), dtype=np.int64)
        values = (1 + np.log(np.fromiter(counts.values(), dtype=np.float32))) * self.idf[rows]
        length = float(np.linalg.norm(values))
        return rows, (values / length if length else values).astype(np.float32)

    def _linear(self, rows: NDArray[np.int64], values: Floats) -> Floats:
        return (values @ self.weights[rows].astype(np.float32)) * self.scale + self.bias

    def _net_logits(self, question: str, rows: NDArray[np.int64], values: Floats) -> Floats:
        nets, vector = self.nets, self.encoder.encode([question])[0]
        seen = (values @ nets.features[rows].astype(np.float32)) * nets.scale
        hidden = np.maximum(seen + vector @ nets.vector + nets.hidden_bias, 0)
        split = hidden.reshape(len(nets.out), 1, -1)
        logits: Floats = (split @ nets.out)[:, 0] + nets.out_bias
        return logits

    def _probabilities(self, logits: Floats) -> Floats:
        """Return the probabilities of each classifier, row for row."""
        at = len(self.clause_labels)
        stated = 1 / (1 + np.exp(-logits[:, -1:]))
        return np.concatenate([_softmax(logits[:, :at]), _softmax(logits[:, at:-1]), stated], axis=1)


def _softmax(logits: Floats) -> Floats:
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares: Floats = exponentials / exponentials.sum(axis=1, keepdims=True)
    return shares


@cache
def load_head(folder: Path = FOLDER) -> QuestionHead | None:
    """Return the shipped head; None where no weights lie."""
    if not (folder / "head.npz").is_file():
        return None
    names = (folder / "features.txt").read_text(encoding="utf-8").split("\n")
    with np.load(folder / "head.npz", allow_pickle=False) as stored:
        floats = {name: stored[name].astype(np.float32) for name in stored.files if stored[name].dtype.kind == "f"}
        nets = Nets(
            stored["net_features"],
            floats["net_scale"],
            floats["net_vector"],
            floats["net_hidden_bias"],
            floats["net_out"],
            floats["net_out_bias"],
        )
        return QuestionHead(
            {name: row for row, name in enumerate(names)},
            floats["idf"],
            stored["weights"],
            floats["scale"],
            floats["bias"],
            nets,
            tuple(str(label) for label in stored["clause_labels"]),
            tuple(str(label) for label in stored["kind_labels"]),
            load_encoder(SHIPPED),
        )
