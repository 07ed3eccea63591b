"""The worked cases that stand beside the rules, and that each result's own steps lead to its amount."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from pydantic import RootModel

from calculators.contract import Result, Step
from calculators.registry import FOLDER, load_calculators
from calculators.run import calculate
from corpus.data_file import DataModel, read_yaml
from corpus.load import load_policies


class Case(DataModel):
    name: str
    calculator: str
    inputs: dict[str, object]
    as_of: date = date(2026, 1, 1)
    status: str = "ok"
    amount: str | None = None
    range: tuple[str, str] | None = None
    binding: str | None = None
    question: str | None = None
    short: str | None = None
    possible: str | None = None


class Cases(RootModel[tuple[Case, ...]]):
    pass


CASES = [case for file in sorted(FOLDER.glob("*/cases.yaml")) for case in read_yaml(file, Cases).root]


def yuan(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.calculator}: {case.name}")
def test_worked_case(case: Case) -> None:
    result = calculate(case.calculator, case.inputs, as_of=case.as_of)
    assert result.status == case.status
    assert yuan(result.amount_yuan) == case.amount
    assert (result.range_yuan and tuple(map(str, result.range_yuan))) == case.range
    assert case.binding in (None, result.binding)
    assert case.question == (result.question and result.question.field)
    shortfalls = [str(cliff.distance_yuan) for cliff in result.cliffs if cliff.state == "short"]
    assert case.short is None or case.short in shortfalls
    assert case.possible == yuan(result.possibility.amount_yuan if result.possibility else None)
    check_steps(result)


def check_steps(result: Result) -> None:
    """Every step's arithmetic gives its value, its quote stands in the source, and the last one is the amount."""
    policies = load_policies()
    for step in result.steps:
        source = policies[step.clause.partition("/")[0]].source
        assert source[step.start : step.end] == step.quote
        if "?" not in step.expression and step.unit != "day":
            assert evaluate(step) == step.value, step
    if result.status == "ok" and result.amount_yuan is not None:
        assert result.steps[-1].value == result.amount_yuan


def evaluate(step: Step) -> Decimal:
    """Work out an expression, money rounded down to the fen, or up where a figure was divided to find an input."""
    text = step.expression
    if "<" in text:
        return Decimal(0)
    text = text.partition(" ≥ ")[0]
    text = re.sub(r"(\d+(?:\.\d+)?)%", r"(\1 / 100)", text.translate(str.maketrans("×÷−", "*/-")))
    text = re.sub(r"(?<![\w.])(\d+(?:\.\d+)?)", r"Fraction('\1')", text)
    value = Fraction(eval(text, {"Fraction": Fraction, "min": min, "max": max}))
    fen = value * 100
    whole = -(-fen // 1) if "所需" in step.label else fen // 1
    return Decimal(whole) / 100 if step.unit == "CNY" else Decimal(value.numerator) / Decimal(value.denominator)


def test_both_sides_of_every_limit_are_covered() -> None:
    for name in load_calculators():
        assert any(case.calculator == name for case in CASES)
    bindings = {case.binding for case in CASES}
    assert {
        "rate",
        "cap",
        "remaining_cap",
        "points",
        "half_of_interest",
        "threshold",
        "costs",
        "years",
        "mixed",
    } <= bindings
