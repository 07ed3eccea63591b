"""Run a calculator forward. Pure: the date is given, nothing is kept; ``reverse`` runs it backward."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, localcontext
from typing import Any, Literal

from calculators.calculator import Calculator, path_pattern
from calculators.contract import InForce, Question, Result, Step
from calculators.explain import explain
from calculators.fields import UNBOUNDED, Inputs
from calculators.ranges import Spread, narrowest, open_amounts, questions, spread, unknowns
from calculators.reading import models, print_path, read_inputs, suggest
from calculators.registry import load_calculators
from calculators.scales import EXACT, Working, floor_fen
from calculators.words import words
from corpus.errors import InputError

_IMPOSSIBLE = UNBOUNDED / 10**6


def calculate(
    name: str,
    inputs: Mapping[str, object],
    *,
    as_of: date,
    unknown: Sequence[str] = (),
    calculators: Mapping[str, Calculator] | None = None,
) -> Result:
    """Return what a calculator says on a day.

    Null inputs give a range, and so do ``unknown`` optional amounts, which else would be taken as not there; a date
    outside the policy's life gives ``not_in_force``.

    ``InputError`` for an unknown calculator or a value that cannot be used.
    """
    calculator = find_calculator(name, calculators)
    given = read_inputs(calculator, inputs)
    if not calculator.policy.in_force(as_of):
        return not_in_force(calculator, given, as_of=as_of)
    with localcontext(EXACT):
        return explained(calculator, _forward(calculator, given, as_of, unknown))


def _forward(calculator: Calculator, given: Inputs, as_of: date, unknown: Sequence[str]) -> Result:
    rule, law = calculator.rule(as_of), calculator.law(as_of)
    missing = [*unknowns(given), *open_amounts(given, unknown)]
    if not missing:
        return _known(calculator, given, rule(given, law), as_of)
    found = spread(lambda filled: rule(filled, law), given, missing)
    paths = questions(calculator, missing)
    narrowing = narrowest(lambda filled: rule(filled, law), given, missing, paths)
    return _ranged(calculator, given, (found, paths, narrowing), as_of)


def find_calculator(name: str, calculators: Mapping[str, Calculator] | None = None) -> Calculator:
    """Return the calculator of that name; ``InputError`` with the nearest names if there is none."""
    known = load_calculators() if calculators is None else calculators
    if name not in known:
        allowed = words().errors["calculator"].format(names="、".join(known))
        raise InputError("calculator", name, allowed=allowed + suggest(str(name), list(known)))
    return known[name]


def base_fields(calculator: Calculator, given: Inputs, as_of: date) -> dict[str, Any]:
    """Return what every result of a calculator has in common."""
    life = InForce(first=calculator.policy.in_force_from, last=calculator.policy.in_force_to)
    return {
        "calculator": calculator.name, "title": calculator.title, "clause": calculator.clause, "as_of": as_of,
        "in_force": life, "inputs": given.model_dump(mode="json", exclude_unset=True),
    }  # fmt: skip


def not_in_force(calculator: Calculator, given: Inputs, *, as_of: date, field: str | None = None) -> Result:
    """Return the answer outside the policy's life: no amount, the dates, and the sentence that sets them."""
    policy = calculator.policy
    late = as_of > policy.in_force_to
    limit = policy.in_force_to if late else policy.in_force_from
    dated = calculator.parameters.dated.get("in_force_to" if late else "in_force_from", ())
    first, second = (as_of, limit) if late else (limit, as_of)
    steps = tuple(
        Step(
            label=words().steps["outside"], expression=f"{first} − {second}", value=Decimal((first - second).days),
            unit="day", clause=item.clause, quote=item.quote, start=item.start, end=item.end,
        )
        for item in dated[-1:]
    )  # fmt: skip
    fields = base_fields(calculator, given, as_of)
    kind: Literal["forward", "reverse"] = "reverse" if field else "forward"
    return explained(
        calculator, Result(**fields, status="not_in_force", kind=kind, field=field, bound="none", steps=steps)
    )


