"""``suance calc`` and ``suance check`` as people and scripts run them, and what a cold start imports."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ui.cli import run

HEAVY = (
    "torch",
    "chromadb",
    "langchain",
    "langchain_core",
    "gradio",
    "sentence_transformers",
    "numpy",
    "jieba",
    "rich",
)
ROOT = Path(__file__).parents[2]


def out(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert run(list(arguments)) == code
    captured = capsys.readouterr()
    if code:
        assert captured.err.count("\n") == 1 and "Traceback" not in captured.err
        return captured.err
    return captured.out


def test_json_in_json_out(capsys: pytest.CaptureFixture[str]) -> None:
    text = out(capsys, "calc", "rnd_matching", "--json", '{"received_funds_yuan": 1000.1}', "--as-of", "2026-01-01")
    assert json.loads(text)["amount_yuan"] == "250.02"
    assert json.loads(text)["as_of"] == "2026-01-01"


def test_inputs_from_a_file_and_from_settings(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "in.json"
    file.write_text('{"contracts": [{"amount_yuan": "1000万", "category": "other"}]}', encoding="utf-8")
    assert "200 万元" in out(capsys, "calc", "compute_voucher", "--json", f"@{file}").replace("2000000.00", "200 万元")
    settings = [
        "-s",
        "contracts[0].amount_yuan=1000万",
        "-s",
        "contracts[0].category=domestic",
        "-s",
        "multimodal_enterprise=是",
    ]
    assert "最高不超过 300 万元" in out(capsys, "calc", "compute_voucher", *settings)


def test_tables_say_what_matters(capsys: pytest.CaptureFixture[str]) -> None:
    loan = ["-s", "total_investment_yuan=4900万", "-s", "principal_yuan=不知道", "-s", "annual_rate_percent=4"]
    text = out(capsys, "calc", "loan_interest", *loan, "--as-of", "2026-01-01")
    assert "还差 100 万元" in text and "请补充" in text and "假定" in text
    big = [
        "-s",
        "contracts[0].amount_yuan=1亿",
        "-s",
        "contracts[0].category=other",
        "-s",
        "multimodal_enterprise=true",
    ]
    assert "可以放宽" in out(capsys, "calc", "compute_voucher", *big, "--as-of", "2026-01-01")
    assert "20 万元到最高 100 万元" in out(capsys, "calc", "open_source_award", "--as-of", "2026-01-01")
    assert "不在有效期内" in out(capsys, "calc", "open_source_award", "--as-of", "2030-01-01")
    solved = out(capsys, "calc", "filing_award", "--solve", "costs_yuan", "--target", "30万", "--as-of", "2026-01-01")
    assert "至少需要 30 万元" in solved


def test_a_narrow_terminal_breaks_no_name(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert "contracts[].amount_yuan" in out(capsys, "calc", "compute_voucher", "--help")
    assert "rnd_matching" in out(capsys, "calc", "--list")


def test_list_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert "compute_voucher" in out(capsys, "calc", "--list")
    listed = json.loads(out(capsys, "calc", "--list", "--json"))["calculators"]
    assert len(listed) == 7 and listed[2]["fields"][0]["path"] == "contracts"
    described = out(capsys, "calc", "compute_voucher", "--help")
    assert "hz_ai_2024/m03" in described and "already_claimed_yuan" in described and "原文" in described
    assert "没有输入字段" in out(capsys, "calc", "open_source_award", "--help")
    assert "--batch" in out(capsys, "calc", "--help")
    loan = out(capsys, "calc", "loan_interest", "--help")
    assert re.search(r"annual_rate_percent +贷款年利率 +% +必填", loan) and "loans[]" not in loan
    assert "months?" in out(capsys, "calc", "--list")


BAD = [
    ["calc"], ["calc", "nope", "--json", "{}"], ["calc", "nope", "--help"], ["calc", "rnd_matching", "--json", "{"],
    ["calc", "rnd_matching", "--json", "[]"], ["calc", "rnd_matching", "--json", '{"x": 1}'],
    ["calc", "rnd_matching", "-s", "x"], ["calc", "rnd_matching", "-s", "contracts[3].x=1"], ["calc", "rnd_matching"],
    ["calc", "--batch", "/nonexistent.jsonl"], ["calc", "--list", "--out", "/nonexistent/x"],
    ["calc", "rnd_matching", "--json", "@/nonexistent.json"], ["check"], ["check", "/nonexistent.yaml"],
]  # fmt: skip


@pytest.mark.parametrize("arguments", BAD)
def test_bad_usage_is_one_line_and_code_2(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    assert out(capsys, *arguments, code=2).startswith("suance: ")


def test_batch_loses_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    good = '{"id": "%d", "calculator": "rnd_matching", "inputs": {"received_funds_yuan": "%d"}}'
    lines = [good % (n, n) if n % 3 else "broken" for n in range(20)]
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(("\ufeff" + "\n".join(lines) + "\n\n").encode() + b"\xff\xfe")
    out(capsys, "calc", "--batch", str(source), "--out", str(target), "--as-of", "2026-01-01")
    rows = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 21 and [row["id"] for row in rows[1:3]] == ["1", "2"]
    assert all(("result" in row) != ("error" in row) for row in rows)
    assert sum("error" in row for row in rows) == 8


def test_check(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    profile = tmp_path / "profile.yaml"
    out(capsys, "check", "--template", "--out", str(profile))
    text = out(capsys, "check", str(profile), "--as-of", "2026-01-01")
    assert "(十四)" in text and "先回答" in text
    profile.write_text(
        "undertakes_state_task: true\nreceived_funds_yuan: 1000万\ntotal_investment_yuan: 1\nrecognised_centre: true\n"
        "core_team: true\nplatform_audited_yuan: 2000万\n",
        encoding="utf-8",
    )
    text = out(capsys, "check", str(profile), "--as-of", "2026-01-01")
    assert "最高 250 万元" in text and "不重复" in text
    assert json.loads(out(capsys, "check", str(profile), "--json", "--as-of", "2026-01-01"))["status"] == "ok"
    assert "不在有效期内" in out(capsys, "check", str(profile), "--as-of", "2030-01-01")


def test_a_cold_start_imports_nothing_heavy() -> None:
    code = (
        "import sys; from ui.cli import run; "
        "code = run(['calc', 'rnd_matching', '--json', '{\"received_funds_yuan\": \"1000万\"}']); "
        f"print([name for name in {HEAVY!r} if name in sys.modules], code)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.splitlines()[-1] == "[] 0"
