"""Opening a SQLite file that several threads and processes share."""

import contextlib
import os
import sqlite3
import time
from pathlib import Path

WAIT_SECONDS = 2.0
"""How long a writer waits for another process's write to end."""
_TRIES = 40


def open_file(file: Path) -> sqlite3.Connection:
    """Open a file with a write-ahead log, readable by its owner alone.

    The connection may be used from several threads, by one at a time. ``sqlite3.Error`` or ``OSError`` if it fails.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):  # exclusively: to close a file that is in use would drop SQLite's locks
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    connection = sqlite3.connect(file, timeout=WAIT_SECONDS, check_same_thread=False)
    for attempt in range(_TRIES):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            break
        except sqlite3.OperationalError as error:  # SQLite doesn't wait for others while the log is switched on
            if "locked" not in str(error) or attempt == _TRIES - 1:
                connection.close()
                raise
            time.sleep(WAIT_SECONDS / _TRIES)
    connection.execute("PRAGMA synchronous=NORMAL")
    return connection
