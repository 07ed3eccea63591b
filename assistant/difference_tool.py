"""The tool that says by how much two amounts differ: two calculations, or what the text states."""

import json
from collections.abc import Mapping
from typing import Any

from langchain.tools import ToolRuntime
from langchain_core.tools import BaseTool, StructuredTool, ToolException

from assistant.arguments import check_arguments
from assistant.turn_context import TurnContext
from calculators.adding import NAME as ADD_UP
from calculators.calculator import Calculator
from calculators.difference import NAME, difference
from calculators.stated import NAME as STATED
from corpus.errors import InputError


def difference_tool(calculators: Mapping[str, Calculator]) -> BaseTool:
    """Return ``difference``: two calculations in, by how much they differ out."""

    def run(runtime: ToolRuntime[TurnContext], parts: list[dict[str, Any]]) -> str:
        try:
            check_arguments({"parts": parts}, runtime.context.said)
            pair = [(str(part.get("calculator")), part.get("inputs") or {}) for part in parts]
            return difference(pair, as_of=runtime.context.as_of).model_dump_json()
        except InputError as error:
            raise ToolException(json.dumps({"field": error.field, "message": str(error)}, ensure_ascii=False)) from None

    part = {
        "type": "object",
        "properties": {
            "calculator": {"type": "string", "enum": [*calculators, ADD_UP, STATED]},
            "inputs": {"type": "object", "description": "与单独调用这个计算器时相同"},
        },
        "required": ["calculator", "inputs"],
        "additionalProperties": False,
    }
    return StructuredTool(
        name=NAME,
        description="两个金额相差多少：两次计算，或原文写明的两个金额（stated_amount）。不要自己减。",
        func=run,
        args_schema={
            "type": "object",
            "properties": {"parts": {"type": "array", "items": part, "minItems": 2, "maxItems": 2}},
            "required": ["parts"],
            "additionalProperties": False,
        },
        handle_tool_error=True,
    )
