"""What readers think of replies, kept."""

import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from corpus.errors import SetupError
from ui.contract import FeedbackIn

FILE = "feedback.jsonl"


class FeedbackStore(Protocol):
    """Where feedback goes."""

    def add(self, feedback: FeedbackIn) -> None:
        """Keep one; ``SetupError`` where that fails."""
        ...


class FeedbackFile:
    """A file of the data directory, one line for each vote with its time; the newest vote on a ticket counts."""

    def __init__(self, home: Path) -> None:
        self._file = home / FILE
        self._lock = threading.Lock()

    def add(self, feedback: FeedbackIn) -> None:
        """Append a line."""
        at = datetime.now(UTC).isoformat(timespec="seconds")
        line = f'{{"at": "{at}", "feedback": {feedback.model_dump_json()}}}\n'
        try:
            with self._lock, self._file.open("a", encoding="utf-8") as stream:
                stream.write(line)
        except OSError as error:
            raise SetupError(f"意见存不下来（{error.strerror}）", repair=f"检查 {self._file}") from None
