"""A question → the inputs of the compute voucher: contracts, what was already claimed, what the enterprise is."""

import re
from dataclasses import replace
from decimal import Decimal

from assistant.offline.categories import assign_categories, find_categories
from assistant.offline.fields import STOPS, Inputs, goes_off, read_fields
from assistant.offline.listed_contracts import categories_of, told_again
from assistant.offline.portions import times, told_part
from assistant.offline.purposes import CONTRACTS, contract_values, is_payment, names_contract
from assistant.offline.quantities import Value, find_values
from assistant.offline.shares import shared_out
from assistant.offline.that_count import plain_field
from assistant.offline.tool import UNKNOWN
from assistant.offline.unit_prices import worked_out
from assistant.offline.words import any_of, cues, plain, slots
from corpus.normalise import fold
from corpus.numerals import parse_numeral

VOUCHER = CONTRACTS
CLAIMED = "already_claimed_yuan"
_PER_MONTH = re.compile(r"\s*(?:/|每|一个?)月")
_EVERY_MONTH = re.compile(r"(?:每个?|按)月[^万亿\d]*$")
_PER_QUARTER = re.compile(r"\s*(?:/|每|一?个?)季")
_QUARTER = 3
"""Months."""
_COUNT = re.compile(r"([两二三四五六七八九十\d]+)(?:份|个|单|笔|批|家)")
_EACH_BEHIND = re.compile(r"[^万亿份单笔批和跟与]{0,12}?(?:各自?|每(?:份|个|单|笔|批)|单份)(?:是|为|都|签了?|租了?)*")
"""Between a count and an amount that holds for each of so many: 另外两份各100万."""
_ANOTHER = re.compile(r"(?:元|块)?(?:、|,|，|和|跟|以及|与)\s*\d")
_COUNT_ENGLISH = re.compile(
    r"(two|three|four|five|six|[2-9])(?: [a-z][\w-]*){0,3} (?:contracts|deals|projects|grants|loans|leases)"
)
_EACH_ENGLISH = re.compile(r" ?(?:yuan |rmb )?(?:each|apiece)(?![a-z])")
_COUNT_BEHIND = re.compile(r"\s*(?:的)?(?:[x×*乘]\s*)?([两二三四五六七八九十]|\d{1,2})(?:份|单|笔|批)(?!之|分)")
_OF_IT = re.compile(r"(?:元|块)?(?:钱|合同)?(?:里|中|当中|里面|里头)(?!心|国|标|介)")
_CALLED = 6  # characters before an amount in which it is called a contract
_BEHIND = 4  # characters behind an amount in which a word may say that it is the sum
_USED = re.compile(r"用(?:掉|了|完|光)?$")
_ENGLISH = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, **{str(number): number for number in range(2, 10)}}
_MOST_COPIES = 50
_YEAR = re.compile(r"(20\d\d)年")


def read_contracts(question: str, without: str, *, upper: bool = False) -> Inputs:
    """Contracts with their categories, what was already claimed, and what the enterprise is."""
    inputs = read_fields(VOUCHER, question, without, upper=upper)
    values = [
        value for value in find_values(question, upper=upper) if value.kind == "money" and f"{value.low:f}" != without
    ]
    claimed = _claimed(question, values, inputs)
    voucher = any_of(slots().no_contract_after)
    contracts = [
        value
        for value in values
        if value is not claimed
        and not (voucher.search(plain(question[value.end :])) and not _is_called_contract(question, value))
    ]
    told = contract_values(question, contracts)
    again = told_again(question, told)
    amounts = _without_total(question, [value for value in told if value not in again])
    amounts = _without_shares(question, amounts)
    amounts = [_without_part(question, amounts[0], contracts)] if len(amounts) == 1 else amounts
    mentions = find_categories(question)
    one = amounts[0].low if len(amounts) == 1 and amounts[0].low == amounts[0].high else None
    if one and (share := told_part(question, amounts[0])) and is_payment(question):
        category = assign_categories(question, amounts, mentions)[0]
        inputs["contracts"] = [{"amount_yuan": times(one, 1 / share), "category": category}]
    elif one and (parts := shared_out(question, one)):
        inputs["contracts"] = [{"amount_yuan": f"{amount:f}", "category": category} for amount, category in parts]
    elif amounts:
        categories = categories_of(question, amounts, mentions)
        inputs["contracts"] = [
            {"amount_yuan": f"{amount:f}", "category": category}
            for value, category in zip(amounts, categories, strict=True)
            for amount in copies(question, value, len(amounts))
        ]
    elif mentions:
        inputs["contracts"] = [{"amount_yuan": None, "category": category} for _, category in mentions[:1]]
    return inputs


