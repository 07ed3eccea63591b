"""Which sessions were signed out: remembered over a restart, until they would have ended by themselves."""

import hashlib
import logging
import os
import re
import threading
from pathlib import Path

from filelock import FileLock

from ui.staff_users import LOCK

FILE = "staff.ended"
_log = logging.getLogger(__name__)
_LINE = re.compile(r"([0-9a-f]{64}) (\d+)")


class Ended:
    """A file with a line for each: what the session's value hashes to, and until when it matters.

    Several servers may share it. A line that a killed process left half is not read.
    """

    def __init__(self, home: Path | None = None, now: float = 0) -> None:
        self._file = home / FILE if home else None
        self._known: dict[str, int] = {}
        self._stamp: object = None
        self._lock = threading.Lock()
        if self._file and self._file.exists():
            self._tidy(self._file, now)

    def __contains__(self, value: str) -> bool:
        """Say whether a session was signed out."""
        with self._lock:
            self._read()
            return _digest(value) in self._known

    def add(self, value: str, until: int) -> None:
        """Remember that a session was signed out; where the file cannot be written, as long as the server runs."""
        with self._lock:
            self._known[_digest(value)] = until
            if self._file is None:
                return
            try:
                descriptor = os.open(self._file, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
                with os.fdopen(descriptor, "ab") as stream:
                    stream.write(f"\n{_digest(value)} {until}\n".encode())
            except OSError as error:
                _log.error("a sign-out is not kept in %s: %s", self._file, error)

    def _read(self) -> None:
        """Take in what this or another server has added."""
        try:
            found = self._file.stat() if self._file else None
        except OSError:
            return
        stamp = found and (found.st_size, found.st_mtime_ns, found.st_ino)
        if self._file and stamp != self._stamp:
            self._stamp = stamp
            self._known |= dict(_lines(self._file))

    def _tidy(self, file: Path, now: float) -> None:
        """Leave out what no longer matters."""
        with FileLock(file.with_name(LOCK), timeout=10):
            kept = [f"{digest} {until}\n" for digest, until in _lines(file) if until > now]
            draft = file.with_name(f"{FILE}.new")
            draft.unlink(missing_ok=True)
            with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as stream:
                stream.writelines(kept)
            draft.replace(file)


def _lines(file: Path) -> list[tuple[str, int]]:
    text = file.read_bytes().decode("ascii", "replace")
    found = [_LINE.fullmatch(line) for line in text.splitlines()]
    return [(one[1], int(one[2])) for one in found if one]


def _digest(value: str) -> str:
    return hashlib.sha256(value.encode("utf-8", "replace")).hexdigest()
