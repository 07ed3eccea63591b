"""What the assistant returns, and what it says on the way there. The JSON form is a stable contract."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict

from calculators.contract import Result
from corpus.normalise import Script


class Status(StrEnum):
    """Every way a turn can end; interfaces switch on this, never on wording."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    """Part of the question is not in the text."""
    NEEDS_INPUT = "needs_input"
    """A value is missing; ``missing`` names the fields, ``suggestions`` holds choices to tap."""
    NOT_STATED = "not_stated"
    """In scope, but the text does not say."""
    NOT_IN_FORCE = "not_in_force"
    OUT_OF_SCOPE = "out_of_scope"
    FAILED = "failed"


class Citation(BaseModel):
    """A verbatim span that supports a sentence: ``source[start:end] == quote``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    n: int
    """The mark in the text: ``[n]``, from 1, in order of use."""
    clause: str
    label: str
    """In the reply's script."""
    quote: str
    """In the source's script, whatever the reply's."""
    start: int
    end: int


class Reply(BaseModel):
    """One turn's answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ticket: str
    question: str
    status: Status
    script: Script
    text: str
    """In the script of the question, with marks ``[n]``."""
    citations: tuple[Citation, ...]
    calculations: tuple[Result, ...]
    missing: tuple[str, ...]
    """Names of the input fields to ask for, most useful first."""
    suggestions: tuple[str, ...]
    """Things to tap next: choices for a missing input, or follow-up questions."""
    model: str
    as_of: date
    latency_ms: float


@dataclass(frozen=True, slots=True)
class StepEvent:
    """The assistant has begun a step; for showing progress."""

    stage: Literal["search", "calculate", "check"]
    label: str
    """In the reply's script."""


@dataclass(frozen=True, slots=True)
class TextEvent:
    """A further piece of the checked reply text."""

    text: str


@dataclass(frozen=True, slots=True)
class ReplyEvent:
    """The finished reply; always the last event."""

    reply: Reply


Event = StepEvent | TextEvent | ReplyEvent
