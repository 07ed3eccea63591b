from pathlib import Path

import pytest

from corpus.errors import DataError
from corpus.load import load_policies
from corpus.plain import load_plain

POLICY = load_policies()["hz_ai_2024"]
RATE = "資助金額不超過500萬元"


def write(folder: Path, text: str) -> Path:
    file = folder / "plain.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_every_measure_and_the_closing_have_plain_words_bound_to_their_text() -> None:
    told = {(words.clause, words.fact) for words in POLICY.plain}
    wanted = {(clause.id, subject) for clause in POLICY.measures for subject in ("what", "who", "amount")}
    assert wanted <= told
    assert {("hz_ai_2024/closing", "date"), ("hz_ai_2024/closing", "overlap")} <= told
    for words in POLICY.plain:
        clause = POLICY.clause(words.clause)
        assert words.spans and all(span in clause.span for span in words.spans)


def test_a_policy_without_the_file_has_none(tmp_path: Path) -> None:
    assert load_plain(tmp_path / "plain.yaml", POLICY.clauses) == ()


def test_a_span_covers_its_quote(tmp_path: Path) -> None:
    file = write(tmp_path, f"m01: {{amount: {{text: 不超过500万元, quotes: [{RATE}]}}}}")
    words = load_plain(file, POLICY.clauses)[0]
    assert [span.of(POLICY.source) for span in words.spans] == [RATE]


@pytest.mark.parametrize(
    ("text", "key", "found"),
    [
        (f"m01: {{amount: {{text: 不超过600万元, quotes: [{RATE}]}}}}", "m01.amount.text", "600"),
        ("m01: {amount: {text: 不多, quotes: [沒有這句]}}", "m01.amount.quotes", "沒有這句"),
        ("m01: {amount: {text: 不多, quotes: []}}", "m01.amount.quotes", "没有引文"),
        ("m02: {amount: {text: 不多, quotes: [符合政策規定的項目]}}", "m02.amount.quotes", "符合政策規定的項目"),
        (f"m99: {{amount: {{text: 不多, quotes: [{RATE}]}}}}", "m99", "m99"),
        (f"m01: {{Price: {{text: 不多, quotes: [{RATE}]}}}}", "Price", "Price"),
        (f"m01: {{amount: {{text: 不多, quotes: [{RATE}], extra: 1}}}}", "extra", "未知的键"),
    ],
)
def test_plain_words_without_ground_do_not_load(tmp_path: Path, text: str, key: str, found: str) -> None:
    with pytest.raises(DataError) as caught:
        load_plain(write(tmp_path, text), POLICY.clauses)
    assert key in str(caught.value) and found in str(caught.value)
