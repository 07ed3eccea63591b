"""The tool that adds up what an enterprise gets for several things of one kind, each with its own cap."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from langchain.tools import ToolRuntime
from langchain_core.tools import BaseTool, StructuredTool, ToolException

from assistant.arguments import check_arguments, check_named
from assistant.offline.enterprises import several_enterprises
from assistant.offline.projects import ENTERPRISE
from assistant.offline.years import YEAR, years_named
from assistant.turn_context import TurnContext
from calculators.adding import NAME, add_up
from calculators.calculator import Calculator
from corpus.errors import InputError

_ENTERPRISES = "用户说明了的几家各自独立申报的企业；只有一家就不填"
_YEARS = "用户说明了的几个年度；同一年的几份合同放进一次计算"


def sum_tool(calculators: Mapping[str, Calculator]) -> BaseTool:
    """Return ``add_up``: several calculations in, their sum out; ``x-several`` names what there may be several of."""

    def run(runtime: ToolRuntime[TurnContext], parts: list[dict[str, Any]]) -> str:
        try:
            _check(parts, calculators, runtime.context.said)
            found = add_up(
                [(str(part.get("calculator")), part.get("inputs") or {}) for part in parts],
                as_of=runtime.context.as_of,
                owners=[str(part.get(ENTERPRISE) or "") for part in parts],
            )
        except InputError as error:
            raise ToolException(json.dumps({"field": error.field, "message": str(error)}, ensure_ascii=False)) from None
        return found.model_dump_json()

    return StructuredTool(
        name=NAME,
        description="把几项计算相加：几个项目、几个年度各按各的上限算再相加。每一项先单独调用计算器，再放进 parts。",
        func=run,
        args_schema=_schema(calculators),
        handle_tool_error=True,
    )


def _schema(calculators: Mapping[str, Calculator]) -> dict[str, Any]:
    part = {
        "type": "object",
        "properties": {
            "calculator": {
                "type": "string",
                "enum": list(calculators),
                "x-several": {name: one.several.unit for name, one in calculators.items() if one.several},
            },
            "inputs": {"type": "object", "description": "与单独调用这个计算器时相同"},
            ENTERPRISE: {
                "type": "string",
                "description": "用户说了几家各自独立申报的企业时，这一项是哪一家的；只有一家就不填",
            },
        },
        "required": ["calculator", "inputs"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {"parts": {"type": "array", "items": part, "description": "要相加的每一项"}},
        "required": ["parts"],
        "additionalProperties": False,
    }


def _check(parts: list[dict[str, Any]], calculators: Mapping[str, Calculator], said: Sequence[str]) -> None:
    """Refuse values that nobody said, and a split of one enterprise or one year into several with caps of their own."""
    check_arguments({"parts": parts}, said)
    _check_enterprises(parts, said)
    alike = [part.get("calculator") for part in parts]
    several = [part for part in parts if alike.count(part.get("calculator")) > 1]
    for owner in dict.fromkeys(part.get(ENTERPRISE) for part in several):
        own = [str(part.get("calculator")) for part in several if part.get(ENTERPRISE) == owner]
        _check_years(own, calculators, said)
    check_named({"parts": [_own(part, calculators) for part in several]}, said)


def _check_years(names: Sequence[str], calculators: Mapping[str, Calculator], said: Sequence[str]) -> None:
    """Refuse to split one year's costs: each part would come under a cap of its own."""
    for name in set(names):
        calculator = calculators.get(name)
        yearly = calculator is not None and calculator.several is not None and calculator.several.unit == YEAR
        if yearly and names.count(name) > years_named(said):
            raise InputError("parts", names.count(name), allowed=_YEARS)


def _check_enterprises(parts: Sequence[Mapping[str, Any]], said: Sequence[str]) -> None:
    """Refuse to split one enterprise's costs among several that the user has not told of: each would have its caps."""
    owners = {part[ENTERPRISE] for part in parts if part.get(ENTERPRISE)}
    if owners and not any(several_enterprises(words) for words in said):
        raise InputError(ENTERPRISE, len(owners), allowed=_ENTERPRISES)


def _own(part: Mapping[str, Any], calculators: Mapping[str, Calculator]) -> dict[str, Any]:
    """Return a part's inputs without those that are told once for all parts."""
    calculator = calculators.get(str(part.get("calculator")))
    shared = calculator.several.shared if calculator and calculator.several else ()
    return {name: value for name, value in (part.get("inputs") or {}).items() if name not in shared}
