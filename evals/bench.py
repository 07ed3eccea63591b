"""``suance bench retrieval``: how well and how fast the product's own search does on any documents and questions."""

import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from corpus.errors import DataError
from evals.external import Asked, Document, as_policy, read_rows
from evals.result import Record
from index.build import Progress, build_index
from index.encoder.encoder import load_encoder
from index.search import Searcher

DEPTH = 100
"""Documents ranked for each question."""
_RECALLS = (1, 3, 10, 100)


class Bench(Record):
    """What ``suance bench retrieval --json`` prints; recall is the share of a question's gold documents found."""

    recall_at_1: float
    recall_at_3: float
    recall_at_10: float
    recall_at_100: float
    mrr: float
    index_seconds: float
    query_p50_ms: float
    query_p95_ms: float


class Task(Record):
    """Documents and questions that have been read and fit each other."""

    documents: tuple[Document, ...]
    questions: tuple[Asked, ...]
    unknown: int
    """Gold documents that the corpus does not hold: they count as not found."""


def read_task(corpus: Path, questions: Path) -> Task:
    """Read both files; ``DataError`` with file and line for a row that does not fit, or where nothing is to measure."""
    documents, asked = read_rows(corpus, Document), read_rows(questions, Asked)
    seen: set[str] = set()
    for document in documents:
        if document.doc_id in seen:
            raise DataError(corpus, "doc_id", found=f"{document.doc_id} 出现了两次", expected="各不相同")
        seen.add(document.doc_id)
    if not documents:
        raise DataError(corpus, "文档", found="一篇也没有", expected="每行一篇")
    if not any(one.gold for one in asked):
        raise DataError(questions, "gold", found="没有一题写明答案在哪篇", expected="至少一题的 gold 不为空")
    unknown = sum(gold not in seen for one in asked for gold in one.gold)
    return Task(documents=tuple(documents), questions=tuple(asked), unknown=unknown)


def measure(
    task: Task, encoder: str, *, indexed: Progress = lambda done, total: None, on_question: Callable[[], object] = int
) -> Bench:
    """Index the documents in a passing folder and ask every question; ones without gold are timed, not scored."""
    policy, loaded = as_policy(task.documents), load_encoder(encoder)
    with tempfile.TemporaryDirectory(prefix="suance-bench-", ignore_cleanup_errors=True) as home:
        began = time.perf_counter()
        report = build_index({policy.id: policy}, Path(home), loaded, progress=indexed)
        index_seconds = time.perf_counter() - began
        searcher = Searcher({policy.id: policy}, report.folder, loaded)
        searcher.rank(task.questions[0].question, DEPTH)  # opens what is opened at first use
        rankings, times = [], []
        for asked in task.questions:
            began = time.perf_counter()
            ranking = searcher.rank(asked.question, DEPTH)
            times.append((time.perf_counter() - began) * 1000)
            rankings.append([clause_id.removeprefix(f"{policy.id}/") for clause_id, _ in ranking])
            on_question()
    p50, p95 = np.percentile(times, [50, 95])
    return Bench(
        **figures([asked.gold for asked in task.questions], rankings), index_seconds=round(index_seconds, 2),
        query_p50_ms=round(float(p50), 2), query_p95_ms=round(float(p95), 2),
    )  # fmt: skip


def figures(golds: Sequence[Sequence[str]], rankings: Sequence[Sequence[str]]) -> dict[str, float]:
    """Return recall at several depths and the mean reciprocal rank of the first gold document. Pure."""
    scored = [(set(gold), list(ranking)) for gold, ranking in zip(golds, rankings, strict=True) if gold]
    recalls = {
        f"recall_at_{depth}": round(
            sum(len(gold & set(top[:depth])) / len(gold) for gold, top in scored) / len(scored), 4
        )
        for depth in _RECALLS
    }
    firsts = [next((place for place, name in enumerate(top, 1) if name in gold), 0) for gold, top in scored]
    return recalls | {"mrr": round(sum(1 / first for first in firsts if first) / len(scored), 4)}
