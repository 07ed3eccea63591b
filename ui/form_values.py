"""What stands in a form → the inputs of a calculator, or a profile. Pure.

A form sends text by path: ``{"contracts[0].amount_yuan": "420万"}``. What is empty is not known.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from calculators.calculator import Calculator, path_pattern
from calculators.reading import models, read_inputs
from corpus.errors import InputError

MAX_VALUES = 200
MAX_CHARS = 100
_ITEM = re.compile(r"^(\w+)\[(\d{1,2})\]\.(\w+)$")
_FLAGS = {"yes": True, "no": False}


class Asking(Protocol):
    """What has to be known of a field."""

    @property
    def kind(self) -> str:
        """money, percent, months, years, calendar_year, flag, choice or list."""
        ...

    @property
    def required(self) -> bool:
        """Whether it must be given, be it as null."""
        ...


@dataclass(frozen=True)
class Filled:
    """A form as it was read: plain values, and one line for every field that cannot be used."""

    inputs: dict[str, Any]
    faults: dict[str, InputError] = field(default_factory=dict)
    empty: bool = False
    """Whether nothing is filled in at all."""


def read_form(calculator: Calculator, values: object) -> Filled:
    """Read a calculator's form: inputs for ``calculate``, null where something needed is empty."""

    def check(given: dict[str, Any]) -> None:
        read_inputs(calculator, given, absent_ok=True)

    form = read_values(calculator.fields, values, check)
    return replace(form, inputs=_with_nulls(calculator, form.inputs))


def read_values(fields: Mapping[str, Asking], values: object, check: Callable[[dict[str, Any]], object]) -> Filled:
    """Read a form whose fields are known by path pattern; whatever its sender made up is left out.

    ``check`` raises the ``InputError`` of the first fault; each value at fault is taken out to find the next.
    """
    known = dict(_known(fields, values))
    plain = _nested(known)
    faults: dict[str, InputError] = {}
    while True:
        given = _filled_lists(fields, plain)
        try:
            check(given)
        except InputError as error:
            if error.field in faults:
                raise
            faults[error.field] = error
            _take_out(plain, error.field)
        else:
            return Filled(given, faults, empty=not known)


def _known(fields: Mapping[str, Asking], values: object) -> Iterator[tuple[str, object]]:
    """Yield path and value of each field that is filled in."""
    items = list(values.items())[:MAX_VALUES] if isinstance(values, Mapping) else []
    for path, text in items:
        asked = fields.get(path_pattern(str(path)))
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


def _filled_lists(fields: Mapping[str, Asking], plain: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values with every list in full: items that nobody filled in, fields that an item must have."""
    given = dict(plain)
    for name, numbered in plain.items():
        if isinstance(numbered, dict):
            start = f"{name}[]."
            blank = {
                path[len(start) :]: None for path, asked in fields.items() if asked.required and path.startswith(start)
            }
            given[name] = [blank | numbered.get(number, {}) for number in range(max(numbered) + 1)]
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