def _known(calculator: Calculator, given: Inputs, working: Working, as_of: date) -> Result:
    stated_range = working.low is not None
    return Result(
        **base_fields(calculator, given, as_of), bound="range" if stated_range else "upper",
        amount_yuan=None if stated_range else floor_fen(working.value),
        range_yuan=(floor_fen(working.low), floor_fen(working.value)) if working.low is not None else None,
        binding=working.binding, steps=working.steps, assumptions=assumptions(calculator, given, as_of),
        cliffs=working.cliffs, possibility=working.possibility, years=working.years,
    )  # fmt: skip


def _ranged(calculator: Calculator, given: Inputs, found: tuple[Spread, list[str], str], as_of: date) -> Result:
    ends, paths, narrowing = found
    low, high = floor_fen(ends.least), floor_fen(ends.high.value)
    asked = {path: question(calculator, path) for path in paths}
    certain = low == high
    return Result(
        **base_fields(calculator, given, as_of), bound="upper" if certain else "range",
        amount_yuan=high if certain else None, range_yuan=None if certain else (low, high), binding=ends.high.binding,
        steps=finite(ends.high.steps) if certain else mark_ends(ends.low.steps, ends.high.steps),
        missing=tuple(asked.values()),
        question=None if certain else asked[narrowing], assumptions=assumptions(calculator, given, as_of, paths),
        cliffs=tuple(cliff for cliff in ends.high.cliffs if cliff.distance_yuan < _IMPOSSIBLE),
    )  # fmt: skip


def question(calculator: Calculator, path: str) -> Question:
    """Return how to ask for an input."""
    asked = calculator.ask(path)
    return Question(field=path, label=asked.label, question=asked.question)


def finite(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Leave out the steps whose value stands for an unknown."""
    return tuple(step for step in steps if step.value < _IMPOSSIBLE)


def mark_ends(low: tuple[Step, ...], high: tuple[Step, ...]) -> tuple[Step, ...]:
    """Return the last step to the low end, then the steps to the high end; what is unknown prints as ``?``."""
    marked = [(words().steps["lowest"], step) for step in low[-1:]]
    marked += [(words().steps["highest"], step) for step in finite(high)]
    return tuple(step.model_copy(update={"label": mark + step.label}) for mark, step in marked)


def assumptions(calculator: Calculator, given: Inputs, as_of: date, asked: Sequence[str] = ()) -> tuple[str, ...]:
    """Name every optional input left out and not ``asked`` for, then the readings that the calculator rests on."""
    names = tuple(name for name in dict.fromkeys(left_out(given)) if name not in asked)
    key = (calculator.parameters.epoch(as_of), names)
    if key not in calculator.said:
        calculator.said[key] = tuple(_assumptions(calculator, names, as_of))
    return calculator.said[key]


def _assumptions(calculator: Calculator, names: tuple[str, ...], as_of: date) -> Iterator[str]:
    template = words().assumptions["left_out"]
    for field in {calculator.fields[name].name: calculator.fields[name] for name in names}.values():
        if field.left_out is not None:
            text = calculator.fill(field.left_out, as_of)
            yield template.format(label=field.label, field=field.name, text=text)
    yield from filter(None, (calculator.fill(text, as_of) for text in calculator.assumptions))
    yield words().assumptions["maxima"]


def left_out(given: Inputs) -> Iterator[str]:
    """Yield the optional inputs without a value, those inside lists too, as paths without positions."""
    for path, model in models(given):
        prefix = f"{path_pattern(print_path(path))}." if path else ""
        for name in model.optional():
            if getattr(model, name) is None or name not in model.model_fields_set:
                yield prefix + name


def explained(calculator: Calculator, result: Result) -> Result:
    """Return the result with its explanation."""
    return result.model_copy(update={"explanation": explain(calculator, result)})
