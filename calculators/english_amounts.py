"""Amounts in English words: half a million, three and a half million, a couple of million, two hundred thousand."""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path

from calculators.amounts import BARE_MIN, MAX_MONEY, Amount
from calculators.money_words import money_words, one_of, pattern
from calculators.quantity import ONE, TEN, ZERO, Quantity
from corpus.data_file import DataModel, read_yaml

_FILE = Path(__file__).parent / "english_words.yaml"
_HUNDRED = TEN * TEN
_WORD = re.compile(r"[a-z]+|\d+(?:\.\d+)?")


class _EnglishWords(DataModel):
    """english_words.yaml."""

    numbers: dict[str, int]
    hundreds: dict[str, int]
    scales: dict[str, int]
    least: str
    parts: dict[str, Decimal]
    point: str
    loose: dict[str, tuple[Decimal, Decimal]]
    articles: tuple[str, ...]
    fillers: tuple[str, ...]
    between: tuple[str, ...]
    near: tuple[str, ...]
    near_share: Decimal
    not_money: tuple[str, ...]

    @property
    def all_words(self) -> tuple[str, ...]:
        """Every word that an amount may be made of."""
        listed = (self.numbers, self.hundreds, self.scales, self.parts, self.loose, self.articles, self.fillers)
        return (*(word for words in listed for word in words), self.point)


@cache
def _words() -> _EnglishWords:
    return read_yaml(_FILE, _EnglishWords)


@cache
def _runs() -> re.Pattern[str]:
    """Return where an amount may stand: words of numbers, and the unit that ends them, or a half behind it."""
    words = _words()
    first = one_of([*words.numbers, *words.hundreds, *words.parts, *words.loose, *words.articles])
    word, scale = one_of({*words.all_words}.difference(words.scales)), one_of(words.scales)
    near = rf"(?:(?P<near>{one_of(words.near)})[ ]+)?"
    digits = r"\d+(?:\.\d+)?"
    two = rf"{digits}[ ]+(?:to|or)[ ]+{digits}|(?<=between ){digits}[ ]+and[ ]+{digits}"
    written = rf"{two}|{digits}(?:[ -]+and[ -]+a[ -]+{one_of(words.parts)})?"
    group = rf"(?:{written}|{first}(?:[ -]+{word})*)[ -]+{scale}"
    less = rf"(?:[ -]+(?:and[ -]+)?(?:{one_of([*words.numbers, *words.hundreds])}[ -]+)+{one_of([words.least])})?"
    behind = rf"(?:[ -]+and[ -]+a[ -]+{one_of(words.parts)})?"
    return re.compile(rf"(?<![a-z\d.-]){near}(?P<run>{group}{less}{behind})")


def english_amounts(text: str) -> list[Amount]:
    """Return the amounts of a text in plain form that are told in English words; none overlaps."""
    return [amount for found in _runs().finditer(text) if (amount := _amount(text, found))]


def _amount(text: str, found: re.Match[str]) -> Amount | None:
    words, run = _words(), _WORD.findall(found["run"])
    known = all(word in money_words().scales or word[0].isdigit() for word in run)
    other = re.compile(rf"[ -]*{one_of(words.not_money)}").match(text, found.end())
    before = re.compile(rf"{one_of(words.not_money)} $").search(text[: found.start()])
    ends = _value(run)
    if known or other or before or not BARE_MIN <= ends[0] <= ends[1] <= MAX_MONEY:
        return None
    low = ends[0] * words.near_share if found["near"] and ends[0] == ends[1] else ends[0]
    suffix = pattern("suffix").match(text, found.end())
    quantity = Quantity(low, ends[1], found.end(), run[-1], below=low < ends[1])
    return Amount(quantity, found.start(), found.start(), suffix.end() if suffix else found.end(), bool(suffix))


class _Reckoner:
    """Adds up number words: what stands before the last unit, and what waits for its unit, at least and at most."""

    def __init__(self) -> None:
        self.low = self.high = self.total_low = self.total_high = self.scale = ZERO
        self.place, self.joined, self.between = ONE, False, False

    def hear(self, word: str) -> None:
        """Take in the next word."""
        words = _words()
        if word in words.parts:
            self._part(words.parts[word])
        elif word in words.loose:
            self.low, self.high = words.loose[word]
        elif word in words.hundreds:
            self._times(Decimal(words.hundreds[word]))
        elif word in words.scales:
            self._times(Decimal(words.scales[word]))
            self.total_low, self.total_high = self.total_low + self.low, self.total_high + self.high
            self.low, self.high, self.scale, self.place = ZERO, ZERO, Decimal(words.scales[word]), ONE
        elif word == words.point:
            self.place /= TEN
        elif word not in (*words.articles, *words.fillers):
            self._number(Decimal(words.numbers.get(word, word)))
        self.between = word in words.between and 0 < self.low < _HUNDRED
        self.joined = word in words.articles or (self.joined and word in words.fillers)

    def _number(self, value: Decimal) -> None:
        if self.between and value > self.low:
            self.high = value  # two or three million
            return
        self.low, self.high = self.low + value * self.place, self.high + value * self.place
        self.place /= ONE if self.place == ONE else TEN

    def _times(self, factor: Decimal) -> None:
        self.low, self.high = (self.low or ONE) * factor, (self.high or ONE) * factor

    def _part(self, part: Decimal) -> None:
        """Half a million, three quarters of a million, three and a half million, a million and a half."""
        if not self.low and self.total_low:
            self.total_low, self.total_high = self.total_low + part * self.scale, self.total_high + part * self.scale
        elif self.low and not self.joined:
            self.low, self.high = self.low * part, self.high * part
        else:
            self.low, self.high = self.low + part, self.high + part


def _value(run: Sequence[str]) -> tuple[Decimal, Decimal]:
    """Return the least and the most that the words say."""
    reckoner = _Reckoner()
    for word in run:
        reckoner.hear(word)
    return reckoner.total_low, reckoner.total_high
