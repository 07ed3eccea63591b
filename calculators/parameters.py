"""The numbers of a policy: dated, quoted, proven at load. No number of a policy stands anywhere else.

A changed number is one more dated value with the clause and the quote that change it; nothing is overwritten.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from pydantic import Field, RootModel

from calculators.money import find_money
from calculators.words import say
from corpus.clause import Policy
from corpus.data_file import DataModel, parse_yaml, read_yaml
from corpus.errors import DataError

Unit = Literal["CNY", "percent", "percentage_point", "count", "year", "date", "text"]
Role = Literal["cap", "grade", "threshold", "pool"]
"""What an amount is in its clause: the most that is given, one end of what is given, the least that must be spent, or
what there is for all together."""
_NUMBERS = {
    "percent": re.compile(r"(\d+(?:\.\d+)?)%"),
    "percentage_point": re.compile(r"(\d+(?:\.\d+)?)个百分点|(\d+(?:\.\d+)?)個百分點"),
    "count": re.compile(r"(\d+)[家个個项項名]"),
    "year": re.compile(r"(?<!\d)(\d{1,3})年"),
}
_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")


class _Dated(DataModel):
    """One value from a day on; ``text`` parameters have a quote and no value."""

    since: date = Field(alias="from")
    value: Decimal | date | None = None
    clause: str
    quote: str


class _Entry(DataModel):
    label: str
    unit: Unit
    role: Role | None = None
    values: tuple[_Dated, ...] = Field(min_length=1)


class _ParametersFile(RootModel[dict[str, _Entry]]):
    """parameters.yaml: parameter id → label, unit, dated values."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number of the policy as it stands on some day; ``source[start:end] == quote``."""

    id: str
    label: str
    unit: Unit
    since: date
    value: Decimal
    """Yuan, percent, percentage points or a count; 0 for a text or a date, which are quotes alone."""
    clause: str
    quote: str
    start: int
    end: int
    role: Role | None = None
    """None for what nobody asks for by itself, and for what is no amount."""


class ParameterSet:
    """All parameters of a policy; ``at`` picks those of a day."""

    def __init__(self, dated: Mapping[str, tuple[Parameter, ...]]) -> None:
        self.dated = MappingProxyType(dict(dated))
        self._epochs = sorted({parameter.since for line in dated.values() for parameter in line})
        self._by_epoch = [MappingProxyType(self._pick(epoch)) for epoch in self._epochs]
        self._said = [
            {key: say(item.value, item.unit) for key, item in epoch.items() if item.unit not in ("text", "date")}
            for epoch in self._by_epoch
        ]

    def _pick(self, day: date) -> dict[str, Parameter]:
        latest = {key: [item for item in line if item.since <= day] for key, line in self.dated.items()}
        return {key: line[-1] for key, line in latest.items() if line}

    def epoch(self, day: date) -> int:
        """Return how many days of change lie up to a day; on two days of one epoch all parameters are the same."""
        return bisect_right(self._epochs, day)

    def at(self, day: date) -> Mapping[str, Parameter]:
        """Return the parameters in force on a day; before the first of them there is none."""
        epoch = self.epoch(day)
        return self._by_epoch[epoch - 1] if epoch else MappingProxyType({})

    def said_at(self, day: date) -> Mapping[str, str]:
        """Return the numbers of a day as texts say them, for templates."""
        epoch = self.epoch(day)
        return self._said[epoch - 1] if epoch else {}


def load_parameters(file: Path, policy: Policy, policies: Mapping[str, Policy]) -> ParameterSet:
    """Read parameters.yaml and prove it: each quote stands in its clause, and its number is the value.

    ``clause`` is an id within the policy (``m03``) or of another one (``hz_ai_2026/m01``). ``DataError`` names file,
    key and clause.
    """
    entries = read_yaml(file, _ParametersFile).root
    proof = _Proof(file, policy, policies)
    return ParameterSet({key: proof.line(key, entry) for key, entry in entries.items()})


@dataclass(frozen=True)
class _Proof:
    file: Path
    policy: Policy
    policies: Mapping[str, Policy]

    def line(self, key: str, entry: _Entry) -> tuple[Parameter, ...]:
        """Prove one parameter: its dates rise from the policy's first day on, and each value has its quote.

        Only a number that an amendment brings in (its clause is another policy's) may start later.
        """
        days = [dated.since for dated in entry.values]
        if days != sorted(set(days)):
            raise self._error(key, "values", found="、".join(map(str, days)), expected="由早到晚、不重复的日期")
        amended = "/" in entry.values[0].clause
        if days[0] > self.policy.in_force_from and not amended:
            raise self._error(key, "values", found=days[0], expected=f"不晚于施行日 {self.policy.in_force_from}")
        return tuple(self._parameter(key, entry, number) for number in range(len(days)))

    def _parameter(self, key: str, entry: _Entry, number: int) -> Parameter:
        dated, place = entry.values[number], f"values.{number}"
        policy_id, _, short = dated.clause.rpartition("/")
        policy = self.policies.get(policy_id or self.policy.id, self.policy)
        clause_id = f"{policy_id or self.policy.id}/{short}"
        try:
            clause = policy.clause(clause_id)
        except KeyError:
            raise self._error(key, f"{place}.clause", found=dated.clause, expected="政策中已有的条款") from None
        at = clause.span.of(policy.source).find(dated.quote) if clause.id == clause_id and dated.quote else -1
        if at < 0:
            raise self._error(key, f"{place}.quote", found=dated.quote, expected=f"{clause_id} 的逐字原文")
        wanted, found = str(dated.value), numbers_in(dated.quote, entry.unit)
        if entry.unit != "text" and found != [wanted]:
            text = f"{clause_id} 引文中的 {'、'.join(found) or '（没有数）'}"
            raise self._error(key, f"{place}.value", found=wanted, expected=text)
        if entry.unit == "text" and dated.value is not None:
            raise self._error(key, f"{place}.value", found=wanted, expected="text 类条目不带数值")
        value = dated.value if isinstance(dated.value, Decimal) else Decimal(0)
        start = clause.span.start + at
        span = (start, start + len(dated.quote))
        return Parameter(
            key, entry.label, entry.unit, dated.since, value, clause_id, dated.quote, *span, role=entry.role
        )

    def _error(self, key: str, place: str, *, found: object, expected: object) -> DataError:
        path = (key, *(int(part) if part.isdigit() else part for part in place.split(".")))
        lines = parse_yaml(self.file)[1]
        return DataError(self.file, f"{key}.{place}", line=lines.get(path), found=found, expected=expected)


def numbers_in(quote: str, unit: Unit) -> list[str]:
    """Return every number of this unit that a quote holds, in the form that ``str`` gives its value."""
    if unit == "CNY":
        return [str(low) for _, _, low, high in find_money(quote) if low == high]
    if unit == "date":
        return [str(date(*(int(part) for part in found.groups()))) for found in _DATE.finditer(quote)]
    expression = _NUMBERS.get(unit)
    return [found[found.lastindex or 0] for found in expression.finditer(quote)] if expression else []
