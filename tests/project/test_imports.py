"""Imports point down only, and each heavy package is used in its one place."""

import re
from pathlib import Path

from importlinter import cli as linter

ROOT = Path(__file__).parents[2]
PLACES = {
    "gradio": r"ui/web\w*\.py",
    "plotly": r"ui/web_plot\.py",
    "opencc": r"corpus/normalise\.py",
    "chromadb|langchain_chroma": r"index/dense\.py",
    r"langchain\b|langchain_core|langgraph": r"assistant/.*|index/dense\.py|index/encoder/\w+\.py",
}


def test_the_import_contracts_hold() -> None:
    assert linter.lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


def test_heavy_packages_stay_in_their_place() -> None:
    for package, place in PLACES.items():
        pattern = re.compile(rf"^\s*(?:from|import) (?:{package})", re.MULTILINE)
        users = [
            str(file.relative_to(ROOT))
            for folder in ("corpus", "index", "calculators", "assistant", "ui", "evals")
            for file in (ROOT / folder).rglob("*.py")
            if pattern.search(file.read_text(encoding="utf-8"))
        ]
        assert users and all(re.fullmatch(place, user) for user in users), (package, users)


def test_only_settings_reads_the_environment() -> None:
    readers = [
        str(file.relative_to(ROOT))
        for folder in ("corpus", "index", "calculators", "assistant")
        for file in (ROOT / folder).rglob("*.py")
        if re.search(r"os\.environ|getenv", file.read_text(encoding="utf-8"))
    ]
    assert readers == ["assistant/settings.py"]
