"""Retrieval on sets from elsewhere."""

import gzip
import json
from pathlib import Path

import pytest

from corpus.errors import DataError, InputError
from evals.external import external_sets, measure_external
from index.encoder.encoder import SHIPPED

DOCUMENTS = [
    ("a", "个人所得税法规定工资薪金所得适用超额累进税率"),
    ("b", "劳动合同法规定试用期最长不得超过六个月"),
    ("c/1", "婚姻登记办法"),
]
QUESTIONS = [("试用期最长多久", ["b"]), ("工资薪金的税率", ["a"]), ("怎样登记婚姻", ["c/1", "a"]), ("红烧肉", [])]


def write(folder: Path, *, packed: bool = False, broken: str = "") -> Path:
    corpus = "\n".join(json.dumps({"doc_id": name, "text": text, "more": 1}) for name, text in DOCUMENTS)
    rows = [json.dumps({"qid": str(n), "question": q, "gold": gold}) for n, (q, gold) in enumerate(QUESTIONS)]
    questions = "\n".join([*rows, broken])
    if packed:
        (folder / "law_corpus.jsonl.gz").write_bytes(gzip.compress(corpus.encode()))
    else:
        (folder / "law_corpus.jsonl").write_text(corpus, encoding="utf-8")
    (folder / "law_questions.jsonl").write_text(questions, encoding="utf-8")
    return folder


@pytest.mark.parametrize("packed", [False, True])
def test_a_set_is_read_and_scored(packed: bool, tmp_path: Path) -> None:
    (one,) = external_sets(write(tmp_path, packed=packed))
    found = measure_external(one, SHIPPED)
    assert (found.name, found.questions, found.outside) == ("law", 4, 1)
    assert found.recall_at_1 == found.recall_at_3 == found.mrr == 1
    assert found.threshold is not None and found.curve[0].refused == 0


def test_a_bad_row_names_file_and_line(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"law_questions\.jsonl:5: gold"):
        list(external_sets(write(tmp_path, broken='{"qid": "x", "question": "y"}')))


def test_a_file_that_is_no_gzip_is_refused(tmp_path: Path) -> None:
    write(tmp_path, packed=True)
    (tmp_path / "law_corpus.jsonl.gz").write_bytes(b"plain")
    with pytest.raises(DataError, match="gzip"):
        list(external_sets(tmp_path))


def test_a_folder_without_a_pair_is_refused(tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="--external"):
        list(external_sets(tmp_path))
