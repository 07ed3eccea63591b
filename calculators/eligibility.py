"""The conditions of each measure, as data (``eligibility.yaml``), proven against the policy at load."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import Field as Default
from pydantic import create_model, model_validator

from calculators.calculator import Calculator
from calculators.fields import Flag, Inputs, Money
from calculators.parameters import Parameter
from calculators.registry import FOLDER, load_calculators
from corpus.clause import Policy
from corpus.data_file import DataModel, read_yaml
from corpus.errors import DataError
from corpus.load import load_policies

NAME = "eligibility.yaml"
_SUPPORTS_LIMIT = 8


class _ProfileField(DataModel):
    """A yes-or-no fact with its words, or ``like``: the input of a calculator."""

    label: str = ""
    question: str = ""
    like: str = ""


class Condition(DataModel):
    """A fact that must be true, or a figure that must reach a parameter."""

    field: str
    else_field: str | None = None
    at_least: str | None = None
    quote: str | None = None

    @model_validator(mode="after")
    def _one_test(self) -> "Condition":
        if (self.at_least is None) == (self.quote is None):
            raise ValueError("at_least 和 quote 必须且只能有一个")
        return self


class MeasureRule(DataModel):
    """What a measure asks, and how its amount is found where it states one."""

    conditions: tuple[Condition, ...] = Default(min_length=1)
    calculator: str | None = None
    inputs: dict[str, str] = {}
    no_amount: str | None = None

    @model_validator(mode="after")
    def _amount_or_reason(self) -> "MeasureRule":
        if (self.calculator is None) == (self.no_amount is None):
            raise ValueError("calculator 和 no_amount 必须且只能有一个")
        return self


class Overlap(DataModel):
    """Two measures that may pay for the same cost; the field says whether they do."""

    measures: tuple[str, str]
    field: str


class EligibilityFile(DataModel):
    """eligibility.yaml."""

    fields: dict[str, _ProfileField]
    measures: dict[str, MeasureRule]
    overlaps: tuple[Overlap, ...] = ()
    no_double: str
    assumptions: tuple[str, ...] = ()


class Support(Inputs):
    """A support of another policy for the same cost as one of the measures."""

    measure: str
    name: str
    amount_yuan: Money


class Profile(Inputs):
    """What is known of an enterprise; a field left out or null is not known. Fields come from ``eligibility.yaml``."""

    other_supports: tuple[Support, ...] = Default(default=(), max_length=_SUPPORTS_LIMIT)


@dataclass(frozen=True, slots=True)
class ProfileField:
    """A field of the profile as people see it; ``kind`` as in ``Field``."""

    name: str
    label: str
    unit: str
    help: str
    question: str
    kind: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Eligibility:
    """The proven conditions of one policy."""

    policy: Policy
    file: Path
    data: EligibilityFile
    fields: dict[str, ProfileField]
    profile: type[Profile]
    calculators: dict[str, Calculator]

    def parameters(self) -> dict[str, tuple[Parameter, ...]]:
        """Return the policy's dated parameters."""
        return dict(next(iter(self.calculators.values())).parameters.dated)


@cache
def load_eligibility(folder: Path = FOLDER, policies: Path | None = None) -> dict[str, Eligibility]:
    """Return the eligibility rules of every policy folder that has them, by policy id."""
    calculators = load_calculators(folder, policies)
    known = load_policies(policies) if policies else load_policies()
    return {
        file.parent.name: _load(file, known[file.parent.name], calculators) for file in sorted(folder.glob(f"*/{NAME}"))
    }


def _load(file: Path, policy: Policy, calculators: dict[str, Calculator]) -> Eligibility:
    data = read_yaml(file, EligibilityFile)
    own = {name: item for name, item in calculators.items() if item.policy.id == policy.id}
    fields = {name: _field(file, name, entry, own) for name, entry in data.fields.items()}
    found = Eligibility(policy, file, data, fields, _profile(data, own), own)
    _check(found)
    return found


def _field(file: Path, name: str, entry: _ProfileField, calculators: dict[str, Calculator]) -> ProfileField:
    if not entry.like:
        return ProfileField(name, entry.label, "是/否", "", entry.question, "flag")
    calculator, _, path = entry.like.partition(".")
    if calculator not in calculators or path not in calculators[calculator].fields:
        raise DataError(file, f"fields.{name}.like", found=entry.like, expected="计算器名.字段名")
    like = calculators[calculator].fields[path]
    return ProfileField(name, like.label, like.unit, like.help, like.question, like.kind, like.choices)


def _profile(data: EligibilityFile, calculators: dict[str, Calculator]) -> type[Profile]:
    """Make the profile's model of the fields: a flag each, or the type of the calculator's input."""
    types: dict[str, object] = {}
    for name, entry in data.fields.items():
        kind: object = Flag | None
        if entry.like:
            calculator, _, path = entry.like.partition(".")
            field = calculators[calculator].inputs.model_fields[path]
            kind = field.annotation
        types[name] = (kind, None)
    return create_model("EnterpriseProfile", __base__=Profile, **types)  # type: ignore[call-overload,no-any-return]


def _check(found: Eligibility) -> None:
    """Prove that every name is known, every quote stands in its clause, and every measure has its rule."""
    measures = {clause.short_id for clause in found.policy.measures}
    if found.data.measures.keys() != measures:
        missing = "、".join(sorted(found.data.measures.keys() ^ measures))
        raise DataError(found.file, "measures", found=f"多出或缺少 {missing}", expected="每条措施一项")
    for short, rule in found.data.measures.items():
        for condition in rule.conditions:
            _check_condition(found, short, condition)
        if rule.calculator is not None:
            _check_inputs(found, short, rule)
    fields = [overlap.field for overlap in found.data.overlaps]
    for name in fields:
        _expect(found, f"overlaps.{name}", name, found.fields)
    _expect(found, "no_double", found.data.no_double, found.parameters())


def _check_condition(found: Eligibility, short: str, condition: Condition) -> None:
    place = f"measures.{short}.conditions"
    for name in filter(None, (condition.field, condition.else_field)):
        _expect(found, place, name, found.fields)
    if condition.at_least is not None:
        _expect(found, place, condition.at_least, found.parameters())
    elif str(condition.quote) not in found.policy.clause(short).text:
        raise DataError(found.file, place, found=condition.quote, expected=f"{short} 的逐字原文")


def _check_inputs(found: Eligibility, short: str, rule: MeasureRule) -> None:
    place = f"measures.{short}"
    _expect(found, f"{place}.calculator", str(rule.calculator), found.calculators)
    for field, source in rule.inputs.items():
        _expect(found, f"{place}.inputs", field, found.calculators[str(rule.calculator)].fields)
        _expect(found, f"{place}.inputs", source, found.fields)


def _expect(found: Eligibility, key: str, name: str, known: object) -> None:
    names = list(known)  # type: ignore[call-overload]
    if name not in names:
        raise DataError(found.file, key, found=name, expected="、".join(names))
