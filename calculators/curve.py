"""How an amount grows with one money input: the line, the cap, the threshold and where the user stands. Pure.

The rules are straight lines with bends and jumps, so the line is halved only where it is not straight.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from calculators.calculator import Calculator, Field, path_pattern
from calculators.contract import Cliff, Result
from calculators.forward import calculate, find_calculator
from calculators.money import MAX_MONEY
from calculators.reading import Path, print_path
from calculators.reverse import CAP, solve
from calculators.sought import find_path

ZERO, CENT = Decimal(0), Decimal("0.01")
_FIRST_GUESS = Decimal(10) ** 7
_BEYOND_OWN, _BEYOND_LIMIT = Decimal("1.25"), Decimal("1.5")
_EVEN = 8
"""The line is looked at in so many even pieces before any is halved."""
_HALVINGS = 7
_STRAIGHT = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class Point:
    """An input and the amounts it brings; they differ where something else is not known."""

    at_yuan: Decimal
    low_yuan: Decimal
    high_yuan: Decimal


@dataclass(frozen=True, slots=True)
class Limit:
    """A cap on the amount or a threshold of the input, and the clause that sets it."""

    yuan: Decimal
    label: str
    clause: str
    quote: str


@dataclass(frozen=True, slots=True)
class Curve:
    """The picture of a calculation, as numbers."""

    field: str
    label: str
    points: tuple[Point, ...]
    cap: Limit | None = None
    threshold: Limit | None = None
    own: Point | None = None


def curve_fields(calculator: Calculator) -> tuple[Field, ...]:
    """Return the money inputs that a curve can be drawn over: those that a target may be solved for."""
    return tuple(field for field in calculator.fields.values() if field.kind == "money" and field.solvable)


def draw_curve(name: str, inputs: Mapping[str, Any], *, field: str, as_of: date, wide: Decimal = ZERO) -> Curve:
    """Return how the amount grows with a money field (name or path) up to at least ``wide``, all else as given.

    ``InputError`` as for ``calculate``. Outside the policy's life, and where nothing grows, the line is empty.
    """
    calculator = find_calculator(name)
    path = find_path(calculator, inputs, field)
    printed = print_path(path)
    label = calculator.fields[path_pattern(printed)].label

    placed = _placing(calculator, inputs, path)

    def at(value: Decimal | None) -> Result:
        return calculate(name, placed(value), as_of=as_of)

    if at(ZERO).status == "not_in_force":
        return Curve(printed, label, ())
    own = _own(inputs, path, at)
    threshold = _threshold(at)
    cap, reached = _cap(at, solve(name, inputs, field=printed, target=CAP, as_of=as_of))
    wide = max(
        wide,
        own.at_yuan * _BEYOND_OWN if own else ZERO,
        reached * _BEYOND_LIMIT if reached else ZERO,
        threshold.yuan * _BEYOND_LIMIT if threshold else ZERO,
    )
    points = _line(at, wide or _FIRST_GUESS, threshold)
    return Curve(printed, label, points, cap, threshold, own)


def _placing(calculator: Calculator, inputs: Mapping[str, Any], path: Path) -> Callable[[object], dict[str, Any]]:
    """Return a function that puts a value at a path: a field, or a field of a list's item."""
    if len(path) == 1:
        return lambda value: {**inputs, str(path[0]): value}
    name, position, inner = str(path[0]), int(path[1]), str(path[2])
    blank = {
        field.name: None
        for field in calculator.fields.values()
        if field.required and field.path.startswith(f"{name}[].")
    }
    items = [blank | dict(item) for item in inputs.get(name) or [{}]]

    def put(value: object) -> dict[str, Any]:
        return {
            **inputs, name: [item | {inner: value} if at == position else item for at, item in enumerate(items)],
        }  # fmt: skip

    return put


def _point(result: Result, value: Decimal) -> Point:
    low, high = result.range_yuan or (result.amount_yuan or ZERO,) * 2
    return Point(value, low, high)


def _own(inputs: Mapping[str, Any], path: Path, at: Callable[[Decimal | None], Result]) -> Point | None:
    """Return where the user stands; None where that input is not known."""
    given: Any = inputs
    for part in path:
        given = given.get(part) if isinstance(part, str) else given[part]
        if given is None:
            return None
    result = at(given)
    read: Any = result.inputs
    for part in path:
        read = read[part]
    return _point(result, Decimal(read))


def _threshold(at: Callable[[Decimal | None], Result]) -> Limit | None:
    """Return the threshold that this input has to reach, if it is this input's."""
    for cliff in at(ZERO).cliffs:
        below, reached = at(cliff.limit_yuan - CENT), at(cliff.limit_yuan)
        if cliff.kind == "threshold" and below.binding == "threshold" != reached.binding:
            return _limit(cliff, cliff.limit_yuan)
    return None


def _cap(at: Callable[[Decimal | None], Result], solved: Result) -> tuple[Limit | None, Decimal | None]:
    """Return the cap in the words of whom it cuts, and the input that reaches it; neither where no input does."""
    reached = solved.range_yuan[1] if solved.range_yuan else solved.amount_yuan
    if reached is None or solved.target_yuan is None:
        return None, None
    cutting = at(min(reached * 2 + 1, MAX_MONEY)).cliffs
    return next((_limit(cliff, solved.target_yuan) for cliff in cutting if cliff.kind == "cap"), None), reached


def _limit(cliff: Cliff, yuan: Decimal) -> Limit:
    return Limit(yuan, cliff.label, cliff.clause, cliff.quote)


def _line(at: Callable[[Decimal | None], Result], wide: Decimal, threshold: Limit | None) -> tuple[Point, ...]:
    """Return the line from nothing to ``wide``, with both sides of a threshold."""
    places = {min(wide, MAX_MONEY) * part / _EVEN for part in range(_EVEN + 1)}
    if threshold:
        places |= {threshold.yuan - CENT, threshold.yuan}
    even = [_point(at(place), place) for place in sorted(places)]
    line = even[:1]
    for end in even[1:]:
        line += [*_bends(at, line[-1], end, _HALVINGS), end]
    return tuple(line)


def _bends(at: Callable[[Decimal | None], Result], start: Point, end: Point, halvings: int) -> list[Point]:
    """Return the points between two that keep a straight line from cutting a corner."""
    middle = (start.at_yuan + end.at_yuan) / 2
    if halvings == 0 or end.at_yuan - start.at_yuan <= CENT:
        return []
    found = _point(at(middle), middle)
    if _on_line(start, found, end):
        return []
    return [*_bends(at, start, found, halvings - 1), found, *_bends(at, found, end, halvings - 1)]


def _on_line(start: Point, middle: Point, end: Point) -> bool:
    scale = max(end.high_yuan, middle.high_yuan, Decimal(1)) * _STRAIGHT
    return all(
        abs((getattr(start, side) + getattr(end, side)) / 2 - getattr(middle, side)) <= scale
        for side in ("low_yuan", "high_yuan")
    )