def _without_shares(question: str, values: list[Value]) -> list[Value]:
    """Return a whole alone that is shared out where the others only say what its shares are: 各430万 of 860万."""
    whole = max(values, key=lambda value: value.low, default=None)
    if whole is None or len(values) < 2 or whole.low != whole.high:
        return values
    shares = {amount for amount, _ in shared_out(question, whole.low)}
    return [whole] if all(value.low in shares for value in values if value is not whole) else values


def _is_called_contract(question: str, value: Value) -> bool:
    """Say whether an amount with its vouchers behind it is still a contract's: 国产算力合同940万的券."""
    front = plain(STOPS.split(question[: value.start])[-1])[-_CALLED:]
    return bool(any_of(cues().contract).search(front))


def _without_part(question: str, fee: Value, values: list[Value]) -> Value:
    """Return a fee without a part that is said to go off it: 合同800万，其中200万是电费，扣掉."""
    for part in values:
        front = plain(STOPS.split(question[fee.end : part.start])[-1]) if part.start >= fee.end else ""
        inside = any_of(slots().part_of).search(front) and part.low == part.high < fee.low == fee.high
        if inside and goes_off(front, plain(question[part.end :])):
            return replace(fee, low=fee.low - part.low, high=fee.high - part.low)
    return fee


def _claimed(question: str, values: list[Value], inputs: Inputs) -> Value | None:
    """Return the amount that was already claimed, and put into ``inputs`` what is known of it."""
    claimed = next((value for value in values if f"{value.low:f}" == inputs.get(CLAIMED)), None)
    if claimed and _is_spent(question, claimed):
        inputs.pop(CLAIMED)
        claimed = None
    elif claimed and (_is_of_an_earlier_year(question, claimed) or _is_wanted(question, claimed)):
        inputs.pop(CLAIMED)
    elif not claimed and _knows_no_claims(question):
        inputs[UNKNOWN] = [CLAIMED]
    elif not claimed and any_of(slots().never_claimed).search(plain(question)):
        inputs[CLAIMED] = "0"
    return claimed


def buys_hardware(question: str) -> bool:
    """Say whether the enterprise bought machines of its own, and no computing power."""
    said, table = plain(question), slots()
    rents = any_of(table.rented).search(said) and not any_of(table.not_rented).search(said)
    return bool(any_of(table.own_hardware).search(said) and not rents and not names_contract(question))


def with_open_contract(inputs: Inputs, question: str) -> tuple[Inputs, str]:
    """Add the contract that a reverse question solves for to those already signed; return its field as well.

    今年签了800万昇腾，要拿满还差多少: the new one is of the category named behind the signed ones, else of theirs.
    """
    contracts = list(inputs.get("contracts") or [])
    signed = [contract for contract in contracts if contract["amount_yuan"] is not None]
    if not signed:
        return inputs, "contracts[0].amount_yuan"
    amounts = [value.end for value in find_values(question) if value.kind == "money"]
    named = [category for at, category in find_categories(question) if at >= max(amounts, default=0)]
    known = {contract["category"] for contract in signed}
    category = named[-1] if named else next(iter(known)) if len(known) == 1 else None
    new = {"amount_yuan": None, "category": category}
    return {**inputs, "contracts": [*signed, new]}, f"contracts[{len(signed)}].amount_yuan"


