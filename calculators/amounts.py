"""An amount at one place of a text: quantity, currency words, small change, ranges; and what is no money after all."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from calculators.money_words import money_words, pattern
from calculators.quantity import TEN, ZERO, Quantity, read_quantity

MAX_MONEY = TEN**13
"""Yuan; more than this is a typing error."""
BARE_MIN = TEN**4
"""Yuan; a number without unit in a sentence is money from here on."""
_DATE_OR_PHONE = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$|1[3-9]\d{9}$")
_SPACES = " \u3000\t"
_STOPS = ",，。;；!！?？、)）\n"


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity with what stands around it; ``start`` and ``end`` cover the currency words too."""

    quantity: Quantity
    start: int
    number_at: int
    end: int
    currency: bool


def skip_spaces(text: str, at: int) -> int:
    """Return the first place from ``at`` on that is no space."""
    while at < len(text) and text[at] in _SPACES:
        at += 1
    return at


def read_amount(text: str, start: int) -> Amount | None:
    """Read currency, quantity, unit; foreign money is none."""
    before = pattern("currency_before").match(text, start)
    number_at = skip_spaces(text, before.end()) if before else start
    quantity = read_quantity(text, number_at)
    if quantity is None or pattern("foreign_after").match(text, skip_spaces(text, quantity.end)):
        return None
    if dimes := _dimes_alone(text, start, quantity):
        return dimes
    after = pattern("suffix").match(text, quantity.end)
    if after and after["word"] == "块" and pattern("pieces").match(text, skip_spaces(text, after.end())):
        after = None
    amount = Amount(quantity, start, number_at, quantity.end, bool(before or after))
    return _with_small_change(text, replace(amount, end=after.end())) if after else amount


def _dimes_alone(text: str, start: int, quantity: Quantity) -> Amount | None:
    """五角, 五毛钱: less than a yuan and no yuan before it; not 五角星."""
    words, end = money_words(), quantity.end + 1
    small = quantity.low == quantity.high < TEN and not quantity.scale and text[quantity.end : end] in words.dimes
    if not small:
        return None
    none = replace(quantity, low=ZERO, high=ZERO)
    amount = _with_small_change(text, Amount(none, start, start, start, currency=True))
    if text[amount.end : amount.end + 1] in words.dimes_followers:
        return replace(amount, end=amount.end + 1)
    return amount if text[amount.end : amount.end + 1] in ("", *_STOPS) else None


def _with_small_change(text: str, amount: Amount) -> Amount:
    """叁佰元伍角贰分: what follows the yuan."""
    words = money_words()
    end, value = amount.end, ZERO
    for names, worth in ((words.dimes, TEN**-1), (words.cents, TEN**-2)):
        digit = end + (text[end : end + 1] == "零")
        sign = text[digit : digit + 1]
        number = int(sign) if sign.isascii() and sign.isdigit() else words.digits.get(sign)
        if number is not None and text[digit + 1 : digit + 2] in names:
            end, value = digit + 2, value + number * worth
    quantity = replace(amount.quantity, low=amount.quantity.low + value, high=amount.quantity.high + value)
    return replace(amount, quantity=quantity, end=end)


def amount_at(text: str, start: int, unit: re.Match[str] | None = None) -> Amount | None:
    """Read a range or an amount within a sentence; None where the number counts something else.

    ``unit`` is where the sentence names the unit of its bare numbers.
    """
    if pattern("foreign_before").match(text, start):
        return None
    amount = read_amount(text, start)
    return (_range(text, amount) or _money(text, amount, unit)) if amount else None


def _money(text: str, amount: Amount, unit: re.Match[str] | None) -> Amount | None:
    if unit and unit.start() <= amount.start < unit.end():
        return None
    amount = _with_unit(text, amount, unit) if unit else amount
    return amount if is_money(text, amount) else None


def is_money(text: str, amount: Amount) -> bool:
    """Say whether a quantity is an amount of money by its size, its unit, and what stands beside it."""
    quantity, words = amount.quantity, money_words()
    tail = text[max(amount.number_at - 1, 0) : amount.number_at] in words.some  # 十万 of 几十万
    if tail or quantity.high > MAX_MONEY or (quantity.some and _is_asked(text, amount)):
        return False
    if amount.currency:  # 一块、三块 are mostly "together" or pieces, not yuan
        return text[amount.end - 1] != "块" or quantity.low >= TEN
    exact = quantity.low == quantity.high
    bare_power = (
        exact and quantity.implicit and not any(sign in words.digits for sign in text[amount.number_at : amount.end])
    )
    if bare_power or _is_counted(text, amount.end):
        return False
    if quantity.scale in words.scales_with_currency:
        return quantity.low > 0 and _is_spent(text, amount)
    if quantity.scale:
        return quantity.low > 0
    dated = _DATE_OR_PHONE.match(text[amount.start : amount.end])
    if quantity.low < BARE_MIN:
        return _is_spoken_sum(text, amount)
    return not _is_timed(text, amount.end) and not dated


