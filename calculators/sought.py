"""Which input a reverse calculation is about: a name or a path → the place in the inputs, emptied."""

import re
from collections.abc import Mapping
from typing import Any

from calculators.calculator import Calculator, Field, path_pattern
from calculators.fields import Inputs
from calculators.ranges import open_lists
from calculators.reading import Path, print_path, read_inputs, suggest
from calculators.words import words
from corpus.errors import InputError

_PART = re.compile(r"[^.\[\]]+")


def find_path(calculator: Calculator, inputs: Mapping[str, Any], field: str) -> Path:
    """Return the path of the money input that a name or a path means; in a list the one item, or the one not known."""
    wanted = path_pattern(re.sub(r"\.(\d+)(?=\.|$)", r"[\1]", field))
    money = [item for item in calculator.fields.values() if item.kind == "money" and item.solvable]
    fits = [item for item in money if wanted in _names(item)]
    in_given_list = [item for item in fits if "[]" in item.path and item.path.partition("[]")[0] in inputs]
    chosen = next(iter(in_given_list or fits), None)
    if chosen is None:
        names = [item.path for item in money]
        allowed = words().errors["not_solvable"].format(names="、".join(names))
        raise InputError("field", field, allowed=allowed + suggest(field, names))
    if "[]" not in chosen.path:
        return (chosen.name,)
    name = chosen.path.partition("[]")[0]
    numbers = [int(part) for part in _PART.findall(field) if part.isdigit()]
    return (name, numbers[0] if numbers else _position(chosen, inputs.get(name), field), chosen.name)


def _names(field: Field) -> tuple[str, ...]:
    """Return how a field may be called: path, name, or the list or item that it stands in."""
    name, in_list, _ = field.path.partition("[]")
    return (field.path, field.name, name, name + in_list)


def _position(chosen: Field, items: object, field: str) -> int:
    """Return which item of the list is meant."""
    if not isinstance(items, list | tuple) or len(items) <= 1:
        return 0
    open_items = [n for n, item in enumerate(items) if isinstance(item, Mapping) and item.get(chosen.name) is None]
    if len(open_items) != 1:
        names = "、".join(chosen.path.replace("[]", f"[{number}]") for number in range(len(items)))
        raise InputError("field", field, allowed=words().errors["which_item"].format(names=names))
    return open_items[0]


def inputs_without(calculator: Calculator, inputs: Mapping[str, Any], path: Path) -> Inputs:
    """Read the inputs with the field that is sought, and all that is absent, as not known."""
    plain, name = dict(inputs), str(path[0])
    if len(path) == 1:
        return read_inputs(calculator, {**plain, name: None}, absent_ok=True)
    items = plain.get(name)
    if items is None or items == []:
        items = [{}]
    if not isinstance(items, list | tuple) or not all(isinstance(item, Mapping) for item in items):
        return read_inputs(calculator, plain, absent_ok=True)
    names = [
        field.name for field in calculator.fields.values() if field.required and field.path.startswith(f"{name}[].")
    ]
    filled = [dict.fromkeys(names) | dict(item) for item in items]
    position = int(path[1])
    if position >= len(filled):
        raise InputError("field", print_path(path), allowed=words().errors["which_item"].format(names=f"{name}[0]"))
    filled[position][str(path[2])] = None
    return open_lists(read_inputs(calculator, {**plain, name: filled}, absent_ok=True))
