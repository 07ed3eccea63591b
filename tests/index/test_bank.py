from collections import Counter
from pathlib import Path

import pytest

from corpus.clause import Policy
from corpus.errors import DataError
from index.encoder.bank import load_bank


def test_every_row_fits_and_cites_clauses_that_exist(policy: Policy) -> None:
    ids = {clause.id for clause in policy.clauses}
    rows = load_bank()
    assert len(rows) > 10_000
    assert all(set(row.question.clauses) <= ids for row in rows)
    assert all(row.question.q.strip() for row in rows)


def test_no_question_stands_in_two_parts() -> None:
    parts: dict[tuple[str, ...], set[str]] = {}
    for row in load_bank():
        parts.setdefault((*row.question.context, row.question.q), set()).add(row.part)
    assert [question for question, found in parts.items() if len(found) > 1] == []


def test_parts_have_voices_of_their_own() -> None:
    voices: dict[str, set[str]] = {"train": set(), "tune": set(), "test": set()}
    for row in load_bank():
        voices[row.part].add(row.question.voice)
    assert not voices["train"] & voices["test"]
    assert not voices["tune"] & voices["test"]


def test_every_clause_is_asked_for_often() -> None:
    counts = Counter(row.question.clauses[0] for row in load_bank() if row.question.clauses)
    assert min(counts[f"hz_ai_2024/m{number:02d}"] for number in range(1, 15)) >= 500
    assert counts["hz_ai_2024/closing"] >= 500


@pytest.mark.parametrize(
    ("name", "line", "message"),
    [
        ("train-x.jsonl", "{", "train-x.jsonl:1"),
        ("train-x.jsonl", '{"q": "a"}', "Field required"),
        ("other.jsonl", "{}", "文件名"),
        (
            "tune.jsonl",
            '{"q": "a", "clauses": [], "kind": "what", "stated": true, "voice": "v",'
            ' "slots": [{"name": "fee", "start": 0, "end": 9}]}',
            "slots.fee",
        ),
    ],
)
def test_a_row_that_does_not_fit_is_named(tmp_path: Path, name: str, line: str, message: str) -> None:
    (tmp_path / name).write_text(line, encoding="utf-8")
    with pytest.raises(DataError, match=message):
        load_bank(tmp_path)
