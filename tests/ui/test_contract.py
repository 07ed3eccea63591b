"""The machine contract, field by field: what other programs rely on."""

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.clause import Policy
from ui import contract
from ui.cli import run

REPLY = {
    "ticket", "question", "status", "script", "text", "citations", "calculations", "missing", "suggestions", "model",
    "as_of", "latency_ms",
}  # fmt: skip
CITATION = {"n", "clause", "label", "quote", "start", "end"}
CALCULATION = {
    "calculator", "kind", "clause", "bound", "amount_yuan", "range_yuan", "inputs", "binding", "steps",
}  # fmt: skip
STEP = {"label", "expression", "value", "unit", "clause", "quote"}
STATUSES = ["answered", "partial", "needs_input", "not_stated", "not_in_force", "out_of_scope", "failed"]


@pytest.fixture(autouse=True)
def _home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUANCE_HOME", str(home))


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:  # noqa: ANN401
    capsys.readouterr()
    assert run(list(arguments)) == 0
    return json.loads(capsys.readouterr().out)


def test_a_reply_has_the_fields_of_the_contract(capsys: pytest.CaptureFixture[str], policy: Policy) -> None:
    reply = printed(capsys, "ask", "國產算力簽了1000萬能補多少", "--json", "--as-of", "2026-11-23")
    contract.Reply.model_validate_json(json.dumps(reply))
    assert set(reply) == REPLY
    assert (reply["status"], reply["script"], reply["model"], reply["as_of"]) == (
        "answered", "hant", "offline", "2026-11-23",
    )  # fmt: skip
    assert [citation["n"] for citation in reply["citations"]] == list(range(1, len(reply["citations"]) + 1))
    for citation in reply["citations"]:
        assert set(citation) == CITATION
        assert policy.source[citation["start"] : citation["end"]] == citation["quote"]
        assert f"[{citation['n']}]" in reply["text"]
    calculation = reply["calculations"][0]
    assert set(calculation) >= CALCULATION
    assert (calculation["calculator"], calculation["kind"], calculation["clause"], calculation["bound"]) == (
        "compute_voucher", "forward", "hz_ai_2024/m03", "upper",
    )  # fmt: skip
    assert (calculation["amount_yuan"], calculation["range_yuan"], calculation["binding"]) == (
        "3000000.00",
        None,
        "rate",
    )
    for step in calculation["steps"]:
        assert set(step) >= STEP and step["quote"] in policy.source
    assert isinstance(reply["latency_ms"], float) and reply["missing"] == []


def test_a_range_and_a_reverse_result(capsys: pytest.CaptureFixture[str]) -> None:
    reply = printed(capsys, "ask", "签了1000万的算力合同能补多少", "--json", "--as-of", "2026-11-23")
    assert reply["status"] == "needs_input" and reply["missing"] == ["contracts[0].category"]
    calculation = reply["calculations"][0]
    assert calculation["bound"] == "range" and calculation["range_yuan"] == ["2000000.00", "3000000.00"]
    assert calculation["amount_yuan"] is None
    question = "想拿到300万的算力券，用昇腾的话合同要签到多少"
    reverse = printed(capsys, "ask", question, "--json", "--as-of", "2026-11-23")["calculations"][0]
    assert (reverse["kind"], reverse["field"], reverse["amount_yuan"]) == (
        "reverse", "contracts[0].amount_yuan", "10000000.00",
    )  # fmt: skip


def test_statuses_are_the_seven_of_the_contract() -> None:
    assert [status.value for status in contract.Status] == STATUSES


def test_search_segment_batch_and_calc_validate(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    found = printed(capsys, "search", "租显卡能报销吗", "-k", "3", "--json")
    assert set(found) == {"hits"} and set(found["hits"][0]) == {"clause", "label", "score", "why"}
    contract.SearchOut.model_validate(found)
    cut = printed(capsys, "segment", str(Path("corpus/policies/hz_ai_2024/source.txt").resolve()), "--json")
    assert set(cut) == {"clauses", "lossless"}
    assert set(cut["clauses"][0]) == {"id", "kind", "number", "heading", "path", "start", "end"}
    contract.SegmentOut.model_validate(cut)
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"id": "a", "turns": ["第三条讲什么"], "as_of": "2026-11-23"}\n', encoding="utf-8")
    line = printed(capsys, "batch", str(rows))
    assert set(line) == {"id", "replies"}
    contract.BatchOut.model_validate_json(json.dumps(line))
    inputs = '{"contracts": [{"amount_yuan": "10000000", "category": "domestic"}]}'
    result = printed(capsys, "calc", "compute_voucher", "--json", inputs, "--as-of", "2026-11-23")
    contract.Result.model_validate_json(json.dumps(result))
    assert result["amount_yuan"] == "3000000.00"


def test_calc_batch_gives_results_and_errors_in_order(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text(
        '{"id": "a", "calculator": "filing_award", "inputs": {"costs_yuan": "800000"}, "as_of": "2026-11-23"}\n'
        '{"id": "b", "calculator": "filing_award", "inputs": {"costs_yuan": "-1"}}\n',
        encoding="utf-8",
    )
    capsys.readouterr()
    assert run(["calc", "--batch", str(rows)]) == 0
    first, second = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (first["id"], first["result"]["amount_yuan"]) == ("a", "500000.00")
    assert second["id"] == "b" and set(second["error"]) == {"type", "field", "message"}
