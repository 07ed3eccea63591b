"""A case: what a person says and what a right answer must hold; read from ``evals/cases/*.yaml``."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError

from assistant.reply import Status
from calculators.contract import Bound
from corpus.clause import Policy
from corpus.data_file import DataModel, Lines, parse_yaml, read_yaml
from corpus.errors import DataError
from corpus.normalise import Script, fold

CASES = Path(__file__).parent / "cases"
DAY = date(2026, 11, 22)
"""The day on which a case without ``as_of`` is asked, so that no result depends on today."""

Kind = Literal[
    "what", "which", "how_much", "eligible", "portfolio", "who", "list", "date", "overlap", "define", "compare",
    "target", "premise", "procedure", "out_of_scope", "greeting", "attack",
]  # fmt: skip
Section = Literal["normal", "noise", "rejection", "combination", "counterfactual", "multi_turn"]


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _no_float(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError('应为金额，如 "3000000.00"')
    return value


Money = Annotated[Decimal, BeforeValidator(_no_float), Field(ge=0)]


class Reverse(DataModel):
    """What a reverse calculation must find."""

    field: str
    amount: Money


class Turn(DataModel):
    """One thing that a person says, and what the reply to it must hold; what is left out is not judged."""

    ask: str = Field(min_length=1)
    status: Annotated[tuple[Status, ...], BeforeValidator(_as_tuple), Field(min_length=1)]
    """Acceptable ones."""
    clauses: tuple[str, ...] = ()
    """The first citation must be of one of these; short or full ids."""
    also: tuple[str, ...] = ()
    """Each of these must be cited somewhere."""
    quote: str | None = None
    """Must stand in one of the reply's quotes; either script."""
    amount: Money | None = None
    """The last calculation's amount in yuan."""
    range: tuple[Money, Money] | None = None
    bound: Bound | None = None
    calculator: str | None = None
    inputs: dict[str, Any] = Field(default_factory=dict)
    """Must be part of the last calculation's inputs; amounts compared as numbers."""
    reverse: Reverse | None = None
    missing: bool = False
    """The reply must ask for something."""
    say: tuple[str, ...] = ()
    say_any: tuple[tuple[str, ...], ...] = ()
    """Of each list one phrase must appear."""
    never: tuple[str, ...] = ()
    script: Script | None = None


class Case(DataModel):
    """One conversation."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]*$")
    kind: Kind
    section: Section
    measure: str = Field(pattern=r"^(m\d\d|preamble|closing|none)$")
    blind: bool = False
    """Written without sight of rules and word lists; never tuned on."""
    as_of: date = DAY
    same_as: str | None = None
    """Id of a case that asks the same in other words: both must get the same answer."""
    turns: tuple[Turn, ...] = Field(min_length=1)

    @property
    def digest(self) -> str:
        """Name of this very wording and expectation; a stored result of another digest is out of date."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:12]


class _CaseFile(DataModel):
    cases: tuple[Case, ...] = Field(min_length=1)


def load_cases(folder: Path = CASES, policies: Mapping[str, Policy] | None = None) -> tuple[Case, ...]:
    """Read every case file of a folder; ``DataError`` with file and line for what does not hold together.

    With ``policies`` each expected clause must exist and each expected quote must stand in a clause of its turn.
    """
    seen: dict[str, str] = {}
    cases: list[Case] = []
    for file in sorted(folder.glob("*.yaml")):
        own, lines = _read(file)
        for number, case in enumerate(own):
            place = f"{file.name}:{lines[('cases', number)]}"
            if case.id in seen:
                raise _fault(file, lines, number, "id", f"{case.id}（已见于 {seen[case.id]}）", "不重复的名字")
            seen[case.id] = place
            if policies is not None:
                _prove(case, policies, file, lines, number)
        cases += own
    _check_same(cases, seen, folder)
    return tuple(cases)


def _read(file: Path) -> tuple[tuple[Case, ...], Lines]:
    data, lines = parse_yaml(file)
    try:
        return _CaseFile.model_validate(data).cases, lines
    except ValidationError:
        return read_yaml(file, _CaseFile).cases, lines  # raises, with file, line and key


def _fault(file: Path, lines: Lines, number: int, key: str, found: object, expected: object) -> DataError:
    path: tuple[str | int, ...] = ("cases", number, *(int(p) if p.isdigit() else p for p in key.split(".")))
    while path not in lines:
        path = path[:-1]
    return DataError(file, f"cases.{number}.{key}", line=lines[path], found=found, expected=expected)


def _check_same(cases: Iterable[Case], seen: Mapping[str, str], folder: Path) -> None:
    for case in cases:
        if case.same_as is not None and case.same_as not in seen:
            raise DataError(folder / seen[case.id], f"{case.id}.same_as", found=case.same_as, expected="另一题的 id")


def _prove(case: Case, policies: Mapping[str, Policy], file: Path, lines: Lines, number: int) -> None:
    """Refuse a case that expects what no policy holds."""
    for at, turn in enumerate(case.turns):
        for key in ("clauses", "also"):
            for clause in getattr(turn, key):
                if not clause_texts((clause,), policies):
                    raise _fault(file, lines, number, f"turns.{at}.{key}", clause, "政策中的条款，如 m03")
        wanted = clause_texts((*turn.clauses, *turn.also), policies)
        if turn.quote is not None and not any(squeeze(turn.quote) in text for text in wanted):
            raise _fault(file, lines, number, f"turns.{at}.quote", turn.quote, "clauses 或 also 所列条款中的原文")


def clause_texts(names: Iterable[str], policies: Mapping[str, Policy]) -> list[str]:
    """Return the squeezed texts of clauses by short or full id."""
    names = set(names)
    return [
        squeeze(clause.text)
        for policy in policies.values()
        for clause in policy.clauses
        if clause.id in names or clause.short_id in names
    ]


_MARKS = re.compile(r"\[\d+\]|\*\*|\s+")


def squeeze(text: str) -> str:
    """Return a text for comparing: folded, without citation marks, emphasis and spaces."""
    return _MARKS.sub("", fold(text))
