"""The tool that holds an enterprise's facts against every measure of a policy (政策体检)."""

import json
from datetime import date
from typing import Any

from langchain.tools import ToolRuntime
from langchain_core.tools import BaseTool, StructuredTool, ToolException

from assistant.arguments import check_arguments
from assistant.turn_context import TurnContext
from calculators.contract import Result
from calculators.eligibility import Eligibility
from calculators.portfolio import check_profile
from calculators.portfolio_result import Combination, ConditionCheck, MeasureCheck, Portfolio
from corpus.errors import InputError

NAME = "match_profile"
_TITLE = "政策体检"


def profile_tool(rules: Eligibility) -> BaseTool:
    """Return ``match_profile`` for a policy: facts in; verdicts, amounts and the best lawful combination out."""

    def match_profile(runtime: ToolRuntime[TurnContext], facts: dict[str, Any], assume: list[str] | None = None) -> str:
        assumed = assume or []
        profile = {**dict.fromkeys(_flags(rules, assumed), True), **facts}
        try:
            check_arguments(facts, runtime.context.said)
            portfolio = check_profile(profile, as_of=runtime.context.as_of, policy=rules.policy.id)
        except InputError as error:
            raise ToolException(json.dumps({"field": error.field, "message": str(error)}, ensure_ascii=False)) from None
        return json.dumps(_told(rules, portfolio, assumed, runtime.context.as_of), ensure_ascii=False)

    return StructuredTool(
        name=NAME,
        description="政策体检：用企业的情况对照全部措施，给出符合与否、金额和不重复享受的最优搭配。只填用户说过的情况。",
        func=match_profile,
        args_schema={
            "type": "object",
            "properties": {
                "facts": {
                    "type": "object", "properties": _fields(rules), "additionalProperties": False,
                    "description": "用户说过的情况；没说的不要填",
                },
                "assume": {
                    "type": "array", "items": {"type": "string", "enum": list(rules.data.measures)},
                    "description": "先当作符合其条件的措施：用户自称符合而条件还没核对的",
                },
            },
            "required": ["facts"],
            "$defs": rules.profile.model_json_schema()["$defs"],
            "additionalProperties": False,
        },
        handle_tool_error=True,
    )  # fmt: skip


def _fields(rules: Eligibility) -> dict[str, Any]:
    """Return the profile's properties; ``x-input`` names the calculator's input that a property feeds.

    ``x-overlap`` names the two measures that may cover one cost, which the property settles.
    """
    schema = rules.profile.model_json_schema()["properties"]
    feeds = {
        profile_field: f"{rule.calculator}.{field}"
        for rule in rules.data.measures.values()
        for field, profile_field in rule.inputs.items()
    }
    extra: dict[str, dict[str, Any]] = {name: {"x-input": fed} for name, fed in feeds.items()}
    extra |= {overlap.field: {"x-overlap": list(overlap.measures)} for overlap in rules.data.overlaps}
    return {
        name: {**schema[name], "description": field.label, **extra.get(name, {})}
        for name, field in rules.fields.items()
    }


def _flags(rules: Eligibility, measures: list[str]) -> list[str]:
    return [
        condition.field
        for measure in measures
        for condition in rules.data.measures[measure].conditions
        if condition.quote is not None
    ]


def _told(rules: Eligibility, portfolio: Portfolio, assumed: list[str], as_of: date) -> dict[str, Any]:
    """Return what a driver needs to answer: short, every amount as a calculation."""
    calculations = [
        check.calculation
        for check in portfolio.measures
        if check.calculation and check.verdict == "eligible" and check.clause.rpartition("/")[2] in assumed
    ]
    total = _total(rules, portfolio, as_of) if len(calculations) > 1 else None
    return {
        "status": portfolio.status,
        "measures": [_measure(check) for check in portfolio.measures],
        "calculations": [item.model_dump(mode="json") for item in [*calculations, *([total] if total else [])]],
        "exclusions": [exclusion.text for exclusion in portfolio.exclusions],
        "assumed": [
            _condition(condition)
            for check in portfolio.measures
            for condition in check.conditions
            if check.clause.rpartition("/")[2] in assumed and condition.field in _flags(rules, assumed)
        ],
        "assumptions": list(portfolio.assumptions),
        "questions": [question.question for question in portfolio.questions],
    }


def _measure(check: MeasureCheck) -> dict[str, Any]:
    failed = [condition.text for condition in check.conditions if condition.text]
    told = {"clause": check.clause, "label": check.label, "verdict": check.verdict}
    unmet = [_condition(condition) for condition in check.conditions if condition.met is False]
    return {**told, "failed": failed, "unmet": unmet, "note": check.note}


def _condition(condition: ConditionCheck) -> dict[str, str]:
    return {"text": condition.label, "ref": f"[{condition.clause}@{condition.start}-{condition.end}]"}


def _total(rules: Eligibility, portfolio: Portfolio, as_of: date) -> Result | None:
    """Return the best lawful combination as a calculation, so that its sum is bound like any other amount."""
    best: Combination | None = portfolio.combination
    if best is None:
        return None
    sure = best.amount_yuan == best.low_yuan
    return Result(
        calculator=NAME, title=_TITLE, clause=best.steps[0].clause, bound="upper" if sure else "range",
        amount_yuan=best.amount_yuan if sure else None,
        range_yuan=None if sure else (best.low_yuan, best.amount_yuan),
        inputs={"chosen": list(best.chosen)}, binding="best_combination", steps=best.steps, as_of=as_of,
        in_force=portfolio.in_force,
    )  # fmt: skip
