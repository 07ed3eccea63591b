"""Which of a message's amounts are compute contracts, and which are for something else, a part of one, or old prices.

买服务器花了1000万，租昇腾300万: only the 300万 is a contract. 合同600万，押金60万: the deposit is paid out of it.
"""

import re
from dataclasses import replace
from functools import cache
from itertools import pairwise

from assistant.offline.categories import find_categories
from assistant.offline.fields import STOPS
from assistant.offline.objects import buys_in, strange_object
from assistant.offline.quantities import Value, find_values
from assistant.offline.that_count import is_left_out
from assistant.offline.unit_prices import is_open_price, worked_out
from assistant.offline.words import FOLDER, any_of, plain, slots
from corpus.data_file import DataModel, read_yaml

_ON = re.compile(r"(?P<own> (?:on|for) [^,.;]*?)(?:,|\band\b|\bplus\b)(?P<next>[^,.;]*)$", re.IGNORECASE)


CONTRACTS = "compute_voucher"
"""The calculator of contracts for computing power."""


class Purposes(DataModel):
    """purposes.yaml."""

    other_things: tuple[str, ...]
    list_prices: tuple[str, ...]
    unit_prices: tuple[str, ...]
    unit_prices_after: tuple[str, ...]
    no_matter: tuple[str, ...]
    gifts: tuple[str, ...]
    payments: tuple[str, ...]
    contract_words: tuple[str, ...]
    own_contract: tuple[str, ...]
    pools: tuple[str, ...]
    pool_of: tuple[str, ...]
    repriced: tuple[str, ...]
    restated: tuple[str, ...]
    discounts: tuple[str, ...]
    lapsed: tuple[str, ...]
    renewed: tuple[str, ...]


@cache
def purposes() -> Purposes:
    """Return the words, read once."""
    return read_yaml(FOLDER / "purposes.yaml", Purposes)


def contract_values(question: str, values: list[Value]) -> list[Value]:
    """Return the amounts that are contracts."""
    asked = [value for at, value in enumerate(values) if not _is_no_sum(question, values, at)]
    asked = _discounted(question, asked)
    parts = [" ".join(_own_part(question, asked, at)) for at in range(len(asked))]
    all_paid = all(any_of(purposes().payments).search(part) for part in parts)  # 定金40万，尾款160万
    left = [value for at, value in enumerate(asked) if not _is_left_out(question, asked, at, paid=not all_paid)]
    left = [value for value in left if not _is_old_price(question, left, value)]
    return [value for at, value in enumerate(left) if not _is_lapsed(question, left, at)]


def _is_lapsed(question: str, values: list[Value], at: int) -> bool:
    """Say whether an amount is an old contract's in whose place another one has come: 老合同600万，今年续约300万."""
    if not any_of(purposes().lapsed).search(" ".join(_own_part(question, values, at))):
        return False
    others = [" ".join(_own_part(question, values, place)) for place in range(len(values)) if place != at]
    return any(any_of(purposes().renewed).search(part) for part in others)


def _is_left_out(question: str, values: list[Value], at: int, *, paid: bool) -> bool:
    if worked_out(question, values[at]) is not None:
        return False
    backed = _calls_it_contract(" ".join(_own_part(question, values, at)))
    doubted = _is_something_else(question, values, at, paid=paid)
    return is_left_out(question, CONTRACTS, values[at], backed=backed, doubted=doubted)


def is_other_thing(text: str) -> bool:
    """Say whether a stretch speaks of machines bought, or of costs that are no computing power: 电费, 工资."""
    said = plain(text)
    bought = any_of(slots().own_hardware).search(said) and not any_of(slots().rented).search(said)
    return bool(bought or any_of(purposes().other_things).search(said))


def set_aside(question: str) -> list[str]:
    """Return the amounts of a question, in its own words, that were spent on other things beside a contract."""
    values = [value for value in find_values(question) if value.kind == "money"]
    places = [at for at in range(len(values)) if not _is_no_sum(question, values, at)]
    other = [at for at in places if _is_left_out(question, values, at, paid=False) or _is_lapsed(question, values, at)]
    return [question[values[at].start : values[at].end].strip() for at in other] if len(other) < len(places) else []


def lapsed_contracts(question: str) -> list[str]:
    """Return the amounts of a question, in its own words, that are old contracts' which others have replaced."""
    values = [value for value in find_values(question) if value.kind == "money"]
    return [question[one.start : one.end].strip() for at, one in enumerate(values) if _is_lapsed(question, values, at)]


def is_payment(question: str) -> bool:
    """Say whether a question speaks of a part of a fee that is paid: 定金, 首付, 付了一半."""
    return bool(any_of(purposes().payments).search(plain(question)))


