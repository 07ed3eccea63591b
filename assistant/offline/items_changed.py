"""A message that changes what was calculated before: takes a thing out, puts it back, looks at one alone, mends one.

备案那项先拿掉，只看算力 · 外国卡那份退了没租，剔掉再加一遍 · 还是恢复吧，但改成了国产卡 · 研发那笔不是160，是610.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from assistant.figures import read_figures
from assistant.offline.categories import find_categories
from assistant.offline.contracts import VOUCHER
from assistant.offline.item_words import item_words
from assistant.offline.items import Calls, Item, State, calls_for, state_of
from assistant.offline.items_named import items_named, label_named
from assistant.offline.pieces import stretches
from assistant.offline.quantities import find_values
from assistant.offline.steps import goes_off, stepped
from assistant.offline.tool import Tool
from assistant.offline.turn import PROFILE, Turn
from assistant.offline.words import any_of, cues, plain, slots
from calculators.money import find_money

_MOST = 8
_UNITS = tuple(Decimal(10**zeros) for zeros in (4, 8, 6, 7))
"""Yuan of a unit that goes without saying: 万, 亿, 百万, 千万."""
_SHORT = 14
"""Characters of a message that only names one of several: 小的呢."""


@dataclass(slots=True)
class _Change:
    """What a message does to the items, by their places among those present and gone."""

    dropped: set[int] = field(default_factory=set)
    restored: set[int] = field(default_factory=set)
    alone: set[int] = field(default_factory=set)
    amounts: dict[int, Decimal] = field(default_factory=dict)
    categories: dict[int, str] = field(default_factory=dict)


def items_changed(turn: Turn, tools: Mapping[str, Tool]) -> Calls:
    """Return the calls for what is left, or changed, of what was calculated before; none where nothing is."""
    if PROFILE not in tools or not turn.worked or turn.done_any(PROFILE) or turn.calculations:
        return []
    state = state_of(turn, tools)
    items = (*state.present, *state.gone)
    if len(items) < 2 or _asks_otherwise(turn) or not _may_change(turn, state):
        return []
    said = stretches(turn.question)[:_MOST]
    searches = [turn.done("search_clauses", {"query": stretch}) for stretch in said]
    if None in searches:
        return [("search_clauses", {"query": stretch}) for stretch in said]
    looks = [call.data for call in searches if call]
    named = [items_named(stretch, state, look, tools) for stretch, look in zip(said, looks, strict=True)]
    change = _read(said, named, state)
    if _picks_one(turn, state):
        change.alone |= {at for own in named for at in own}
    change.amounts |= _renumbered(turn.question, state.present)
    left = _left(state, change)
    if not left or _same(left, state.present):
        return []
    return calls_for(left, tools, summed=state.summed)


def _asks_otherwise(turn: Turn) -> bool:
    """Say whether a message asks for something that is no amount: 退租的话券要不要还回去."""
    said = plain(turn.question)
    amount = (*cues().asks_amount, *slots().totals, *cues().asks_again, *cues().superlative, *cues().most)
    asks = any_of(cues().asks_anything).search(any_of(item_words().particles).sub("", said))
    return bool(asks) and not any_of(amount).search(said)


def _may_change(turn: Turn, state: State) -> bool:
    """Say whether a message may be about the items: by a word for what happens to them, or a bare number in one."""
    said = plain(turn.question)
    several = len(state.present) > 1
    if several and any_of((*item_words().falls_away, *slots().removes)).search(said):
        return True
    back = state.gone and any_of((*item_words().restores, *item_words().restores_all)).search(said)
    if back or any_of(item_words().restricts).search(said):
        return True
    alike = len({item.calculator for item in state.present}) == 1
    adds = any_of(cues().adds_to_earlier).search(said)
    labelled = alike and not adds and label_named(turn.question, state)
    together = state.summed or any(item.owner for item in state.present) or labelled
    if (
        several
        and together
        and any_of((*slots().changed_to, *cues().mends, *slots().again, *slots().tops_up)).search(said)
        and find_money(said)
    ):
        return True
    return _picks_one(turn, state) or (several and bool(_renumbered(turn.question, state.present)))


def _picks_one(turn: Turn, state: State) -> bool:
    """Say whether a message only names one of several of a kind: 小的呢, B公司的呢; 乙家能配多少, 第二笔补多少."""
    said = plain(turn.question)
    alike = len({item.calculator for item in (*state.present, *state.gone)}) == 1
    bare = not find_values(turn.question) and not find_categories(turn.question)
    other = any_of((*item_words().falls_away, *slots().removes, *item_words().restores)).search(said)
    if not alike or not bare or other:
        return False
    if len(said) <= _SHORT and any_of(cues().what_of).search(said):
        return True
    asks = any_of(cues().asks_amount).search(said) and not any_of((*slots().totals, *cues().supposes)).search(said)
    return bool(asks and len(said) <= 2 * _SHORT and any_of(item_words().one_of_them).search(said))


def _read(said: Sequence[str], named: Sequence[list[int]], state: State) -> _Change:
    """Take the stretches of a message one by one; one that names nothing speaks of what the one before named."""
    change, meant = _Change(), list[int]()
    items, present = (*state.present, *state.gone), range(len(state.present))
    for stretch, own in zip(said, named, strict=True):
        words = plain(stretch)
        if meant and find_categories(stretch) and any_of(slots().changed_to).search(words):
            own = []  # 改成国产卡: what it becomes is not what it is called by
        meant = own or meant
        if any_of(item_words().restores).search(words) and state.gone:
            back = [at for at in own if at not in present] or ([] if own else [len(items) - 1])
            change.restored |= set(back)
            meant = back or meant
        elif any_of(item_words().restores_all).search(words):
            change.restored |= {at for at in range(len(items)) if at not in present}
        elif any_of((*slots().removes, *item_words().falls_away)).search(words):
            change.dropped |= {at for at in meant if at in present and not _loses_part(stretch, items[at])}
        elif any_of(item_words().restricts).search(words):
            change.alone |= set(own)
        if len(meant) == 1:
            _mend(stretch, meant[0], items, change)
    return change


def _loses_part(stretch: str, item: Item) -> bool:
    """Say whether a stretch takes only a part off an item."""
    return any(goes_off(stretch, value, item.amount) for value in find_values(stretch) if value.kind == "money")


def _mend(stretch: str, at: int, items: Sequence[Item], change: _Change) -> None:
    """Note the new amount or category that a stretch gives the item it speaks of."""
    amounts = [value for value in find_values(stretch) if value.kind == "money" and value.low == value.high]
    new = [value for value in amounts if value.low != items[at].amount]
    if len(new) == 1 and (amount := stepped(stretch, new[0], items[at].amount)):
        change.amounts[at] = amount
    named = [category for _, category in find_categories(stretch)]
    if named and items[at].calculator == VOUCHER and named[-1] != items[at].category:
        change.categories[at] = named[-1]


def _renumbered(text: str, items: Sequence[Item]) -> dict[int, Decimal]:
    """Return the new amount that a text without a unit gives an item: 不是160，是610; both numbers have one unit."""
    if find_money(text):
        return {}
    numbers = [_decimal(one.value) for one in read_figures(text) if one.kind == "number"]
    for unit in _UNITS:
        old = [(at, number) for number in numbers for at, item in enumerate(items) if item.amount == number * unit]
        new = [number for number in numbers if number not in [known for _, known in old]]
        if len(old) == len(new) == 1:
            return {old[0][0]: new[0] * unit}
    return {}


def _decimal(value: object) -> Decimal:
    """Return a figure's number: it is a fraction with a denominator of two and five alone."""
    number = Fraction(str(value))
    return Decimal(number.numerator) / number.denominator


def _left(state: State, change: _Change) -> list[Item]:
    """Return the items that a change leaves, in the order in which they were told."""
    items = (*state.present, *state.gone)
    kept = {at for at in range(len(state.present)) if at not in change.dropped} | change.restored
    places = change.alone - change.dropped or kept
    left = [
        items[at].changed(amount=change.amounts.get(at), category=change.categories.get(at)) for at in sorted(places)
    ]
    return sorted(left, key=lambda item: item.place)


def _same(left: Sequence[Item], present: Sequence[Item]) -> bool:
    return [item.key for item in left] == [item.key for item in present]
