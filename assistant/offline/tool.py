"""What the offline model knows of a tool: its schema, like any other model."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_CLAUSE_ID = re.compile(r"[a-z0-9_]+/(?:m\d+|closing)")
Arguments = dict[str, Any]
UNMET = "unmet"
"""The argument of a calculator's tool that names the conditions which are not met."""

UNKNOWN = "unknown"
"""The argument of a calculator's tool that names optional amounts that the user does not know about."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool's name, the clause that it computes, and its inputs."""

    name: str
    clause: str
    """The clause that a calculator computes; empty for other tools."""
    required: tuple[str, ...]
    feeds: Mapping[str, str] = field(default_factory=dict)
    """For the profile: ``calculator.input`` → the property of the profile that feeds it."""
    overlaps: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """For the profile: the property that says whether two measures cover one cost → the two."""
    several: Mapping[str, str] = field(default_factory=dict)
    """For the sum: calculator → what an enterprise may have several of."""
    conditions: tuple[str, ...] = ()
    """For a calculator: the conditions of its clause that a user may say are not met."""
    amounts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """For what looks up an amount of the text: its name → what it is (``role``), how much (``yuan``) and where
    it stands (``refs``)."""


def read_schema(function: Mapping[str, Any]) -> Tool:
    """Read a tool's function schema in OpenAI's form."""
    found = _CLAUSE_ID.search(function.get("description", ""))
    parameters = function.get("parameters", {})
    facts = parameters.get("properties", {}).get("facts", {}).get("properties", {})
    feeds = {str(schema["x-input"]): name for name, schema in facts.items() if "x-input" in schema}
    overlaps = {name: tuple(schema["x-overlap"]) for name, schema in facts.items() if "x-overlap" in schema}
    part = parameters.get("properties", {}).get("parts", {}).get("items", {}).get("properties", {})
    several = dict(part.get("calculator", {}).get("x-several", {}))
    conditions = tuple(parameters.get("properties", {}).get(UNMET, {}).get("items", {}).get("enum", ()))
    amounts = dict(parameters.get("properties", {}).get("amount", {}).get("x-places", {}))
    clause, required = found[0] if found else "", tuple(parameters.get("required", ()))
    return Tool(function["name"], clause, required, feeds, overlaps, several, conditions, amounts)
