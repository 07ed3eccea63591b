"""Folders → calculators. A new policy's calculators are found by dropping its folder: no list to edit.

A folder named like a policy holds ``calculators.yaml``, ``parameters.yaml`` and ``rules.py``.
"""

import importlib
import importlib.util
import sys
import types
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Literal, get_args, get_origin

from pydantic import Field as Default
from pydantic import RootModel

from calculators.calculator import Calculator, DatedRule, Field, Several
from calculators.fields import Inputs, Kind
from calculators.parameters import ParameterSet, load_parameters
from calculators.words import words
from corpus.clause import Clause, ClauseKind, Policy
from corpus.data_file import DataModel, read_yaml
from corpus.errors import DataError
from corpus.load import load_policies

FOLDER = Path(__file__).parent
CATALOGUE = "calculators.yaml"


class _FieldWords(DataModel):
    label: str
    unit: str
    help: str
    question: str
    left_out: str | None = None
    choice_names: dict[str, str] = {}
    solvable: bool = True


class _RuleEntry(DataModel):
    since: date = Default(alias="from")
    rule: str


class _SeveralEntry(DataModel):
    unit: str
    cap: str
    most: str = ""
    shared: tuple[str, ...] = ()


class _Entry(DataModel):
    title: str
    clause: str
    inputs: str
    rules: tuple[_RuleEntry, ...] = Default(min_length=1)
    fields: dict[str, _FieldWords]
    steps: dict[str, str]
    assumptions: tuple[str, ...]
    several: _SeveralEntry | None = None


class _Catalogue(RootModel[dict[str, _Entry]]):
    """calculators.yaml: calculator name → clause, inputs, rules, words."""


def load_calculators(folder: Path = FOLDER, policies: Path | None = None) -> dict[str, Calculator]:
    """Return the calculators of every policy folder, by name; ``DataError`` for the first thing that does not hold.

    ``policies`` is the folder of the policies themselves, by default the corpus.
    """
    return _load(folder, policies)


@cache
def _load(folder: Path, policy_folder: Path | None) -> dict[str, Calculator]:
    policies = load_policies(policy_folder) if policy_folder else load_policies()
    found: dict[str, Calculator] = {}
    for file in sorted(folder.glob(f"*/{CATALOGUE}")):
        policy = policies.get(file.parent.name)
        if policy is None:
            raise DataError(file, "文件夹名", found=file.parent.name, expected="一份政策的 id：" + "、".join(policies))
        for calculator in _Builder(file, policy, policies).calculators():
            if calculator.name in found:
                raise DataError(file, calculator.name, found="另一份政策已有的名称", expected="不重复的计算器名称")
            found[calculator.name] = calculator
    return found


