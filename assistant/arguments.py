"""Every amount, rate and date in a tool's arguments must come from the user's words in this conversation.

An amount may also be worked out of amounts that the user named: a sum or difference of some of them (其中, 其余), one
of them times or by a number that he named (两份各500万, 一年每月20万), a half, the share that he named, or what a price
of one comes to (64张每张每月5000). Bare numbers of one message that share out such an amount stand for their shares
(改成昇腾七百、H800三百 after 1000万), and of two of which one is such an amount, the other has its unit (不是160，是610
after 160万).
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import Any

from assistant.figures import Figure, read_figures
from assistant.number_lock import spoken
from assistant.offline.elliptic import all_in_full
from assistant.offline.proportions import shares_in
from assistant.offline.quantities import find_values
from assistant.offline.steps import lowering, raising
from assistant.offline.unit_prices import worked_out_in
from assistant.offline.words import any_of, plain
from calculators.money import parse_money
from corpus.errors import InputError
from corpus.normalise import fold

_MOST = 7  # amounts whose sums and differences are tried; the last ones said
_MOST_TIMES = 1000
_UNITS = tuple(10**zeros for zeros in (4, 6, 7, 8))
"""Yuan of a unit that goes without saying: 万, 百万, 千万, 亿."""
_QUARTER = 3
_PAIR = 2  # the number that was wrong, and the right one
_DEFAULTS = {"months": Fraction(12), "years": Fraction(1)}
_KINDS = {"target": "yuan", "months": "months", "years": "years", "received_years": "years", "year": "date"}
_HALF = Fraction(1, 2)
_MONTHS_PER_YEAR = 12
_NONE_SAID = re.compile(r"没|未|无|沒|無|(?<![\d.])0(?![\d.])|第一次|头一|頭一|首次|never|none|no ")
_TWO = re.compile(r"[两兩二俩倆]")
_WHOLE_CAP = "cap"
_ALLOWED = "您在这段对话里说过的数"
_QUESTION = "请先问用户{question}；不知道就填 null"
_ANY = "这一项是多少"


@dataclass(frozen=True, slots=True)
class Argument:
    """A number among a tool's arguments: where it stands and what kind of number it is."""

    path: str
    kind: str
    """yuan, percent, months, years or date."""
    value: object


class NotSaid(InputError):
    """A number that the user has not named; its message is for the driver, ``ask`` is for the user."""

    def __init__(self, argument: Argument, ask: str = "") -> None:
        self.ask = ask
        wanted = _QUESTION.format(question=f"“{ask}”" if ask else _ANY)
        super().__init__(argument.path, argument.value, allowed=_ALLOWED, question=wanted)


def check_arguments(
    arguments: Mapping[str, Any], said: Sequence[str], *, question: Callable[[str], str] = lambda path: ""
) -> None:
    """Raise ``NotSaid`` for the first number that the user has not named; ``question``: how to ask for a field."""
    named = _Named([*said, *all_in_full(said)])
    for argument in _numbers("", arguments):
        if not named.allows(argument):
            raise NotSaid(argument, question(argument.path))


def check_named(arguments: Mapping[str, Any], said: Sequence[str]) -> None:
    """Raise ``InputError`` for an amount that the user has not named as it stands: no half of one, no sum.

    One that stands several times must be named as often, or with a number: 三个项目各1000万. What a message adds to an
    amount before it, or takes off, counts as named: 乙那边又到了100万.
    """
    told = all_in_full(said)
    named = _Named([*said, *told])
    stepped = list(_stepped(told))
    amounts = [item for item in _numbers("", arguments) if item.kind == "yuan" and _value(item) is not None]
    values = [_value(item) for item in amounts]
    for argument, value in zip(amounts, values, strict=True):
        times = values.count(value)
        often = (stepped + _Named(told).ordered).count(value) if value is not None else 0
        if value not in named.amounts.union(stepped) or (times > max(often, 1) and times not in named.counts):
            raise NotSaid(argument)


def _stepped(said: Sequence[str]) -> Iterator[Fraction]:
    """Yield what amounts of earlier messages come to by the step of a later one: 又到了100万, 被收回去50万."""
    for at, words in enumerate(said):
        steps = [Fraction(value.low) for value in find_values(words) if value.kind == "money"]
        signs = [sign for sign, cues in ((1, raising()), (-1, lowering())) if any_of(cues).search(plain(words))]
        before = [Fraction(v.low) for earlier in said[:at] for v in find_values(earlier) if v.kind == "money"]
        yield from (amount + sign * step for step in steps for sign in signs for amount in dict.fromkeys(before))


def _numbers(path: str, part: Any) -> Iterator[Argument]:  # noqa: ANN401
    if isinstance(part, Mapping):
        for name, value in part.items():
            yield from _numbers(f"{path}.{name}" if path else name, value)
    elif isinstance(part, list | tuple):
        for position, value in enumerate(part):
            yield from _numbers(f"{path}[{position}]", value)
    elif part is not None and not isinstance(part, bool) and (kind := _kind(path)):
        yield from (Argument(path, kind, end) for end in _ends(part))


def _ends(value: object) -> list[object]:
    """Return both ends of an amount between two: 7000000-8000000, 40000000-<50000000."""
    low, dash, high = str(value).partition("-")
    high = high.removeprefix("<")
    return [low, high] if dash and low.strip() and high.strip() else [value]


