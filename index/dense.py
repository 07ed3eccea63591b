"""The vector store: Chroma, embedded and persistent or a server of its own. Chroma is imported here only."""

import hashlib
import logging
import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, Protocol

import httpx
import numpy as np

from corpus.errors import SetupError
from index.encoder.encoder import Vectors

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.config import Settings

_BATCH = 2000  # Chroma takes some 5,000 rows at once
_SPACE = {"hnsw:space": "cosine", "hnsw:search_ef": 64}
ANSWER_SECONDS = 1.0
"""How long a server may take for one question before only the lexical index answers."""
RETRY_SECONDS = 5.0
"""How long a server that failed is left alone."""
_UPLOAD_SECONDS = 60.0
Near = list[tuple[str, float]]
Passages = tuple[list[str], Vectors]
"""Names of passages and their vectors."""
_log = logging.getLogger(__name__)


class StoreDown(Exception):
    """The vector store does not answer now."""


class StoreDamaged(SetupError):
    """The embedded vector store cannot be opened: an index of its own can only be made anew."""


class Store(Protocol):
    """What search needs of a vector store."""

    def close(self) -> None:
        """Let go of it."""
        ...

    @property
    def reachable(self) -> bool:
        """Whether it answered last time."""
        ...

    def nearest(self, vector: Vectors, limit: int) -> Near:
        """Return the nearest passages with their cosine similarity, the nearest first; ``StoreDown`` if it cannot."""
        ...


class DenseIndex:
    """Passage vectors in a Chroma collection, by name; cosine similarity."""

    def __init__(self, client: "ClientAPI", collection: str) -> None:
        self.reachable = True
        self._client = client
        self._collection = client.get_or_create_collection(collection, metadata=_SPACE, embedding_function=None)

    def add(self, names: list[str], vectors: Vectors) -> None:
        """Insert or replace passages."""
        for start in range(0, len(names), _BATCH):
            rows: Any = vectors[start : start + _BATCH]
            self._collection.upsert(ids=names[start : start + _BATCH], embeddings=rows)

    def remove(self, names: list[str]) -> None:
        """Forget passages that the corpus no longer holds."""
        for start in range(0, len(names), _BATCH):
            self._collection.delete(ids=names[start : start + _BATCH])

    def missing(self, names: list[str]) -> list[str]:
        """Return the names that the collection lacks."""
        held: set[str] = set()
        for start in range(0, len(names), _BATCH):
            held.update(self._collection.get(ids=names[start : start + _BATCH], include=[])["ids"])
        return [name for name in names if name not in held]

    def count(self) -> int:
        """Return how many passages the collection holds."""
        return self._collection.count()

    def close(self) -> None:
        """Let go of a server's connections; an embedded store stays open, for others may share it."""
        for session in _sessions(self._client):
            session.close()

    def nearest(self, vector: Vectors, limit: int) -> Near:
        """Return the nearest passages with their cosine similarity, the nearest first."""
        asked: Any = vector[np.newaxis]
        found = self._collection.query(query_embeddings=asked, n_results=limit, include=["distances"])
        distances = found["distances"] or [[]]
        return [(name, 1.0 - distance) for name, distance in zip(found["ids"][0], distances[0], strict=True)]


