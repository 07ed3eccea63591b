"""The laypeople's questions that the encoder is trained on."""

from pathlib import Path

import pytest

from corpus.errors import DataError
from index.encoder.lay import load_lay, text_digest
from index.encoder.pairs import Law, lay_pairs


def test_no_question_stands_twice_and_each_is_a_question_of_its_own() -> None:
    questions = [row.q for row in load_lay()]
    assert len(questions) > 2000
    assert len(set(questions)) == len(questions)


def test_a_question_is_paired_with_its_article() -> None:
    first = load_lay()[0]
    pairs = lay_pairs({first.text: Law("某法", "第一章", "欠了就要还。"), "0" * 16: Law("别的法", "", "无关。")})
    assert pairs
    assert {passage for _, passage in pairs} == {"某法 欠了就要还。"}


def test_a_digest_stands_for_a_text() -> None:
    assert text_digest("甲") == text_digest("甲") != text_digest("乙")


@pytest.mark.parametrize("row", ["{", '{"q": "短", "law": "某法", "article": "第一条", "text": "0123456789abcdef"}'])
def test_a_row_that_does_not_fit_is_named(tmp_path: Path, row: str) -> None:
    (tmp_path / "law-1.jsonl").write_text(row + "\n", encoding="utf-8")
    with pytest.raises(DataError, match="law-1.jsonl:1"):
        load_lay(tmp_path)
