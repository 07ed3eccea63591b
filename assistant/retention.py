"""How long conversations and tickets are kept: for ever, or so many days (``SUANCE_KEEP_DAYS``)."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from assistant.tickets.ticket import TicketStore
from corpus.errors import SetupError

DAILY_SECONDS = 24 * 3600.0
_log = logging.getLogger(__name__)


def purge(store: TicketStore, drop: Callable[[str], None], days: int, now: datetime | None = None) -> int:
    """Delete what is older, and return how many tickets went; ``SetupError`` where the database cannot be used.

    A conversation goes as a whole, once its last question is older; ``drop`` lets go of its state.
    """
    before = (now or datetime.now(UTC)) - timedelta(days=days)
    gone = 0
    for thread in store.ended(before):
        drop(thread)
        gone += store.forget(thread)
    return gone + store.forget_lone(before)


def purge_daily(once: Callable[[], int], wait: Callable[[float], bool]) -> None:
    """Purge now and every day until ``wait`` says to stop; a database out of reach is tried again the next day."""
    while True:
        try:
            gone = once()
        except SetupError as error:
            _log.error("old tickets were not deleted: %s", error)
        else:
            _log.info("%d old tickets were deleted", gone)
        if wait(DAILY_SECONDS):
            return


def start_purging(once: Callable[[], int]) -> None:
    """Purge at once and daily, beside everything else, as long as the process runs."""
    threading.Thread(target=purge_daily, args=(once, threading.Event().wait), name="purge", daemon=True).start()
