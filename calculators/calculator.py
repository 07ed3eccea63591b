"""A calculator: what it asks, by which rule it answers on a day, and the words around it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from string import Formatter
from typing import Any

from calculators.fields import Inputs
from calculators.parameters import ParameterSet
from calculators.scales import Law, Working
from corpus.clause import Clause, Policy

_POSITION = re.compile(r"\[\d+\]")

Rule = Callable[[Any, Law], Working]


@dataclass(frozen=True, slots=True)
class Field:
    """One input as people see it; ``path`` is ``contracts[].amount_yuan`` for the items of a list."""

    path: str
    label: str
    unit: str
    help: str
    question: str
    left_out: str | None
    """What is assumed where an optional field is not given."""
    required: bool
    kind: str
    """money, percent, months, years, calendar_year, flag, choice or list."""
    choices: tuple[str, ...] = ()
    choice_names: Mapping[str, str] = field(default_factory=dict)
    """What people call each choice."""
    solvable: bool = True
    """Whether a target may be solved for it: more of it never brings less."""

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class DatedRule:
    """A rule and the first day on which it decides."""

    since: date
    rule: Rule


@dataclass(frozen=True, slots=True)
class Several:
    """What an enterprise may have several of, each with its own cap: research projects, years."""

    unit: str
    """What people call one of them."""
    cap: str
    """The parameter that caps each."""
    most: str = ""
    """The parameter that says how many of them count; empty for no limit."""
    shared: tuple[str, ...] = ()
    """Inputs that are told once and hold for each of them."""


@dataclass(frozen=True)
class Calculator:
    """Inputs + parameters + date → working. Pure: no clock, no files."""

    name: str
    title: str
    clause: str
    """Full id: ``hz_ai_2024/m03``."""
    policy: Policy
    inputs: type[Inputs]
    fields: Mapping[str, Field]
    rules: tuple[DatedRule, ...]
    parameters: ParameterSet
    labels: Mapping[str, str]
    assumptions: tuple[str, ...]
    clause_names: Mapping[str, str]
    """Clause id → how texts refer to it: 第(三)条, 附则."""
    several: Several | None = None
    """None for what an enterprise gets once, or whose inputs list several themselves."""
    said: dict[tuple[int, tuple[str, ...]], tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)
    """The assumptions worked out so far, by epoch and fields left out."""

    def law(self, as_of: date) -> Law:
        """Return the parameters and words that a rule works with on a day."""
        return Law(self.parameters.at(as_of), self.labels)

    def rule(self, as_of: date) -> Rule:
        """Return the rule of a day."""
        return [dated.rule for dated in self.rules if dated.since <= as_of][-1]

    def clause_record(self) -> Clause:
        """Return the clause that the calculator implements."""
        return self.policy.clause(self.clause)

    def ask(self, path: str) -> Field:
        """Return the field of a path with or without positions: ``contracts[0].amount_yuan``, ``loans[1].months``."""
        pattern = path_pattern(path)
        return self.fields.get(pattern) or self.fields[pattern.rpartition(".")[2]]

    def fill(self, template: str, as_of: date) -> str:
        """Fill a text of calculators.yaml with the parameters of a day; empty if one of them does not apply yet."""
        if "{" not in template:
            return template
        said = self.parameters.said_at(as_of)
        names = {name for _, name, _, _ in Formatter().parse(template) if name}
        return template.format_map(said) if names <= said.keys() else ""

    def json_schema(self) -> dict[str, Any]:
        """Return the JSON schema of the inputs, with label, unit and help at each field: a tool's description."""
        schema = self.inputs.model_json_schema()
        for definition in (schema, *schema.get("$defs", {}).values()):
            for name, entry in definition.get("properties", {}).items():
                asked = next(item for item in self.fields.values() if item.name == name)
                entry["title"] = asked.label
                entry["description"] = f"{asked.label}（{asked.unit}）。{asked.help}"
        return schema


def path_pattern(path: str) -> str:
    """Return a path without positions: ``contracts[0].amount_yuan`` → ``contracts[].amount_yuan``."""
    return _POSITION.sub("[]", path)
