"""The machine contract in one place: what every command reads and prints as JSON, as pydantic models.

A reply is ``assistant.reply.Reply`` and a calculation ``calculators.contract.Result``; they stand here by name so that
this module is the whole list.
"""

import re
from datetime import date
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictInt, StrictStr
from pydantic_core import PydanticCustomError

from assistant.reply import Citation, Reply, Status
from calculators.contract import Result, Step

__all__ = ["BatchIn", "BatchOut", "Citation", "Reply", "Result", "SearchHit", "SearchIn", "SearchOut", "SearchRow",
           "SegmentClause", "SegmentOut", "Status", "Step"]  # fmt: skip


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _day(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) or isinstance(value, int | float):
        raise PydanticCustomError("date_format", "not YYYY-MM-DD")
    return value


def _printable(value: object) -> object:
    if isinstance(value, str) and any("\ud800" <= character <= "\udfff" for character in value):
        raise PydanticCustomError("bad_text", "lone surrogate")
    return value


Day = Annotated[date, BeforeValidator(_day)]
"""A date written YYYY-MM-DD."""
RowId = Annotated[StrictStr | StrictInt, BeforeValidator(_printable)]
"""What the caller calls a row; given back as it came."""


class BatchIn(_Record):
    """A line of ``suance batch``: one conversation."""

    id: RowId
    turns: list[StrictStr] = Field(min_length=1)
    as_of: Day | None = None


class BatchOut(_Record):
    """A line that ``suance batch`` writes, in the order of the input."""

    id: RowId
    replies: list[Reply]


class SearchHit(_Record):
    """A clause found, best first."""

    clause: str
    label: str
    score: float
    why: str


class SearchOut(_Record):
    """``suance search TEXT --json``."""

    hits: list[SearchHit]


class SearchIn(_Record):
    """A line of ``suance search --batch``."""

    id: RowId
    text: StrictStr


class SearchRow(SearchOut):
    """A line that ``suance search --batch`` writes."""

    id: RowId


class SegmentClause(_Record):
    """A clause of ``suance segment``; half-open character offsets into the file."""

    id: str
    kind: str
    number: int | None
    heading: str
    path: list[str]
    start: int
    end: int


class SegmentOut(_Record):
    """``suance segment FILE --json``."""

    clauses: list[SegmentClause]
    lossless: bool
