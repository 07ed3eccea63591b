"""Conditions of a measure that an enterprise does not meet: nothing is granted, whatever its figures come to."""

from collections.abc import Sequence

from calculators.contract import Explanation, Result, Step
from calculators.eligibility import Condition, Eligibility
from calculators.portfolio_result import portfolio_words, say_bound
from calculators.scales import ZERO, floor_fen
from corpus.errors import InputError
from corpus.normalise import to_script

BINDING = "condition"


def conditions_of(rules: Eligibility, calculator: str) -> dict[str, Condition]:
    """Return the conditions of a calculator's measure that are met or not, whatever its figures, by field."""
    found = (rule for rule in rules.data.measures.values() if rule.calculator == calculator)
    return {item.field: item for rule in found for item in rule.conditions if item.quote is not None}


def without_conditions(rules: Eligibility, result: Result, unmet: Sequence[str]) -> Result:
    """Return 0 for a result whose conditions are not all met: the clause that sets them, and what it would come to."""
    known = conditions_of(rules, result.calculator)
    for name in unmet:
        if name not in known:
            raise InputError("unmet", name, allowed="、".join(known))
    if result.status != "ok" or not unmet:
        return result
    said, nothing = portfolio_words(), floor_fen(ZERO)
    steps = tuple(_step(rules, result.clause, known[name]) for name in dict.fromkeys(unmet))
    would = say_bound(result.amount_yuan, result.range_yuan) if result.amount_yuan != ZERO else ""
    told = "".join(f"{said.failed.format(label=step.label)}。" for step in steps)
    return result.model_copy(update={
        "bound": "upper", "amount_yuan": nothing, "range_yuan": None, "binding": BINDING, "steps": steps,
        "assumptions": (said.if_met.format(amount=would),) if would else (), "missing": (), "question": None,
        "cliffs": (), "possibility": None, "years": (),
        "explanation": Explanation(hans=told, hant=to_script(told, "hant")),
    })  # fmt: skip


def _step(rules: Eligibility, short: str, condition: Condition) -> Step:
    clause, quote = rules.policy.clause(short.rpartition("/")[2]), str(condition.quote)
    start = clause.span.start + clause.text.index(quote)
    label = rules.fields[condition.field].label
    return Step(
        label=label, expression="", value=floor_fen(ZERO), unit="CNY", clause=clause.id, quote=quote,
        start=start, end=start + len(quote),
    )  # fmt: skip
