"""Input types: strict, exact, and able to say what an unknown value could be."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from calculators.money import MAX_MONEY, parse_money
from calculators.words import show
from corpus.errors import InputError

UNBOUNDED = Decimal(10) ** 40
"""Stands in for what may be any amount, in the search for a range; no real figure comes near it."""
MONTHS_PER_YEAR = 12
MAX_MONTHS = 360
MAX_YEARS = 100
_HUNDRED = Decimal(100)
_MAX_DECIMALS = 28
_PERCENT = re.compile(r"(?:百分之)?(\d+(?:\.\d+)?)\s*[%％]?")
_WHOLE = re.compile(r"\d{1,4}")
_MONEY_WANTED = '不小于 0 的金额，例如 "10000000"、"1000万"、"1.2亿"、"三百五十万元"'

Value = TypeVar("Value")


class Inputs(BaseModel):
    """Base of a calculator's inputs: frozen, unknown fields refused. None in a required field means "don't know"."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False)

    def needed(self) -> tuple[str, ...]:
        """Return the fields that must be given, a value or null; by default those without a default."""
        return required_names(type(self))

    def optional(self) -> tuple[str, ...]:
        """Return the fields whose absence a result names as an assumption, where they have words for it."""
        return _other_names(type(self), self.needed())


@cache
def required_names(model: type[Inputs]) -> tuple[str, ...]:
    """Return the fields of a model without a default."""
    return tuple(name for name, field in model.model_fields.items() if field.is_required())


@cache
def _other_names(model: type[Inputs], names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in model.model_fields if name not in names)


@dataclass(frozen=True)
class Kind:
    """Marks an input type: its name, and the extremes between which an unknown value lies."""

    name: str
    extremes: tuple[Any, ...] = ()


def known(value: Value | None) -> Value:
    """Return a value that the caller has made sure of; rules see complete inputs only."""
    assert value is not None
    return value


def _decimal(value: object) -> Decimal | None:
    """Turn a number of Python or JSON into the Decimal that was written; None if it is no finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    return number if number.is_finite() else None


def read_money(value: object) -> Decimal:
    """Read money from text or number; refuses bool, negative, not finite, more than ``MAX_MONEY``, endless decimals."""
    if isinstance(value, str):
        try:
            number: Decimal | None = parse_money(value)
        except InputError as error:
            raise PydanticCustomError("money", "{allowed}", {"allowed": error.allowed}) from None
    else:
        number = _decimal(value)
    if number is None or number < 0:
        raise PydanticCustomError("money", "{allowed}", {"allowed": _MONEY_WANTED})
    if number > MAX_MONEY:
        raise PydanticCustomError("money", "{allowed}", {"allowed": f"不超过 {MAX_MONEY:f} 元的金额"})
    if int(number.as_tuple().exponent) < -_MAX_DECIMALS:
        raise PydanticCustomError("money", "{allowed}", {"allowed": f"小数不超过 {_MAX_DECIMALS} 位的金额"})
    return number or Decimal(0)


def read_percent(value: object) -> Decimal:
    """Read 3.85, "3.85", "3.85%" as 3.85 percent, from 0 to 100."""
    number = _decimal(value)
    if isinstance(value, str) and (found := _PERCENT.fullmatch(value.strip())):
        number = Decimal(found[1])
    if number is None or not 0 <= number <= _HUNDRED or int(number.as_tuple().exponent) < -_MAX_DECIMALS:
        raise PydanticCustomError("percent", "{allowed}", {"allowed": "0 到 100 之间的百分数，例如 3.85（即 3.85%）"})
    return number


def _whole_reader(low: int, high: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        number = _decimal(value)
        if isinstance(value, str) and _WHOLE.fullmatch(value.strip()):
            number = Decimal(value.strip())
        if number is None or number != number.to_integral_value() or not low <= number <= high:
            raise PydanticCustomError("whole", "{allowed}", {"allowed": f"{low} 到 {high} 的整数"})
        return int(number)

    return read


def read_flag(value: object) -> bool:
    """Read true or false, nothing else."""
    if not isinstance(value, bool):
        raise PydanticCustomError("flag", "{allowed}", {"allowed": "true 或 false"})
    return value


def print_money(value: Decimal) -> str:
    """Return money with two places, or with all its places where it has more."""
    return f"{value:.2f}" if value == round(value, 2) else show(value)


_MONEY_SCHEMA = {"type": "string", "description": "yuan, decimal string"}
Money = Annotated[
    Decimal, BeforeValidator(read_money), PlainSerializer(print_money, return_type=str, when_used="json"),
    WithJsonSchema(_MONEY_SCHEMA), Kind("money", (Decimal(0), UNBOUNDED)),
]  # fmt: skip
Percent = Annotated[
    Decimal, BeforeValidator(read_percent), PlainSerializer(show, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string"}), Kind("percent", (Decimal(0), UNBOUNDED)),
]  # fmt: skip
Months = Annotated[int, BeforeValidator(_whole_reader(1, MAX_MONTHS)), Kind("months", (1, MAX_MONTHS))]
Years = Annotated[int, BeforeValidator(_whole_reader(1, MAX_YEARS)), Kind("years", (1, MAX_YEARS))]
PastYears = Annotated[int, BeforeValidator(_whole_reader(0, MAX_YEARS)), Kind("years", (0, MAX_YEARS))]
CalendarYear = Annotated[int, BeforeValidator(_whole_reader(1, 9999)), Kind("calendar_year", (1,))]
Flag = Annotated[bool, BeforeValidator(read_flag), Kind("flag", (False, True))]
