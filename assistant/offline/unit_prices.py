"""A price of one thing, for one time: 每张每月5000块, 64张, 10个月 → what they come to.

Without the number of things or the time nothing is worked out: it is a price and no sum.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from assistant.offline.quantities import Value, find_values
from assistant.offline.words import FOLDER
from corpus.data_file import DataModel, read_yaml
from corpus.normalise import fold
from corpus.numerals import NUMERAL, parse_numeral

_THINGS, _HOURS, _DAYS = "things", "hours", "days"
_MONTHS = {"months": 1, "quarters": 3, "years": 12}
"""Months of each time that a price may be for."""
_NUMBER = rf"(?<![\d.a-z])(?P<number>\d+(?:\.\d+)?|[{NUMERAL}]+) ?(?P<scale>[万千])?(?:来|多|个)? ?"
_SCALES = {"万": 10**4, "千": 10**3}


class _Words(DataModel):
    """unit_prices.yaml."""

    units: dict[str, str]
    compound: str
    per: str
    fillers: str


@dataclass(frozen=True, slots=True)
class _Price:
    """An amount that is the price of one: the kinds of unit, the words that say so, and where these stand."""

    units: frozenset[str]
    words: str
    spans: tuple[tuple[int, int], ...]


@cache
def _words() -> _Words:
    return read_yaml(FOLDER / "unit_prices.yaml", _Words)


@cache
def _one_of() -> re.Pattern[str]:
    """Return the pattern of one unit, which the name of the group tells."""
    named = "|".join(f"(?P<{kind}>{words})" for kind, words in _words().units.items())
    return re.compile(f"{_words().per}(?:{named})")


@cache
def _chains() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of several units in a row: right in front of an amount, and right behind one."""
    one = f"{_words().per}(?:{'|'.join(_words().units.values())})"
    return re.compile(f"(?:{one}{_words().fillers})+$"), re.compile(f"(?:元|块钱?)?(?P<chain>(?: ?{one})+)")


def worked_out(question: str, value: Value) -> Decimal | None:
    """Return what the price of one thing comes to for all of them; None for a sum, or where something isn't told."""
    price = _price(question, value)
    if not price.units & {_THINGS, _HOURS}:
        return None
    total = value.low
    for unit in price.units:
        quantity = _quantity(question, value, unit, price)
        if quantity is None:
            return None
        total *= quantity
    return total


def is_open_price(question: str, value: Value) -> bool:
    """Say whether an amount is the price of one thing and nobody tells of how many, or for how long."""
    return bool(_price(question, value).units & {_THINGS, _HOURS}) and worked_out(question, value) is None


@lru_cache(maxsize=1024)  # each tool call asks it of everything that was said
def worked_out_in(question: str) -> tuple[Decimal, ...]:
    """Return what the prices of a message come to."""
    totals = [worked_out(question, value) for value in find_values(question) if value.kind == "money"]
    return tuple(total for total in totals if total is not None)


def _price(question: str, value: Value) -> _Price:
    said = fold(question)
    before, after = _chains()
    front, behind = before.search(said[: value.start]), after.match(said[value.end :])
    spans = [(front.start(), value.start)] if front else []
    spans += [(value.end, value.end + behind.end())] if behind else []
    words = " ".join(said[start:end] for start, end in spans)
    units = frozenset(str(found.lastgroup) for found in _one_of().finditer(words))
    return _Price(units, words, tuple(spans))


def _quantity(question: str, value: Value, unit: str, price: _Price) -> Decimal | None:
    """Return of how many of a unit a price is; None where nobody tells."""
    if unit in _MONTHS:
        months = [
            found for found in find_values(question) if found.kind == "months" and not _inside(found.start, price)
        ]
        return max((found.low for found in months), default=Decimal(0)) / _MONTHS[unit] or None
    if unit == _HOURS and re.search(_words().compound, price.words):
        told = _counted(question, value, _words().compound, price)
        things, hours = (_counted(question, value, _words().units[kind], price) for kind in (_THINGS, _HOURS))
        return told or (things * hours if things and hours else None)
    return _counted(question, value, _words().units[unit], price)


def _counted(question: str, value: Value, unit: str, price: _Price) -> Decimal | None:
    """Return the number that stands with a unit: the last one before the price, else the first behind it."""
    found = [
        (match.start(), _number(match))
        for match in re.finditer(f"{_NUMBER}(?:{unit})", fold(question))
        if not _inside(match.start(), price)
    ]
    before = [number for at, number in found if at < value.start]
    behind = [number for at, number in found if at >= value.end]
    return next(iter([*before[-1:], *behind]), None)


def _inside(at: int, price: _Price) -> bool:
    return any(start <= at < end for start, end in price.spans)


def _number(found: re.Match[str]) -> Decimal:
    digits = found["number"]
    number = Decimal(digits) if digits[0].isascii() else Decimal(parse_numeral(digits))
    return number * _SCALES.get(found["scale"] or "", 1)
