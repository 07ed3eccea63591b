"""Contracts told before, told again in part: one falls away, one is of other chips, the sum is shared out anew."""

import re
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from assistant.offline.categories import find_categories
from assistant.offline.changes import exact
from assistant.offline.contracts import read_contracts
from assistant.offline.fields import STOPS, Inputs
from assistant.offline.listed_contracts import listed_before, stretches_of, told_categories
from assistant.offline.portions import portioned
from assistant.offline.quantities import Value, find_values
from assistant.offline.shares import shared_out
from assistant.offline.turn import Turn
from assistant.offline.unit_prices import is_open_price, worked_out
from assistant.offline.words import any_of, plain, slots
from corpus.normalise import fold
from corpus.numerals import parse_numeral

_PLACE = re.compile(r"第([一二三四五六七八九\d])[份个单笔批]")
_BARE_NUMBER = re.compile(r"(?<![a-z\d.])\d+(?:\.\d+)?(?![a-z\d.%])|[一二两三四五六七八九十百千]+(?![成份个单笔批种])")
_BESIDE = 4
"""Characters between a month and the amount that is due in it: 一个月租金是18万."""
_BEFORE = 3
"""Messages before in which a price may have been told."""
_CHIP = 3
"""Characters that tell chips apart: h80, a10, 昇腾."""
_UNITS = tuple(Decimal(10**zeros) for zeros in (4, 6, 7, 8))
"""Yuan of a unit that goes without saying: 万, 百万, 千万, 亿."""


def told_anew(base: Inputs, turn: Turn) -> Inputs:
    """Return the inputs where a message without a sum of its own tells contracts of before anew; else nothing."""
    contracts = (
        split_anew(base, turn.question)
        or parted(base, turn)
        or recategorised(base, turn)
        or less_refunded(base, turn.question)
    )
    if contracts:
        return {"contracts": contracts}
    return price_completed(turn) or for_another_time(turn) if base else {}


def price_completed(turn: Turn) -> Inputs:
    """Return the contract whose price of one was told before where a message tells the number or time: 定了10个月."""
    if any(value.kind == "money" for value in find_values(turn.question)):
        return {}
    for before in reversed(turn.earlier[-_BEFORE:]):
        prices = [value for value in find_values(before) if value.kind == "money" and is_open_price(before, value)]
        whole = f"{before}，{turn.question}"
        if prices and worked_out(whole, prices[-1]) is not None:
            return read_contracts(whole, "")
    return {}


def withdraws(question: str) -> bool:
    """Say whether a contract named before falls away."""
    return bool(any_of(slots().removes).search(plain(question)))


def refund_in(question: str) -> Decimal:
    """Return the one amount of a message that was paid back; 0 for another message."""
    money = [value for value in find_values(question) if value.kind == "money"]
    front = plain(STOPS.split(question[: money[0].start])[-1]) if len(money) == 1 else ""
    return money[0].low if any_of(slots().refunded).search(front) else Decimal(0)


def less_refunded(base: Inputs, question: str) -> list[Inputs]:
    """Return the one contract of before less what was paid back of it; empty for another message."""
    contracts, back = base.get("contracts") or [], refund_in(question)
    fee = exact(contracts[0]["amount_yuan"]) if len(contracts) == 1 else None
    return [{**contracts[0], "amount_yuan": f"{fee - back:f}"}] if fee is not None and 0 < back < fee else []


def parted(base: Inputs, turn: Turn) -> list[Inputs]:
    """Return the parts of the one sum of before, of which a message tells some: 国产450万，另一份自己减; else none."""
    contracts = base.get("contracts") or []
    whole = exact(contracts[0]["amount_yuan"]) if len(contracts) == 1 else None
    if whole is None or not turn.earlier or not any_of(slots().remainder).search(plain(turn.question)):
        return []
    parts = read_contracts(f"{turn.earlier[-1]}。{turn.question}", "").get("contracts", [])
    amounts = [exact(part["amount_yuan"]) for part in parts]
    together = sum((amount for amount in amounts if amount is not None), Decimal(0))
    return parts if len(parts) > 1 and None not in amounts and together == whole else []


def placed(question: str, contracts: int) -> list[int]:
    """Return the places of the contracts that a question names by their order; the last one where it names none."""
    return _in_order(question, contracts) or [contracts - 1]


