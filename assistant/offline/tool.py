"""What the offline model knows of a tool: its schema, like any other model."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_CLAUSE_ID = re.compile(r"[a-z0-9_]+/(?:m\d+|closing)")
Arguments = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool's name, the clause that it computes, and its inputs."""

    name: str
    clause: str
    """The clause that a calculator computes; empty for other tools."""
    required: tuple[str, ...]
    feeds: Mapping[str, str] = field(default_factory=dict)
    """For the profile: ``calculator.input`` → the property of the profile that feeds it."""
    several: Mapping[str, str] = field(default_factory=dict)
    """For the sum: calculator → what an enterprise may have several of."""


def read_schema(function: Mapping[str, Any]) -> Tool:
    """Read a tool's function schema in OpenAI's form."""
    found = _CLAUSE_ID.search(function.get("description", ""))
    parameters = function.get("parameters", {})
    facts = parameters.get("properties", {}).get("facts", {}).get("properties", {})
    feeds = {str(schema["x-input"]): name for name, schema in facts.items() if "x-input" in schema}
    part = parameters.get("properties", {}).get("parts", {}).get("items", {}).get("properties", {})
    several = dict(part.get("calculator", {}).get("x-several", {}))
    return Tool(function["name"], found[0] if found else "", tuple(parameters.get("required", ())), feeds, several)
