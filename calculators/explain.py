"""A result in plain language, in both scripts, made from its steps and nothing else."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import groupby

from calculators.calculator import Calculator
from calculators.contract import Explanation, Result, Step
from calculators.spoken import say_arithmetic
from calculators.words import fill, say_yuan, words
from corpus.normalise import to_script

ZERO = Decimal(0)
_NUMBER = re.compile(r"(\d[\d,.]*)")
_GAP = "\0"


def explain(calculator: Calculator, result: Result) -> Explanation:
    """Return the explanation of a result: clause by clause what was worked out, then what follows."""
    parts = list(_parts(calculator, result))
    return Explanation(hans="".join(parts), hant="".join(map(_traditional, parts)))


def _parts(calculator: Calculator, result: Result) -> Iterator[str]:
    yield from _grounds(calculator, result.steps)
    said = conclusion(calculator, result)
    yield _say("so", conclusion=said) if result.status == "ok" else said


def _grounds(calculator: Calculator, steps: tuple[Step, ...]) -> Iterator[str]:
    """Say the steps, those of one clause in one sentence."""
    forms = words().explain
    for clause, group in groupby(steps, key=lambda step: step.clause):
        between = forms["grounds"].format(clause=calculator.clause_names.get(clause, clause))
        for step in group:
            yield between + forms["step"].format(label=step.label, arithmetic=say_arithmetic(step))
            between = forms["between"]
        yield forms["stop"]


def conclusion(calculator: Calculator, result: Result) -> str:
    """Return what follows from the steps: the amount with what decided it, or why there is none."""
    if result.status == "not_in_force":
        return _say("not_in_force", as_of=result.as_of, first=result.in_force.first, last=result.in_force.last)
    if result.kind == "reverse":
        return _reverse(calculator, result)
    if result.range_yuan is not None:
        return _range(result, *result.range_yuan)
    amount = result.amount_yuan or ZERO
    if result.bound == "exact":
        return _say("exact", amount=say_yuan(amount))
    said = _say("upper" if amount else "nothing", amount=say_yuan(amount), binding=_why(result))
    return said + (result.possibility.text if result.possibility else "")


def _range(result: Result, low: Decimal, high: Decimal) -> str:
    said = _say("range", low=say_yuan(low), high=say_yuan(high))
    if result.question is None:
        return said + _say("stated_range")
    return said + _say("narrow", question=result.question.question)


def _reverse(calculator: Calculator, result: Result) -> str:
    told = {"label": calculator.ask(result.field or "").label, "binding": _why(result)}
    if result.target_yuan is not None:
        told["target"] = say_yuan(result.target_yuan)
    if result.status == "unreachable":
        form = "unreachable" if result.target_yuan is not None else "no_ceiling"
        return _say(form, ceiling=say_yuan(result.ceiling_yuan or ZERO), **told)
    if result.range_yuan is not None:
        low, high = result.range_yuan
        return _say("reverse_range", low=say_yuan(low), high=say_yuan(high), **told)
    return _say("reverse", amount=say_yuan(result.amount_yuan or ZERO), **told)


def _why(result: Result) -> str:
    return words().bindings.get(result.binding or "", "")


def _say(name: str, **values: object) -> str:
    return fill(words().explain[name], **values)


def _traditional(text: str) -> str:
    """Return a text in Traditional characters; texts that differ in their numbers only are converted once."""
    parts = _NUMBER.split(text)
    parts[::2] = _converted(_GAP.join(parts[::2]))
    return "".join(parts)


@lru_cache(maxsize=4096)
def _converted(text: str) -> list[str]:
    return to_script(text, "hant").split(_GAP)
