"""Amounts that stand for less than they say: refunded in part, told with and without tax, or named a second time."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.offline.words import any_of, plain, slots

if TYPE_CHECKING:
    from assistant.offline.quantities import Value

_STOPS = frozenset(",，。;；、!！?？\n")


def settled(question: str, values: list["Value"]) -> list["Value"]:
    """Return values without second mentions and prices before tax; what was refunded is taken off.

    收到800万，退回100万: 700万 remains. 退了200万，实际花1000万: the net is told, and it alone counts.
    """
    return _without_refunds(question, _with_tax(question, _once(question, values)))


def _once(question: str, values: list["Value"]) -> list["Value"]:
    """Leave out amounts that only point at one named before: 400万和600万，600万那个还没验收, 这600万能补几成.

    Where a part of it follows (这95万里有40万是国产), the first mention goes instead.
    """
    left: list[Value] = []
    for value in values:
        same = [one for one in left if (one.kind, one.low) == (value.kind, value.low)]
        behind, front = plain(question[value.end :]), _front(question, values, value)
        if same and any_of(slots().of_this_amount).search(behind):
            left.remove(same[-1])
        elif same and (any_of(slots().that_amount).search(behind) or any_of(slots().this_amount).search(front)):
            continue
        left.append(value)
    return left


def _with_tax(question: str, values: list["Value"]) -> list["Value"]:
    """Leave out a price without tax where the price with tax stands beside it: what is paid counts."""
    money = [value for value in values if value.kind == "money"]
    front = {value.start: _front(question, values, value) for value in money}
    bare = [value for value in money if any_of(slots().without_tax).search(front[value.start])]
    full = [value for value in money if value not in bare and any_of(slots().with_tax).search(front[value.start])]
    return [value for value in values if value not in bare] if full else values


def _without_refunds(question: str, values: list["Value"]) -> list["Value"]:
    left: list[Value] = []
    refunded: list[Value] = []
    for value in values:
        front = _front(question, values, value)
        before = [one for one in left if one.kind == value.kind == "money"]
        back = any_of(slots().refunded).search(front) or any_of(slots().refunded_after).search(
            plain(question[value.end :])
        )
        if before and back and value.low < before[-1].low:
            refunded.append(value)
            whole = before[-1]
            left[left.index(whole)] = replace(whole, low=whole.low - value.low, high=whole.high - value.low)
        elif refunded and before and value.low == before[-1].low:
            continue  # 净额700万: what the amounts before come to, said in so many words
        elif refunded and before and any_of(slots().net).search(front):
            left[left.index(before[-1])] = value  # 实际花1000万
        else:
            left.append(value)
    return sorted(left, key=lambda one: one.start)


def _front(question: str, values: Iterable["Value"], value: "Value") -> str:
    """Return the words in front of a value since the one before and the last stop."""
    since = max([one.end for one in values if one.end <= value.start], default=0)
    said = question[since : value.start]
    stop = max((at for at, character in enumerate(said.rstrip()) if character in _STOPS), default=-1)
    return plain(said[stop + 1 :])
