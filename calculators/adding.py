"""Several things of one kind, each calculated with its own cap, then added up: two research projects.

What may be added up is said by ``several`` in ``calculators.yaml``, and by the policy's rule against claiming twice.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, localcontext
from itertools import combinations
from typing import Any

from calculators.between import calculate_between
from calculators.calculator import Calculator
from calculators.contract import Result, Step
from calculators.eligibility import Eligibility, load_eligibility
from calculators.explain import explain
from calculators.forward import find_calculator
from calculators.scales import EXACT, ZERO, figure, floor_fen
from calculators.words import fill, words
from corpus.errors import InputError

NAME = "add_up"
_MOST = 16
Part = tuple[str, Mapping[str, Any]]
"""A calculator's name and its inputs."""


def add_up(parts: Sequence[Part], *, as_of: date, owners: Sequence[str] = ()) -> Result:
    """Return the sum of several calculations on a day; each keeps its own cap.

    ``owners`` names for each part the enterprise that applies for it, where there are several: what holds for one
    enterprise holds for each of them by itself.
    ``InputError`` for what does not add up: a support that an enterprise gets once, or two that may cover one cost.
    """
    if not 1 < len(parts) <= _MOST:
        raise InputError("parts", len(parts), allowed=words().errors["parts"].format(most=_MOST))
    calculators = [find_calculator(name) for name, _ in parts]
    whose = list(owners) or [""] * len(parts)
    for owner in dict.fromkeys(whose):
        _check([one for one, name in zip(calculators, whose, strict=True) if name == owner], as_of)
    results = [calculate_between(name, inputs, as_of=as_of) for name, inputs in parts]
    first = results[0]
    common = {
        "calculator": NAME, "title": words().steps["all_parts"], "as_of": as_of, "in_force": first.in_force,
        "inputs": {"parts": [{"calculator": result.calculator, "inputs": result.inputs} for result in results]},
        "missing": tuple(item for result in results for item in result.missing), "question": _question(results),
    }  # fmt: skip
    outside = next((result for result in results if result.status != "ok"), None)
    if outside:
        return Result(**common, status=outside.status, clause=outside.clause, bound="none", steps=outside.steps)
    with localcontext(EXACT):
        found = _sum(calculators, results, common, as_of)
    if len(set(whose)) > 1:
        found = found.model_copy(update={"assumptions": _of_each(calculators, whose, found.assumptions)})
    return found.model_copy(update={"explanation": explain(calculators[0], found)})


def _check(calculators: Sequence[Calculator], as_of: date) -> None:
    names = [calculator.name for calculator in calculators]
    for calculator in calculators:
        several = calculator.several
        most = calculator.law(as_of).number(several.most) if several and several.most else None
        if several and most is not None and names.count(calculator.name) > most:
            allowed = words().errors["most"].format(title=calculator.title, most=f"{most:f}", unit=several.unit)
            raise InputError("parts", names.count(calculator.name), allowed=allowed)
        if names.count(calculator.name) > 1 and calculator.several is None:
            raise InputError("parts", calculator.name, allowed=words().errors["once"].format(title=calculator.title))
    rules = _rules(calculators[0])
    for first, second in combinations(calculators, 2):
        pair = {first.clause.rpartition("/")[2], second.clause.rpartition("/")[2]}
        if rules and any(pair == set(overlap.measures) for overlap in rules.data.overlaps):
            titles = f"{first.title}、{second.title}"
            raise InputError("parts", titles, allowed=words().errors["overlap"])


def _of_each(calculators: Sequence[Calculator], whose: Sequence[str], assumed: Sequence[str]) -> tuple[str, ...]:
    """Return what a sum of several enterprises rests on: that they are apart, not that one has several of a kind."""
    pairs = list(zip([calculator.name for calculator in calculators], whose, strict=True))
    units = {one.several.unit for one in calculators if one.several}
    repeated = {one.several.unit for one, pair in zip(calculators, pairs, strict=True)
                if one.several and pairs.count(pair) > 1}  # fmt: skip
    untrue = {fill(words().assumptions["apart"], unit=unit) for unit in units - repeated}
    return (words().assumptions["enterprises"], *(text for text in assumed if text not in untrue))


def _rules(calculator: Calculator) -> Eligibility | None:
    return load_eligibility().get(calculator.policy.id)


def _question(results: Sequence[Result]) -> Any:  # noqa: ANN401
    return next((result.question for result in results if result.question), None)


def _ends(result: Result) -> tuple[Decimal, Decimal]:
    amount = result.amount_yuan or ZERO
    return result.range_yuan or (amount, amount)


def _sum(calculators: Sequence[Calculator], results: Sequence[Result], common: dict[str, Any], as_of: date) -> Result:
    lows, highs = zip(*(_ends(result) for result in results), strict=True)
    low, high = floor_fen(sum(lows, ZERO)), floor_fen(sum(highs, ZERO))
    steps = [_step(calculators, highs, as_of)]
    if low != high:
        labels = (words().steps["lowest"], words().steps["highest"])
        both = [_step(calculators, lows, as_of), *steps]
        steps = [step.model_copy(update={"label": mark + step.label}) for mark, step in zip(labels, both, strict=True)]
    bindings = {result.binding for result in results}
    kept = dict.fromkeys(text for result in results for text in result.assumptions)
    several = {calculator.several.unit for calculator in calculators if calculator.several}
    apart = [fill(words().assumptions["apart"], unit=unit) for unit in sorted(several)]
    sure = low == high
    return Result(
        **common, clause=steps[-1].clause, bound="upper" if sure else "range",
        amount_yuan=high if sure else None, range_yuan=None if sure else (low, high), steps=tuple(steps),
        binding=bindings.pop() if len(bindings) == 1 else "mixed", assumptions=(*apart, *kept),
    )  # fmt: skip


def _step(calculators: Sequence[Calculator], amounts: Sequence[Decimal], as_of: date) -> Step:
    """Return the sum as a step: under the cap of each where all are alike, else under the rule on two supports."""
    first, law = calculators[0], calculators[0].law(as_of)
    alike = len({calculator.name for calculator in calculators}) == 1
    rules = _rules(first)
    key = first.several.cap if alike and first.several else rules.data.no_double if rules else ""
    label = words().steps["all_parts"]
    expression = " + ".join(figure(amount) for amount in amounts)
    return law.step(key, label, expression, value=sum(amounts, ZERO))
