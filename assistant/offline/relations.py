"""Amounts told by another one: 比东边的多120万, 是A合同的两倍, 涨了一成, 写多了一个零."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache

from assistant.offline.elliptic_words import elliptic_words
from assistant.offline.item_words import marks_of
from assistant.offline.proportions import shares_in
from assistant.offline.told_amounts import PIECES, say_amount, told_amounts
from assistant.offline.words import any_of, plain
from calculators.money import find_amounts, plain_number
from calculators.money_words import plain as in_places
from corpus.numerals import parse_numeral

_TIMES = re.compile(r"(\d+(?:\.\d+)?|[一二两三四五六七八九十]+)倍")
_LEAST = Decimal(10000)  # yuan
_HALF = Fraction(1, 2)


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


def resolved(message: str, earlier: Sequence[str]) -> str:
    """Put the amount for what is told by another: 比东边的多120万, 是A合同的两倍, 是去年的一半, 翻倍."""
    since, further = 0, False
    while relation := next((one for one in _relations(message) if one.start >= since), None):
        base = _referent(relation.ref, earlier, message[: relation.start], message[relation.end :])
        further = further or (base is not None and _is_another(relation.ref, message[: relation.start]))
        value = relation.of(base) if base is not None else Decimal(0)
        stranger = base is None and relation.plus  # 比同行贵50万: no amount of the asker's at all
        kept = "" if stranger else message[relation.start : relation.end]
        amount = say_amount(value, message) if value >= _LEAST else kept
        front = message[: relation.start]
        apart = " " if front[-1:].isascii() and front[-1:].isalnum() and amount[:1].isdigit() else ""  # A100 600万
        message = f"{front}{apart}{amount}{message[relation.end :]}"
        since = relation.start + len(amount)
    return f"{elliptic_words().further}{message}" if further and earlier else message


def _is_another(ref: str, before: str) -> bool:
    """Say whether a thing is compared with another one called by its own name: 西边那份比东边的多; not 今年比去年多."""
    words, own = elliptic_words(), marks_of(plain(before))
    here = marks_of(plain(ref))
    named = bool(here) and not find_amounts(ref) and not any_of((*words.it, *words.no_item)).search(plain(ref))
    return named and bool(own - here) and bool(here - own)


def _relations(message: str) -> Iterator[_Relation]:
    """Yield what a message tells by another amount, kind by kind."""
    text = in_places(message)
    yield from _compared(message, text)
    found = [*_multiplied(text), *_parts(text)]
    yield from (one for one in found if not _is_other(text, one.start, one.end))


def _compared(message: str, text: str) -> Iterator[_Relation]:
    """Yield what is more or less than another: 比东边的多120万, 比去年多三成, 北区便宜40万."""
    words = elliptic_words()
    for found in (*any_of(words.compares).finditer(text), *any_of(words.compares_with_last).finditer(text)):
        sign = 1 if any_of(words.more).fullmatch(found["way"]) else -1
        amount = next((one for one in find_amounts(message) if one.start == found.end()), None)
        share = next((one for one in _multiples(text[found.end() :]) if one[0] == 0), None)
        end = amount.end if amount else found.end() + (share[1] if share else 0)
        if _is_other(text, found.start(), end):
            continue
        if amount and amount.quantity.low == amount.quantity.high:
            yield _Relation(found.start(), end, found["ref"], plus=sign * amount.quantity.low)
        elif share and not amount and 1 + sign * share[2] > 0:
            yield _Relation(found.start(), end, found["ref"], 1 + sign * share[2])


def _multiplied(text: str) -> Iterator[_Relation]:
    """Yield what is so many times another: 是A合同的两倍, twice that."""
    words = elliptic_words()
    for found in any_of(words.times).finditer(text):
        if found["ref"]:
            yield _Relation(*found.span(), found["ref"], _factor(found["n"]) + _HALF * bool(found["half"]))
    for found in any_of(words.same).finditer(text):
        yield _Relation(*found.span(), found["ref"])
    for found in _english_times().finditer(text):
        yield _Relation(*found.span(), "", Fraction(words.english_times[found["n"]]))


def _parts(text: str) -> Iterator[_Relation]:
    """Yield what is a part of another: 是去年的一半."""
    for found in any_of(elliptic_words().part).finditer(text):
        if share := next(iter(shares_in(found["share"])), None):
            yield _Relation(*found.span(), found["ref"], share[2])


def grown(message: str, earlier: Sequence[str]) -> str:
    """Put the new amount for how much the last one has grown or shrunk, where a message tells no other: 涨了一成."""
    words, text, told = elliptic_words(), in_places(message), told_amounts(earlier)
    if not told or find_amounts(message):
        return message
    if found := any_of(words.zeros).search(text):
        tens = Fraction(10) ** (parse_numeral(found["n"] or "一") * (-1 if found["way"] == "多" else 1))
        new = _Relation(*found.span(), "", tens)
    elif (one := next(_grown(text), None)) is None:
        return message
    else:
        new = one
    base = _referent(PIECES.split(message[: new.start])[-1], earlier, "", "")  # 备案先放一边，算力那份要是翻一倍呢
    amount = new.of(told[-1].yuan if base is None else base)
    return f"{message[: new.start]}改成{say_amount(amount, message)}{message[new.end :]}"


def _grown(text: str) -> Iterator[_Relation]:
    """Yield by how much something has become more or less: 涨了一成, 追加了一倍, 翻两番."""
    words = elliptic_words()
    for found in any_of(words.alone).finditer(text):
        share = next((one for one in _multiples(text[found.end() :]) if one[0] == 0), None)
        sign = 1 if any_of(words.more).fullmatch(found["way"]) else -1
        end = found.end() + share[1] if share else 0
        if share and 1 + sign * share[2] > 0 and not _is_other(text, found.start(), end):
            yield _Relation(found.start(), end, "", 1 + sign * share[2])
    for found in any_of(words.doubled).finditer(text):
        if not _is_other(text, *found.span()):
            yield _Relation(*found.span(), "", Fraction(2) ** parse_numeral(found["n"] or "一"))


def _multiples(text: str) -> list[tuple[int, int, Fraction]]:
    """Return the shares of a text, and 一倍, 两倍."""
    whole = [(*found.span(), _factor(found[1])) for found in _TIMES.finditer(text)]
    return [*shares_in(text), *whole]


@cache
def _english_times() -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z])(?P<n>{'|'.join(elliptic_words().english_times)}) (?:that|it|this|as much)(?![a-z])")


def _factor(number: str) -> Fraction:
    if number[0].isdigit():
        return Fraction(number)
    half = number == "半" or number.endswith("倍半")
    return Fraction(parse_numeral(number.removesuffix("倍半")) if number != "半" else 0) + _HALF * half


def _is_other(text: str, since: int, end: int) -> bool:
    """Say whether a comparison is of no amounts: of rates, of what is granted, of times."""
    start = len(text[:since]) - len(PIECES.split(text[:since])[-1])
    return bool(any_of(elliptic_words().no_amount).search(plain(text[start:end] + PIECES.split(text[end:])[0])))


def _referent(ref: str, earlier: Sequence[str], before: str, behind: str) -> Decimal | None:
    """Return the amount that a comparison is with: the one called so, or the last one; None where none is known."""
    named = [one.quantity.low for one in find_amounts(ref)]
    told = told_amounts([*earlier, before])
    here = marks_of(plain(ref))
    called = [*told_amounts([behind]), *told]  # 比预算少50万，预算500万
    shared = [len(here & marks_of(one.around)) for one in called]
    if named or (shared and max(shared)):
        alike = [one.yuan for one, count in zip(called, shared, strict=True) if count == max(shared)]
        return named[0] if named else alike[-1]
    last = not here or any_of(elliptic_words().it).search(plain(ref))
    return told[-1].yuan if told and last else None