def copies(question: str, value: Value, named: int) -> list[Decimal]:
    """Return the amount once, or as often as the question says: 两份各500万, 500万两份, 每月20万签一年."""
    if (worth := worked_out(question, value)) is not None:
        return [worth]
    before, behind = fold(question[: value.start]), fold(question[value.end :])
    every_month = _EVERY_MONTH.search(STOPS.split(before)[-1])  # 每个月租国产算力20万
    if every_month or any_of(slots().monthly).search(before.rstrip()) or _PER_MONTH.match(behind):
        months = [int(found.low) for found in find_values(question) if found.kind == "months"]
        return [value.low * max(months)] if months else [value.low]
    if any_of(slots().quarterly).search(before.rstrip()) or _PER_QUARTER.match(behind):
        months = [int(found.low) for found in find_values(question) if found.kind == "months"]
        return [value.low * (max(months) // _QUARTER)] if months and max(months) >= _QUARTER else [value.low]
    if _EACH_ENGLISH.match(behind) and (english := [*_COUNT_ENGLISH.finditer(before)]):
        return [value.low] * _ENGLISH.get(english[-1][1], 1)
    each = [*_COUNT.finditer(before)] if any_of(slots().each).search(before.rstrip()) else []
    count = _COUNT_BEHIND.match(behind) or next(iter(each), None)
    times = min(parse_numeral(count[1]), _MOST_COPIES) if count else 1
    if each and _EACH_BEHIND.fullmatch(before[each[-1].end() :]) and not _ANOTHER.match(behind):
        return [value.low] * min(parse_numeral(each[-1][1]), _MOST_COPIES)
    return [value.low] * (1 if times == named else times)  # 300万和500万两份: two amounts, not four


def _knows_no_claims(question: str) -> bool:
    """Say whether the user doubts what was claimed this year: 领没领过记不清了, 前面领过多少忘了."""
    pieces = [plain(piece) for piece in STOPS.split(question)]
    claims = [at for at, piece in enumerate(pieces) if any_of(slots().claims_at_all).search(piece)]
    return any(any_of(slots().doubts).search(piece) for at in claims for piece in pieces[at : at + 2])


def _is_spent(question: str, claimed: Value) -> bool:
    """Say whether an amount is paid for computing power and no voucher: 拿500万去租昇腾, 一年用掉240万."""
    front = plain(STOPS.split(question[: claimed.start])[-1])
    behind = plain(STOPS.split(question[claimed.end :])[0])
    if plain_field(question, VOUCHER, claimed) == CLAIMED:
        return False  # the reader has no doubt
    of_vouchers = any_of(slots().of_vouchers).search(f"{front} {behind}")
    used = _USED.search(front) and not of_vouchers and not any_of(cues().asks_remaining).search(plain(question))
    return bool(any_of(cues().spends).search(behind) or used)


def _is_wanted(question: str, claimed: Value) -> bool:
    """Say whether an amount of vouchers is the aim and not what was claimed: 签到多少才能把800万的券拿满."""
    behind = plain(STOPS.split(question[claimed.end :])[0])
    return bool(any_of(cues().asks_target).search(plain(question)) and any_of(cues().whole_cap).search(behind))


def _is_of_an_earlier_year(question: str, claimed: Value) -> bool:
    """Say whether what was claimed counts against another year's cap: 去年, or a year before the latest one named."""
    before = fold(question[: claimed.end])
    years = [int(year) for year in _YEAR.findall(fold(question))]
    own = [int(year) for year in _YEAR.findall(before)]
    return bool(any_of(slots().earlier_year).search(before)) or bool(own and own[-1] < max(years))


def _without_total(question: str, values: list[Value]) -> list[Value]:
    """Leave out a total named beside its parts: 总共800万，300万昇腾，其余A800. What is left over becomes a part."""
    total = max(values, key=lambda value: value.low, default=None)
    if total is None or len(values) < 2:
        return values
    before = max((value.end for value in values if value.end <= total.start), default=0)
    behind = STOPS.split(question[total.end : total.end + _BEHIND])[0]  # 300万，合计多少: a question, no sum
    own = plain(f"{question[before : total.start]} {behind}")
    of_it = _OF_IT.match(fold(question[total.end :]))  # 这95万里有40万是国产的
    if not of_it and not any_of(slots().totals).search(own):
        return values
    parts = [value for value in values if value is not total]
    left = total.low - sum(part.low for part in parts)
    rest = next(
        (one for one in any_of(slots().remainder).finditer(fold(question)) if _is_open(question, one.end(), parts)),
        None,
    )
    if left == 0:
        return parts
    if rest and left > 0:
        return sorted([*parts, Value("money", rest.end(), rest.end(), left, left)], key=lambda value: value.start)
    return values


def _is_open(question: str, at: int, parts: list[Value]) -> bool:
    """Say whether what is called the rest has no amount of its own: 另一份自己减一下."""
    ends = at + len(STOPS.split(question[at:])[0])
    return not any(at <= part.start < ends for part in parts)
