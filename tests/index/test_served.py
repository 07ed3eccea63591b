"""The vectors on a Chroma server of its own: the same results, and answers without it."""

import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import numpy as np
import pytest

import index.dense
from corpus.clause import Policy
from index.build import build_index
from index.dense import ServedIndex, StoreDown
from index.encoder.encoder import load_encoder
from index.search import STORE_DOWN, Searcher, open_searcher

QUESTIONS = ["银行利息帮我扛一半", "租显卡的钱市里给报多少", "大模型備案有沒有獎", "(三)", "开源社区"]
CHROMA = Path(sys.executable).parent / "chroma"
PASSAGES = (["a", "b"], np.eye(2, 4, dtype=np.float32))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@contextlib.contextmanager
def chroma(folder: Path, port: int) -> Iterator[str]:
    """Run a real server and yield its URL once it answers."""
    command = [str(CHROMA), "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            url, until = f"http://127.0.0.1:{port}", time.monotonic() + 60
            while time.monotonic() < until and process.poll() is None:
                with contextlib.suppress(httpx.TransportError):
                    httpx.get(f"{url}/api/v2/heartbeat", timeout=5).raise_for_status()
                    break
            yield url
        finally:
            process.kill()


def tops(searcher: Searcher) -> list[list[tuple[str, float]]]:
    return [[(hit.clause.id, hit.score) for hit in searcher.find(question, 5).hits] for question in QUESTIONS]


def names(searcher: Searcher) -> list[list[str]]:
    return [[name for name, _ in top] for top in tops(searcher)]


def scores(searcher: Searcher) -> list[float]:
    return [score for top in tops(searcher) for _, score in top]


def test_a_server_gives_the_same_results_holds_only_what_is_needed_and_may_go(
    policies: dict[str, Policy], bees: Policy, searcher: Searcher, tmp_path: Path
) -> None:
    encoder = load_encoder()
    with chroma(tmp_path / "server", free_port()) as url:
        first = build_index({**policies, bees.id: bees}, tmp_path / "one", encoder, server=url)
        assert not (first.folder / "chroma").exists()
        served, report = open_searcher(policies, tmp_path / "one", server=url)
        assert report is not None and (report.kept, report.removed) == (16, 3)
        assert served.whole and not (report.folder / "chroma").exists()
        assert names(served) == names(searcher)
        assert np.allclose(scores(served), scores(searcher), atol=1e-3)
        other, _ = open_searcher(policies, tmp_path / "two", server=url)
        assert tops(other) == tops(served), "another machine shares what is there"
        store = index.dense.DenseIndex(index.dense._server_client(url, 5), served._retrievers._store._collection)  # type: ignore[attr-defined]
        stored = store.count()
        store.close()
        assert stored == len(served._retrievers._vectors.names()), "what the first build needed is gone"
    found = served.find(QUESTIONS[0], 3)
    assert not served.whole and not found.whole and found.hits[0].clause.short_id == "m02"
    assert STORE_DOWN in found.hits[0].why


def test_a_server_that_comes_back_is_used_again(tmp_path: Path) -> None:
    now = [0.0]
    port = free_port()
    served = ServedIndex(f"http://127.0.0.1:{port}", PASSAGES, fingerprint="x/1", clock=lambda: now[0])
    with chroma(tmp_path, port):
        with pytest.raises(StoreDown):
            served.nearest(PASSAGES[1][0], 1)
        served.settle()
        assert not served.reachable, "it is left alone for a while"
        now[0] += index.dense.RETRY_SECONDS
        with pytest.raises(StoreDown):
            served.nearest(PASSAGES[1][0], 1)
        served.settle()
        assert served.reachable
        (name, similarity), *_ = served.nearest(PASSAGES[1][1], 2)
        assert name == "b" and similarity == pytest.approx(1)
    with pytest.raises(StoreDown):
        served.nearest(PASSAGES[1][0], 1)
    assert not served.reachable


def test_a_server_that_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index.dense, "ANSWER_SECONDS", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        served = ServedIndex(f"http://127.0.0.1:{silent.getsockname()[1]}", PASSAGES, fingerprint="x/1")
        served.settle()
        with pytest.raises(StoreDown):
            served.nearest(PASSAGES[1][0], 1)


def test_a_server_that_is_not_chroma_is_down(answering: Callable[[bytes], str]) -> None:
    served = ServedIndex(answering(b'{"hello": 1}'), PASSAGES, fingerprint="x/1")
    served.settle()
    assert not served.reachable


@pytest.fixture
def answering() -> Iterator[Callable[[bytes], str]]:
    """Yield a function that serves the same answer to everybody."""
    from http.server import BaseHTTPRequestHandler, HTTPServer
    from threading import Thread

    servers: list[HTTPServer] = []

    def serve(body: bytes) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None: ...

        server = HTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return f"http://127.0.0.1:{server.server_address[1]}"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()
