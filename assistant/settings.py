"""The only reader of the environment."""

import math
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import platformdirs

from corpus.errors import SetupError
from index.encoder.encoder import SHIPPED

_CHROMA = re.compile(r"https?://[^/?#@\s]+")
_PROVIDER = "openai:"
_TIMEOUT = 30.0
_MAX_TIMEOUT = 600.0
_MAX_DAYS = 36500


@dataclass(frozen=True, slots=True)
class LiveSettings:
    """A model behind an OpenAI-compatible server."""

    name: str
    """As the server calls it (``SUANCE_MODEL`` after ``openai:``)."""
    api_key: str = field(repr=False)
    """``OPENAI_API_KEY``; a server of one's own mostly wants none."""
    base_url: str | None = None
    """``OPENAI_BASE_URL``; None for OpenAI itself."""
    timeout: float = _TIMEOUT
    """Seconds that one request may take (``SUANCE_MODEL_TIMEOUT``)."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How this process runs."""

    home: Path
    """Where everything that can be rebuilt or grows is kept (``SUANCE_HOME``)."""
    model: str
    """``offline`` or ``openai:NAME`` (``SUANCE_MODEL``)."""
    encoder: str
    """Name or folder of a sentence-transformers model, or the shipped encoder (``SUANCE_ENCODER``)."""
    live: LiveSettings | None = None
    """The live model; None where the offline model answers alone."""
    database: str = field(default="", repr=False)
    """A PostgreSQL URL for conversations and tickets (``SUANCE_DATABASE``); empty: SQLite below ``home``."""
    chroma: str = ""
    """The URL of a Chroma server that holds the vectors (``SUANCE_CHROMA``); empty: embedded below ``home``."""
    keep_days: int | None = None
    """How many days conversations and tickets are kept (``SUANCE_KEEP_DAYS``); None: for ever."""


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; ``SetupError`` for one that this version cannot honour, so that none is ignored in silence."""
    database = environment.get("SUANCE_DATABASE", "")
    if database and not database.startswith(("postgresql://", "postgres://")):
        raise SetupError(
            "SUANCE_DATABASE 不是 PostgreSQL 的地址",
            repair="写成 postgresql://用户:密码@主机:5432/数据库 的样子，或取消该变量：unset SUANCE_DATABASE",
        )
    chroma = environment.get("SUANCE_CHROMA", "").rstrip("/")
    if chroma and not _CHROMA.fullmatch(chroma):
        raise SetupError(
            f"SUANCE_CHROMA={chroma} 不是 Chroma 服务的地址",
            repair="写成 http://主机:端口 的样子，或取消该变量：unset SUANCE_CHROMA",
        )
    home = environment.get("SUANCE_HOME") or platformdirs.user_data_dir("suance", appauthor=False)
    model = environment.get("SUANCE_MODEL") or "offline"
    return Settings(
        home=Path(home).expanduser(),
        model=model,
        encoder=environment.get("SUANCE_ENCODER") or SHIPPED,
        live=None if model == "offline" else _live(model, environment),
        database=database,
        chroma=chroma,
        keep_days=_days(environment.get("SUANCE_KEEP_DAYS") or ""),
    )


def _live(model: str, environment: Mapping[str, str]) -> LiveSettings:
    name = model.removeprefix(_PROVIDER).strip()
    if not model.startswith(_PROVIDER) or not name:
        raise SetupError(f"SUANCE_MODEL={model} 无法使用", repair="设为 offline 或 openai:模型名，例如 openai:qwen-max")
    base_url, api_key = environment.get("OPENAI_BASE_URL") or None, environment.get("OPENAI_API_KEY") or ""
    if base_url is None and not api_key:
        raise SetupError(
            "在线模型没有设置地址，也没有设置密钥",
            repair="设置 OPENAI_BASE_URL（自己的服务）或 OPENAI_API_KEY（OpenAI）",
        )
    if base_url is not None and not base_url.startswith(("http://", "https://")):
        raise SetupError(f"OPENAI_BASE_URL={base_url} 不是网址", repair="写成 http:// 或 https:// 开头的地址")
    return LiveSettings(name, api_key or "none", base_url, _timeout(environment.get("SUANCE_MODEL_TIMEOUT") or ""))


def _days(text: str) -> int | None:
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= _MAX_DAYS:
        raise SetupError(f"SUANCE_KEEP_DAYS={text} 无法使用", repair=f"设为 1 至 {_MAX_DAYS} 的天数；不设就一直保存")
    return int(text)


def _timeout(text: str) -> float:
    if not text:
        return _TIMEOUT
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds <= _MAX_TIMEOUT:
        raise SetupError(
            f"SUANCE_MODEL_TIMEOUT={text} 无法使用", repair=f"设为大于 0、不超过 {_MAX_TIMEOUT:.0f} 的秒数"
        )
    return seconds
