"""The machine contract in one place: what every command reads and prints as JSON, as pydantic models.

A reply is ``assistant.reply.Reply`` and a calculation ``calculators.contract.Result``; they stand here by name so that
this module is the whole list.
"""

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictInt, StrictStr
from pydantic_core import PydanticCustomError

from assistant.reply import Citation, Reply, Status
from calculators.contract import Result, Step
from calculators.portfolio_result import Portfolio

__all__ = ["AskIn", "BatchIn", "BatchOut", "CalculateIn", "CalculatorField", "CalculatorOut", "CalculatorsOut",
           "Citation", "ClauseOut", "Day", "ErrorOut", "Fault", "FeedbackIn", "FeedbackOut", "Health", "PoliciesOut",
           "PolicyOut", "Portfolio", "PortfolioIn", "Reply", "Result", "SearchHit", "SearchIn", "SearchOut",
           "SearchRow", "SegmentClause", "SegmentOut", "Solve", "Status", "Step"]  # fmt: skip

MAX_QUESTION_CHARS = 5000
MAX_TEXT_CHARS = 2000


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


Day = Annotated[date, BeforeValidator(_day), Field(examples=["2026-11-23"])]
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


class AskIn(_Record):
    """``POST /api/ask``."""

    question: StrictStr = Field(
        min_length=1, max_length=MAX_QUESTION_CHARS, examples=["我们租国产算力签了1000万，能补多少"]
    )
    as_of: Day | None = None
    conversation: Annotated[StrictStr, Field(pattern=r"^(new|[A-Za-z0-9_-]{43})$")] | None = None
    """``new`` begins one: its id comes in the header ``Suance-Conversation`` and is known to the caller alone."""


class ClauseOut(_Record):
    """``GET /api/clauses/{id}``; ``text`` is verbatim: ``source[start:end]``."""

    clause: str
    policy: str
    kind: str
    number: int | None
    label: str
    label_hans: str
    path: list[str]
    units: list[str]
    text: str
    text_hans: str
    start: int
    end: int
    calculators: list[str]
    """Names of the calculators that implement the clause."""


class RelatedOut(_Record):
    """Another document that users should know of; its text is not in the corpus."""

    title: str
    issued: date
    note: str


class ClauseName(_Record):
    """A clause of a policy's list."""

    clause: str
    label: str
    path: list[str]


class PolicyOut(_Record):
    """One policy; both dates are days in force."""

    id: str
    title: str
    issuer: str
    lead_department: str
    in_force_from: date
    in_force_to: date
    source_sha256: str
    clauses: list[ClauseName]
    related: list[RelatedOut]


class PoliciesOut(_Record):
    """``GET /api/policies``."""

    policies: list[PolicyOut]


class CalculatorField(_Record):
    """One input as people see it; ``contracts[].amount_yuan`` is a field of a list's items."""

    path: str
    label: str
    unit: str
    help: str
    question: str
    required: bool
    kind: str
    choices: list[str]
    solvable: bool


class CalculatorOut(_Record):
    """One calculator: what it asks and the clause that it implements."""

    name: str
    title: str
    clause: str
    fields: list[CalculatorField]
    input_schema: dict[str, Any]


class CalculatorsOut(_Record):
    """``GET /api/calculators``."""

    calculators: list[CalculatorOut]


class Solve(_Record):
    """The reverse form: what a field must be so that the result reaches the target."""

    field: StrictStr = Field(min_length=1, max_length=200, examples=["contracts[0].amount_yuan"])
    target: StrictStr = Field(min_length=1, max_length=100, examples=["3000000", "cap"])
    """Yuan, or ``cap``."""


class CalculateIn(_Record):
    """``POST /api/calculators/{name}``."""

    inputs: dict[str, Any] = Field(
        examples=[{"contracts": [{"amount_yuan": "12000000", "category": "domestic"}]}],
    )
    as_of: Day | None = None
    solve: Solve | None = None


class PortfolioIn(_Record):
    """``POST /api/portfolio``; what is left out of the profile is not known."""

    profile: dict[str, Any]
    as_of: Day | None = None
    policy: StrictStr | None = Field(default=None, max_length=100)


class FeedbackIn(_Record):
    """``POST /api/feedback``: what a reader thinks of a reply."""

    ticket: StrictStr = Field(pattern="^[0-9a-f]{32}$")
    vote: Literal["up", "down"]
    reason: StrictStr | None = Field(default=None, max_length=MAX_TEXT_CHARS)
    correction: StrictStr | None = Field(default=None, max_length=MAX_QUESTION_CHARS)
    """What the reply should have said: a proposal, nothing changes by it."""


class FeedbackOut(_Record):
    """The vote is kept."""

    ticket: str
    vote: Literal["up", "down"]


class Health(_Record):
    """``GET /healthz``."""

    status: Literal["ok"]


class Fault(_Record):
    """What is wrong with a request, in one Chinese line."""

    type: str
    field: str
    """The field or path at fault; empty for the request as a whole."""
    message: str


class ErrorOut(_Record):
    """The body of every reply with a status of 400 or above."""

    error: Fault
