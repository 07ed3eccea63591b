"""Tickets in PostgreSQL: the same as in SQLite, for several servers."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import psycopg

from assistant.postgres import Connection, Pool
from assistant.tickets.ticket import Ticket
from corpus.errors import SetupError

Found = TypeVar("Found")


class PostgresTickets:
    """Tickets through a pool of connections."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def record(self, ticket: Ticket) -> None:
        """Keep a ticket."""
        status = str(ticket.reply.get("status", ""))
        row = (ticket.id, ticket.at, ticket.thread, status, ticket.question, ticket.model_dump_json())
        query = "INSERT INTO tickets VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (id) DO NOTHING"
        self._run(lambda use: use.execute(query, row))

    def find(self, ticket_id: str) -> Ticket | None:
        """Return the ticket of that id, or of the only id that begins so."""
        rows = self._rows("SELECT record::text FROM tickets WHERE starts_with(id, %s) LIMIT 2", ticket_id)
        return rows[0] if len(rows) == 1 else None

    def recent(self, count: int) -> Sequence[Ticket]:
        """Return the newest tickets, newest first."""
        return self._rows("SELECT record::text FROM tickets ORDER BY at DESC LIMIT %s", count)

    def forget(self, thread: str) -> int:
        """Delete a conversation's tickets and return how many there were."""
        return self._run(lambda use: use.execute("DELETE FROM tickets WHERE thread = %s", (thread,)).rowcount)

    def close(self) -> None:
        """Close the pool, which the conversations share."""
        self._pool.close()

    def _rows(self, query: str, *values: object) -> list[Ticket]:
        rows: list[Any] = self._run(lambda use: use.execute(query, values).fetchall())
        return [Ticket.model_validate_json(row["record"]) for row in rows]

    def _run(self, action: Callable[[Connection], Found]) -> Found:
        try:
            with self._pool.connection() as connection:
                return action(connection)
        except psycopg.Error as error:
            raise SetupError(
                f"工单库（PostgreSQL）不能读写（{error}）",
                repair="检查 SUANCE_DATABASE 指向的数据库是否在运行、是否可写",
            ) from None
