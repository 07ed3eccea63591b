"""What a check of a profile returns. All frozen; texts are Simplified except quotes."""

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal

from calculators.contract import Explanation, InForce, Question, Record, Result, Step
from calculators.words import say_yuan
from corpus.data_file import DataModel, read_yaml

Verdict = Literal["eligible", "not_eligible", "cannot_tell"]


class ConditionCheck(Record):
    """One condition of a measure; ``met`` is None where it cannot be told yet."""

    field: str
    label: str
    met: bool | None
    clause: str
    quote: str
    start: int
    end: int
    limit_yuan: Decimal | None = None
    """The threshold, where the condition is one."""
    shortfall_yuan: Decimal | None = None
    """How much is missing to the threshold."""
    text: str = ""
    question: str = ""


class MeasureCheck(Record):
    """One measure: whether the enterprise is eligible, why not, and the amount where the measure states one."""

    clause: str
    label: str
    verdict: Verdict
    conditions: tuple[ConditionCheck, ...]
    calculation: Result | None = None
    """The calculator's result; for ``cannot_tell`` what it would be if the open conditions hold."""
    amount_yuan: Decimal | None = None
    range_yuan: tuple[Decimal, Decimal] | None = None
    note: str = ""
    """Why there is no amount, where the measure states none."""
    reason: str
    """Why the verdict is what it is: what failed and how near it is, or what is open; then the amount."""


class Exclusion(Record):
    """Two supports that may not be added up; ``known`` is False where that is assumed for safety."""

    between: tuple[str, str]
    known: bool
    kept: str
    text: str
    clause: str
    quote: str


class Combination(Record):
    """The supports that together bring most without paying for the same cost twice."""

    chosen: tuple[str, ...]
    """Measure ids, and ``other:N`` for the supports of other policies."""
    amount_yuan: Decimal
    """The sum of the upper bounds."""
    low_yuan: Decimal
    compared: int
    """How many combinations were weighed: all of them."""
    reason: str
    steps: tuple[Step, ...]


class Portfolio(Record):
    """The check of a profile against a policy on a day."""

    policy: str
    as_of: date
    status: Literal["ok", "not_in_force"]
    in_force: InForce
    measures: tuple[MeasureCheck, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    combination: Combination | None = None
    """Of what the enterprise is eligible for."""
    possible: Combination | None = None
    """The same if everything that cannot be told yet turned out well."""
    questions: tuple[Question, ...] = ()
    """What to ask next, the question with most money behind it first."""
    assumptions: tuple[str, ...] = ()
    explanation: Explanation = Explanation(hans="", hant="")


class OtherSupportWords(DataModel):
    """How people are asked for supports of other policies; one without a name is called ``unnamed``."""

    label: str
    question: str
    help: str
    measure: str
    name: str
    amount: str
    unit: str
    unnamed: str


class PortfolioWords(DataModel):
    """portfolio_words.yaml."""

    other_supports: OtherSupportWords
    near: str
    failed: str
    same_cost: str
    same_cost_unknown: str
    other_support: str
    total: str
    nothing: str
    chosen: str
    chosen_range: str
    up_to: str
    between: str
    all_met: str
    others_met: str
    open: str
    if_met: str
    maxima: str
    overlap_assumed: str
    not_in_force: str
    verdicts: dict[str, str]
    measure: str
    list_separator: str
    clause_separator: str


@cache
def portfolio_words() -> PortfolioWords:
    """Return the words, read once."""
    return read_yaml(Path(__file__).parent / "portfolio_words.yaml", PortfolioWords)


def say_bound(amount: Decimal | None, ends: tuple[Decimal, Decimal] | None) -> str:
    """Say an upper bound or a range; empty where there is neither."""
    if ends is not None:
        return portfolio_words().between.format(low=say_yuan(ends[0]), high=say_yuan(ends[1]))
    return "" if amount is None else portfolio_words().up_to.format(amount=say_yuan(amount))