def recategorised(base: Inputs, turn: Turn) -> list[Inputs]:
    """Return the contracts of before with one in another category: 那份A100其实是国产卡, 第二份是昇腾的.

    Empty where a message says nothing like that, brings an amount, or names none of the contracts.
    """
    contracts = base.get("contracts") or []
    mentions = find_categories(turn.question)
    known = [exact(contract["amount_yuan"]) for contract in contracts]
    money = [value.low for value in find_values(turn.question) if value.kind == "money"]
    if not mentions or len(contracts) < 2 or any(amount not in known for amount in money):
        return []
    new, told = mentions[-1][1], fold(turn.question)
    places = named_by_place(turn.question, len(contracts))
    if len(mentions) == 2 and mentions[0][1] != new and any_of(slots().really_is).search(told[: mentions[1][0]]):
        at, old = mentions[0]
        alike = [place for place, contract in enumerate(contracts) if contract["category"] == old]
        named = _named_by_chips(turn, told[at : at + _CHIP], len(contracts))
        places = alike if len(alike) == 1 else named or places
    elif referred := told_categories(stretches_of(turn.question), listed_before(turn.earlier, known)):
        categories = referred.over([contract["category"] for contract in contracts])
        anew = [{**one, "category": category} for one, category in zip(contracts, categories, strict=True)]
        return anew if anew != contracts else []
    elif len({category for _, category in mentions}) > 1 or money:
        return []
    changed = [{**one, "category": new} if place in places else one for place, one in enumerate(contracts)]
    return changed if places else []


def _named_by_chips(turn: Turn, chip: str, contracts: int) -> list[int]:
    """Return the place of the contract that an earlier turn named by these chips."""
    for question in reversed(turn.earlier):
        said = fold(question)
        chips = [said[at : at + _CHIP] for at, _ in find_categories(question)]
        if len(chips) == contracts and chips.count(chip) == 1:
            return [chips.index(chip)]
    return []


def named_by_place(question: str, contracts: int) -> list[int]:
    """Return the places of the contracts that a question names by their order; none where it names none."""
    said = plain(question)
    if any_of(slots().middle_one).search(said):
        return [contracts // 2]
    return _in_order(question, contracts)


def _in_order(question: str, contracts: int) -> list[int]:
    said = plain(question)
    named = [parse_numeral(found[1]) - 1 for found in _PLACE.finditer(said)]
    return [at for at in named if at < contracts] or ([0] if any_of(slots().first_one).search(said) else [])


def for_another_time(turn: Turn) -> Inputs:
    """Return what the last message told with another duration: 每月30万租一年, then 要是只租半年; else nothing."""
    times = [value for value in find_values(turn.question) if value.kind != "percent"]
    before = next(iter(turn.earlier[-1:]), "")
    told = [value for value in find_values(before) if value.kind == "months" and not _is_per_month(before, value)]
    if len(times) != 1 or times[0].kind != "months" or len(told) != 1:
        return {}
    said = turn.question[times[0].start : times[0].end]
    first = read_contracts(before, "")
    again = read_contracts(f"{before[: told[0].start]}{said}{before[told[0].end :]}", "")
    if again == first:  # 一年240万, for the whole of it
        again = portioned(first, "", Fraction(int(times[0].low), int(told[0].low)))
    return again if again != first else {}


def _is_per_month(text: str, month: Value) -> bool:
    """Say whether a month stands beside an amount that is due in it: 一个月18万, 18万一个月."""
    money = [value for value in find_values(text) if value.kind == "money"]
    gaps = [(value.start - month.end, month.start - value.end) for value in money]
    return month.low == 1 and any(0 <= before <= _BESIDE or 0 <= behind <= 1 for before, behind in gaps)


def split_anew(base: Inputs, question: str) -> list[Inputs]:
    """Return the contracts of the turn before in new shares, said without the unit: 改成昇腾七百、H800三百 of 1000万.

    Empty unless the bare numbers, one for each kind of computing power, share out the very sum of before, or shares do.
    """
    amounts = [contract["amount_yuan"] for contract in base.get("contracts") or []]
    mentions = find_categories(question)
    if not mentions or not amounts or None in amounts or any({"-", "<"} & {*amount} for amount in amounts):
        return []
    if parts := shared_out(question, sum(map(Decimal, amounts), Decimal(0))):  # 国产占八成，进口两成
        kinds = {contract["category"] for contract in base["contracts"]}
        rest = kinds.pop() if len(kinds) == 1 else None  # 里头有一半其实是国产: the others are what they were
        return [{"amount_yuan": f"{amount:f}", "category": category or rest} for amount, category in parts]
    if len(mentions) < 2:
        return []
    places = [at for at, _ in mentions]
    numbers = _beside(question, places)
    whole, shares = sum(map(Decimal, amounts)), sum(numbers)
    if not shares or whole / shares not in _UNITS:
        return []
    return [
        {"amount_yuan": f"{number * whole / shares:f}", "category": category}
        for number, (_, category) in zip(numbers, mentions, strict=True)
    ]


def _beside(question: str, places: list[int]) -> list[Decimal]:
    """Return the bare number behind each place and before the next, or else before each; empty where one has none."""
    return [_decimal(number) for number in _beside_each(question, places, _BARE_NUMBER)]


def _beside_each(question: str, places: list[int], pattern: re.Pattern[str]) -> list[str]:
    folded = fold(question)
    behind = [pattern.findall(folded[at:until]) for at, until in pairwise([*places, len(folded)])]
    before = [pattern.findall(folded[since:at]) for since, at in pairwise([0, *places])]
    if all(behind):
        return [found[0] for found in behind]
    return [found[-1] for found in before] if all(before) else []


def _decimal(number: str) -> Decimal:
    return Decimal(number) if number[0].isascii() else Decimal(parse_numeral(number))
