"""The tool that adds up what an enterprise gets for several things of one kind, each with its own cap."""

import json
from collections.abc import Mapping
from typing import Any

from langchain.tools import ToolRuntime
from langchain_core.tools import BaseTool, StructuredTool, ToolException

from assistant.arguments import check_arguments, check_named
from assistant.turn_context import TurnContext
from calculators.adding import NAME, add_up
from calculators.calculator import Calculator
from corpus.errors import InputError


def sum_tool(calculators: Mapping[str, Calculator]) -> BaseTool:
    """Return ``add_up``: several calculations in, their sum out; ``x-several`` names what there may be several of."""

    def run(runtime: ToolRuntime[TurnContext], parts: list[dict[str, Any]]) -> str:
        said, alike = runtime.context.said, [part.get("calculator") for part in parts]
        try:
            check_arguments({"parts": parts}, said)
            check_named({"parts": [part for part in parts if alike.count(part.get("calculator")) > 1]}, said)
            found = add_up(
                [(str(part.get("calculator")), part.get("inputs") or {}) for part in parts], as_of=runtime.context.as_of
            )
        except InputError as error:
            raise ToolException(json.dumps({"field": error.field, "message": str(error)}, ensure_ascii=False)) from None
        return found.model_dump_json()

    several = {name: one.several.unit for name, one in calculators.items() if one.several}
    part = {
        "type": "object",
        "properties": {
            "calculator": {"type": "string", "enum": list(calculators), "x-several": several},
            "inputs": {"type": "object", "description": "与单独调用这个计算器时相同"},
        },
        "required": ["calculator", "inputs"],
        "additionalProperties": False,
    }
    return StructuredTool(
        name=NAME,
        description="把几项计算的结果相加：几个项目各按各的上限算，再加起来。每一项先单独调用计算器，再放进 parts。",
        func=run,
        args_schema={
            "type": "object",
            "properties": {"parts": {"type": "array", "items": part, "description": "要相加的每一项"}},
            "required": ["parts"],
            "additionalProperties": False,
        },
        handle_tool_error=True,
    )
