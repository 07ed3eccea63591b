"""The only reader of the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from corpus.errors import SetupError
from index.encoder.encoder import SHIPPED

_NOT_YET = {
    "SUANCE_CHROMA": "本版本只支持内嵌的 Chroma",
    "SUANCE_DATABASE": "本版本的对话只保存在内存中",
}


@dataclass(frozen=True, slots=True)
class Settings:
    """How this process runs."""

    home: Path
    """Where everything that can be rebuilt or grows is kept (``SUANCE_HOME``)."""
    model: str
    """``offline`` (``SUANCE_MODEL``)."""
    encoder: str
    """Name or folder of a sentence-transformers model, or the shipped encoder (``SUANCE_ENCODER``)."""


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; ``SetupError`` for one that this version cannot honour, so that none is ignored in silence."""
    for name, reason in _NOT_YET.items():
        if environment.get(name):
            raise SetupError(f"{name} 已设置，但{reason}", repair=f"取消该变量：unset {name}")
    home = environment.get("SUANCE_HOME") or platformdirs.user_data_dir("suance", appauthor=False)
    return Settings(
        home=Path(home).expanduser(),
        model=environment.get("SUANCE_MODEL") or "offline",
        encoder=environment.get("SUANCE_ENCODER") or SHIPPED,
    )
