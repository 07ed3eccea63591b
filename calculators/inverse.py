"""The step that gives a reverse answer, found among the steps forward: a later figure divided by what led to it."""

import re
from decimal import Decimal
from fractions import Fraction

from calculators.contract import Step
from calculators.scales import FEN, figure
from calculators.words import words

_FEN_A_YUAN = 100
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_FACTOR = re.compile(r"([×÷])\s*(\d+(?:\.\d+)?)(%?)")


def inverse(value: Decimal, steps: tuple[Step, ...]) -> Step:
    """Return the step that gives the answer: a later figure divided by the factors that led to it."""
    label = words().steps["inverse"]
    candidates = [step for step in steps if _explains(step, value)]
    chosen = next((step for step in candidates if _survives(step, steps)), candidates[0] if candidates else None)
    if chosen is None:
        return steps[0].model_copy(update={"label": label, "expression": figure(value), "value": value})
    divisor = chosen.expression.partition(" × ")[2]
    divisor = f"({divisor})" if " " in divisor else divisor
    expression = f"{figure(chosen.value)} ÷ {divisor}"
    return chosen.model_copy(update={"label": label, "expression": expression, "value": value})


def _explains(step: Step, value: Decimal) -> bool:
    """Say whether a step multiplies the answer, and dividing its value by the factors gives the answer back."""
    base, _, rest = step.expression.partition(" ")
    factors = _FACTOR.findall(rest)
    if base != figure(value) or not factors or "?" in rest:
        return False
    factor = Fraction(1)
    for sign, number, percent in factors:
        part = Fraction(number) / (_FEN_A_YUAN if percent else 1)
        factor = factor * part if sign == "×" else factor / part
    return bool(factor) and _ceil_fen(Fraction(step.value) / factor) == value


def _survives(step: Step, steps: tuple[Step, ...]) -> bool:
    """Say whether a step's value goes through every later minimum: it decides the amount."""
    value = step.value
    for later in steps[steps.index(step) + 1 :]:
        shown = figure(value)
        if later.expression.startswith(f"{shown} × "):
            value = later.value
        elif (
            later.expression.startswith("min(") and shown in _NUMBER.findall(later.expression) and later.value != value
        ):
            return False
    return True


def _ceil_fen(value: Fraction) -> Decimal:
    return Decimal(-(-value.numerator * _FEN_A_YUAN // value.denominator)) * FEN
