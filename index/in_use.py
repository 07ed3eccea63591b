"""Which builds of the index a running process reads: a build that is held is not deleted."""

from pathlib import Path
from typing import IO

try:
    import fcntl
except ImportError:  # Windows keeps open files from being deleted by itself
    fcntl = None  # type: ignore[assignment]

_MARK = "in-use"


def hold(folder: Path) -> IO[bytes] | None:
    """Mark a build as read by this process until the returned file is closed; None where that is not possible."""
    try:
        mark = (folder / _MARK).open("ab")
    except OSError:  # a data directory that may only be read
        return None
    if fcntl is not None:
        fcntl.flock(mark, fcntl.LOCK_SH)
    return mark


def is_held(folder: Path) -> bool:
    """Say whether some process reads this build."""
    if fcntl is None:
        return False
    try:
        with (folder / _MARK).open("rb") as mark:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False
