"""Plain values → a calculator's inputs; the first fault becomes an ``InputError`` with the question to ask."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from calculators.calculator import Calculator, path_pattern
from calculators.fields import Inputs, required_names
from calculators.words import words
from corpus.errors import InputError

Path = tuple[str | int, ...]
_FEW = 6


def read_inputs(calculator: Calculator, values: object, *, absent_ok: bool = False) -> Inputs:
    """Check the values against the calculator's model; with ``absent_ok`` what is absent counts as not known."""
    if not isinstance(values, Mapping) or not all(isinstance(key, str) for key in values):
        raise InputError("inputs", values, allowed=words().errors["not_mapping"])
    plain = _with_nulls(calculator.inputs, values) if absent_ok else dict(values)
    try:
        inputs = calculator.inputs.model_validate(plain)
    except ValidationError as error:
        raise _input_error(calculator, error) from None
    if not absent_ok:
        for path, model in models(inputs):
            for name in model.needed():
                if name not in model.model_fields_set:
                    raise _missing(calculator, (*path, name))
    return inputs


def print_path(path: Path) -> str:
    """Return a path as people write it: ``contracts[0].amount_yuan``."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")


def models(inputs: Inputs, path: Path = ()) -> Iterator[tuple[Path, Inputs]]:
    """Yield the inputs and the items of their lists, each with its path."""
    yield path, inputs
    for name in inputs.model_fields_set:
        value = getattr(inputs, name)
        if isinstance(value, tuple):
            for position, item in enumerate(value):
                yield from models(item, (*path, name, position))


def _with_nulls(model: type[Inputs], values: Mapping[str, Any]) -> dict[str, Any]:
    """Add null for required fields that are absent."""
    return {name: None for name in required_names(model)} | dict(values)


def _missing(calculator: Calculator, path: Path) -> InputError:
    asked = calculator.ask(print_path(path))
    allowed = f"{asked.label}（{asked.unit}），{words().errors['missing']}"
    return InputError(print_path(path), "（空）", allowed=allowed, question=asked.question)


def _input_error(calculator: Calculator, error: ValidationError) -> InputError:
    faults = error.errors(include_url=False)
    fault = next((fault for fault in faults if fault["type"] == "extra_forbidden"), faults[0])
    context: Mapping[str, Any] = fault.get("ctx", {})
    path: Path = tuple(fault["loc"]) or (str(context.get("field", "inputs")),)
    if fault["type"] == "missing":
        return _missing(calculator, path)
    if fault["type"] == "extra_forbidden":
        return _unknown_field(calculator, path)
    place = print_path(path)
    asked = calculator.fields.get(path_pattern(place))
    allowed = (
        str(context["allowed"]) if "allowed" in context else _allowed(calculator, place, fault["type"], fault["msg"])
    )
    return InputError(place, fault["input"], allowed=allowed, question=asked.question if asked else "")


def _allowed(calculator: Calculator, place: str, kind: str, message: str) -> str:
    """Say what a list, a choice or a list's item must be."""
    asked, errors = calculator.fields.get(path_pattern(place)), words().errors
    if kind == "conflict":
        return message
    if asked is None:
        inside = [item.name for item in calculator.fields.values() if item.path.startswith(f"{path_pattern(place)}.")]
        return errors["object"].format(names="、".join(inside))
    return "、".join(asked.choices) or errors["list"]


def _unknown_field(calculator: Calculator, path: Path) -> InputError:
    prefix, name = path_pattern(print_path(path)).rpartition(".")[::2]
    names = [item.name for item in calculator.fields.values() if item.path.rpartition(".")[0] == prefix]
    allowed = words().errors["unknown_field"].format(names="、".join(names)) if names else words().errors["no_fields"]
    return InputError(print_path(path), name, allowed=allowed + suggest(name, names))


def suggest(name: str, names: Sequence[str]) -> str:
    """Return a hint at the nearest names, or nothing."""
    near = get_close_matches(name, names, n=_FEW // 2)
    return words().errors["near"].format(near="、".join(near)) if near else ""
