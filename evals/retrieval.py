"""How well questions find their clauses, and how the threshold for refusing divides them."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

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
    """Score the bank's questions. Pure."""
    return score("题库（调参部分）", [(row.question.q, row.question.clauses) for row in rows], found)


def score(name: str, asked: Sequence[tuple[str, tuple[str, ...]]], found: Sequence[Found]) -> Retrieval:
    """Return recall, MRR and, where some questions have no answer, the rejection curve. Pure.

    ``asked`` holds each question with the ids of the clauses that answer it.
    """
    inside = [(question, gold, one) for (question, gold), one in zip(asked, found, strict=True) if gold]
    tops = [tuple(hit.clause.id for hit in one.hits) for *_, one in inside]
    ranks = [_rank(top, gold) for top, (_, gold, _) in zip(tops, inside, strict=True)]
    misses = [
        Miss(question=question, expected=gold, found=top[:3])
        for rank, top, (question, gold, _) in zip(ranks, tops, inside, strict=True)
        if rank != 1
    ]
    outside = [one.answerable for (_, gold), one in zip(asked, found, strict=True) if not gold]
    curve = _rejection([one.answerable for *_, one in inside], outside) if outside else {}
    return Retrieval(
        name=name, questions=len(asked), outside=len(outside), **_shares(ranks), **curve, misses=tuple(misses[:_KEPT])
    )


def _rejection(inside: Sequence[float], outside: Sequence[float]) -> dict[str, Any]:
    within, without = np.array(inside), np.array(outside)
    curve = tuple(
        CurvePoint(threshold=one, refused=_below(without, one), false_refusals=_below(within, one))
        for one in (round(step / CURVE_STEPS, 3) for step in range(CURVE_STEPS + 1))
    )
    return {
        "refused": _below(without, ANSWERABLE), "false_refusals": _below(within, ANSWERABLE),
        "threshold": ANSWERABLE, "curve": curve,
    }  # fmt: skip


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
