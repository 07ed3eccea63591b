"""Where conversations and tickets are kept: SQLite below the home, or PostgreSQL where a URL is set."""

from dataclasses import dataclass

from assistant.checkpoints import ForgivingSaver, open_sqlite
from assistant.settings import Settings
from assistant.tickets.sqlite import SqliteTickets
from assistant.tickets.ticket import TicketStore


@dataclass(frozen=True, slots=True)
class Database:
    """Both stores."""

    conversations: ForgivingSaver
    tickets: TicketStore


def open_database(settings: Settings) -> Database:
    """Return the stores; ``SetupError`` for a PostgreSQL that cannot be used. SQLite files are opened at first use."""
    if not settings.database:
        return Database(ForgivingSaver(lambda: open_sqlite(settings.home)), SqliteTickets(settings.home))
    import psycopg  # heavy, and needed only here

    from assistant.postgres import PostgresConversations, open_pool
    from assistant.tickets.postgres import PostgresTickets

    pool = open_pool(settings.database)
    return Database(ForgivingSaver(lambda: PostgresConversations(pool), (psycopg.Error,)), PostgresTickets(pool))


def open_tickets(settings: Settings) -> TicketStore:
    """Return the store of tickets alone."""
    return open_database(settings).tickets
