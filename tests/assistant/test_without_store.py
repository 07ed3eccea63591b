"""A Chroma server that is down: the assistant answers by the words alone and says so."""

import json
import socket
from datetime import date
from pathlib import Path

import pytest

from assistant.agent import open_assistant
from assistant.settings import Settings
from index.encoder.encoder import SHIPPED
from index.search import STORE_DOWN
from ui.cli import run


@pytest.fixture
def nowhere() -> str:
    """Return the URL of a server that is not there."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return f"http://127.0.0.1:{free.getsockname()[1]}"


def test_the_reply_says_that_only_words_were_compared(nowhere: str, tmp_path: Path) -> None:
    driven = open_assistant(Settings(home=tmp_path, model="offline", encoder=SHIPPED, chroma=nowhere), keep=False)
    reply = driven.ask("国产算力签了1000万，能补多少", as_of=date(2026, 1, 1))
    assert reply.status == "answered" and reply.calculations[0].amount_yuan == 3_000_000
    assert reply.text.splitlines()[-1].startswith("（向量库暂时连不上")
    assert "這次只按詞面檢索" in driven.ask("算力券上限是多少？請用繁體說明", as_of=date(2026, 1, 1)).text


def test_search_says_it_beside_its_hits(
    nowhere: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SUANCE_HOME", str(tmp_path))
    monkeypatch.setenv("SUANCE_CHROMA", nowhere)
    assert run(["search", "租显卡的钱能报吗", "--json"]) == 0
    captured = capsys.readouterr()
    hits = json.loads(captured.out)["hits"]
    assert hits[0]["clause"] == "hz_ai_2024/m03" and STORE_DOWN in hits[0]["why"]
    assert STORE_DOWN in captured.err
