"""By how much two amounts differ: two calculations, or what the text states, held against each other.

Both are maxima, so the difference is one of maxima and none itself: it is exact, and says so.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from calculators.adding import NAME as ADD_UP
from calculators.adding import Part, add_up
from calculators.between import calculate_between
from calculators.contract import Result, Step
from calculators.explain import explain
from calculators.registry import load_calculators
from calculators.scales import EXACT
from calculators.stated import NAME as STATED
from calculators.stated import stated_amount
from calculators.words import show, words
from corpus.errors import InputError

NAME = "difference"
_PAIR = 2


def difference(parts: Sequence[Part], *, as_of: date) -> Result:
    """Return by how much one of two amounts is more than the other on a day, with a step for each.

    ``InputError`` for more or fewer than two, and where one of them is a range or is not known.
    """
    if len(parts) != _PAIR:
        raise InputError("parts", len(parts), allowed=words().errors["pair"])
    results = [_result(name, inputs, as_of) for name, inputs in parts]
    outside = next((result for result in results if result.status != "ok"), None)
    told = {
        "calculator": NAME, "title": words().steps["difference"],
        "inputs": {"parts": [{"calculator": name, "inputs": dict(inputs)} for name, inputs in parts]},
    }  # fmt: skip
    if outside:
        return outside.model_copy(update=told)
    if any(result.amount_yuan is None for result in results):
        raise InputError("parts", "—", allowed=words().errors["certain"])
    return _between(results, told)


def _result(name: str, inputs: Mapping[str, Any], as_of: date) -> Result:
    if name == STATED:
        return stated_amount(str(inputs.get("amount")), as_of=as_of)
    if name == ADD_UP:
        own = [(str(part.get("calculator")), part.get("inputs") or {}) for part in inputs.get("parts") or []]
        return add_up(own, as_of=as_of)
    return calculate_between(name, inputs, as_of=as_of)


def _between(results: Sequence[Result], told: Mapping[str, Any]) -> Result:
    names = (words().steps["former"], words().steps["latter"])
    each = [_deciding(result, name) for result, name in zip(results, names, strict=True)]
    more, less = sorted(each, key=lambda step: -step.value)  # of two alike the first stays in front
    value = EXACT.subtract(more.value, less.value)
    expression = f"{show(more.value)} − {show(less.value)}"
    last = more.model_copy(update={"label": words().steps["difference"], "expression": expression, "value": value})
    bindings = {result.binding for result in results}
    found = Result(
        **told, clause=more.clause, bound="exact", amount_yuan=value, as_of=results[0].as_of,
        in_force=results[0].in_force, binding=bindings.pop() if len(bindings) == 1 else "mixed",
        steps=(*each, last), assumptions=(words().assumptions["of_maxima"],),
    )  # fmt: skip
    calculator = next(one for one in load_calculators().values() if one.policy.id == more.clause.partition("/")[0])
    return found.model_copy(update={"explanation": explain(calculator, found)})


def _deciding(result: Result, name: str) -> Step:
    """Return the amount of a result as a step of its own, with the quote of the step that first reached it."""
    amount = result.amount_yuan or Decimal("0.00")
    reached = next((step for step in result.steps if step.value == amount), result.steps[-1])
    return reached.model_copy(
        update={"label": f"{name}：{reached.label}", "expression": show(amount), "value": amount, "unit": "CNY"}
    )  # fmt: skip
