"""The question bank: what people ask, labelled. Files are JSONL in ``questions/``; the name's start is the part."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.errors import DataError

QUESTIONS = Path(__file__).parent / "questions"
Part = Literal["train", "tune", "test"]
Kind = Literal[
    "what", "which", "how_much", "eligible", "portfolio", "who", "list", "date", "overlap", "define", "compare",
    "target", "premise", "procedure", "smalltalk", "attack", "unanswerable",
]  # fmt: skip
_PARTS: dict[str, Part] = {"train": "train", "tune": "tune", "test": "test"}
SlotName = Literal[
    "fee", "principal", "rate", "interest", "total_investment", "months", "funds", "costs", "investment", "years",
    "claimed", "target", "chip", "date", "department", "clause", "chapter", "fact", "city",
]  # fmt: skip


class Slot(BaseModel):
    """A value that a calculator would need; half-open offsets into the question."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: SlotName
    start: int
    end: int


class Question(BaseModel):
    """One question as a person would ask it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    q: str
    clauses: tuple[str, ...]
    """Full clause ids, best first; empty where no policy answers."""
    kind: Kind
    stated: bool
    """Whether the text says what is asked."""
    voice: str
    fact: str | None = None
    """Which fact of the first clause answers (plain.yaml); None where nobody has said."""
    context: tuple[str, ...] = ()
    """Earlier turns of the same person, oldest first."""
    slots: tuple[Slot, ...] = ()


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question with the part of the bank that it belongs to."""

    part: Part
    file: str
    question: Question


@cache
def load_bank(folder: Path = QUESTIONS) -> tuple[Labelled, ...]:
    """Read every file of the bank; ``DataError`` with file and line for a row that does not fit."""
    rows = []
    for file in sorted(folder.glob("*.jsonl")):
        part = _PARTS.get(file.name.partition("-")[0].partition(".")[0])
        if part is None:
            raise DataError(file, "文件名", found=file.name, expected="以 train、tune 或 test 开头")
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            rows.append(Labelled(part, file.name, _question(file, number, line)))
    return tuple(rows)


def _question(file: Path, number: int, line: str) -> Question:
    try:
        question = Question.model_validate(json.loads(line))
    except (ValidationError, ValueError) as error:
        reason = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
        raise DataError(file, "问题", line=number, found=reason, expected="见 questions/README.md") from None
    for slot in question.slots:
        if not 0 <= slot.start < slot.end <= len(question.q):
            raise DataError(
                file, f"slots.{slot.name}", line=number, found=f"{slot.start}–{slot.end}", expected="题内位置"
            )
    return question
