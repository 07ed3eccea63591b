"""Amounts that a message tells by what was said before, told in full: 不对，是900 · 比东边那份多120万 · 是A合同的两倍.

The same message comes back with the amounts that are meant, so that whatever reads it next reads plain amounts.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache

from assistant.offline.item_words import marks_of
from assistant.offline.proportions import shares_in
from assistant.offline.words import FOLDER, any_of, plain
from calculators.amounts import Amount
from calculators.money import find_amounts, plain_number
from calculators.money_words import money_words, one_of
from calculators.money_words import plain as in_places
from calculators.quantity import read_quantity
from corpus.data_file import DataModel, read_yaml
from corpus.numerals import parse_numeral

_TIMES = re.compile(r"(\d+(?:\.\d+)?|[一二两三四五六七八九十]+)倍")
_STOPS = re.compile(r"(?<=[,，。;；!！?？\n])")
_NUMBER = re.compile(
    r"(?<![a-z\d.])\d+(?:\.\d+)?(?![a-z\d.%])|[一二两三四五六七八九十][零一二两三四五六七八九十百千点]*"
)
_FAR = 20  # a bare number so many times more or less than what was said is another thing
_LEAST = Decimal(10000)  # yuan
_HALF = Fraction(1, 2)


class _EllipticWords(DataModel):
    """elliptic.yaml."""

    mends: tuple[str, ...]
    idle: tuple[str, ...]
    year: tuple[str, ...]
    more: tuple[str, ...]
    less: tuple[str, ...]
    compares: tuple[str, ...]
    times: tuple[str, ...]
    part: tuple[str, ...]
    no_amount: tuple[str, ...]
    it: tuple[str, ...]
    raises: tuple[str, ...]
    results: tuple[str, ...]


@cache
def _words() -> _EllipticWords:
    return read_yaml(FOLDER / "elliptic.yaml", _EllipticWords)


@dataclass(frozen=True, slots=True)
class _Told:
    """An amount told before, with the words around it and the unit that it was written in."""

    yuan: Decimal
    around: str
    unit: str


def all_in_full(messages: Sequence[str]) -> list[str]:
    """Return a user's messages, oldest first, each with its amounts in full."""
    told: list[str] = []
    for message in messages:
        told.append(in_full(message, tuple(told)))
    return told


@lru_cache(maxsize=4096)
def in_full(message: str, earlier: tuple[str, ...]) -> str:
    """Return a message with the amounts in full that it tells by those before it, in itself or in earlier messages."""
    for resolve in (_resolved, _with_units, _without_steps):
        message = resolve(message, earlier)
    return message


def _told(texts: Sequence[str], *, exact: bool = True) -> list[_Told]:
    """Return the amounts of some texts, oldest first; those told vaguely only where they need not be ``exact``."""
    return [
        _Told(amount.quantity.low, _around(text, amount), _unit(text, amount))
        for text in texts
        for amount in find_amounts(text)
        if not exact or amount.quantity.low == amount.quantity.high
    ]


def _around(text: str, amount: Amount) -> str:
    """Return the words of the stretch that an amount stands in, from the amount before it to the next stop."""
    return plain(_STOPS.split(text[: amount.start])[-1] + " " + _STOPS.split(text[amount.end :])[0])


def _unit(text: str, amount: Amount) -> str:
    """Return the unit that an amount is written in: 万, 千万 of 3千万 but 万 of 三千万, million."""
    words = money_words()
    scales = one_of([*words.scales, *words.scales_with_currency])
    power = rf"(?<=\d)[{''.join(words.powers)}]?"
    found = re.search(rf"(?:{power})?{scales}(?=\D*$)", in_places(text[amount.start : amount.end]))
    return found[0] if found else ""


def _with_units(message: str, earlier: Sequence[str]) -> str:
    """Give a bare number that corrects an amount the unit of that amount: 不对，是900, 取整按850算."""
    if not any_of(_words().mends).search(plain(message)):
        return message
    whole = ""
    for piece in _STOPS.split(message):
        numbers = [found for found in _NUMBER.finditer(in_places(piece)) if found[0] != "一"]
        if len(numbers) == 1 and not find_amounts(piece) and _says_only(piece, numbers[0]):
            said = _with_unit(numbers[0][0], _told([*earlier, whole], exact=False))
            piece = f"{piece[: numbers[0].start()]}{said}{piece[numbers[0].end() :]}"
        whole += piece
    return whole


def _says_only(piece: str, number: re.Match[str]) -> bool:
    """Say whether a stretch has nothing of its own but a number."""
    rest = plain(f"{piece[: number.start()]} {piece[number.end() :]}")
    return not any_of(_words().idle).sub("", rest) and not any_of(_words().year).fullmatch(number[0])


def _with_unit(number: str, told: Sequence[_Told]) -> str:
    """Return a bare number with the unit that makes it most like an amount told before; as it is where none does."""
    quantity = read_quantity(number, 0)
    if quantity is None or quantity.end < len(number) or quantity.low != quantity.high or not quantity.low:
        return number
    apart = {one.unit: _apart(quantity.low * _worth(one.unit), one.yuan) for one in told if one.unit and one.yuan}
    unit = min(apart, key=lambda unit: apart[unit], default="")
    near = unit and apart[unit] <= _FAR
    return f"{plain_number(quantity.low):f}{' ' * unit.isascii()}{unit}" if near else number


