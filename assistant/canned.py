"""Texts that are said whatever the driver: steps and failures, from replies.yaml."""

from functools import cache
from pathlib import Path

from corpus.data_file import DataModel, read_yaml
from corpus.normalise import Script, to_script


class _Canned(DataModel):
    texts: dict[str, str]


@cache
def canned(name: str, script: Script) -> str:
    """Return a text of assistant/replies.yaml in a script."""
    return to_script(read_yaml(Path(__file__).parent / "replies.yaml", _Canned).texts[name], script)
