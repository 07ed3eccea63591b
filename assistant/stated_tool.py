"""The tool that looks up an amount which the text itself states: a cap, a threshold, the city's pool."""

import json
from collections.abc import Mapping
from typing import Any

from langchain.tools import ToolRuntime
from langchain_core.tools import BaseTool, StructuredTool, ToolException

from assistant.arguments import check_arguments
from assistant.offline.years import YEAR
from assistant.turn_context import TurnContext
from calculators.calculator import Calculator
from calculators.stated import NAME, most_years, stated_amount, stated_amounts
from corpus.errors import InputError

_WHAT = (
    "原文写明的一个金额：上限、门槛、全市总额。用户没有报自己的数、问条文定的数时调用；"
    "只报了已经拿到多少、问上限还剩多少时，另填 used_yuan。"
)
_USED = "上限之下已经拿到的金额，元，字符串；只用于上限。"


def stated_tool(calculators: Mapping[str, Calculator]) -> BaseTool:
    """Return ``stated_amount``: the name of an amount in, the amount with its quote out.

    ``x-places`` says of each amount what it is, how much on what days, and where it stands.
    """

    def run(runtime: ToolRuntime[TurnContext], amount: str, used_yuan: str | None = None, whole: bool = False) -> str:
        try:
            check_arguments({"used_yuan": used_yuan}, runtime.context.said)
            found = stated_amount(amount, as_of=runtime.context.as_of, used=used_yuan, whole=whole)
            return found.model_dump_json()
        except InputError as error:
            raise ToolException(json.dumps({"field": error.field, "message": str(error)}, ensure_ascii=False)) from None

    return StructuredTool(
        name=NAME,
        description=_WHAT,
        func=run,
        args_schema={
            "type": "object",
            "properties": {
                "amount": _amount(calculators),
                "used_yuan": {"type": ["string", "null"], "description": _USED},
                "whole": {"type": "boolean", "description": "年年拿满、整个政策期合计；只有原文写明最多几年的才有"},
            },
            "required": ["amount"],
            "additionalProperties": False,
        },
        handle_tool_error=True,
    )


def _amount(calculators: Mapping[str, Calculator]) -> dict[str, Any]:
    known = stated_amounts(calculators)
    named = "；".join(f"{name}：{owner.title}，{line[0].label}" for name, (owner, line) in known.items())
    places = {
        name: {
            "role": line[0].role,
            "yearly": bool(owner.several and owner.several.unit == YEAR and owner.several.cap == line[0].id),
            "whole": _most(owner, line[0].id),
            "yuan": [str(one.value) for one in line],
            "refs": [f"[{one.clause}@{one.start}-{one.end}]" for one in line],
        }
        for name, (owner, line) in known.items()
    }
    return {"type": "string", "enum": list(known), "description": named, "x-places": places}


def _most(owner: Calculator, amount: str) -> str:
    """Return for how many years a yearly amount is given at most; empty where the text does not say."""
    key = most_years(owner, amount)
    return str(owner.parameters.dated[key][-1].value) if key else ""
