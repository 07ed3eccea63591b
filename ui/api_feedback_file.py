"""Votes of an earlier version, which stood in a file of their own, move to their tickets."""

import json
import logging
from pathlib import Path

from filelock import FileLock

from assistant.tickets.ticket import TicketStore, Vote
from corpus.errors import SetupError
from ui.files import write_lines

FILE = "feedback.jsonl"
_log = logging.getLogger(__name__)


def take_over(home: Path, tickets: TicketStore) -> int:
    """Move the votes whose tickets still exist and return how many; the other lines stay where they are.

    A store or a disk that fails costs nothing but the move: the next start tries again.
    """
    file = home / FILE
    if not file.is_file():
        return 0
    try:
        with FileLock(home / f"{FILE}.lock", timeout=10):
            lines = file.read_text(encoding="utf-8").splitlines()
            left = [line for line in lines if not _moved(line, tickets)]
            write_lines(str(file), left) if left else file.unlink()
    except (SetupError, OSError) as error:
        _log.error("votes of %s are not moved: %s", file, error)
        return 0
    return len(lines) - len(left)


def _moved(line: str, tickets: TicketStore) -> bool:
    try:
        read = json.loads(line)
        said = read["feedback"]
        vote = Vote(at=read["at"], vote=said["vote"], reason=said.get("reason"), correction=said.get("correction"))
        return tickets.rate(str(said["ticket"]), vote)
    except (ValueError, LookupError, TypeError):  # not a vote: a person has to look at it
        return False
