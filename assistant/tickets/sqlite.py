"""Tickets in a SQLite file: write-ahead log, one connection a process, many processes a file."""

import json
import sqlite3
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from assistant.sqlite_file import open_file
from assistant.tickets.ticket import Ticket, Vote, with_votes
from corpus.errors import SetupError

FILE = "tickets.sqlite3"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS tickets (
    id TEXT PRIMARY KEY, at TEXT NOT NULL, thread TEXT, status TEXT NOT NULL, question TEXT NOT NULL,
    record TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS tickets_by_thread ON tickets (thread);
CREATE INDEX IF NOT EXISTS tickets_by_time ON tickets (at);
CREATE TABLE IF NOT EXISTS votes (ticket TEXT NOT NULL, record TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS votes_by_ticket ON votes (ticket);
"""
_SELECT = "SELECT record, (SELECT json_group_array(json(votes.record)) FROM votes WHERE ticket = id) FROM tickets"
Found = TypeVar("Found")


class SqliteTickets:
    """Opened at first use, so that a home that cannot be written stops no answer."""

    def __init__(self, home: Path) -> None:
        self._file, self._lock = home / FILE, threading.Lock()
        self._connection: sqlite3.Connection | None = None

    def record(self, ticket: Ticket) -> None:
        """Keep a ticket."""
        status = str(ticket.reply.get("status", ""))
        row = (ticket.id, ticket.at.isoformat(), ticket.thread, status, ticket.question, ticket.record_json())
        self._run(lambda use: use.execute("INSERT OR REPLACE INTO tickets VALUES (?, ?, ?, ?, ?, ?)", row))

    def find(self, ticket_id: str) -> Ticket | None:
        """Return the ticket of that id, or of the only id that begins so."""
        query = f"{_SELECT} WHERE substr(id, 1, ?) = ? LIMIT 2"
        found = self._tickets(query, len(ticket_id), ticket_id)
        return found[0] if len(found) == 1 else None

    def recent(self, count: int) -> Sequence[Ticket]:
        """Return the newest tickets, newest first."""
        return self._tickets(f"{_SELECT} ORDER BY at DESC LIMIT ?", count)

    def conversation(self, thread: str) -> Sequence[Ticket]:
        """Return a conversation's tickets, oldest first."""
        return self._tickets(f"{_SELECT} WHERE thread = ? ORDER BY at", thread)

    def rate(self, ticket_id: str, vote: Vote) -> bool:
        """Keep a vote with its ticket; False if there is no such ticket."""
        query = "INSERT INTO votes SELECT id, ? FROM tickets WHERE id = ?"
        return self._run(lambda use: use.execute(query, (vote.model_dump_json(), ticket_id)).rowcount) == 1

    def rated(self) -> Sequence[Ticket]:
        """Return the tickets with a vote, the oldest ticket first."""
        return self._tickets(f"{_SELECT} WHERE id IN (SELECT ticket FROM votes) ORDER BY at")

    def forget(self, thread: str) -> int:
        """Delete a conversation's tickets with their votes, and return how many tickets there were."""

        def forget(use: sqlite3.Connection) -> int:
            use.execute("DELETE FROM votes WHERE ticket IN (SELECT id FROM tickets WHERE thread = ?)", (thread,))
            return use.execute("DELETE FROM tickets WHERE thread = ?", (thread,)).rowcount

        return self._run(forget)

    def ended(self, before: datetime) -> Sequence[str]:
        """Return the conversations whose last ticket is older."""
        query = "SELECT thread FROM tickets WHERE thread IS NOT NULL GROUP BY thread HAVING max(at) < ?"
        rows = self._run(lambda use: use.execute(query, (_utc(before),)).fetchall())
        return [thread for (thread,) in rows]

    def forget_lone(self, before: datetime) -> int:
        """Delete older tickets that belong to no conversation, with their votes, and return how many there were."""
        lone = "FROM tickets WHERE thread IS NULL AND at < ?"

        def forget(use: sqlite3.Connection) -> int:
            use.execute(f"DELETE FROM votes WHERE ticket IN (SELECT id {lone})", (_utc(before),))
            return use.execute(f"DELETE {lone}", (_utc(before),)).rowcount

        return self._run(forget)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._connection:
                self._connection.close()
            self._connection = None

    def _tickets(self, query: str, *values: object) -> list[Ticket]:
        rows = self._run(lambda use: use.execute(query, values).fetchall())
        return [with_votes(record, json.loads(votes)) for record, votes in rows]

    def _run(self, action: Callable[[sqlite3.Connection], Found]) -> Found:
        try:
            with self._lock:
                if self._connection is None:
                    self._connection = open_file(self._file)
                    self._connection.executescript(_SCHEMA)
                with self._connection:
                    return action(self._connection)
        except (sqlite3.Error, OSError) as error:
            raise SetupError(
                f"工单库 {self._file} 不能读写（{error}）",
                repair="检查磁盘空间和该文件的权限，或换一个目录：SUANCE_HOME=/可写的/目录",
            ) from None


def _utc(moment: datetime) -> str:
    """Return a moment as the file has it, so that texts compare as moments do."""
    return moment.astimezone(UTC).isoformat()
