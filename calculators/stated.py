"""An amount that the text itself states, asked for without a sum of one's own: a cap, a threshold, the city's pool.

It comes back like any other calculation, with the one step that quotes it.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from calculators.calculator import Calculator
from calculators.contract import Question, Result, Step
from calculators.explain import explain
from calculators.fields import Inputs, print_money
from calculators.forward import base_fields, calculate, not_in_force
from calculators.money import parse_money
from calculators.parameters import Parameter
from calculators.registry import load_calculators
from calculators.scales import EXACT, Working
from calculators.words import show, words
from corpus.errors import InputError

NAME = "stated_amount"
_GIVEN = ("cap", "grade")  # roles of what is given, which the closing calls the most
_STATED, _YEARS = "stated", "years"


def stated_amounts(calculators: Mapping[str, Calculator]) -> dict[str, tuple[Calculator, tuple[Parameter, ...]]]:
    """Return every amount that can be asked for, ``policy/parameter`` → whose it is and its dated values."""
    found: dict[str, tuple[Calculator, tuple[Parameter, ...]]] = {}
    for calculator in calculators.values():
        for key, line in calculator.parameters.dated.items():
            if line[0].role and line[0].clause == calculator.clause:
                found.setdefault(f"{calculator.policy.id}/{key}", (calculator, line))
    return found


def stated_amount(amount: str, *, as_of: date, used: str | None = None, whole: bool = False) -> Result:
    """Return an amount of the text as it stands on a day; ``InputError`` for one that no policy has.

    Of what is given at the most the result names the input to ask for, for the asker's own amount. With ``used``, money
    in yuan that was given before under a cap, it is what is left of that cap; with ``whole`` what a yearly cap comes to
    over all the years that the text supports, where it says how many.
    """
    known = stated_amounts(load_calculators())
    if amount not in known:
        raise InputError("amount", amount, allowed="、".join(known))
    calculator, line = known[amount]
    if whole and most_years(calculator, line[0].id) is None:
        raise InputError("whole", whole, allowed=words().errors["whole"])
    common = {
        **base_fields(calculator, Inputs(), as_of),
        "calculator": NAME,
        "inputs": {"amount": amount, **({"whole": True} if whole else {})},
    }
    if not calculator.policy.in_force(as_of):
        outside = not_in_force(calculator, Inputs(), as_of=as_of)
        return outside.model_copy(update={"calculator": NAME, "inputs": common["inputs"]})
    parameter = calculator.parameters.at(as_of)[line[0].id]
    if used is not None:
        return _left(calculator, parameter, used=parse_money(used), as_of=as_of)
    given, own = parameter.role in _GIVEN, _own(calculator, as_of) if parameter.role == "cap" else None
    step = calculator.law(as_of).step(
        parameter.id, parameter.label, show(parameter.value), value=parameter.value
    )  # fmt: skip
    if whole:
        return _over_all_years(calculator, step, common, as_of)
    result = Result(
        **{**common, "title": parameter.label}, bound="upper" if given else "exact", amount_yuan=step.value,
        binding=parameter.role if given else _STATED, steps=(step,), question=own, missing=(own,) if own else (),
        assumptions=tuple(_rests_on(parameter)),
    )  # fmt: skip
    return result.model_copy(update={"explanation": explain(calculator, result)})


def quotes_only(result: Result) -> bool:
    """Say whether a result is an amount of the text alone, nothing of the asker's own in it."""
    return result.calculator == NAME and "used_yuan" not in result.inputs


def _left(calculator: Calculator, cap: Parameter, *, used: Decimal, as_of: date) -> Result:
    """Return what is left of a cap under which some was given before."""
    if cap.role != "cap":
        raise InputError("used_yuan", used, allowed=words().errors["of_caps"])
    working = calculator.law(as_of).at_most(Working(cap.value, (), "cap"), cap.id, less=used)
    inputs = {"amount": f"{calculator.policy.id}/{cap.id}", "used_yuan": print_money(used)}
    result = Result(
        **{**base_fields(calculator, Inputs(), as_of), "calculator": NAME, "inputs": inputs, "title": cap.label},
        bound="upper", amount_yuan=working.value, binding="remaining_cap", steps=working.steps[:1],
        assumptions=tuple(_rests_on(cap)),
    )  # fmt: skip
    return result.model_copy(update={"explanation": explain(calculator, result)})


def most_years(calculator: Calculator, key: str) -> str | None:
    """Return the parameter that says for how many years a yearly cap may be given; None where the text does not."""
    several = calculator.several
    return several.most if several and several.cap == key and several.most else None


def _over_all_years(calculator: Calculator, cap: Step, common: dict[str, Any], as_of: date) -> Result:
    law = calculator.law(as_of)
    years = str(calculator.several and calculator.several.most)
    count, label = law.number(years), law.label(years)
    value = EXACT.multiply(cap.value, count)
    steps = (
        cap, law.step(years, label, show(count), value=count, unit="year"),
        law.step(years, words().steps["all_years"], f"{cap.expression} × {show(count)}", value=value),
    )  # fmt: skip
    result = Result(
        **{**common, "title": words().steps["all_years"]}, bound="upper", amount_yuan=steps[-1].value,
        binding=_YEARS, steps=steps, assumptions=(words().assumptions["maxima"],),
    )  # fmt: skip
    return result.model_copy(update={"explanation": explain(calculator, result)})


def _own(calculator: Calculator, as_of: date) -> Question | None:
    """Return what to ask for an amount of one's own: the input that narrows it most; None where it needs none."""
    needed = calculator.inputs.model_construct().needed()
    return calculate(calculator.name, dict.fromkeys(needed), as_of=as_of).question if needed else None


def _rests_on(parameter: Parameter) -> Iterator[str]:
    if parameter.role in _GIVEN:
        yield words().assumptions["maxima"]