def names_contract(question: str) -> bool:
    """Say whether the words about some amount of a question call it a contract for computing power."""
    values = [value for value in find_values(question) if value.kind == "money"]
    parts = [_own_part(question, values, at) for at in range(len(values))]
    return any(
        _calls_it_contract("".join(part)) and not any_of(slots().own_hardware).search("".join(part)) for part in parts
    )


def _calls_it_contract(said: str) -> bool:
    return bool(any_of(purposes().contract_words).search(said) or find_categories(said))


def _is_no_sum(question: str, values: list[Value], at: int) -> bool:
    """Say whether an amount is what the city gives everybody, or the price of one: 算力券盘子2.5个亿, 每小时12块."""
    front, _ = _own_part(question, values, at)
    behind = plain(question[values[at].end :])
    if worked_out(question, values[at]) is not None:
        return False
    if is_open_price(question, values[at]):
        return True
    if any_of(purposes().unit_prices).search(front) or any_of(purposes().unit_prices_after).search(behind):
        return True
    return bool(any_of(purposes().pools).search(front) and any_of(purposes().pool_of).search(front))


def _discounted(question: str, values: list[Value]) -> list[Value]:
    """Take a discount off the price in front of it: 标价500万，优惠了100万."""
    left: list[Value] = []
    for value in values:
        since = left[-1].end if left else 0
        if (
            left
            and left[-1].low > value.low
            and any_of(purposes().discounts).search(plain(question[since : value.start]))
        ):
            left[-1] = replace(left[-1], low=left[-1].low - value.low, high=left[-1].high - value.low, end=value.end)
        else:
            left.append(value)
    return left


def _is_old_price(question: str, values: list[Value], value: Value) -> bool:
    """Say whether the next amount is what this one came down to: 1000万打了八折，实际签了800万."""
    later = [next_one for first, next_one in pairwise(values) if first is value]
    if not later or later[0].low >= value.low:
        return False
    between = plain(question[value.end : later[0].start])
    came_down = any_of(purposes().repriced).search(between)
    if came_down is None or any_of(slots().lists).search(between):
        return False
    return not find_categories(between[came_down.end() :])


def _is_something_else(question: str, values: list[Value], at: int, *, paid: bool) -> bool:
    """Say whether the amount's own part of the sentence is on machines bought, other costs, a gift or a payment.

    ``paid``: payments count as such, because an amount that they may be paid out of stands beside them.
    """
    front, behind = _own_part(question, values, at)
    said, table = f"{front} {behind}", purposes()
    others = table.other_things if len(values) == 1 else (*table.other_things, *table.list_prices)
    if any_of(slots().own_hardware).search(front + behind):  # 采购了两百万的机器: the amount stands between
        return not any_of(slots().rented).search(said)
    if any_of(table.gifts).search(said) or any_of(table.no_matter).search(plain(question[values[at].end :])):
        return True
    if any_of(others).search(front) and not _calls_it_contract(front):
        return True
    if paid and any_of(table.payments).search(front) and not any_of(table.own_contract).search(front):
        return not find_categories(front)  # 合同已付100万, beside 租昇腾300万
    if _calls_it_contract(front) or _calls_it_contract(behind):
        return False
    if any_of(others).search(said) or (paid and any_of(table.payments).search(said)):
        return True
    return bool(strange_object(front, behind)) and not any_of(table.payments).search(front)


def _own_part(question: str, values: list[Value], at: int) -> tuple[str, str]:
    """Return the words in front of an amount and behind it that are about it alone."""
    value = values[at]
    since = values[at - 1].end if at else 0
    until = values[at + 1].start if at + 1 < len(values) else len(question)
    further = _listed_in_english(question, since, until=value.start)[1] if at else ""
    pieces = STOPS.split(further or question[since : value.start])
    front = plain(pieces[-1])
    if len(pieces) > 1 and (any_of(purposes().restated).search(front) or buys_in(plain(pieces[-2]), front)):
        front = plain(pieces[-2]) + front
    if at + 1 < len(values) and (own := _listed_in_english(question, value.end, until=until)[0]):
        return front, plain(own)
    behind, *rest = [piece for part in STOPS.split(question[value.end : until]) for piece in part.split("、")]
    ends_here = bool(rest) or until == len(question)  # else the words lead on to the next amount
    return front, plain(behind) if ends_here else ""


def _listed_in_english(question: str, since: int, *, until: int) -> tuple[str, str]:
    """Return what stands between two amounts in two parts: 2 million on an office and / (rent of) 5 million."""
    found = _ON.match(question[since:until])
    return (found["own"], found["next"] or " ") if found else ("", "")
