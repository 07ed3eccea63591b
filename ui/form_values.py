"""What stands in a form → a calculator's inputs. Pure.

A form sends text by path: ``{"contracts[0].amount_yuan": "420万"}``. What is empty is not known.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from calculators.calculator import Calculator, path_pattern
from calculators.reading import models, read_inputs
from corpus.errors import InputError

MAX_VALUES = 200
MAX_CHARS = 100
_ITEM = re.compile(r"^(\w+)\[(\d{1,2})\]\.(\w+)$")
_FLAGS = {"yes": True, "no": False}


@dataclass(frozen=True)
class Filled:
    """A form as it was read: plain inputs for ``calculate``, and one line for every field that cannot be used."""

    inputs: dict[str, Any]
    faults: dict[str, InputError] = field(default_factory=dict)
    empty: bool = False
    """Whether nothing is filled in at all."""


def read_form(calculator: Calculator, values: object) -> Filled:
    """Read a form; whatever its sender made up is left out."""
    known = dict(_known(calculator, values))
    plain = _nested(known)
    faults: dict[str, InputError] = {}
    while True:
        try:
            return Filled(_with_nulls(calculator, _inputs(calculator, plain)), faults, empty=not known)
        except InputError as error:
            if error.field in faults:
                raise
            faults[error.field] = error
            _take_out(plain, error.field)


def _known(calculator: Calculator, values: object) -> Iterator[tuple[str, object]]:
    """Yield path and value of each field that is filled in."""
    items = list(values.items())[:MAX_VALUES] if isinstance(values, Mapping) else []
    for path, text in items:
        asked = calculator.fields.get(path_pattern(str(path)))
        if asked and asked.kind != "list" and isinstance(text, str) and text.strip():
            written = text.strip()[:MAX_CHARS]
            yield str(path), _FLAGS.get(written, written) if asked.kind == "flag" else written


def _nested(values: Mapping[str, object]) -> dict[str, Any]:
    """Return values by path as nested inputs; the items of a list keep their order."""
    plain: dict[str, Any] = {}
    for path, value in values.items():
        if found := _ITEM.match(path):
            plain.setdefault(found[1], {}).setdefault(int(found[2]), {})[found[3]] = value
        else:
            plain[path] = value
    return plain


def _inputs(calculator: Calculator, plain: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the model is given: lists with all their required fields, gaps in numbering filled."""
    given = dict(plain)
    for name, numbered in plain.items():
        if isinstance(numbered, dict):
            blank = {
                asked.name: None
                for asked in calculator.fields.values()
                if asked.required and asked.path.startswith(f"{name}[].")
            }
            given[name] = [blank | numbered.get(number, {}) for number in range(max(numbered) + 1)]
    read_inputs(calculator, given, absent_ok=True)
    return given


def _with_nulls(calculator: Calculator, given: dict[str, Any]) -> dict[str, Any]:
    """Add null for every needed field that is absent: not known, so the result is a range."""
    for path, model in models(read_inputs(calculator, given, absent_ok=True)):
        place = given
        for part in path:
            place = place[part]  # type: ignore[index]
        for name in model.needed():
            place.setdefault(name, None)
    return given


def _take_out(plain: dict[str, Any], path: str) -> None:
    """Forget a value that cannot be used, so that the next fault is found too."""
    if found := _ITEM.match(path):
        plain[found[1]][int(found[2])].pop(found[3], None)
    else:
        plain.pop(path, None)
