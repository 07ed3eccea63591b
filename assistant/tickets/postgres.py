"""Tickets in PostgreSQL: the same as in SQLite, for several servers."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

import psycopg

from assistant.postgres import Connection, Pool
from assistant.tickets.ticket import Ticket, Vote, with_votes
from corpus.errors import SetupError

_SELECT = """
SELECT record::text, (SELECT json_agg(votes.record) FROM votes WHERE ticket = id) AS votes FROM tickets
"""
Found = TypeVar("Found")


class PostgresTickets:
    """Tickets through a pool of connections."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def record(self, ticket: Ticket) -> None:
        """Keep a ticket."""
        status = str(ticket.reply.get("status", ""))
        row = (ticket.id, ticket.at, ticket.thread, status, ticket.question, ticket.record_json())
        query = "INSERT INTO tickets VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (id) DO NOTHING"
        self._run(lambda use: use.execute(query, row))

    def find(self, ticket_id: str) -> Ticket | None:
        """Return the ticket of that id, or of the only id that begins so."""
        rows = self._tickets(f"{_SELECT} WHERE starts_with(id, %s) LIMIT 2", ticket_id)
        return rows[0] if len(rows) == 1 else None

    def recent(self, count: int) -> Sequence[Ticket]:
        """Return the newest tickets, newest first."""
        return self._tickets(f"{_SELECT} ORDER BY at DESC LIMIT %s", count)

    def conversation(self, thread: str) -> Sequence[Ticket]:
        """Return a conversation's tickets, oldest first."""
        return self._tickets(f"{_SELECT} WHERE thread = %s ORDER BY at", thread)

    def rate(self, ticket_id: str, vote: Vote) -> bool:
        """Keep a vote with its ticket; False if there is no such ticket."""
        query = "INSERT INTO votes SELECT id, %s::json FROM tickets WHERE id = %s"
        return self._run(lambda use: use.execute(query, (vote.model_dump_json(), ticket_id)).rowcount) == 1

    def rated(self) -> Sequence[Ticket]:
        """Return the tickets with a vote, the oldest ticket first."""
        return self._tickets(f"{_SELECT} WHERE id IN (SELECT ticket FROM votes) ORDER BY at")

    def forget(self, thread: str) -> int:
        """Delete a conversation's tickets with their votes, and return how many tickets there were."""
        query = """
        WITH gone AS (DELETE FROM tickets WHERE thread = %s RETURNING id),
             votes_gone AS (DELETE FROM votes WHERE ticket IN (SELECT id FROM tickets WHERE thread = %s))
        SELECT count(*) AS count FROM gone
        """
        rows: list[Any] = self._run(lambda use: use.execute(query, (thread, thread)).fetchall())
        return int(rows[0]["count"])

    def ended(self, before: datetime) -> Sequence[str]:
        """Return the conversations whose last ticket is older."""
        query = "SELECT thread FROM tickets WHERE thread IS NOT NULL GROUP BY thread HAVING max(at) < %s"
        rows: list[Any] = self._run(lambda use: use.execute(query, (before,)).fetchall())
        return [row["thread"] for row in rows]

    def forget_lone(self, before: datetime) -> int:
        """Delete older tickets that belong to no conversation, with their votes, and return how many there were."""
        query = """
        WITH gone AS (DELETE FROM tickets WHERE thread IS NULL AND at < %s RETURNING id),
             votes_gone AS (DELETE FROM votes WHERE ticket IN (
                 SELECT id FROM tickets WHERE thread IS NULL AND at < %s))
        SELECT count(*) AS count FROM gone
        """
        rows: list[Any] = self._run(lambda use: use.execute(query, (before, before)).fetchall())
        return int(rows[0]["count"])

    def close(self) -> None:
        """Close the pool, which the conversations share."""
        self._pool.close()

    def _tickets(self, query: str, *values: object) -> list[Ticket]:
        rows: list[Any] = self._run(lambda use: use.execute(query, values).fetchall())
        return [with_votes(row["record"], row["votes"] or ()) for row in rows]

    def _run(self, action: Callable[[Connection], Found]) -> Found:
        try:
            with self._pool.connection() as connection:
                return action(connection)
        except psycopg.Error as error:
            raise SetupError(
                f"工单库（PostgreSQL）不能读写（{error}）",
                repair="检查 SUANCE_DATABASE 指向的数据库是否在运行、是否可写",
            ) from None
