"""ForgivingSaver outlive the process in langgraph's checkpointers; a database that fails stops no turn."""

import logging
import re
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import (
    BaseCheckpointSaver,
    ChannelVersions,
    Checkpoint,
    CheckpointMetadata,
    CheckpointTuple,
)
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.checkpoint.sqlite import SqliteSaver

from assistant.draft import ReplyDraft
from assistant.privacy import mask
from assistant.sqlite_file import open_file
from corpus.errors import InputError, SetupError

FILE = "conversations.sqlite3"
PASSING = "~"
"""Threads whose name begins so live in memory alone: single questions, batches, replays."""
MAX_NAME_CHARS = 500
_log = logging.getLogger(__name__)
Found = TypeVar("Found")


def passing_thread() -> str:
    """Return a new name for a conversation that is not kept."""
    return PASSING + uuid4().hex


def check_thread(name: str) -> str:
    """Return the name of a conversation; ``InputError`` for one that could not be kept or tells of a person."""
    if re.fullmatch(rf"{PASSING}?[0-9a-f]{{32}}", name):
        return name
    if not name.strip() or not name.isprintable() or name.startswith(PASSING) or len(name) > MAX_NAME_CHARS:
        allowed = f"1 至 {MAX_NAME_CHARS} 个能显示的字，不以 {PASSING} 开头"
        raise InputError("对话名", name, allowed=allowed, question="请换一个名字")
    if mask(name) != name:
        raise InputError("对话名", mask(name), allowed="不含电话、证件号码的名字", question="请换一个名字")
    return name


def serializer() -> JsonPlusSerializer:
    """Return what writes messages down; of our own types only the reply draft is ever read back."""
    return JsonPlusSerializer(allowed_msgpack_modules=[ReplyDraft])


class SqliteConversations(SqliteSaver):
    """langgraph's SQLite checkpointer, which keeps every step for ever, held to the newest one of each thread."""

    def put(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """Save a state and drop those before it."""
        saved = super().put(config, checkpoint, metadata, new_versions)
        place = (str(config["configurable"]["thread_id"]), config["configurable"]["checkpoint_ns"], checkpoint["id"])
        with self.cursor() as cursor:
            for table in ("checkpoints", "writes"):
                cursor.execute(
                    f"DELETE FROM {table} WHERE thread_id = ? AND checkpoint_ns = ? AND checkpoint_id < ?", place
                )
        return saved


def open_sqlite(home: Path) -> BaseCheckpointSaver[str]:
    """Return the SQLite checkpointer of a home; ``sqlite3.Error`` or ``OSError`` if the file cannot be used."""
    return SqliteConversations(open_file(home / FILE), serde=serializer())


class ForgivingSaver(BaseCheckpointSaver[str]):
    """A checkpointer that is opened at first use and may fail: the turn then goes on without its past.

    A turn whose past could not be read is not saved, so that it does not stand in the place of that past.
    """

    def __init__(
        self,
        opened: Callable[[], BaseCheckpointSaver[str]],
        errors: tuple[type[Exception], ...] = (sqlite3.Error, OSError),
    ) -> None:
        super().__init__(serde=serializer())
        self._open, self._errors, self._lock = opened, errors, threading.Lock()
        self._kept: BaseCheckpointSaver[str] | None = None
        self._passing = InMemorySaver(serde=serializer())
        self._lost: set[str] = set()

    def get_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """Return the newest state of a thread; None where there is none, or none to be had."""
        thread = _thread(config)
        if thread.startswith(PASSING):
            return self._passing.get_tuple(config)
        try:
            found = self._saver().get_tuple(config)
        except self._errors as error:
            self._lost.add(thread)
            _log.error("conversation cannot be read, the turn goes on without it: %s", error)
            return None
        self._lost.discard(thread)
        return found

    def list(
        self,
        config: RunnableConfig | None,
        *,
        filter: dict[str, Any] | None = None,
        before: RunnableConfig | None = None,
        limit: int | None = None,
    ) -> Iterator[CheckpointTuple]:
        """Yield the states of a kept thread."""
        return self._saver().list(config, filter=filter, before=before, limit=limit)

    def put(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """Save a state."""
        if _thread(config).startswith(PASSING):
            return self._passing.put(config, checkpoint, metadata, new_versions)
        place = {"thread_id": _thread(config), "checkpoint_ns": config["configurable"].get("checkpoint_ns", "")}
        unsaved: RunnableConfig = {"configurable": {**place, "checkpoint_id": checkpoint["id"]}}
        return self._save(config, lambda saver: saver.put(config, checkpoint, metadata, new_versions), unsaved)

    def put_writes(
        self, config: RunnableConfig, writes: Sequence[tuple[str, Any]], task_id: str, task_path: str = ""
    ) -> None:
        """Save what a step is about to do."""
        if _thread(config).startswith(PASSING):
            return self._passing.put_writes(config, writes, task_id, task_path)
        return self._save(config, lambda saver: saver.put_writes(config, writes, task_id, task_path), None)

    def delete_thread(self, thread_id: str) -> None:
        """Delete a thread; ``SetupError`` if the database cannot be reached, for then it is not deleted."""
        if thread_id.startswith(PASSING):
            return self._passing.delete_thread(thread_id)
        try:
            return self._saver().delete_thread(thread_id)
        except self._errors as error:
            raise SetupError(f"对话没有删掉（{error}）", repair="检查数据库是否可写，然后再删一次") from None

    def get_next_version(self, current: str | None, channel: None) -> str:
        """Return a version after the given one, unlike any that another process makes."""
        return f"{int(current.partition('.')[0]) + 1 if current else 1:032}.{uuid4().hex}"

    def _save(
        self, config: RunnableConfig, action: Callable[[BaseCheckpointSaver[str]], Found], otherwise: Found
    ) -> Found:
        if _thread(config) in self._lost:
            return otherwise
        try:
            return action(self._saver())
        except self._errors as error:
            _log.error("conversation is not saved: %s", error)
            return otherwise

    def _saver(self) -> BaseCheckpointSaver[str]:
        with self._lock:
            if self._kept is None:
                self._kept = self._open()
            return self._kept


def _thread(config: RunnableConfig) -> str:
    return str(config["configurable"]["thread_id"])
