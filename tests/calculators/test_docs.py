"""The page about the calculators names what there is."""

import re
import shlex
from pathlib import Path

import pytest

from calculators.registry import load_calculators
from calculators.words import words
from ui.cli import run

PAGE = (Path(__file__).parents[2] / "docs" / "calculators.md").read_text(encoding="utf-8")
COMMANDS = [line.partition("  #")[0] for line in PAGE.split("```sh\n")[1].split("```")[0].splitlines()]


def test_every_binding_is_explained() -> None:
    table = PAGE.split("| 名称 | 含义 |")[1].split("\n\n")[0]
    assert set(re.findall(r"^\| `(\w+)`", table, re.M)) == set(words().bindings)


def test_every_calculator_and_field_is_named() -> None:
    for calculator in load_calculators().values():
        assert f"| `{calculator.name}` | {calculator.clause.rpartition('/')[2]} |" in PAGE
        assert all(f"{field.name}" in PAGE for field in calculator.fields.values())


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_run(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "输入.jsonl").write_text(
        '{"id": "1", "calculator": "demonstration_award", "inputs": {}}\n', encoding="utf-8"
    )
    if "--template" not in command:
        (tmp_path / "企业情况.yaml").write_text("core_team: true\n", encoding="utf-8")
    assert run(shlex.split(command)[1:]) == 0
