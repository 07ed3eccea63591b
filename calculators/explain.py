"""A result in plain language, in both scripts, made from its steps and nothing else."""

from decimal import Decimal
from functools import lru_cache

from calculators.calculator import Calculator
from calculators.contract import Explanation, Result, Step
from calculators.words import SCRIPTS, fill, in_script, say, say_yuan, words
from corpus.normalise import Script

_GAP = "\0"


def explain(calculator: Calculator, result: Result) -> Explanation:
    """Return the explanation of a result."""
    hans, hant = ("".join(_sentences(calculator, result, script)) for script in SCRIPTS)
    return Explanation(hans=hans, hant=hant)


def _sentences(calculator: Calculator, result: Result, script: Script) -> list[str]:
    steps = [_step(calculator, step, script) for step in result.steps]
    return [*steps, *_conclusion(calculator, result, script)]


def _step(calculator: Calculator, step: Step, script: Script) -> str:
    compared = "≥" in step.expression or "<" in step.expression
    template = words().explain["compared" if compared else "step"]
    clause = calculator.clause_names.get(step.clause, step.clause)
    before, between, after = _frame(template, clause, step.label, script)
    return before + step.expression + between + ("" if compared else say(step.value, step.unit, script)) + after


@lru_cache(maxsize=4096)
def _frame(template: str, clause: str, label: str, script: Script) -> tuple[str, str, str]:
    """Return a step's sentence around its expression and its value, the parts that come back in every result."""
    known = {"clause": in_script(clause, script), "label": in_script(label, script)}
    before, between, *after = fill(template, script, expression=_GAP, value=_GAP, **known).split(_GAP)
    return before, between, "".join(after)


def _conclusion(calculator: Calculator, result: Result, script: Script) -> list[str]:
    say_it = words().explain
    if result.status == "not_in_force":
        return [
            fill(
                say_it["not_in_force"],
                script,
                as_of=result.as_of,
                first=result.in_force.first,
                last=result.in_force.last,
            )
        ]
    binding = in_script(words().bindings.get(result.binding or "", ""), script)
    if result.kind == "reverse":
        return [_reverse(calculator, result, binding, script)]
    if result.range_yuan is not None:
        return _range(result, script)
    amount = result.amount_yuan or Decimal(0)
    sentences = [
        fill(say_it["upper" if amount else "nothing"], script, amount=say_yuan(amount, script), binding=binding)
    ]
    if result.possibility is not None:
        sentences.append(in_script(result.possibility.text, script))
    return sentences


def _range(result: Result, script: Script) -> list[str]:
    low, high = result.range_yuan or (Decimal(0), Decimal(0))
    sentences = [fill(words().explain["range"], script, low=say_yuan(low, script), high=say_yuan(high, script))]
    if result.question is None:
        return [*sentences, in_script(words().explain["stated_range"], script)]
    return [*sentences, fill(words().explain["narrow"], script, question=in_script(result.question.question, script))]


def _reverse(calculator: Calculator, result: Result, binding: str, script: Script) -> str:
    asked = calculator.ask(result.field or "")
    told = {"label": in_script(asked.label, script), "binding": binding}
    if result.target_yuan is not None:
        told["target"] = say_yuan(result.target_yuan, script)
    if result.status == "unreachable":
        template = "unreachable" if result.target_yuan is not None else "no_ceiling"
        return fill(
            words().explain[template], script, ceiling=say_yuan(result.ceiling_yuan or Decimal(0), script), **told
        )
    if result.range_yuan is not None:
        low, high = result.range_yuan
        return fill(
            words().explain["reverse_range"], script, low=say_yuan(low, script), high=say_yuan(high, script), **told
        )
    return fill(words().explain["reverse"], script, amount=say_yuan(result.amount_yuan or Decimal(0), script), **told)
