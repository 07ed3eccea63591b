"""What a calculation returns: steps, result, and what surrounds them. All frozen; money is Decimal yuan, two places.

In JSON money is a decimal string. Texts are Simplified except ``quote``, which is the source's own.
"""

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Bound = Literal["upper", "exact", "range", "none"]
Status = Literal["ok", "not_in_force", "unreachable"]


class Record(BaseModel):
    """Base of every record that crosses a module border: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Step(Record):
    """One line of a calculation; ``source[start:end] == quote``."""

    label: str
    expression: str
    """The arithmetic with plain numbers: ``10000000 × 30%``."""
    value: Decimal
    unit: str
    clause: str
    quote: str
    start: int
    end: int


class Cliff(Record):
    """How far an input is from a threshold, or an amount from a cap, where a little more or less matters."""

    kind: Literal["threshold", "cap"]
    state: Literal["short", "near", "over"]
    """short: below the threshold; near: just under the cap; over: the cap cut something off."""
    parameter: str
    label: str
    limit_yuan: Decimal
    distance_yuan: Decimal
    text: str
    clause: str
    quote: str


class Question(Record):
    """An input that is not known yet and how to ask for it."""

    field: str
    label: str
    question: str


class Possibility(Record):
    """An amount above the result that somebody else may grant: never an entitlement."""

    amount_yuan: Decimal
    decided_by: str
    text: str
    clause: str
    quote: str


class Year(Record):
    """The amount of one year, where a cap applies year by year; years count from 1 unless the inputs name them."""

    year: int
    amount_yuan: Decimal
    binding: str


class Explanation(Record):
    """The steps in plain language, in both scripts."""

    hans: str
    hant: str


class InForce(Record):
    """First and last day in force, both included."""

    first: date
    last: date


class Result(Record):
    """The answer of a calculator."""

    calculator: str
    title: str
    kind: Literal["forward", "reverse"] = "forward"
    status: Status = "ok"
    clause: str
    bound: Bound
    amount_yuan: Decimal | None = None
    range_yuan: tuple[Decimal, Decimal] | None = None
    inputs: dict[str, Any]
    binding: str | None = None
    """The constraint that decided; the names are listed in ``docs/calculators.md``."""
    steps: tuple[Step, ...] = ()
    field: str | None = None
    """In a reverse calculation the path of the input solved for."""
    target_yuan: Decimal | None = None
    ceiling_yuan: Decimal | None = None
    """In a reverse calculation the most that this input can bring."""
    as_of: date
    in_force: InForce
    assumptions: tuple[str, ...] = ()
    missing: tuple[Question, ...] = ()
    question: Question | None = None
    """Of the missing inputs the one that narrows the range most."""
    cliffs: tuple[Cliff, ...] = ()
    possibility: Possibility | None = None
    years: tuple[Year, ...] = ()
    explanation: Explanation = Field(default=Explanation(hans="", hant=""))