def _kind(path: str) -> str:
    name = re.sub(r"\[\d+\]$", "", path).rpartition(".")[2]
    return _KINDS.get(name, "") or (
        "yuan" if name.endswith("_yuan") else "percent" if name.endswith(("_percent", "_points")) else ""
    )


class _Named:
    """What the user has named, by kind."""

    def __init__(self, said: Sequence[str]) -> None:
        figures = set().union(*(spoken(words) for words in said))
        values = [value for words in said for upper in (False, True) for value in find_values(words, upper=upper)]
        self.none_said = any(_NONE_SAID.search(words) for words in said)
        self.percents = _of(figures, "percent") | {Fraction(v.low) for v in values if v.kind == "percent"}
        self.months = _of(figures, "months") | {Fraction(v.low) for v in values if v.kind == "months"}
        numbers = {figure for words in said for figure in read_figures(words) if figure.kind in ("count", "number")}
        self.counts = {value for value in _of(numbers, "count") | _of(numbers, "number") if value <= _MOST_TIMES}
        self.counts |= _small_counts(said)
        parts = {part for words in said for _, _, part in shares_in(fold(words))}
        self.wholes = parts | {1 / part for part in parts}
        self.years = {str(figure.value)[:4] for figure in figures if figure.kind == "date"}
        ordered = [f.value for words in said for f in read_figures(words) if f.kind == "yuan"]
        ordered += [Fraction(v.low) for v in values if v.kind == "money"]
        self.ordered = [Fraction(v.low) for words in said for v in find_values(words) if v.kind == "money"]
        self.amounts = {value for value in ordered if isinstance(value, Fraction)} | _of(figures, "number")
        self.amounts |= {share for words in said for share in _shares(words, self.amounts)}
        self.amounts |= {amount for words in said for amount in _renumbered(words, self.amounts)}
        self.amounts |= {Fraction(worth) for words in (*said, "。".join(said)) for worth in worked_out_in(words)}
        self.recent = list(dict.fromkeys(value for value in reversed(ordered) if isinstance(value, Fraction)))[:_MOST]

    def allows(self, argument: Argument) -> bool:
        value = _value(argument)
        if value is None:
            return True  # no number at all: the calculator itself refuses it
        if value == 0:
            return self.none_said
        if argument.kind == "yuan":
            return self._allows_money(value)
        if argument.kind == "percent":
            return value in self.percents
        if argument.kind == "months":
            return value in self.months or value == _DEFAULTS["months"]
        if argument.kind == "years":
            return value in self.counts or value == _DEFAULTS["years"] or value * _MONTHS_PER_YEAR in self.months
        return f"{int(value):04d}" in self.years

    def _allows_money(self, value: Fraction) -> bool:
        if value in self.amounts:
            return True
        quarters = {months / _QUARTER for months in self.months}
        factors = {_HALF, *self.counts, *self.months, *quarters, *(percent / 100 for percent in self.percents)}
        factors |= {1 / percent for percent in (p / 100 for p in self.percents) if percent} | self.wholes
        scaled = {amount * factor for amount in self.recent for factor in factors if factor}
        scaled |= {amount / count for amount in self.recent for count in self.counts if count}
        return value in scaled or any(value == abs(total) for total in _sums(self.recent, scaled))


def _shares(words: str, amounts: set[Fraction]) -> set[Fraction]:
    """Return the amounts that two or more bare numbers of a message stand for: they make up one that was named."""
    numbers = [figure.value for figure in read_figures(words) if figure.kind == "number"]
    bare = [value for value in numbers if isinstance(value, Fraction) and value > 1]
    whole = sum(bare)
    units = [unit for unit in _UNITS if whole * unit in amounts] if len(bare) > 1 else []
    return {value * unit for value in bare for unit in units}


def _renumbered(words: str, amounts: set[Fraction]) -> set[Fraction]:
    """Return the amount that one of two bare numbers of a message stands for: 不是160，是610 after 160万."""
    numbers = [figure.value for figure in read_figures(words) if figure.kind == "number"]
    bare = [value for value in numbers if isinstance(value, Fraction) and value > 0]
    units = [unit for unit in _UNITS if any(value * unit in amounts for value in bare)] if len(bare) == _PAIR else []
    return {value * unit for value in bare for unit in units}


def _value(argument: Argument) -> Fraction | None:
    if argument.value == _WHOLE_CAP:
        return None
    try:
        text = str(argument.value).strip().removesuffix("%")
        return Fraction(parse_money(text) if argument.kind == "yuan" else Decimal(text))
    except (InputError, ArithmeticError, ValueError):
        return None


def _of(figures: set[Figure], kind: str) -> set[Fraction]:
    return {figure.value for figure in figures if figure.kind == kind and isinstance(figure.value, Fraction)}


def _small_counts(said: Sequence[str]) -> set[Fraction]:
    """Return 两 and 二, which are no figures elsewhere."""
    return {Fraction(2)} if any(_TWO.search(words) for words in said) else set()


def _sums(amounts: Sequence[Fraction], scaled: set[Fraction]) -> Iterator[Fraction]:
    """Yield sums and differences of amounts, and of an amount and a multiple."""
    for size in range(2, len(amounts) + 1):
        for chosen in combinations(amounts, size):
            yield sum(chosen, Fraction(0))
            yield from (2 * first - sum(chosen, Fraction(0)) for first in chosen)
    yield from (amount + sign * part for amount in amounts for part in scaled for sign in (1, -1))
