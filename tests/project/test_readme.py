"""Documentation that cannot rot: the help in the README is the real one, and its commands run."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from ui.cli import cli, run

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.en.md")


def commands() -> list[str]:
    blocks = [
        block for name in READMES for block in re.findall(r"```sh\n(.*?)```", (ROOT / name).read_text("utf-8"), re.S)
    ]
    return [line for block in blocks for line in block.splitlines() if line.startswith("suance ")]


def test_the_help_in_the_readme_is_the_real_one() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.search(r"<!-- help -->\n```\n(.*?)```\n<!-- /help -->", text, re.S)
    assert shown is not None
    assert shown[1] == CliRunner().invoke(cli, ["--help"], prog_name="suance").output


@pytest.mark.parametrize("command", commands())
def test_every_command_of_the_readmes_runs(command: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUANCE_HOME", str(home))
    monkeypatch.chdir(ROOT)
    assert run(shlex.split(command)[1:]) == 0


def test_every_command_is_mentioned() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all(f"suance {name}" in text or f"  {name} " in text for name in cli.list_commands(None))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", READMES)
def test_links_and_pictures_exist(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    targets = [target for target in re.findall(r"\]\(([^)]+)\)", text) if "://" not in target]
    assert targets and all((ROOT / target).exists() for target in targets)