def _apart(first: Decimal, second: Decimal) -> Decimal:
    return max(first, second) / min(first, second)


def _worth(unit: str) -> Decimal:
    words = money_words()
    scale = unit.lstrip("".join(words.powers))
    return Decimal({**words.scales, **words.scales_with_currency}[scale] * words.powers.get(unit[:1], 1))


def _without_steps(message: str, earlier: Sequence[str]) -> str:
    """Say what an amount was and has become where a message tells the step as well: 加多80万，变580万 of 500万."""
    amounts = [one for one in find_amounts(message) if one.quantity.low == one.quantity.high]
    if len(amounts) != 2:
        return message
    step, new = amounts
    before, between = plain(message[: step.start]), plain(message[step.end : new.start])
    if not (any_of(_words().raises).search(before) and any_of(_words().results).search(between)):
        return message
    first, last = step.quantity.low, new.quantity.low
    sums = (first - last, last - first, last + first)
    was = next((one.yuan for one in reversed(_told(earlier)) if one.yuan in sums and one.yuan > 0), None)
    start = len(message[: step.start]) - len(_STOPS.split(message[: step.start])[-1])
    return f"{message[:start]}{_say(was, message)}改成{message[new.start :]}" if was is not None else message


@dataclass(frozen=True, slots=True)
class _Relation:
    """A stretch that tells an amount by another one: so many times that, and so much more."""

    start: int
    end: int
    ref: str
    """How the other one is called."""
    times: Fraction = Fraction(1)
    plus: Decimal = Decimal(0)

    def of(self, base: Decimal) -> Decimal:
        """Return the amount in yuan, to the fen."""
        return plain_number(round(base * self.times.numerator / self.times.denominator, 2) + self.plus)


def _resolved(message: str, earlier: Sequence[str]) -> str:
    """Put the amount for what is told by another: 比东边的多120万, 是A合同的两倍, 是去年的一半, 翻倍."""
    since = 0
    while relation := next((one for one in _relations(message) if one.start >= since), None):
        base = _referent(relation.ref, earlier, message[: relation.start])
        value = relation.of(base) if base is not None else Decimal(0)
        amount = _say(value, message) if value >= _LEAST else message[relation.start : relation.end]
        message = f"{message[: relation.start]}{amount}{message[relation.end :]}"
        since = relation.start + len(amount)
    return message


def _relations(message: str) -> Iterator[_Relation]:
    """Yield what a message tells by another amount, kind by kind."""
    words, text = _words(), in_places(message)
    for found in any_of(words.compares).finditer(text):
        sign = 1 if any_of(words.more).fullmatch(found["way"]) else -1
        amount = next((one for one in find_amounts(message) if one.start == found.end()), None)
        if amount and amount.quantity.low == amount.quantity.high and not _is_other(text, found, amount.end):
            yield _Relation(found.start(), amount.end, found["ref"], plus=sign * amount.quantity.low)
        share = next((one for one in _multiples(text[found.end() :]) if one[0] == 0), None)
        if share and not amount and not _is_other(text, found, found.end() + share[1]):
            yield _Relation(found.start(), found.end() + share[1], found["ref"], 1 + sign * share[2])
    for found in any_of(words.times).finditer(text):
        if found["ref"] and not _is_other(text, found, found.end()):
            yield _Relation(*found.span(), found["ref"], _factor(found["n"]) + _HALF * bool(found["half"]))
    for found in any_of(words.part).finditer(text):
        share = next(iter(shares_in(found["share"])), None)
        if share and not _is_other(text, found, found.end()):
            yield _Relation(*found.span(), found["ref"], share[2])


def _multiples(text: str) -> list[tuple[int, int, Fraction]]:
    """Return the shares of a text, and 一倍, 两倍."""
    whole = [(*found.span(), _factor(found[1])) for found in _TIMES.finditer(text)]
    return [*shares_in(text), *whole]


def _factor(number: str) -> Fraction:
    if number[0].isdigit():
        return Fraction(number)
    half = number == "半" or number.endswith("倍半")
    return Fraction(parse_numeral(number.removesuffix("倍半")) if number != "半" else 0) + _HALF * half


def _is_other(text: str, found: re.Match[str], end: int) -> bool:
    """Say whether a comparison is of no amounts: of rates, of what is granted, of times."""
    start = len(text[: found.start()]) - len(_STOPS.split(text[: found.start()])[-1])
    return bool(any_of(_words().no_amount).search(plain(text[start:end] + _STOPS.split(text[end:])[0])))


def _referent(ref: str, earlier: Sequence[str], before: str) -> Decimal | None:
    """Return the amount that a comparison is with: the one called so, or the last one; None where it is not clear."""
    named = [one.quantity.low for one in find_amounts(ref)]
    told = _told([*earlier, before])
    if named or not told:
        return named[0] if named else None
    here = marks_of(plain(ref))
    shared = [len(here & marks_of(one.around)) for one in told]
    if max(shared):
        return [one.yuan for one, count in zip(told, shared, strict=True) if count == max(shared)][-1]
    alone = len({one.yuan for one in told}) == 1
    return told[-1].yuan if alone or any_of(_words().it).search(plain(ref)) else None


def _say(yuan: Decimal, message: str) -> str:
    """Write an amount out as a message of this language has it."""
    return f"{yuan:f} yuan" if message.isascii() else f"{plain_number(yuan / _worth('万')):f}万"
