"""An amount that the text itself states, asked for without a sum of one's own: a cap, a threshold, the city's pool.

It comes back like any other calculation, with the one step that quotes it.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from calculators.calculator import Calculator
from calculators.contract import Question, Result
from calculators.explain import explain
from calculators.fields import Inputs
from calculators.forward import base_fields, calculate, not_in_force
from calculators.parameters import Parameter
from calculators.registry import load_calculators
from calculators.words import show, words
from corpus.errors import InputError

NAME = "stated_amount"
_GIVEN = ("cap", "grade")  # roles of what is given, which the closing calls the most
_STATED = "stated"


def stated_amounts(calculators: Mapping[str, Calculator]) -> dict[str, tuple[Calculator, tuple[Parameter, ...]]]:
    """Return every amount that can be asked for, ``policy/parameter`` → whose it is and its dated values."""
    found: dict[str, tuple[Calculator, tuple[Parameter, ...]]] = {}
    for calculator in calculators.values():
        for key, line in calculator.parameters.dated.items():
            if line[0].role and line[0].clause == calculator.clause:
                found.setdefault(f"{calculator.policy.id}/{key}", (calculator, line))
    return found


def stated_amount(amount: str, *, as_of: date) -> Result:
    """Return an amount of the text as it stands on a day; ``InputError`` for one that no policy has.

    Of what is given at the most the result names the input to ask for, for the asker's own amount.
    """
    known = stated_amounts(load_calculators())
    if amount not in known:
        raise InputError("amount", amount, allowed="、".join(known))
    calculator, line = known[amount]
    common = {**base_fields(calculator, Inputs(), as_of), "calculator": NAME, "inputs": {"amount": amount}}
    if not calculator.policy.in_force(as_of):
        outside = not_in_force(calculator, Inputs(), as_of=as_of)
        return outside.model_copy(update={"calculator": NAME, "inputs": common["inputs"]})
    parameter = calculator.parameters.at(as_of)[line[0].id]
    given, own = parameter.role in _GIVEN, _own(calculator, as_of) if parameter.role == "cap" else None
    step = calculator.law(as_of).step(
        parameter.id, parameter.label, show(parameter.value), value=parameter.value
    )  # fmt: skip
    result = Result(
        **{**common, "title": parameter.label}, bound="upper" if given else "exact", amount_yuan=step.value,
        binding=parameter.role if given else _STATED, steps=(step,), question=own, missing=(own,) if own else (),
        assumptions=tuple(_rests_on(parameter)),
    )  # fmt: skip
    return result.model_copy(update={"explanation": explain(calculator, result)})


def _own(calculator: Calculator, as_of: date) -> Question | None:
    """Return what to ask for an amount of one's own: the input that narrows it most; None where it needs none."""
    needed = calculator.inputs.model_construct().needed()
    return calculate(calculator.name, dict.fromkeys(needed), as_of=as_of).question if needed else None


def _rests_on(parameter: Parameter) -> Iterator[str]:
    if parameter.role in _GIVEN:
        yield words().assumptions["maxima"]
