"""An input that lies between two values, as people say it (七八百万): both ends calculated, one range told.

``low-<high`` does not reach its high end: 四千多万 is less than a threshold of 五千万.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from calculators.contract import Result
from calculators.forward import calculate, explained, find_calculator, mark_ends
from calculators.scales import FEN

_SPAN = re.compile(r"(\d+(?:\.\d+)?)-(<?)(\d+(?:\.\d+)?)")
_MISSED = "threshold"
_WIDE = 3


def span_of(low: Any, high: Any) -> Any:  # noqa: ANN401 - inputs of any calculator
    """Return two inputs as one: amounts that differ become ``low-high``."""
    if isinstance(low, dict):
        return {name: span_of(value, high[name]) for name, value in low.items()}
    if isinstance(low, list):
        return [span_of(first, second) for first, second in zip(low, high, strict=True)]
    return low if low == high else f"{low}-{high}"


def is_wide(inputs: Any) -> bool:  # noqa: ANN401 - inputs of any calculator
    """Say whether some input is told so vaguely (几百万) that its most is many times its least."""
    if isinstance(inputs, Mapping):
        return any(map(is_wide, inputs.values()))
    if isinstance(inputs, list | tuple):
        return any(map(is_wide, inputs))
    found = _SPAN.fullmatch(inputs) if isinstance(inputs, str) else None
    return found is not None and Decimal(found[3]) >= _WIDE * Decimal(found[1])


def ends_of(inputs: Any, *, below: bool = False) -> tuple[Any, Any]:  # noqa: ANN401 - inputs of any calculator
    """Return the inputs at the low and at the high end of every ``low-high``; the same twice where there is none.

    ``below`` gives the last fen below a high end that is not reached.
    """
    if isinstance(inputs, Mapping):
        ends = {name: ends_of(value, below=below) for name, value in inputs.items()}
        return {name: low for name, (low, _) in ends.items()}, {name: high for name, (_, high) in ends.items()}
    if isinstance(inputs, list | tuple):
        items = [ends_of(item, below=below) for item in inputs]
        return [low for low, _ in items], [high for _, high in items]
    found = _SPAN.fullmatch(inputs) if isinstance(inputs, str) else None
    if found is None:
        return inputs, inputs
    return found[1], f"{Decimal(found[3]) - FEN:f}" if found[2] and below else found[3]


def calculate_between(name: str, inputs: Mapping[str, Any], *, as_of: date, unknown: Sequence[str] = ()) -> Result:
    """Calculate with inputs of which some are ``low-high`` or ``unknown``: the range from the least to the most.

    ``InputError`` as for ``calculate``.
    """
    low, high = (calculate(name, end, as_of=as_of, unknown=unknown) for end in ends_of(inputs))
    if ends_of(inputs, below=True)[1] != ends_of(inputs)[1]:
        short = calculate(name, ends_of(inputs, below=True)[1], as_of=as_of, unknown=unknown)
        high = short if short.binding == _MISSED else high  # only a threshold tells an end from what is next to it
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
