"""Run a calculator backward: the smallest input that reaches a target, rounded up to the fen, or why none does.

Found by halving over the fen, which holds for every rule that never falls as the input grows; then proven by running
the rule forward at the answer and one fen below.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_UP, Decimal, localcontext
from typing import Literal

from calculators.calculator import Calculator
from calculators.contract import Result, Step
from calculators.fields import UNBOUNDED, Inputs, read_money
from calculators.forward import assumptions, base_fields, explained, find_calculator, finite, not_in_force
from calculators.inverse import inverse
from calculators.money import MAX_MONEY
from calculators.ranges import Unknown, corners, place, questions, unknowns
from calculators.reading import Path, print_path
from calculators.scales import EXACT, FEN, ZERO, Working, floor_fen
from calculators.sought import find_path, inputs_without
from calculators.words import words
from corpus.errors import InputError

CAP = "cap"
_AT_THE_CAP = ("cap", "remaining_cap", "years")
_FEN_A_YUAN = 100


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one corner of the unknowns gives: the smallest input, or None and the most that can be had."""

    value: Decimal | None
    target: Decimal | None
    working: Working
    """At the answer, or at the largest input where there is none."""
    before: Working | None
    """One fen below the answer."""


def solve(
    name: str, inputs: Mapping[str, object], *, field: str, target: Decimal | str, as_of: date,
    calculators: Mapping[str, Calculator] | None = None,
) -> Result:  # fmt: skip
    """Return the smallest value of a money field that brings ``target`` yuan, or the cap (``"cap"``).

    ``field`` is a name (``principal_yuan``) or a path (``contracts[0].amount_yuan``). Required inputs that are absent
    count as not known. ``InputError`` for a field that is no money input, or a target that is no amount.
    """
    calculator = find_calculator(name, calculators)
    wanted = _read_target(target)
    path = find_path(calculator, inputs, field)
    given = inputs_without(calculator, inputs, path)
    if not calculator.policy.in_force(as_of):
        return not_in_force(calculator, given, as_of=as_of, field=print_path(path))
    rule, law = calculator.rule(as_of), calculator.law(as_of)
    with localcontext(EXACT):
        others = [unknown for unknown in unknowns(given) if unknown.path != path]
        answers = [
            _solve_corner(lambda value, filled=filled: rule(place(filled, path, value), law), wanted)  # type: ignore[misc]
            for filled in corners(given, others)
        ]
        result = _result(calculator, given, (path, others, answers), as_of)
        return explained(calculator, result)


def _read_target(target: Decimal | str) -> Decimal | None:
    """Return the target in yuan, None for the cap."""
    errors = words().errors
    if target == CAP:
        return None
    try:
        value = read_money(target).quantize(FEN, ROUND_UP)
    except ValueError:
        value = ZERO
    if value <= 0:
        raise InputError("target", target, allowed=errors["target"], question=errors["target_question"])
    return value


def _solve_corner(at: Callable[[Decimal], Working], wanted: Decimal | None) -> _Answer:
    """Halve the interval from nothing to ``MAX_MONEY`` until one fen is left."""
    top = at(UNBOUNDED)
    target = wanted if wanted is not None else top.value if top.binding in _AT_THE_CAP and top.value else None
    if target is None or at(MAX_MONEY).value < target:
        return _Answer(None, target, top, None)
    low, high = -1, int(MAX_MONEY) * _FEN_A_YUAN
    while high - low > 1:
        middle = (low + high) // 2
        if at(middle * FEN).value >= target:
            high = middle
        else:
            low = middle
    return _Answer(high * FEN, target, at(high * FEN), at(low * FEN) if high else None)


def _result(
    calculator: Calculator, given: Inputs, found: tuple[Path, list[Unknown], list[_Answer]], as_of: date
) -> Result:
    path, others, answers = found
    common = {
        **base_fields(calculator, given, as_of), "kind": "reverse", "field": print_path(path),
        "assumptions": (*_on_unknowns(calculator, others), *assumptions(calculator, given, as_of)),
    }  # fmt: skip
    reached = [answer for answer in answers if answer.value is not None]
    if not reached:
        best = max(answers, key=lambda answer: answer.working.value)
        return Result(
            **common, status="unreachable", bound="none", binding=best.working.binding,
            target_yuan=None if best.target is None else floor_fen(best.target),
            ceiling_yuan=floor_fen(best.working.value), steps=finite(best.working.steps),
        )  # fmt: skip
    least = min(reached, key=lambda answer: answer.value or ZERO)
    most = max(reached, key=lambda answer: answer.value or ZERO)
    certain = least.value == most.value
    bound: Literal["exact", "range"] = "exact" if certain else "range"
    return Result(
        **common, bound=bound, amount_yuan=least.value if certain else None,
        range_yuan=None if certain else (least.value, most.value), target_yuan=floor_fen(least.target or ZERO),
        binding=most.working.binding, steps=(*(() if certain else _proof(least)), *_proof(most)),
    )  # fmt: skip


def _on_unknowns(calculator: Calculator, others: list[Unknown]) -> tuple[str, ...]:
    template = words().assumptions["unknown"]
    asked = {path: calculator.ask(path) for path in questions(calculator, others)}
    return tuple(template.format(label=field.label, field=path) for path, field in asked.items())


def _proof(answer: _Answer) -> tuple[Step, ...]:
    """Return the steps forward at the answer, the last step one fen below it, and the answer itself."""
    value, steps = answer.value or ZERO, finite(answer.working.steps)
    proof = steps
    if answer.before is not None and answer.before.steps[-1].value < value:
        short = answer.before.steps[-1]
        proof = (*proof, short.model_copy(update={"label": words().steps["one_fen_less"]}))
    return (*proof, inverse(value, steps))
