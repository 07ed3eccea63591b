"""What is not known yet: the range over everything that is possible, and the question that narrows it most.

Rules rise or fall steadily in each input, so the ends of the range lie where every unknown is at one of its extremes.
The same field of several items moves together, which keeps the corners few.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Any, get_args

from calculators.calculator import Calculator, path_pattern
from calculators.fields import Inputs, Kind, Money, required_names
from calculators.reading import Path, print_path
from calculators.scales import Working
from corpus.errors import InputError

_QUESTIONS_WEIGHED = 12


@dataclass(frozen=True, slots=True)
class Unknown:
    """An input that is null; ``asked`` is the path of the question, a list's own where the whole list is unknown."""

    path: Path
    asked: str
    extremes: tuple[Any, ...]

    @property
    def pattern(self) -> str:
        """The path without positions: what moves together."""
        return path_pattern(print_path(self.path))


@dataclass(frozen=True, slots=True)
class Spread:
    """The workings at both ends."""

    low: Working
    high: Working

    @property
    def least(self) -> Decimal:
        """The smallest amount possible."""
        return low_end(self.low)

    @property
    def width(self) -> Decimal:
        """How far the ends are apart."""
        return self.high.value - self.least


def low_end(working: Working) -> Decimal:
    """Return the low end of a working, which differs from its value where the text itself states a range."""
    return working.value if working.low is None else working.low


def open_lists(inputs: Inputs) -> Inputs:
    """Put one item with nothing known into each needed list that is null."""
    unknown = [name for name in inputs.needed() if getattr(inputs, name) is None]
    items = {name: item for name in unknown if (item := _item_model(type(inputs), name)) is not None}
    return inputs.model_copy(update={name: (_blank(item),) for name, item in items.items()}) if items else inputs


def _blank(model: type[Inputs]) -> Inputs:
    return model.model_construct(**{name: None for name in required_names(model)})


def _item_model(model: type[Inputs], name: str) -> type[Inputs] | None:
    for option in get_args(model.model_fields[name].annotation):
        inner = get_args(option)[0] if getattr(option, "__metadata__", None) else option
        if isinstance(inner, type(tuple[int])) and issubclass(get_args(inner)[0], Inputs):
            return get_args(inner)[0]  # type: ignore[no-any-return]
    return None


def unknowns(inputs: Inputs) -> list[Unknown]:
    """Return the needed inputs that are null, those inside lists too."""
    closed = [name for name in inputs.needed() if getattr(inputs, name) is None]
    return [
        Unknown(path, str(path[0]) if path[0] in closed else print_path(path), extremes)
        for path, extremes in _nulls(open_lists(inputs))
    ]


def open_amounts(inputs: Inputs, names: Sequence[str]) -> list[Unknown]:
    """Return the optional amounts of that name that are not given and not known either. ``InputError`` for others."""
    allowed = optional_amounts(type(inputs))
    for name in names:
        if name not in allowed:
            raise InputError("unknown", name, allowed="、".join(allowed) or "空")
    model = type(inputs)
    return [Unknown((name,), name, extremes_of(model, name)) for name in names if getattr(inputs, name) is None]


def optional_amounts(model: type[Inputs]) -> list[str]:
    """Return the optional amounts in yuan of a calculator's own inputs."""
    return [
        name for name in model.model_construct().optional()
        if (get_args(model.model_fields[name].annotation) or (None,))[0] is Money
    ]  # fmt: skip


def _nulls(inputs: Inputs, path: Path = ()) -> Iterator[tuple[Path, tuple[Any, ...]]]:
    for name in type(inputs).model_fields:
        value = getattr(inputs, name)
        if isinstance(value, tuple):
            for position, item in enumerate(value):
                yield from _nulls(item, (*path, name, position))
        elif value is None and name in inputs.needed():
            yield (*path, name), extremes_of(type(inputs), name)


def extremes_of(model: type[Inputs], name: str) -> tuple[Any, ...]:
    """Return the values between which an unknown input lies; all of them for a choice. Its type is ``X | None``."""
    option = get_args(model.model_fields[name].annotation)[0]
    kinds = [note for note in getattr(option, "__metadata__", ()) if isinstance(note, Kind)]
    return kinds[0].extremes if kinds else get_args(option)


def place(inputs: Inputs, path: Path, value: object) -> Inputs:
    """Return the inputs with one value replaced, unchecked."""
    name = str(path[0])
    if len(path) == 1:
        return inputs.model_copy(update={name: value})
    items, position = list(getattr(inputs, name)), int(path[1])
    items[position] = place(items[position], path[2:], value)
    return inputs.model_copy(update={name: tuple(items)})


def corners(inputs: Inputs, open_inputs: list[Unknown]) -> Iterator[Inputs]:
    """Yield the inputs with each unknown at each of its extremes."""
    extremes: Mapping[str, tuple[Any, ...]] = {unknown.pattern: unknown.extremes for unknown in open_inputs}
    for values in product(*extremes.values()):
        chosen, filled = dict(zip(extremes, values, strict=True)), open_lists(inputs)
        for unknown in open_inputs:
            filled = place(filled, unknown.path, chosen[unknown.pattern])
        yield filled


def spread(rule: Callable[[Inputs], Working], inputs: Inputs, open_inputs: list[Unknown]) -> Spread:
    """Return the workings at the low and the high end."""
    workings = [rule(filled) for filled in corners(inputs, open_inputs)]
    return Spread(min(workings, key=low_end), max(workings, key=lambda working: working.value))


def narrowest(rule: Callable[[Inputs], Working], inputs: Inputs, open_inputs: list[Unknown], paths: list[str]) -> str:
    """Return the path of the question whose answer leaves the narrowest range, at worst and then on average."""
    scores: dict[str, tuple[Decimal, Decimal]] = {}
    for asked in paths[:_QUESTIONS_WEIGHED]:
        answered = [unknown for unknown in open_inputs if unknown.asked == asked]
        rest = [unknown for unknown in open_inputs if unknown.asked != asked]
        widths = [spread(rule, filled, rest).width for filled in corners(inputs, answered)]
        scores[asked] = (max(widths), sum(widths, Decimal(0)) / len(widths))
    return min(scores, key=lambda asked: scores[asked])


def questions(calculator: Calculator, open_inputs: list[Unknown]) -> list[str]:
    """Return the paths to ask for, in the calculator's order, each once."""
    order = list(calculator.fields)
    asked = dict.fromkeys(unknown.asked for unknown in open_inputs)
    return sorted(asked, key=lambda path: order.index(path_pattern(path)))
