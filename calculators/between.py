"""An input that lies between two values, as people say it (七八百万): both ends calculated, one range told."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from calculators.contract import Result
from calculators.forward import calculate, explained, find_calculator, mark_ends

_SPAN = re.compile(r"(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)")


def span_of(low: Any, high: Any) -> Any:  # noqa: ANN401 - inputs of any calculator
    """Return two inputs as one: amounts that differ become ``low-high``."""
    if isinstance(low, dict):
        return {name: span_of(value, high[name]) for name, value in low.items()}
    if isinstance(low, list):
        return [span_of(first, second) for first, second in zip(low, high, strict=True)]
    return low if low == high else f"{low}-{high}"


def ends_of(inputs: Any) -> tuple[Any, Any]:  # noqa: ANN401 - inputs of any calculator
    """Return the inputs at the low and at the high end of every ``low-high``; the same twice where there is none."""
    if isinstance(inputs, Mapping):
        ends = {name: ends_of(value) for name, value in inputs.items()}
        return {name: low for name, (low, _) in ends.items()}, {name: high for name, (_, high) in ends.items()}
    if isinstance(inputs, list | tuple):
        items = [ends_of(item) for item in inputs]
        return [low for low, _ in items], [high for _, high in items]
    found = _SPAN.fullmatch(inputs) if isinstance(inputs, str) else None
    return (found[1], found[2]) if found else (inputs, inputs)


def calculate_between(name: str, inputs: Mapping[str, Any], *, as_of: date) -> Result:
    """Calculate with inputs of which some are ``low-high``: the range from the least to the most.

    ``InputError`` as for ``calculate``.
    """
    low, high = (calculate(name, end, as_of=as_of) for end in ends_of(inputs))
    least, most = min(_amounts(low), default=None), max(_amounts(high), default=None)
    if low.inputs == high.inputs or least is None or most is None or least == most:
        return low
    told = {
        "inputs": span_of(low.inputs, high.inputs), "bound": "range", "amount_yuan": None, "range_yuan": (least, most),
        "steps": mark_ends(low.steps, high.steps), "question": high.question or low.question,
    }  # fmt: skip
    return explained(find_calculator(name), high.model_copy(update=told))


def _amounts(result: Result) -> list[Decimal]:
    return [*(result.range_yuan or ()), *([result.amount_yuan] if result.amount_yuan is not None else [])]
