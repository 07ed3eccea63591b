"""Our search beside BM25 alone, dense alone and LangChain's EnsembleRetriever: same documents, same run, same machine.

``python -m benchmarks.retrieval --corpus C.jsonl --questions Q.jsonl [--without-langchain] [--rows 100000]``. The
encoder is ``SUANCE_ENCODER``'s. LangChain's retrievers need ``pip install -e '.[bench]'``. Also timed: what follows one
changed document, and filters (on ``--rows`` rows, the documents repeated).
"""

import argparse
import dataclasses
import os
import platform
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from assistant.settings import read_settings
from corpus.clause import Clause, Policy
from evals.bench import DEPTH, Task, figures, read_task
from evals.external import as_policy
from index.build import build_index
from index.encoder.encoder import Encoder, load_encoder
from index.filters import Filters, Where
from index.fuse import best
from index.lexical_terms import query_terms
from index.search import Searcher
from index.tokenise import search_form

Ranking = list[str]
Retrieve = Callable[[str], Ranking]


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--without-langchain", action="store_true")
    parser.add_argument("--rows", type=int, default=100_000)
    options = parser.parse_args()
    task, encoder = read_task(options.corpus, options.questions), load_encoder(read_settings().encoder)
    print(f"{platform.platform()}  Python {platform.python_version()}  {os.cpu_count()} cores  load {os.getloadavg()}")
    print(f"{len(task.documents):,} documents, {len(task.questions):,} questions, encoder {encoder.fingerprint}")
    with tempfile.TemporaryDirectory(prefix="suance-bench-") as home:
        for name, retrieve in systems(task, encoder, Path(home), langchain=not options.without_langchain):
            print(f"{name:<28}{row(task, retrieve)}", flush=True)
        reindex(as_policy(task.documents), encoder, Path(home))
    filters(as_policy(task.documents), options.rows)


def systems(task: Task, encoder: Encoder, home: Path, *, langchain: bool) -> Iterator[tuple[str, Retrieve]]:
    """Yield each system ready to be asked; building is timed and printed."""
    policy, began = as_policy(task.documents), time.perf_counter()
    report = build_index({policy.id: policy}, home, encoder, progress=shown("ours"))
    print(f"ours: indexed in {time.perf_counter() - began:.1f} s, {peak():,.0f} MB at most (with the process beside)")
    ours = Searcher({policy.id: policy}, report.folder, encoder)
    names, retrievers = [document.doc_id for document in task.documents], ours._retrievers
    yield "ours", lambda question: [name.removeprefix("external/") for name, _ in ours.rank(question, DEPTH)]

    def lexical(question: str) -> Ranking:
        return [names[at] for at in best(retrievers.lexical.scores(query_terms(question)), DEPTH)]

    def dense(question: str) -> Ranking:
        near = retrievers._near(encoder.encode([search_form(question)])[0], 2 * DEPTH)
        return list(dict.fromkeys(names[at] for at in near))[:DEPTH]

    yield "BM25 alone (ours)", lexical
    yield "dense alone (ours)", dense
    if langchain:
        yield "LangChain EnsembleRetriever", ensemble(task, encoder)


def ensemble(task: Task, encoder: Encoder) -> Retrieve:
    """Build LangChain's retrievers: BM25Retriever over jieba's words and Chroma with our encoder, half and half."""
    import jieba
    from langchain_chroma import Chroma
    from langchain_classic.retrievers import EnsembleRetriever
    from langchain_community.retrievers import BM25Retriever
    from langchain_core.embeddings import Embeddings

    class Adapter(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return encoder.encode(texts).tolist()  # type: ignore[no-any-return]

        def embed_query(self, text: str) -> list[float]:
            return self.embed_documents([text])[0]

    texts, ids = [one.text for one in task.documents], [{"id": one.doc_id} for one in task.documents]
    began = time.perf_counter()
    lexical = BM25Retriever.from_texts(texts, metadatas=ids, preprocess_func=jieba.lcut)
    store = Chroma("bench", embedding_function=Adapter(), collection_metadata={"hnsw:space": "cosine"})
    for start in tqdm(range(0, len(texts), 2000), "langchain", disable=None):
        store.add_texts(texts[start : start + 2000], metadatas=ids[start : start + 2000])
    lexical.k = DEPTH
    both = EnsembleRetriever(
        retrievers=[lexical, store.as_retriever(search_kwargs={"k": DEPTH})], weights=[0.5, 0.5], id_key="id"
    )
    print(f"LangChain: indexed in {time.perf_counter() - began:.1f} s, {peak():,.0f} MB at most")
    return lambda question: [document.metadata["id"] for document in both.invoke(question)][:DEPTH]


def row(task: Task, retrieve: Retrieve) -> str:
    """Ask every question and return the scores and times in one line."""
    retrieve(task.questions[0].question)
    rankings, times = [], []
    for asked in tqdm(task.questions, disable=None):
        began = time.perf_counter()
        rankings.append(retrieve(asked.question))
        times.append((time.perf_counter() - began) * 1000)
    found = figures([asked.gold for asked in task.questions], rankings)
    p50, p95 = np.percentile(times, [50, 95])
    return "  ".join([*(f"{name} {value:.3f}" for name, value in found.items()), f"p50 {p50:.1f} ms  p95 {p95:.1f} ms"])


def reindex(policy: Policy, encoder: Encoder, home: Path) -> None:
    """Time the build after one document has changed."""
    clauses = list(policy.clauses)
    for number in range(3):
        clauses[number] = dataclasses.replace(clauses[number], text=f"{clauses[number].text}（修订）")
        changed = dataclasses.replace(policy, clauses=tuple(clauses))
        began = time.perf_counter()
        report = build_index({policy.id: changed}, home, encoder)
        print(f"re-index after one change   {time.perf_counter() - began:.2f} s, {report.embedded} embedded")


def filters(policy: Policy, rows: int) -> None:
    """Time the masks over many rows of two policies, three chapters and two units."""

    def placed(at: int) -> Clause:
        own = {"id": f"p{at % 2}/{at}", "path": (f"第{at % 3}章",), "units": (f"市{at % 2}局",)}
        return dataclasses.replace(policy.clauses[at % len(policy.clauses)], **own)  # type: ignore[arg-type]

    clauses = [placed(at) for at in range(rows)]
    lasting = dataclasses.replace(policy, in_force_from=date(2020, 1, 1), in_force_to=date(2030, 1, 1))
    masks = Filters(clauses, {name: dataclasses.replace(lasting, id=name) for name in ("p0", "p1")})
    for where in (Where(policy="p1"), Where(as_of=date(2026, 1, 1)), Where(policy="p1", chapter="第2章", unit="1局")):
        times = []
        for _ in range(20):
            began = time.perf_counter()
            masks.mask(where)
            times.append((time.perf_counter() - began) * 1000)
        print(f"filter over {rows:,} rows   {np.median(times):.2f} ms  {where}")


def shown(name: str) -> Callable[[int, int], None]:
    """Return a progress callback that draws a bar."""
    bars: list[Any] = []

    def show(done: int, total: int) -> None:
        if not bars:
            bars.append(tqdm(total=total, desc=name, disable=None))
        bars[0].update(done - bars[0].n)

    return show


def peak() -> float:
    """Return the most memory that this process and the largest of its children held, in MB."""
    used = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(used) / (1024 if sys.platform != "darwin" else 1024**2)


if __name__ == "__main__":
    main()