def _is_spoken_sum(text: str, amount: Amount) -> bool:
    """Say whether a numeral of thousands is yuan by a word for spending before it: 评测费用才九千八."""
    words = money_words()
    number, behind = text[amount.number_at : amount.end], text[amount.end : amount.end + 1]
    spoken = number[1:2] == "千" and number[:1] in words.digits and number[-1:] in words.digits
    ends = behind in ("", " ", *_STOPS, *words.spoken_ends)
    return spoken and ends and bool(pattern("spent").search(text[: amount.start]))


def _is_asked(text: str, amount: Amount) -> bool:
    """Say whether 几百万 asks how much it is: 能拿几百万; not 花了几百万."""
    before = re.split(f"[{_STOPS}]", text[: amount.start])[-1]
    if pattern("some_asked_if").match(text, amount.end):
        return True
    if pattern("some_told").search(before) or amount.start == 0:
        return False
    return bool(pattern("some_asked").search(before) or pattern("some_asked_after").match(text, amount.end))


def _is_spent(text: str, amount: Amount) -> bool:
    """Say whether a number is money by what stands beside it, or because nothing does: 合同3kw, 500k."""
    alone = amount.start == 0 and amount.end == len(text.rstrip("。.!?？ "))
    before, after = pattern("spent").search(text[: amount.start]), pattern("spent_after").match(text, amount.end)
    asked = pattern("spent_asked").search(text) and not pattern("unspent").search(text)
    return bool(alone or before or after or asked or _is_spent_in_english(text, amount))


def _is_spent_in_english(text: str, amount: Amount) -> bool:
    """Say whether a number in an English sentence counts nothing, and so is money: it cost us 330k in all."""
    sentence = re.split(r"[.;!?](?=\s)", text[: amount.start])[-1]
    counted = pattern("counted_english").match(text, amount.end) or pattern("unspent_english").search(sentence)
    return text.isascii() and len(text) > amount.end - amount.start and counted is None


def _is_timed(text: str, end: int) -> bool:
    """Say whether a unit of time or a letter follows: 3年, 80g."""
    follower = text[end : end + 1]
    return bool(pattern("times").match(text, skip_spaces(text, end)) or (follower.isascii() and follower.isalnum()))


def _is_counted(text: str, end: int) -> bool:
    """Say whether a measure word follows: 3台, 10万张."""
    at = skip_spaces(text, end)
    return bool(pattern("counts").match(text, at)) and not pattern("counts_exceptions").match(text, at)


def _with_unit(text: str, amount: Amount, unit: re.Match[str]) -> Amount:
    """Return a bare number in the unit that the sentence names apart from it: 花了二百三，单位万."""
    words, quantity = money_words(), amount.quantity
    few = quantity.low < TEN and text[amount.end : amount.end + 1].isalpha()  # 一份
    if quantity.scale or amount.currency or few or _is_timed(text, amount.end):
        return amount
    named = next(part for part in unit.groups() if part)
    factor = Decimal(words.scales[named.lstrip("".join(words.powers))] * words.powers.get(named[0], 1))
    scaled = replace(quantity, low=quantity.low * factor, high=quantity.high * factor, scale=named)
    return replace(amount, quantity=scaled)


def _range(text: str, left: Amount) -> Amount | None:
    """Read on from the left side: 50到80万, 800万到1000万, 1-2百万; None if it is none of a range."""
    link = pattern("ranges").match(text, skip_spaces(text, left.end))
    if link is None:
        return None
    at = skip_spaces(text, link.end())
    right = None if pattern("foreign_before").match(text, at) else read_amount(text, at)
    if right is None or _money(text, right, None) is None:
        return None
    for factor in _left_factors(text, left, right):
        low, high = left.quantity.low * factor, right.quantity.high
        if low < right.quantity.low:
            return Amount(Quantity(low, high, right.end), left.start, left.number_at, right.end, True)
    return None


def _left_factors(text: str, left: Amount, right: Amount) -> list[Decimal]:
    """Return by what the left side of a range may have to be multiplied, likeliest first."""
    words = money_words()
    if left.quantity.scale or not right.quantity.scale:
        return [TEN**0]
    scale = Decimal({**words.scales, **words.scales_with_currency}[right.quantity.scale])
    digits = right.quantity.low.normalize().as_tuple()
    has_power = any(character in words.powers for character in text[right.number_at : right.end])
    if has_power and len(digits.digits) == 1 and left.quantity.high < TEN:
        return [TEN ** int(digits.exponent), scale]
    return [scale, Decimal(words.scales["万"])]
