"""Texts that are said whatever the driver, from replies.yaml; and the prompts of a live model."""

from functools import cache
from pathlib import Path

from corpus.data_file import DataModel, read_yaml
from corpus.normalise import Script, to_script

PROMPTS = Path(__file__).parent / "prompts"


class _Canned(DataModel):
    texts: dict[str, str]


@cache
def canned(name: str, script: Script) -> str:
    """Return a text of assistant/replies.yaml in a script."""
    return to_script(read_yaml(Path(__file__).parent / "replies.yaml", _Canned).texts[name], script)


@cache
def prompt(name: str) -> str:
    """Return a prompt of assistant/prompts/."""
    return (PROMPTS / f"{name}.md").read_text(encoding="utf-8").strip()
