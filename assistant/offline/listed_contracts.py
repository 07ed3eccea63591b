"""Contracts told in a list, and the category that words beside it give some: 甲跟丙国产，乙不是; 剩下四张全是进口卡.

A stretch that names some of them and a kind of computing power says so of each; 其余 are those that nothing is said of,
除了乙都是国产 says the opposite of 乙.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from assistant.offline.categories import assign_categories, find_categories
from assistant.offline.fields import STOPS
from assistant.offline.quantities import Value, find_values
from assistant.offline.references import Listed, Reference, reference_words, references
from assistant.offline.words import any_of, plain, slots
from calculators.money import find_money

_NAME = 8
"""Characters beside an amount in which it may be called by a name."""
_SEVERAL = 2
_COLON = re.compile(r"[:：]\s*(?=\S)")
_STOPS = re.compile(rf"{STOPS.pattern}|\.(?=\s)")


@dataclass(slots=True)
class Told:
    """What a text says of the contracts so far."""

    categories: dict[int, str] = field(default_factory=dict)
    rest: str = ""
    every: str = ""
    last: str = ""
    """The category named last, and were it denied, the one that it is not: of 乙不是国产 the domestic one."""
    waiting: set[int] = field(default_factory=set)
    """Contracts named before anything is said of them."""

    def over(self, own: Sequence[str | None]) -> list[str | None]:
        """Return the categories of all contracts: what is said of one, else its own, else what the others are."""
        others = self.rest or self.every or None
        return [self.categories.get(at) or category or others for at, category in enumerate(own)]


def categories_of(question: str, amounts: list[Value], mentions: list[tuple[int, str]]) -> list[str | None]:
    """Return the category of each contract: the one named beside its amount, or in a stretch that refers to it."""
    free = [span for span in _stretches(question) if not any(span[0] <= one.start < span[1] for one in amounts)]
    named = told_categories([question[start:end] for start, end in free], listed_in(question, amounts))
    if len(amounts) < _SEVERAL or named is None:
        return _completed(assign_categories(question, amounts, mentions), mentions)
    beside = [one for one in mentions if not any(start <= one[0] < end for start, end in free)]
    own = assign_categories(question, amounts, beside)
    return named.over(own)


def _completed(own: list[str | None], mentions: list[tuple[int, str]]) -> list[str | None]:
    """Fill in the one category that is named and no contract has, where one contract has none: 一份国产，一份A100."""
    left = list(dict.fromkeys(category for _, category in mentions if category not in own))
    known = {category for category in own if category}
    if own.count(None) == 1 == len(left) == len(known) and len(own) == _SEVERAL:
        return [category or left[0] for category in own]
    return own


def told_categories(stretches: Sequence[str], listed: Sequence[Listed]) -> "Told | None":
    """Return what stretches say of contracts of a list by references; None where they refer to none of them."""
    told = Told()
    for stretch in stretches:
        _read(_STOPS.sub("", plain(stretch)), listed, told)
    return told if told.categories or told.rest else None


def stretches_of(text: str) -> list[str]:
    """Cut a text at its stops."""
    return [text[start:end] for start, end in _stretches(text)]


def _stretches(text: str) -> list[tuple[int, int]]:
    """Return the spans of a text between its stops."""
    cuts = [0, *(stop.end() for stop in _STOPS.finditer(text)), len(text)]
    return [(start, end) for start, end in pairwise(cuts) if end > start]


def _read(said: str, listed: Sequence[Listed], told: Told) -> None:
    named = find_categories(said)
    refs = _free(references(said, listed), named)
    if not named:
        _without_category(said, refs, told)
        return
    if not refs and not told.waiting:
        alone = len({category for _, category in named}) == 1 and re.search(reference_words().all, said)
        told.every = named[0][1] if alone and not find_money(said) else told.every
    first = named[0][0] < refs[0].start if refs else False
    for one in refs:
        before = [category for at, category in named if at < one.start]
        behind = [category for at, category in named if at >= one.end]
        _give(said, one, (before[-1] if first else (behind or before)[0 if behind else -1]), told)
    told.categories |= dict.fromkeys(told.waiting, named[0][1]) if not first else {}
    denied = any_of(slots().negations).search(said[: named[-1][0]])
    told.waiting, told.last = set(), _opposite(named[-1][1]) if denied else named[-1][1]


def _without_category(said: str, refs: Sequence[Reference], told: Told) -> None:
    """Read a stretch that names no category: B不是, 甲是 go by the one said last; else it only names some."""
    for one in refs:
        behind = said[one.end :]
        if told.last and re.search(reference_words().not_so, behind):
            told.categories |= dict.fromkeys(one.places, _opposite(told.last))
        elif told.last and re.search(reference_words().so, behind):
            told.categories |= dict.fromkeys(one.places, told.last)
        else:
            told.waiting |= one.places
    if not refs and said:
        told.waiting = set()


def _give(said: str, one: Reference, category: str, told: Told) -> None:
    """Note what a reference is said to be; of exceptions that the others are so."""
    words, front, behind = reference_words(), said[: one.start], said[one.end :]
    if one.rest:
        told.rest = category
    elif re.search(words.except_after, behind) or (
        re.search(words.except_before, front) and re.search(words.all, behind)
    ):
        told.categories |= dict.fromkeys(one.places, _opposite(category))
        told.rest = told.rest or category
    else:
        told.categories |= dict.fromkeys(one.places, category)
        if re.search(words.only, front):
            told.rest = told.rest or _opposite(category)


def _opposite(category: str) -> str:
    return slots().opposite.get(category, category)


def _free(refs: Sequence[Reference], named: Sequence[tuple[int, str]]) -> list[Reference]:
    """Return the references that are no name of a kind of computing power themselves."""
    return [one for one in refs if not any(one.start <= at < one.end for at, _ in named)]


def listed_in(text: str, values: Sequence[Value]) -> list[Listed]:
    """Return amounts of a text with what each is called there."""
    found: list[Listed] = []
    for at, value in enumerate(values):
        since = values[at - 1].end if at else 0
        until = values[at + 1].start if at + 1 < len(values) else len(text)
        front = _COLON.split(_last(text[since : value.start]))[-1][-_NAME:]
        behind = _STOPS.split(text[value.end : until])[0].split("、")[0][:_NAME]
        ends = until == len(text) or len(behind) < until - value.end
        name = re.sub(reference_words().idle, " ", plain(f"{front} {behind if ends else ''}"))
        found.append(Listed(value.low if value.low == value.high else None, name))
    return found


def listed_before(messages: Sequence[str], amounts: Sequence[Decimal | None]) -> list[Listed]:
    """Return contracts with what they were called where their amounts were told, message by message."""
    told = [
        one
        for message in messages
        for one in listed_in(message, [value for value in find_values(message) if value.kind == "money"])
    ]
    names: list[Listed] = []
    for amount in amounts:
        own = next((one for one in told if one.amount == amount), Listed(amount))
        told = [one for one in told if one is not own]
        names.append(own)
    return names


def _last(front: str) -> str:
    return re.split("、", _STOPS.split(front)[-1])[-1]


def told_again(question: str, values: Sequence[Value]) -> list[Value]:
    """Return the amounts that only point at one told before: 270万同530万，270万嗰份係國產.

    The one before stands in a list without a category; this one stands beside a category.
    """
    again: list[Value] = []
    for at, value in enumerate(values):
        before = [one for one in values[:at] if one.low == value.low and one not in again]
        listed = [one for one in before if not _beside_category(question, one)]
        if listed and at >= _SEVERAL and _beside_category(question, value):
            again.append(value)
    return again


def _beside_category(question: str, value: Value) -> bool:
    front = _STOPS.split(question[: value.start])[-1]
    return bool(find_categories(f"{front}{_STOPS.split(question[value.start :])[0]}"))
