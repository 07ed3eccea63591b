"""Which of the things calculated so far does a stretch of a message mean: by amount, order, matter, chips or label."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.offline.categories import find_categories
from assistant.offline.item_words import item_words, marks_of
from assistant.offline.items import Item, State
from assistant.offline.tool import Tool
from assistant.offline.words import any_of, plain, slots
from calculators.money import find_money
from corpus.numerals import parse_numeral

_NEAR = 0.3
"""A stretch with a hit of this score is about that clause, of those that are at hand."""
_FAR = 0.2
"""So is one with a hit of this score, if it is far the best."""
_FAR_BEST = 1.5
_SEVERAL = 2
_PLACE = re.compile(r"第([一二两三四五六七八九\d])(?:[个份笔项样块家单批张]|课题|项目|合同|公司)")
_ENGLISH = {"first": 1, "second": 2, "third": 3, "fourth": 4}


def items_named(stretch: str, state: State, look: Mapping[str, Any], tools: Mapping[str, Tool]) -> list[int]:
    """Return the places, among those present and gone, of the items that a stretch means.

    None where it means none, or all alike.
    """
    said, items = plain(stretch), (*state.present, *state.gone)
    told = {low for _, _, low, _ in find_money(stretch)}
    by_amount = [at for at, item in enumerate(items) if item.amount is not None and item.amount in told]
    if by_amount:
        return by_amount
    if not _by_label(said, items) and (by_size := _by_size(said, state.present)):
        return by_size
    counted = range(len(items) if any_of(item_words().restores).search(said) else len(state.present))
    in_order = sorted(counted, key=lambda at: items[at].place)
    if (place := _place(said, len(in_order))) is not None:
        return [in_order[place]]
    ways = [way for way in (_by_chips(stretch, items), _by_clause(items, look, tools), _by_label(said, items)) if way]
    both = [at for at in range(len(items)) if ways and all(at in way for way in ways)]
    found = both or next(iter(ways), [])
    return [] if len(found) == len(items) else found


def label_named(question: str, state: State) -> bool:
    """Say whether a message names just one of the things at hand by what only that one is told with: 乙那边."""
    return len(_by_label(plain(question), state.present)) == 1


def _by_size(said: str, items: Sequence[Item]) -> list[int]:
    """Return the place of the smallest or largest item, where that is meant: 最小的那个."""
    amounts = [item.amount for item in items if item.amount is not None]
    way = (
        min
        if any_of(item_words().smallest).search(said)
        else max
        if any_of(item_words().largest).search(said)
        else None
    )
    if way is None or len(amounts) < len(items) or len(items) < _SEVERAL:
        return []
    return [at for at, item in enumerate(items) if item.amount == way(amounts)]


def _place(said: str, count: int) -> int | None:
    """Return which of several is meant by their order."""
    found, word = _PLACE.search(said), any_of(slots().which_one).search(said)
    english = next((part for part in word.groups() if part in _ENGLISH), "") if word else ""
    number = parse_numeral(found[1]) if found else _ENGLISH.get(english, 0)
    if 0 < number <= count:
        return number - 1
    if any_of(item_words().last_one).search(said):
        return count - 1
    if any_of(slots().middle_one).search(said):
        return count // 2
    return 0 if any_of(slots().first_one).search(said) else None


def _by_chips(stretch: str, items: Sequence[Item]) -> list[int]:
    named = {category for _, category in find_categories(stretch)}
    return [at for at, item in enumerate(items) if item.category in named]


def _by_clause(items: Sequence[Item], look: Mapping[str, Any], tools: Mapping[str, Tool]) -> list[int]:
    clauses = {tools[item.calculator].clause for item in items}
    scores = [*(hit["score"] for hit in look["hits"]), 0.0, 0.0]
    least = _FAR if scores[0] >= _FAR_BEST * scores[1] else _NEAR
    near = {hit["clause"]: hit["score"] for hit in look["hits"] if hit["clause"] in clauses and hit["score"] >= least}
    best = max(near.values(), default=0.0)
    meant = {clause for clause, score in near.items() if score >= best / 2}
    return [at for at, item in enumerate(items) if tools[item.calculator].clause in meant]


def _by_label(said: str, items: Sequence[Item]) -> list[int]:
    """Return the items that share with a stretch what no other item is told with: 甲, 小的, 省课题, B公司."""
    marks = [marks_of(plain(item.told)) for item in items]
    own = [mine - set().union(*(other for other in marks if other is not mine)) for mine in marks]
    here = marks_of(said)
    shared = [len(mine & here) for mine in own]
    return [at for at, count in enumerate(shared) if count and count == max(shared)]
