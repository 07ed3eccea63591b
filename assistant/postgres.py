"""Conversations and tickets in PostgreSQL, so that several servers share them. Imported only where a URL is set."""

import time
from collections.abc import Callable
from typing import Any

import psycopg
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import ChannelVersions, Checkpoint, CheckpointMetadata
from langgraph.checkpoint.postgres import PostgresSaver
from psycopg.rows import DictRow, dict_row
from psycopg_pool import ConnectionPool, PoolTimeout

from assistant.checkpoints import serializer
from corpus.errors import SetupError

Connection = psycopg.Connection[DictRow]
WAIT_SECONDS = 2.0
"""How long a turn waits for a connection, and a statement for its end."""
REST_SECONDS = 15.0
"""After a connection that did not come, how long no turn waits for one."""
_CONNECT_SECONDS = 5
_SETUP_LOCK = 0x5375616E6365
_CONNECTIONS = 8
_OPTIONS: dict[str, Any] = {"autocommit": True, "prepare_threshold": 0, "row_factory": dict_row}
_SCHEMA = """
CREATE TABLE IF NOT EXISTS tickets (
    id TEXT PRIMARY KEY, at TIMESTAMPTZ NOT NULL, thread TEXT, status TEXT NOT NULL, question TEXT NOT NULL,
    record JSON NOT NULL
);
CREATE INDEX IF NOT EXISTS tickets_by_thread ON tickets (thread);
CREATE INDEX IF NOT EXISTS tickets_by_time ON tickets (at);
CREATE TABLE IF NOT EXISTS votes (ticket TEXT NOT NULL, record JSON NOT NULL);
CREATE INDEX IF NOT EXISTS votes_by_ticket ON votes (ticket)
"""


class Pool(ConnectionPool[Connection]):
    """Connections that several threads share; while the database is away nobody waits for it twice."""

    def __init__(self, url: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._rest_until = clock, 0.0
        super().__init__(
            url,
            kwargs={**_OPTIONS, "connect_timeout": _CONNECT_SECONDS},
            min_size=1,
            max_size=_CONNECTIONS,
            open=False,
            timeout=WAIT_SECONDS,
            configure=_configure,
            check=ConnectionPool.check_connection,
            name="suance",
        )

    def getconn(self, timeout: float | None = None) -> Connection:
        """Return a connection; ``PoolTimeout``, at once while the database rests."""
        if self._clock() < self._rest_until:
            raise PoolTimeout("数据库连不上")
        try:
            return super().getconn(timeout)
        except PoolTimeout:
            self._rest_until = self._clock() + REST_SECONDS
            raise


def _configure(connection: Connection) -> None:
    connection.execute(f"SET statement_timeout = {int(WAIT_SECONDS * 1000)}")


def open_pool(url: str) -> Pool:
    """Connect, bring the tables up to date and return the pool; ``SetupError`` if the database cannot be used."""
    try:
        with psycopg.connect(url, connect_timeout=_CONNECT_SECONDS, **_OPTIONS) as connection:
            _set_up(connection)
    except psycopg.Error as error:
        reason = (str(error).strip().splitlines() or ["无法使用"])[0]
        raise SetupError(
            f"SUANCE_DATABASE 指向的 PostgreSQL 不能用（{reason}）",
            repair="检查数据库是否在运行、地址、用户和权限是否正确，或取消该变量改用 SQLite：unset SUANCE_DATABASE",
        ) from None
    pool = Pool(url)
    pool.open()
    return pool


def _set_up(connection: Connection) -> None:
    """Create what is missing; servers that start together take turns."""
    deadline = time.monotonic() + _CONNECT_SECONDS
    while not connection.execute("SELECT pg_try_advisory_lock(%s) AS taken", (_SETUP_LOCK,)).fetchone()["taken"]:  # type: ignore[index]
        if time.monotonic() > deadline:
            raise psycopg.OperationalError("另一个进程正在建表，迟迟没有结束")
        time.sleep(0.05)  # waiting inside a statement would keep the other's index from being built
    PostgresSaver(connection).setup()
    for statement in _SCHEMA.strip().split(";\n"):
        connection.execute(statement)


class PostgresConversations(PostgresSaver):
    """langgraph's PostgreSQL checkpointer, held to the newest state of each thread."""

    def __init__(self, pool: Pool) -> None:
        super().__init__(pool, serde=serializer())

    def put(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """Save a state and drop those before it."""
        saved = super().put(config, checkpoint, metadata, new_versions)
        self.prune([config["configurable"]["thread_id"]])
        return saved
