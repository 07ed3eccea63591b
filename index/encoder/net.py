"""Small nets beside the linear classifier: the same features and the encoder's vector through one hidden layer.

Trained by hand-written gradients in numpy (Adam on the rows that a batch uses); several nets are averaged, since each
alone strays. They add what the linear classifier cannot say: that two words together mean something else.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.special import expit, softmax

from index.encoder.row_adam import RowAdam

Matrix = NDArray[np.float32]
SCALE = 8.0
"""TF-IDF rows have length 1; this makes them as large as a net likes."""
VECTOR_SCALE = 2.0


@dataclass(frozen=True, slots=True)
class Recipe:
    """What training may vary; chosen on the bank's tune part."""

    nets: int = 3
    hidden: int = 64
    epochs: int = 10
    batch: int = 256
    rate: float = 4e-3
    features_dropped: float = 0.3
    units_dropped: float = 0.4
    vectors_dropped: float = 0.3
    smoothing: float = 0.05


@dataclass(frozen=True, slots=True)
class Examples:
    """What the nets learn from, row for row: features, vectors, wanted probabilities and what each row counts."""

    features: csr_matrix
    vectors: Matrix
    wanted: Matrix
    """Clause labels, kind labels and whether it is stated, side by side."""
    counts: Matrix
    """Shape (rows, 3): weight of the row for clauses, kinds and stated."""
    clauses: int
    """How many clause labels there are."""


@dataclass(frozen=True, slots=True)
class Net:
    """One net's weights."""

    features: Matrix
    vector: Matrix
    hidden_bias: Matrix
    out: Matrix
    out_bias: Matrix


def train_net(examples: Examples, recipe: Recipe, seed: int) -> Net:
    """Train one net; the same seed gives the same net."""
    chance = np.random.default_rng(seed)
    rows, labels = examples.wanted.shape
    net = _start(examples, recipe, chance)
    wanted = _smoothed(examples, recipe.smoothing)
    steps, step = recipe.epochs * -(-rows // recipe.batch), 0
    for _ in range(recipe.epochs):
        order = chance.permutation(rows)
        for start in range(0, rows, recipe.batch):
            batch = order[start : start + recipe.batch]
            rate = recipe.rate * min(1.0, 10 * step / steps) * max(0.02, 0.5 * (1 + np.cos(np.pi * step / steps)))
            _learn(net, examples, wanted, batch=batch, rate=float(rate), recipe=recipe, chance=chance)
            step += 1
    weights = {name: table.values for name, table in net.items()}
    return Net(weights["features"], weights["vector"], weights["hidden"][0], weights["out"], weights["bias"][0])


def _start(examples: Examples, recipe: Recipe, chance: np.random.Generator) -> dict[str, RowAdam]:
    size, labels = recipe.hidden, examples.wanted.shape[1]
    dimensions = examples.vectors.shape[1]
    return {
        "features": RowAdam(chance.standard_normal((examples.features.shape[1], size), dtype=np.float32) * 0.1),
        "vector": RowAdam(chance.standard_normal((dimensions, size), dtype=np.float32) / dimensions**0.5),
        "hidden": RowAdam(np.zeros((1, size))),
        "out": RowAdam(chance.standard_normal((size, labels), dtype=np.float32) / 2 / size**0.5),
        "bias": RowAdam(np.zeros((1, labels))),
    }


def _smoothed(examples: Examples, share: float) -> Matrix:
    wanted = examples.wanted.copy()
    for part in (slice(0, examples.clauses), slice(examples.clauses, -1)):
        wanted[:, part] = wanted[:, part] * (1 - share) + share / wanted[:, part].shape[1]
    return wanted


def _learn(
    net: dict[str, RowAdam],
    examples: Examples,
    wanted: Matrix,
    *,
    batch: NDArray[np.int64],
    rate: float,
    recipe: Recipe,
    chance: np.random.Generator,
) -> None:
    used, features = _dropped(examples.features[batch], recipe.features_dropped, chance)
    seen = chance.random((len(batch), 1)) > recipe.vectors_dropped
    vectors = (examples.vectors[batch] * VECTOR_SCALE * seen).astype(np.float32)
    hidden = features @ net["features"].values[used] + vectors @ net["vector"].values + net["hidden"].values
    on = (hidden > 0) * (chance.random(hidden.shape) > recipe.units_dropped) / (1 - recipe.units_dropped)
    units = (hidden * on).astype(np.float32)
    said = units @ net["out"].values + net["bias"].values
    slope = _slope(said, wanted[batch], examples.counts[batch], examples.clauses) / len(batch)
    below = ((slope @ net["out"].values.T) * on).astype(np.float32)
    net["features"].step(used, np.asarray(features.T @ below), rate)
    for name, change in {
        "vector": vectors.T @ below,
        "hidden": below.sum(axis=0, keepdims=True),
        "out": units.T @ slope,
        "bias": slope.sum(axis=0, keepdims=True),
    }.items():
        net[name].step(np.arange(len(change)), change, rate)


def _dropped(rows: csr_matrix, share: float, chance: np.random.Generator) -> tuple[NDArray[np.int64], csr_matrix]:
    """Return the columns in use and the rows over those columns alone, a share of their values left out."""
    used, places = np.unique(rows.indices, return_inverse=True)
    values = rows.data * (chance.random(len(rows.data)) > share) * (SCALE / (1 - share))
    return used, csr_matrix((values.astype(np.float32), places, rows.indptr), (rows.shape[0], len(used)))


def _slope(said: Matrix, wanted: Matrix, counts: Matrix, clauses: int) -> Matrix:
    slope = np.empty_like(said)
    slope[:, :clauses] = (softmax(said[:, :clauses], axis=1) - wanted[:, :clauses]) * counts[:, :1]
    slope[:, clauses:-1] = (softmax(said[:, clauses:-1], axis=1) - wanted[:, clauses:-1]) * counts[:, 1:2]
    slope[:, -1] = (expit(said[:, -1]) - wanted[:, -1]) * counts[:, 2]
    return slope