class ServedIndex:
    """The same collection on a Chroma server that may be down, slow or empty, and comes back by itself.

    It holds the passages of every index made with the same encoder; what this index needs and the server lacks is
    brought there. Connecting happens aside: no question waits for it.
    """

    def __init__(
        self, url: str, passages: Passages, *, fingerprint: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._url, self._passages, self._clock = url, passages, clock
        self._collection = f"suance-{hashlib.sha256(fingerprint.encode()).hexdigest()[:24]}"
        self._lock = Lock()
        self._index: DenseIndex | None = None
        self._connecting: Thread | None = None
        self._retry_at = -1.0
        self._revive().join(ANSWER_SECONDS * 2)

    def nearest(self, vector: Vectors, limit: int) -> Near:
        """Return the nearest passages; ``StoreDown`` at once while the server is known to be down."""
        from chromadb.errors import ChromaError

        index = self._index
        if index is None:
            self._revive()
            raise StoreDown(self._url)
        try:
            return index.nearest(vector, limit)
        except (httpx.HTTPError, ChromaError, ValueError, RuntimeError) as error:  # RuntimeError: closed meanwhile
            _log.warning("向量库 %s 没有回答：%s", self._url, error)
            with self._lock:
                self._index, self._retry_at = None, self._clock() + RETRY_SECONDS
            index.close()
            raise StoreDown(self._url) from None

    @property
    def reachable(self) -> bool:
        """Whether the server answered last time and holds what this index needs."""
        return self._index is not None

    def settle(self) -> None:
        """Wait until connecting, bringing passages included, has come off or failed."""
        if self._connecting is not None:
            self._connecting.join()

    def close(self) -> None:
        """Let go of the server."""
        if self._index is not None:
            self._index.close()

    def forget(self, names: list[str]) -> None:
        """Remove passages that no index needs any more, if the server can be reached."""
        from chromadb.errors import ChromaError

        if self._index is not None:
            try:
                self._index.remove(names)
            except (httpx.HTTPError, ChromaError, ValueError) as error:
                _log.warning("向量库 %s 里多余的向量没有删去：%s", self._url, error)

    def _revive(self) -> Thread:
        """Connect in a thread of its own, unless one is at it or the pause is not over."""
        with self._lock:
            resting = self._clock() < self._retry_at
            if self._connecting is None or not (resting or self._connecting.is_alive()):
                self._connecting = Thread(target=self._connect, name="chroma", daemon=True)
                self._connecting.start()
            return self._connecting

    def _connect(self) -> None:
        from chromadb.errors import ChromaError

        try:
            client = _server_client(self._url, _UPLOAD_SECONDS)
            index = DenseIndex(client, self._collection)
            self._bring(index)
            _limit(client, ANSWER_SECONDS)
        except (httpx.HTTPError, ChromaError, ValueError, KeyError) as error:
            _log.warning("向量库 %s 连不上：%s", self._url, error)
            with self._lock:
                self._retry_at = self._clock() + RETRY_SECONDS
        else:
            self._index = index

    def _bring(self, index: DenseIndex) -> None:
        names, vectors = self._passages
        lacking = set(index.missing(names))
        rows = [row for row, name in enumerate(names) if name in lacking]
        index.add([names[row] for row in rows], vectors[rows])


def _server_client(url: str, seconds: float) -> "ClientAPI":
    import chromadb
    from chromadb.config import Settings

    address = httpx.URL(url)
    # the client itself waits for ever, and takes any server for Chroma: ask first
    httpx.get(f"{url.rstrip('/')}/api/v2/heartbeat", timeout=ANSWER_SECONDS).raise_for_status().json()[
        "nanosecond heartbeat"
    ]
    secure = address.scheme == "https"
    client = chromadb.HttpClient(
        address.host, address.port or (443 if secure else 80), ssl=secure, settings=Settings(anonymized_telemetry=False)
    )
    _limit(client, seconds)
    return client


def _limit(client: "ClientAPI", seconds: float) -> None:
    for session in _sessions(client):
        session.timeout = httpx.Timeout(seconds)
        session.event_hooks = {"response": [_refuse_foreign]}


def _sessions(client: Any) -> list[httpx.Client]:  # noqa: ANN401
    """Return the connections of a server's client, which offers no way to limit their time or to close them."""
    servers = [getattr(part, "_server", None) for part in (client, client._admin_client)]
    sessions = [getattr(server, "_session", None) for server in servers]
    return [session for session in sessions if isinstance(session, httpx.Client)]


def _refuse_foreign(response: httpx.Response) -> None:
    """A proxy's error page is no answer of Chroma's; its client would raise a bare ``Exception`` for it."""
    if response.is_error and "json" not in response.headers.get("content-type", ""):
        response.raise_for_status()


def open_embedded(folder: Path) -> DenseIndex:
    """Open the store in a folder; ``StoreDamaged`` where that cannot be done."""
    import chromadb
    from chromadb.errors import ChromaError

    try:
        client = chromadb.PersistentClient(folder, settings=_settings(folder))
        return DenseIndex(client, "passages")
    except (ChromaError, ValueError, OSError) as error:
        reason = str(error).splitlines()[0][:120] if str(error) else type(error).__name__
        raise StoreDamaged(f"向量库无法打开（{reason}）", repair="运行 suance index build --fresh 重建") from None


def _settings(folder: Path) -> "Settings":
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False, is_persistent=True, persist_directory=str(folder))
