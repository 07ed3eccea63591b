"""The benchmark of retrieval: what it counts, and what it refuses."""

import gzip
import json
from pathlib import Path

import pytest

from corpus.errors import DataError
from evals.bench import figures, measure, read_task
from index.encoder.encoder import SHIPPED
from ui.cli import run

CORPUS = [
    ("甲法第一条", "工资薪金所得适用超额累进税率"),
    ("乙法第九条", "劳动合同的试用期最长不得超过六个月"),
    ("c/1", "结婚应当到婚姻登记机关登记"),
]
QUESTIONS = [("试用期最长多久", ["乙法第九条"]), ("工资薪金的税率是多少", ["甲法第一条", "c/1"]), ("红烧肉", [])]
KEYS = [
    "recall_at_1", "recall_at_3", "recall_at_10", "recall_at_100", "mrr",
    "index_seconds", "query_p50_ms", "query_p95_ms",
]  # fmt: skip


def written(folder: Path, *, corpus: str = "", questions: str = "") -> tuple[str, str]:
    texts = "\n".join(json.dumps({"doc_id": name, "text": text}) for name, text in CORPUS)
    asked = [
        json.dumps({"qid": n, "question": q, "gold": gold, "answer": "x"}) for n, (q, gold) in enumerate(QUESTIONS)
    ]
    (folder / "c.jsonl.gz").write_bytes(gzip.compress((corpus or texts).encode()))
    (folder / "q.jsonl").write_text(questions or "\n".join(asked), encoding="utf-8")
    return str(folder / "c.jsonl.gz"), str(folder / "q.jsonl")


def test_recall_is_a_share_of_the_gold_and_mrr_looks_at_the_first() -> None:
    counted = figures([("a", "b"), ("c",), ()], [["x", "a", "y", "b"], ["d"], ["e"]])
    assert counted == {"recall_at_1": 0, "recall_at_3": 0.25, "recall_at_10": 0.5, "recall_at_100": 0.5, "mrr": 0.25}


def test_the_product_s_search_is_measured(tmp_path: Path) -> None:
    corpus, questions = written(tmp_path)
    found = measure(read_task(Path(corpus), Path(questions)), SHIPPED)
    assert (found.recall_at_1, found.mrr) == (0.75, 1)
    assert found.index_seconds > 0 and found.query_p95_ms >= found.query_p50_ms > 0


def test_the_command_prints_one_json_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus, questions = written(tmp_path)
    assert run(["bench", "retrieval", "--corpus", corpus, "--questions", questions, "--json"]) == 0
    assert list(json.loads(capsys.readouterr().out)) == KEYS
    assert run(["bench", "retrieval", "--corpus", corpus, "--questions", questions]) == 0
    assert "MRR  1" in capsys.readouterr().out


def test_gold_that_the_corpus_lacks_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus, questions = written(tmp_path, questions='{"qid": "1", "question": "试用期", "gold": ["nowhere"]}')
    assert run(["bench", "retrieval", "--corpus", corpus, "--questions", questions, "--json"]) == 0
    captured = capsys.readouterr()
    assert "1 个 gold 不在文档之中" in captured.err and json.loads(captured.out)["mrr"] == 0


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (
            {"questions": '{"qid": "1", "question": "x", "gold": ["c/1"]}\n{"qid": "x"}'},
            r"q\.jsonl:2: question: 找到 没有",
        ),
        ({"questions": '{"qid": "1", "question": "x", "gold": "c/1"}'}, r"q\.jsonl:1: gold: 找到 类型不对"),
        ({"questions": '{"qid": "1", "question": "x", "gold": []}'}, "至少一题"),
        ({"corpus": '{"doc_id": "a", "text": "甲"}\n\n["b"]'}, r"c\.jsonl\.gz:3: 整行: 找到 不是 JSON 对象"),
        ({"corpus": '{"doc_id": "a", "te'}, r"c\.jsonl\.gz:1: 整行: 找到 不是 JSON，"),
        ({"corpus": '{"doc_id": "a", "text": "甲"}\n{"doc_id": "a", "text": "乙"}'}, "出现了两次"),
        ({"corpus": "\n"}, "一篇也没有"),
    ],
)
def test_what_does_not_fit_is_named_by_file_and_line(
    tmp_path: Path, broken: dict[str, str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus, questions = written(tmp_path, **broken)
    with pytest.raises(DataError, match=words):
        read_task(Path(corpus), Path(questions))
    assert run(["bench", "retrieval", "--corpus", corpus, "--questions", questions, "--json"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_files_that_are_not_there_or_no_gzip_are_refused(tmp_path: Path) -> None:
    corpus, questions = written(tmp_path)
    assert run(["bench", "retrieval", "--corpus", "/nowhere", "--questions", questions]) == 2
    Path(corpus).write_bytes(b"plain")
    assert run(["bench", "retrieval", "--corpus", corpus, "--questions", questions]) == 2
    assert run(["bench", "retrieval", "--corpus", corpus]) == 2
