"""The command line with streams closed, full, or in an old locale: one line, an exit code, never a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def shell(command: str, home: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    suance = f"{sys.executable} -m ui.cli"
    return subprocess.run(
        ["sh", "-c", command.replace("suance", suance)], capture_output=True, cwd=ROOT, check=False,
        env={**os.environ, "SUANCE_HOME": str(home), **environment},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("suance show 3 >&-", 0),
        ("suance show 3 >/dev/full", 1),
        ("suance show 99 2>/dev/full", 2),
        ("suance show 99 2>&-", 2),
        ("suance segment - <&-", 2),
        ("suance batch - <&-", 2),
        ("suance calc --batch - <&-", 2),
        ("suance calc filing_award --json - <&-", 2),
        ("suance show 3 | true", 0),
    ],
)
def test_closed_and_full_streams(command: str, code: int, home: Path) -> None:
    done = shell(command, home)
    assert done.returncode == code
    assert b"Traceback" not in done.stderr


def test_a_locale_without_utf8_is_no_hindrance(home: Path) -> None:
    locale = {"PYTHONUTF8": "0", "LANG": "C", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}
    done = shell("suance ask 第三条归谁负责 --as-of 2026-11-23", home, **locale)
    assert done.returncode == 0 and "市经信局" in done.stdout.decode("utf-8")
    assert "没有“算”这个命令" in shell("suance 算", home, **locale).stderr.decode("utf-8")
    assert shell("suance calc --list", home, **locale).returncode == 0


def test_words_that_are_no_utf8_are_refused(home: Path) -> None:
    done = shell("suance ask \"$(printf '算力券\\351')\"", home)
    assert done.returncode == 2 and "乱码" in done.stderr.decode("utf-8") and b"Traceback" not in done.stderr


def test_a_turn_with_half_a_character_fails_alone(home: Path, tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"id": "1", "turns": ["\\ud800算力券", "第三条归谁负责"]}\n', encoding="utf-8")
    done = shell(f"suance batch {rows}", home)
    assert done.returncode == 0, done.stderr.decode()
    assert '"status":"failed"' in done.stdout.decode() and "市经信局" in done.stdout.decode()
    rows.write_text('{"id": "\\ud800", "turns": ["x"]}\n', encoding="utf-8")
    assert shell(f"suance batch {rows}", home).returncode == 2
