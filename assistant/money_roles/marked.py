"""Messages whose sums of money are marked with what they are: 签了[fee:300万]，服务器买了[other:60万]."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.errors import DataError

MESSAGES = Path(__file__).parent / "messages"
Role = Literal[
    "fee", "funds", "promised", "principal", "interest", "total_investment", "investment", "costs", "already",
    "target", "hearsay", "total", "old", "other", "need", "gain",
]  # fmt: skip
"""See messages/README.md."""
ROLES: tuple[str, ...] = get_args(Role)
_MARK = re.compile(r"\[(\w+):([^\[\]]+)\]")


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid")
    clause: str
    q: str
    context: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Marked:
    """A sum in a message; half-open offsets into its text."""

    start: int
    end: int
    role: str


@dataclass(frozen=True, slots=True)
class Message:
    """A message as a person would write it, with its sums."""

    text: str
    clause: str
    """Full id of the clause that the message is about."""
    amounts: tuple[Marked, ...]
    context: tuple[str, ...] = ()
    """Earlier messages of the same person, oldest first."""
    file: str = ""


def read_messages(folder: Path = MESSAGES) -> tuple[Message, ...]:
    """Read every file; ``DataError`` with file and line for a row that doesn't fit or a role that isn't known."""
    return tuple(
        _message(file, number, line)
        for file in sorted(folder.glob("*.jsonl"))
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
    )


def _message(file: Path, number: int, line: str) -> Message:
    try:
        row = _Row.model_validate(json.loads(line))
    except (ValidationError, ValueError) as error:
        reason = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
        raise DataError(file, "消息", line=number, found=reason, expected="见 messages/README.md") from None
    text, amounts, at = "", [], 0
    for mark in _MARK.finditer(row.q):
        text += row.q[at : mark.start()]
        amounts.append(Marked(len(text), len(text) + len(mark[2]), mark[1]))
        text, at = text + mark[2], mark.end()
    unknown = next((amount.role for amount in amounts if amount.role not in ROLES), "" if amounts else "没有标出的金额")
    if unknown:
        raise DataError(file, "金额的用途", line=number, found=unknown, expected="、".join(ROLES))
    return Message(text + row.q[at:], row.clause, tuple(amounts), row.context, file.stem)
