"""How well questions find their clauses, and how the threshold for refusing divides them."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from evals.result import Record
from index.encoder.bank import Labelled, load_bank
from index.hit import ANSWERABLE, Found
from index.search import Searcher

CURVE_STEPS = 50
_KEPT = 40  # misses shown in a report


class CurvePoint(Record):
    """What happens at one threshold."""

    threshold: float
    refused: float
    """Share of the questions outside the policies that are refused."""
    false_refusals: float
    """Share of the questions inside that are refused."""


class Miss(Record):
    """A question that did not find its clause."""

    question: str
    expected: tuple[str, ...]
    found: tuple[str, ...]


class Retrieval(Record):
    """One set of questions."""

    name: str
    questions: int
    outside: int
    recall_at_1: float
    recall_at_3: float
    mrr: float
    refused: float | None = None
    false_refusals: float | None = None
    threshold: float | None = None
    curve: tuple[CurvePoint, ...] = ()
    misses: tuple[Miss, ...] = ()


def measure_bank(searcher: Searcher, on_question: Callable[[], None] = lambda: None) -> Retrieval:
    """Score the tune part of the question bank; the test part is not looked at."""
    rows = [row for row in load_bank() if row.part == "tune"]
    found = []
    for row in rows:
        found.append(searcher.find(row.question.q, 3, context=" ".join(row.question.context[-1:])))
        on_question()
    return score_bank(rows, found)


def score_bank(rows: Sequence[Labelled], found: Sequence[Found]) -> Retrieval:
    """Return recall, MRR and the rejection curve. Pure."""
    pairs = [(row.question, one) for row, one in zip(rows, found, strict=True)]
    inside = [(question, one) for question, one in pairs if question.clauses]
    tops = [tuple(hit.clause.id for hit in one.hits) for _, one in inside]
    ranks = [_rank(top, question.clauses) for top, (question, _) in zip(tops, inside, strict=True)]
    misses = [
        Miss(question=question.q, expected=question.clauses, found=top)
        for rank, top, (question, _) in zip(ranks, tops, inside, strict=True)
        if rank != 1
    ]
    within = np.array([one.answerable for _, one in inside])
    without = np.array([one.answerable for question, one in pairs if not question.clauses])
    thresholds = [round(step / CURVE_STEPS, 3) for step in range(CURVE_STEPS + 1)]
    return Retrieval(
        name="题库（调参部分）", questions=len(pairs), outside=len(without), **_shares(ranks),
        refused=_below(without, ANSWERABLE), false_refusals=_below(within, ANSWERABLE), threshold=ANSWERABLE,
        curve=tuple(
            CurvePoint(threshold=one, refused=_below(without, one), false_refusals=_below(within, one))
            for one in thresholds
        ),
        misses=tuple(misses[:_KEPT]),
    )  # fmt: skip


def _rank(top: Sequence[str], wanted: Iterable[str]) -> int:
    """Return the place of the first right clause, 0 for none."""
    wanted = set(wanted)
    return next((place for place, clause in enumerate(top, 1) if clause in wanted), 0)


def _shares(ranks: Sequence[int]) -> dict[str, float]:
    count = max(1, len(ranks))
    return {
        "recall_at_1": round(sum(rank == 1 for rank in ranks) / count, 4),
        "recall_at_3": round(sum(1 <= rank <= 3 for rank in ranks) / count, 4),
        "mrr": round(sum(1 / rank for rank in ranks if rank) / count, 4),
    }


def _below(values: "np.ndarray[tuple[int], np.dtype[np.float64]]", threshold: float) -> float:
    return round(float((values < threshold).mean()), 4) if len(values) else 0.0
