"""Which of several things that a user listed does a stretch of words mean: 甲跟丙, 头两笔, 第一、三份, 230那张, 剩下的.

The things are contracts of a list, in the order in which they were told. What a stretch says of them is no business of
this module.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from assistant.offline.item_words import item_words, marks_of
from assistant.offline.words import FOLDER, any_of
from calculators.money import find_money
from corpus.data_file import DataModel, read_yaml
from corpus.numerals import parse_numeral

_SPOKEN = str.maketrans("俩仨", "两三")
_UNITS = tuple(Decimal(10**zeros) for zeros in (4, 8, 0))
"""Yuan of a unit that goes without saying: 万, 亿, or none."""
_PAIR = 2
_DIGIT = re.compile(r"[一二三四五六七八九1-9]")


class ReferenceWords(DataModel):
    """references.yaml."""

    counted: dict[str, str]
    nth: tuple[str, ...]
    former: str
    latter: str
    middle: str
    both_ends: str
    largest: str
    smallest: str
    rest: str
    all: str
    except_before: str
    except_after: str
    only: str
    not_so: str
    so: str
    number: str
    idle: str


@cache
def reference_words() -> ReferenceWords:
    """Return the words, read once."""
    return read_yaml(FOLDER / "references.yaml", ReferenceWords)


@dataclass(frozen=True, slots=True)
class Listed:
    """One of several things that a user listed."""

    amount: Decimal | None
    told: str = ""
    """The words that told of it, folded."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Words that mean some of the things listed; ``rest`` those that nothing else is said of."""

    start: int
    end: int
    places: frozenset[int]
    rest: bool = False


def references(said: str, listed: Sequence[Listed]) -> list[Reference]:
    """Return the references of a folded stretch in order; of two that overlap the one that is read first."""
    found: list[Reference] = []
    for reader in (_by_amount, _by_place, _by_label, _by_size, _by_rest):
        for one in reader(said, listed):
            if not any(one.start < other.end and other.start < one.end for other in found):
                found.append(one)
    return sorted(found, key=lambda one: one.start)


def _by_amount(said: str, listed: Sequence[Listed]) -> Iterator[Reference]:
    """Yield what is called by its amount, with the unit or without: 270万那份, 230那张."""
    told = [(start, end, low) for start, end, low, high in find_money(said) if low == high]
    inside = [(start, end) for start, end, _ in told]
    for start, end, low in told:
        if places := frozenset(at for at, one in enumerate(listed) if one.amount == low):
            yield Reference(start, end, places)
    for match in re.finditer(reference_words().number, said):
        if any(start <= match.start() < end for start, end in inside):
            continue
        numbers = [Decimal(match[0]) * unit for unit in _UNITS]
        places = frozenset(at for at, one in enumerate(listed) if one.amount in numbers)
        if places:
            yield Reference(*match.span(), places)


def _by_place(said: str, listed: Sequence[Listed]) -> Iterator[Reference]:
    """Yield what is called by its order: 第一、三份, 前者, 中间那份; and what is counted from an end: 头两笔."""
    words, count = reference_words(), len(listed)
    for match in (found for pattern in words.nth for found in re.finditer(pattern, said)):
        numbers = [parse_numeral(part) for part in _DIGIT.findall(match[0])]
        if places := frozenset(number - 1 for number in numbers if number <= count):
            yield Reference(*match.span(), places)
    yield from _by_count(said, count)
    middle = [count // 2] if count % 2 else []
    ends = ((words.former, [0]), (words.latter, [count - 1]), (words.middle, middle), (words.both_ends, [0, count - 1]))
    for pattern, at in ends:
        yield from (Reference(*match.span(), frozenset(at)) for match in re.finditer(pattern, said) if at)


def _by_count(said: str, count: int) -> Iterator[Reference]:
    for name, pattern in reference_words().counted.items():
        for match in re.finditer(pattern, said):
            number = parse_numeral(match["n"].translate(_SPOKEN))
            places = range(number) if name == "first" else range(count - number, count)
            if number < count:
                yield Reference(*match.span(), frozenset(places))


def _by_label(said: str, listed: Sequence[Listed]) -> Iterator[Reference]:
    """Yield what is called as no other thing of the list was: 甲, B, 滨江机房那份."""
    marks = [marks_of(one.told) for one in listed]
    own = [mine - set().union(*(marks[:at] + marks[at + 1 :])) for at, mine in enumerate(marks)]
    if sum(map(bool, own)) < _PAIR:
        return  # what is said of one alone is no name
    letters = list(any_of(item_words().letter_labels).finditer(said))
    for at, mine in enumerate(own):
        for mark in mine:
            single = [found for found in letters if found[0] == mark]
            found = single if len(mark) == 1 else re.finditer(re.escape(mark), said)
            yield from (Reference(*one.span(), frozenset({at})) for one in found)


def _by_size(said: str, listed: Sequence[Listed]) -> Iterator[Reference]:
    amounts = [one.amount for one in listed]
    known = [amount for amount in amounts if amount is not None]
    if len(known) < max(len(amounts), _PAIR):
        return
    for pattern, wanted in ((reference_words().largest, max(known)), (reference_words().smallest, min(known))):
        places = frozenset(at for at, amount in enumerate(amounts) if amount == wanted)
        yield from (Reference(*match.span(), places) for match in re.finditer(pattern, said))


def _by_rest(said: str, _: Sequence[Listed]) -> Iterator[Reference]:
    found = re.finditer(reference_words().rest, said)
    yield from (Reference(*match.span(), frozenset(), rest=True) for match in found)
