"""Fit the fact head: for each clause a softmax over its own facts, with weights that facts of the same name share.

What is asked where a text is silent (材料, 到账, 谁来评) sounds alike whatever the clause, and so do questions for an
amount or a unit: the shared weights learn that from all clauses, a clause's own weights what is particular to it. A
question is held only against the facts of its clause: which clause it is about is the question head's matter.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from index.encoder.facts import SHARED

STRENGTH = 10.0
"""Inverse of the regularisation strength, chosen on files of the bank held out whole."""
SHARED_BY = 3
"""A name that as many clauses have is a shared one."""
OWN_QUESTIONS = 2
"""A feature that fewer questions of a clause show has no weight of the clause's own."""
_STEPS = 200
Floats = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Clause:
    """The questions of one clause, and where its parameters lie among all; ``own`` and ``seen`` are features."""

    labels: list[str]
    own: Places
    own_matrix: csr_matrix
    seen: Places
    seen_matrix: csr_matrix
    wanted: Floats
    """One 1 a row, at the fact asked for."""
    shared: Places
    """Columns of the shared weights."""
    sharing: Places
    """The clause's facts that have them, in the same order."""
    start: int

    @property
    def bias_at(self) -> int:
        return self.start + len(self.own) * len(self.labels)

    @property
    def end(self) -> int:
        return self.bias_at + len(self.labels)


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights side by side, a column for each label: ``clause/fact``, and ``*/fact`` for what facts share."""

    labels: list[str]
    weights: Floats
    """Shape (features, labels)."""
    bias: Floats


def fit(matrix: csr_matrix, labels: list[str]) -> Fitted:
    """Fit on questions and their labels ``clause/fact``; a clause with one fact has nothing to choose and is left out.

    A shared column has no bias.
    """
    names = _shared_names(labels)
    features = matrix.shape[1]
    clauses = list(_clauses(matrix.tocsr(), labels, names))
    size = clauses[-1].end if clauses else features * len(names)

    def loss(parameters: Floats) -> tuple[float, Floats]:
        table = parameters[: features * len(names)].reshape(features, -1)
        slope = parameters.copy()
        total = 0.5 * float(parameters @ parameters)
        for clause in clauses:
            free = parameters[clause.bias_at : clause.end]
            total -= 0.5 * float(free @ free)  # a bias is not held back
            total += _add_loss(clause, parameters, table, slope)
        return total, slope

    options = {"maxiter": _STEPS, "maxcor": 6, "gtol": 1e-2, "ftol": 1e-6}
    found: Floats = minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", options=options).x
    return _side_by_side(found, clauses, names, features)


def _shared_names(labels: list[str]) -> list[str]:
    clauses: dict[str, set[str]] = {}
    for label in labels:
        clause, _, fact = label.rpartition("/")
        clauses.setdefault(fact, set()).add(clause)
    return sorted(fact for fact, found in clauses.items() if len(found) >= SHARED_BY)


def _clauses(matrix: csr_matrix, labels: list[str], names: list[str]) -> Iterator[_Clause]:
    features = matrix.shape[1]
    start = features * len(names)
    of_clause: dict[str, list[int]] = {}
    for row, label in enumerate(labels):
        of_clause.setdefault(label.rpartition("/")[0], []).append(row)
    for _, rows in sorted(of_clause.items()):
        facts = sorted({labels[row] for row in rows})
        if len(facts) < 2:
            continue
        part = matrix[rows]
        counts = np.bincount(part.indices, minlength=features)
        own, seen = np.flatnonzero(counts >= OWN_QUESTIONS), np.flatnonzero(counts)
        wanted = np.array([[labels[row] == fact for fact in facts] for row in rows], dtype=float)
        called = [fact.rpartition("/")[2] for fact in facts]
        sharing = np.array([place for place, name in enumerate(called) if name in names], dtype=np.int64)
        shared = np.array([names.index(called[place]) for place in sharing], dtype=np.int64)
        clause = _Clause(facts, own, part[:, own], seen, part[:, seen], wanted, shared, sharing, start)
        start = clause.end
        yield clause


def _add_loss(clause: _Clause, parameters: Floats, table: Floats, slope: Floats) -> float:
    """Add what the clause's questions pull to ``slope`` and return their loss."""
    own = parameters[clause.start : clause.bias_at].reshape(len(clause.own), -1)
    logits = clause.own_matrix @ own + parameters[clause.bias_at : clause.end]
    logits[:, clause.sharing] += clause.seen_matrix @ table[np.ix_(clause.seen, clause.shared)]
    logits -= logits.max(axis=1, keepdims=True)
    chances = np.exp(logits)
    sums = chances.sum(axis=1, keepdims=True)
    pull = STRENGTH * (chances / sums - clause.wanted)
    slope[clause.start : clause.bias_at] += (clause.own_matrix.T @ pull).ravel()
    slope[clause.bias_at : clause.end] = pull.sum(axis=0)
    of_table = slope[: table.size].reshape(table.shape)
    of_table[np.ix_(clause.seen, clause.shared)] += clause.seen_matrix.T @ pull[:, clause.sharing]
    return STRENGTH * float((np.log(sums[:, 0]) - (logits * clause.wanted).sum(axis=1)).sum())


def _side_by_side(found: Floats, clauses: list[_Clause], names: list[str], features: int) -> Fitted:
    tables = [found[: features * len(names)].reshape(features, -1)]
    bias = [np.zeros(len(names))]
    labels = [f"{SHARED}/{name}" for name in names]
    for clause in clauses:
        table = np.zeros((features, len(clause.labels)))
        table[clause.own] = found[clause.start : clause.bias_at].reshape(len(clause.own), -1)
        tables.append(table)
        bias.append(found[clause.bias_at : clause.end])
        labels += clause.labels
    return Fitted(labels, np.hstack(tables), np.concatenate(bias))
