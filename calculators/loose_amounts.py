"""Amounts that people tell without a figure: 上千万, 个把亿, 大半个亿, 近千万, 一千万出头, 八位数.

Each is read as the range that the words allow, ``below`` where the high end itself is not reached.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

from calculators.amounts import Amount, is_money
from calculators.money_words import money_words, one_of, pattern
from calculators.quantity import ONE, TEN, Quantity
from corpus.data_file import DataModel, read_yaml

_FILE = Path(__file__).parent / "loose_words.yaml"


class _LooseWords(DataModel):
    """loose_words.yaml; regular expressions over text in plain form."""

    above: str
    near: str
    near_after: str
    just_over: str
    near_share: Decimal
    just_over_share: Decimal
    most: str
    most_shares: tuple[Decimal, Decimal]
    least: str
    least_shares: tuple[Decimal, Decimal]
    about: str
    level: str
    digits_of: dict[str, int]
    digits_after: str
    tens_between: str


@cache
def _words() -> _LooseWords:
    return read_yaml(_FILE, _LooseWords)


@cache
def _shapes() -> tuple[tuple[re.Pattern[str], Decimal, Decimal], ...]:
    """Return the forms with a unit (百万, 千个亿, 万), each with how much of the unit it is at least and at most."""
    words, money = _words(), money_words()
    powers, measure = "".join(money.powers), money.measure
    unit = _unit()
    alone = rf"(?<![\d{''.join(money.digits)}{powers}{measure}]){unit}"
    shapes = (
        (rf"成[{powers}]?上{unit}", ONE / TEN, TEN),
        (rf"(?:{words.above}){unit}", ONE, TEN),
        (rf"{alone}(?:{words.level})", ONE, TEN),
        (rf"(?:{words.near}){unit}", words.near_share, ONE),
        (rf"{alone}(?:{words.near_after})", words.near_share, ONE),
        (rf"{alone}(?:{words.just_over})", ONE, words.just_over_share),
        (rf"{measure}{words.about}{unit}", ONE, ONE + ONE),
        (rf"{alone}{words.about}(?={one_of(money.currency_after)})", ONE, ONE + ONE),
        (rf"(?:{words.most}){unit}", *words.most_shares),
        (rf"(?:{words.least}){unit}", *words.least_shares),
    )
    return tuple((re.compile(shape), low, high) for shape, low, high in shapes)


@cache
def _unit() -> str:
    money = money_words()
    return rf"(?P<power>[{''.join(money.powers)}])?{money.measure}?(?P<scale>{one_of(money.scales)})"


@cache
def _tens_between() -> re.Pattern[str]:
    return re.compile(rf"{_words().tens_between}{_unit()}")


@cache
def _by_digits() -> re.Pattern[str]:
    words = _words()
    return re.compile(rf"(?P<n>[{''.join(words.digits_of)}]){words.digits_after}")


def loose_amounts(text: str) -> list[Amount]:
    """Return the amounts of a text in plain form that are told in one of these forms, in order; none overlaps."""
    found: list[Amount] = []
    for amount in sorted(_all(text), key=lambda one: (one.start, -one.end)):
        if (not found or amount.start >= found[-1].end) and is_money(text, amount):
            found.append(amount)
    return found


def _all(text: str) -> Iterator[Amount]:
    money = money_words()
    for shape, low, high in _shapes():
        for found in shape.finditer(text):
            worth = _worth(found)
            yield _amount(text, found, (worth * low, worth * high))
    for found in _tens_between().finditer(text):
        low, high = (Decimal(money.digits.get(found[name], 1)) * TEN for name in ("low", "high"))
        worth = _worth(found)
        yield _amount(text, found, (low * worth, high * worth))
    for found in _by_digits().finditer(text):
        digits = _words().digits_of[found["n"]]
        yield _amount(text, found, (TEN ** (digits - 1), TEN**digits))


def _worth(found: re.Match[str]) -> Decimal:
    """Return the yuan of one of the unit that was found."""
    money = money_words()
    return Decimal(money.powers.get(found["power"] or "", 1) * money.scales[found["scale"]])


def _amount(text: str, found: re.Match[str], ends: tuple[Decimal, Decimal]) -> Amount:
    suffix = pattern("suffix").match(text, found.end())
    quantity = Quantity(*ends, found.end(), money_words().measure, below=True)
    return Amount(quantity, found.start(), found.start(), suffix.end() if suffix else found.end(), bool(suffix))


def loosened(text: str, amount: Amount) -> Amount:
    """Return an amount as the words beside it have it: 近三千万 is a little less, 三千万出头 a little more."""
    words, value = _words(), amount.quantity.low
    if value != amount.quantity.high or not value:
        return amount
    if found := _before().search(text[: amount.start]):
        return replace(amount, start=found.start(), quantity=_between(amount, value * words.near_share, value))
    for after, low, high in ((words.near_after, words.near_share, ONE), (words.just_over, ONE, words.just_over_share)):
        if found := re.compile(after).match(text, amount.end):
            return replace(amount, end=found.end(), quantity=_between(amount, value * low, value * high))
    return amount


def _between(amount: Amount, low: Decimal, high: Decimal) -> Quantity:
    return replace(amount.quantity, low=low, high=high, below=True)


@cache
def _before() -> re.Pattern[str]:
    return re.compile(rf"(?:{_words().near})$")
