"""Retrieval on other documents and questions: ``NAMEcorpus.jsonl`` beside ``NAMEquestions.jsonl``, plain or .gz.

Corpus rows are ``{"doc_id", "text"}``, question rows ``{"qid", "question", "gold": [doc_id, …]}``; a question without
gold has no answer in the corpus. Further keys are passed over.
"""

import gzip
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar
from zlib import error as ZlibError

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from corpus.clause import Clause, ClauseKind, Policy, Span
from corpus.errors import DataError, InputError
from evals.retrieval import Retrieval, score
from index.build import Progress
from index.search import open_searcher

_CORPUS, _QUESTIONS = "corpus.jsonl", "questions.jsonl"
_DEPTH = 10
_GZIP, _BOM = b"\x1f\x8b", b"\xef\xbb\xbf"
_REASONS = {"missing": "没有这个键", "json_invalid": "不是 JSON", "model_type": "不是 JSON 对象"}


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)


class Document(_Row):
    """A row of the corpus."""

    doc_id: str
    text: str


class Asked(_Row):
    """A row of the questions."""

    qid: str
    question: str
    gold: tuple[str, ...]


Row = TypeVar("Row", bound=_Row)


@dataclass(frozen=True, slots=True)
class ExternalSet:
    """A corpus with its questions."""

    name: str
    documents: Sequence[Document]
    questions: Sequence[Asked]


def external_sets(folder: Path) -> Iterator[ExternalSet]:
    """Read every pair of files in a folder; ``InputError`` for none, ``DataError`` with file and line for a bad row."""
    found = False
    for corpus in sorted(folder.glob(f"*{_CORPUS}*")):
        name = corpus.name.partition(_CORPUS)[0]
        questions = next((file for file in sorted(folder.glob(f"{name}{_QUESTIONS}*"))), None)
        if questions is not None:
            found = True
            yield ExternalSet(
                name.strip("_-. ") or folder.name, read_rows(corpus, Document), read_rows(questions, Asked)
            )
    if not found:
        raise InputError("--external", folder, allowed=f"含有 名称{_CORPUS} 与 名称{_QUESTIONS}（可为 .gz）的文件夹")


def read_rows(file: Path, model: type[Row]) -> list[Row]:
    """Read a JSONL file, plain or gzip; ``DataError`` with file and line for the first row that does not fit."""
    rows = []
    try:
        raw = file.read_bytes()
        raw = gzip.decompress(raw) if raw.startswith(_GZIP) or file.suffix == ".gz" else raw
    except (OSError, EOFError, ZlibError):
        raise DataError(file, "文件", found="不能读取", expected="JSONL，或 gzip 压缩的 JSONL") from None
    for number, line in enumerate(raw.removeprefix(_BOM).split(b"\n"), 1):
        if line.strip():
            try:
                rows.append(model.model_validate_json(line))
            except ValidationError as error:
                raise _fault(file, number, model, error.errors(include_url=False)[0]) from None
    return rows


def _fault(file: Path, number: int, model: type[_Row], fault: ErrorDetails) -> DataError:
    key = ".".join(map(str, fault["loc"])) or "整行"
    found = _REASONS.get(fault["type"], "类型不对")
    return DataError(file, key, line=number, found=found, expected=f"含 {'、'.join(model.model_fields)} 的 JSON 对象")


def measure_external(
    one: ExternalSet,
    encoder: str,
    *,
    indexed: Progress = lambda done, total: None,
    on_question: Callable[[], None] = lambda: None,
) -> Retrieval:
    """Index a set's documents anew, ask its questions, and score them like our own."""
    with tempfile.TemporaryDirectory(prefix="suance-evals-", ignore_cleanup_errors=True) as home:
        policy = as_policy(one.documents)
        searcher, _ = open_searcher({policy.id: policy}, Path(home), encoder=encoder, progress=indexed)
        found = []
        for asked in one.questions:
            found.append(searcher.find(asked.question, _DEPTH))
            on_question()
    golds = [(asked.question, tuple(f"{policy.id}/{name}" for name in asked.gold)) for asked in one.questions]
    return score(one.name, golds, found)


def as_policy(documents: Sequence[Document]) -> Policy:
    """Return the documents as the clauses of one policy without a date or a number."""
    clauses = tuple(_clause(document) for document in documents)
    return Policy("external", "", "", "", "", date.min, date.max, "", "", clauses, (), (), Path())


def _clause(document: Document) -> Clause:
    span = Span(0, len(document.text))
    return Clause(
        f"external/{document.doc_id}", ClauseKind.MEASURE, None, "", "", (), span, span, (), None, document.text
    )