class _Builder:
    """Builds the calculators of one folder and checks that code and words agree."""

    def __init__(self, file: Path, policy: Policy, policies: Mapping[str, Policy]) -> None:
        self.file, self.policy = file, policy
        self.entries = read_yaml(file, _Catalogue).root
        self.module = load_rules(file.parent)
        self.parameters: ParameterSet = load_parameters(file.parent / "parameters.yaml", policy, policies)
        self.clause_names = {clause.id: clause_name(clause) for clause in policy.clauses}

    def calculators(self) -> Iterator[Calculator]:
        for name, entry in self.entries.items():
            yield self._calculator(name, entry)

    def _calculator(self, name: str, entry: _Entry) -> Calculator:
        model = getattr(self.module, entry.inputs, None)
        if not (isinstance(model, type) and issubclass(model, Inputs)):
            raise DataError(self.file, f"{name}.inputs", found=entry.inputs, expected="rules.py 中 Inputs 的子类")
        if entry.clause not in {clause.short_id for clause in self.policy.clauses}:
            raise DataError(self.file, f"{name}.clause", found=entry.clause, expected=f"{self.policy.id} 的条款")
        calculator = Calculator(
            name, entry.title, f"{self.policy.id}/{entry.clause}", self.policy, model, self._fields(name, entry, model),
            self._rules(name, entry), self.parameters, dict(entry.steps), entry.assumptions,
            self.clause_names, several=self._several(name, entry),
        )  # fmt: skip
        self._check_templates(calculator)
        return calculator

    def _several(self, name: str, entry: _Entry) -> Several | None:
        """Return what adds up; its cap, and how many count, must be parameters."""
        if entry.several is None:
            return None
        for key, name_of_key in ((entry.several.cap, "cap"), (entry.several.most, "most")):
            if (key or name_of_key == "cap") and key not in self.parameters.dated:
                raise DataError(
                    self.file, f"{name}.several.{name_of_key}", found=key, expected="parameters.yaml 中的条目"
                )
        unknown = set(entry.several.shared) - set(entry.fields)
        if unknown:
            raise DataError(self.file, f"{name}.several.shared", found=sorted(unknown)[0], expected="fields 中的字段")
        return Several(**entry.several.model_dump())

    def _rules(self, name: str, entry: _Entry) -> tuple[DatedRule, ...]:
        days = [item.since for item in entry.rules]
        if days != sorted(set(days)) or days[0] > self.policy.in_force_from:
            expected = f"由早到晚、不重复、最早不晚于 {self.policy.in_force_from} 的日期"
            raise DataError(self.file, f"{name}.rules", found="、".join(map(str, days)), expected=expected)
        for item in entry.rules:
            if not callable(getattr(self.module, item.rule, None)):
                raise DataError(self.file, f"{name}.rules", found=item.rule, expected="rules.py 中的函数")
        return tuple(DatedRule(item.since, getattr(self.module, item.rule)) for item in entry.rules)

    def _fields(self, name: str, entry: _Entry, model: type[Inputs]) -> dict[str, Field]:
        """Join the words of the catalogue to the fields of the model; both must name the same."""
        described = entry.fields
        found: dict[str, Field] = {}
        for path, required, kind, choices in model_fields(model):
            said = described.get(self._words_key(path, described))
            if said is None:
                raise DataError(self.file, f"{name}.fields", found=f"没有 {path}", expected="输入模型的每个字段")
            if set(said.choice_names) != set(choices):
                names = "、".join(said.choice_names) or "没有 choice_names"
                raise DataError(
                    self.file, f"{name}.fields.{path}", found=names, expected="、".join(choices) or "没有选项"
                )
            found[path] = Field(path, required=required, kind=kind, choices=choices, **said.model_dump())
        for path in described.keys() - found.keys():
            raise DataError(self.file, f"{name}.fields.{path}", found="模型没有的字段", expected="、".join(found))
        order = list(described)
        return dict(sorted(found.items(), key=lambda item: order.index(self._words_key(item[0], described))))

    @staticmethod
    def _words_key(path: str, described: Mapping[str, _FieldWords]) -> str:
        """Items of a list may share the words of the field of the same name outside it."""
        return path if path in described else path.rpartition(".")[2]

    def _check_templates(self, calculator: Calculator) -> None:
        known = set(self.parameters.dated)
        for text in (*calculator.assumptions, *(item.left_out or "" for item in calculator.fields.values())):
            for _, key, _, _ in Formatter().parse(text):
                if key is not None and key not in known:
                    raise DataError(self.file, calculator.name, found=f"{{{key}}}", expected="parameters.yaml 中的条目")


def clause_name(clause: Clause) -> str:
    """Return how texts refer to a clause: 第(三)条, 附则."""
    if clause.marker:
        return words().measure.format(marker=clause.marker)
    return words().closing if clause.kind is ClauseKind.CLOSING else words().preamble


def load_rules(folder: Path) -> types.ModuleType:
    """Import a folder's rules.py: as part of this package where it lies in it, else from its file."""
    if folder.parent == FOLDER:
        return importlib.import_module(f"calculators.{folder.name}.rules")
    name = f"_suance_rules_{abs(hash(folder))}_{folder.name}"
    spec = importlib.util.spec_from_file_location(name, folder / "rules.py")
    if spec is None or spec.loader is None or not (folder / "rules.py").is_file():
        raise DataError(folder / "rules.py", "规则", found="不存在", expected="规则函数所在的 Python 文件")
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def model_fields(model: type[Inputs], prefix: str = "") -> Iterator[tuple[str, bool, str, tuple[str, ...]]]:
    """Yield (path, required, kind, choices) of every field of an input model, those of list items too."""
    needed = model.model_construct().needed()
    for name, field in model.model_fields.items():
        kind, choices, item = field_kind(field.annotation, field.metadata)
        yield f"{prefix}{name}", name in needed, kind, choices
        if item is not None:
            yield from model_fields(item, f"{prefix}{name}[].")


def field_kind(annotation: object, metadata: list[object]) -> tuple[str, tuple[str, ...], type[Inputs] | None]:
    """Return an annotation's kind, its choices, and the model of a list's items."""
    for note in metadata:
        if isinstance(note, Kind):
            return note.name, (), None
    if get_origin(annotation) is Literal:
        return "choice", get_args(annotation), None
    if get_origin(annotation) is tuple:
        return "list", (), get_args(annotation)[0]
    inner = get_args(annotation)[0]
    return field_kind(inner, [*getattr(inner, "__metadata__", ())])
