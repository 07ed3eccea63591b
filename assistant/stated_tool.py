"""The tool that looks up an amount which the text itself states: a cap, a threshold, the city's pool."""

import json
from collections.abc import Mapping
from typing import Any

from langchain.tools import ToolRuntime
from langchain_core.tools import BaseTool, StructuredTool, ToolException

from assistant.arguments import check_arguments
from assistant.turn_context import TurnContext
from calculators.calculator import Calculator
from calculators.stated import NAME, stated_amount, stated_amounts
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

    def run(runtime: ToolRuntime[TurnContext], amount: str, used_yuan: str | None = None) -> str:
        try:
            check_arguments({"used_yuan": used_yuan}, runtime.context.said)
            return stated_amount(amount, as_of=runtime.context.as_of, used=used_yuan).model_dump_json()
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
            "yuan": [str(one.value) for one in line],
            "refs": [f"[{one.clause}@{one.start}-{one.end}]" for one in line],
        }
        for name, (_, line) in known.items()
    }
    return {"type": "string", "enum": list(known), "description": named, "x-places": places}
