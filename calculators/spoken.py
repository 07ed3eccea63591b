"""A step's arithmetic as people say it: ``min(12000000, 8000000)`` → 1,200 万元超过 800 万元，按 800 万元计."""

import re
from decimal import Decimal
from functools import lru_cache

from calculators.contract import Step
from calculators.words import say, words

_FIGURE = re.compile(r"(?<![\d.])(?<![×÷] )(\d+(?:\.\d+)?|\?)(?![\d.%])")
"""A figure in the step's own unit; factors behind × and ÷ and percentages have none."""
_LEAST, _FROM_ZERO, _END = "min(", "max(0, ", ")"
_COMPARED = {" ≥ ": "reached", " < ": "missed"}
_UNKNOWN = "?"


def say_arithmetic(step: Step) -> str:
    """Return a step's arithmetic and what it gives; what is unknown stays so."""
    return _said(step.expression, step.value, step.unit)


@lru_cache(maxsize=4096)
def _said(expression: str, value: Decimal, unit: str) -> str:
    forms, shown = words().arithmetic, say(value, unit)
    if unit == "day":
        return forms["equals"].format(expression=expression, value=shown)
    if expression.startswith(_LEAST):
        return _least(expression.removeprefix(_LEAST).removesuffix(_END), shown, unit)
    for sign, form in _COMPARED.items():
        if sign in expression:
            first, limit = (_figure(part, unit) for part in expression.split(sign))
            return forms[form].format(first=first, limit=limit)
    from_zero = expression.startswith(_FROM_ZERO)
    plain = expression.removeprefix(_FROM_ZERO).removesuffix(_END) if from_zero else expression
    said = _FIGURE.sub(lambda found: _figure(found[1], unit), plain)
    if said == shown:
        return shown
    return forms["none_left" if from_zero and not value else "equals"].format(expression=said, value=shown)


def _least(pair: str, shown: str, unit: str) -> str:
    forms, (first, second) = words().arithmetic, pair.split(", ")
    if _UNKNOWN in (first, second):
        return forms["at_most"].format(value=shown)
    form = forms["kept" if Decimal(first) <= Decimal(second) else "cut"]
    return form.format(first=_figure(first, unit), second=_figure(second, unit), value=shown)


def _figure(text: str, unit: str) -> str:
    return words().arithmetic["unknown"] if text == _UNKNOWN else say(Decimal(text), unit)
