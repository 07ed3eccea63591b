"""Amounts of money in yuan: one alone (``parse_money``), or all in a sentence (``find_money``). Exact, no float."""

import re
from decimal import Context, Decimal, localcontext
from functools import cache, lru_cache

from calculators.amounts import BARE_MIN, MAX_MONEY, Amount, amount_at, read_amount, skip_spaces
from calculators.english_amounts import english_amounts
from calculators.loose_amounts import loose_amounts, loosened
from calculators.money_words import money_words, one_of, pattern, plain
from corpus.errors import InputError

__all__ = ["BARE_MIN", "MAX_MONEY", "find_amounts", "find_money", "parse_money", "plain_number"]

_LONGEST = 64
_EXACT = Context(prec=2 * _LONGEST)
_ALLOWED = "一个不小于 0 的人民币金额，例如 3000000、300万、1.2亿元、三百五十万元"
_QUESTION = "金额是多少元？"
_DIGITS = re.compile(r"\d+(?:\.\d+)?(?:e\+?\d{1,2})?")
_FULL_WIDTH_GROUPS = re.compile(r"(?<![a-z\d.,])(?:\d{1,2}，\d{3}|\d{1,3}(?:，\d{3}){2,})(?=(?:\.\d+)?\s*[万亿元])")
"""1，200万 and 1，200，000元: groups of three typed with a Chinese comma; 100，300万 are two numbers."""
_TAKEN = "\x1f"  # stands for what is read already
_PLAIN = re.compile(r"(\d+(?:\.\d+)?)([万亿])元?")  # the commonest form, read without the grammar


def parse_money(text: str) -> Decimal:
    """Return the yuan that a text says; a bare number is yuan.

    ``InputError`` for anything else: negative, vague (七八百万), foreign, more than ``MAX_MONEY``.
    """
    written = plain(text).replace("，", ",").strip()
    if _DIGITS.fullmatch(written):
        return _in_range(Decimal(written), text)
    if len(written) > _LONGEST:
        raise InputError("amount", text, allowed=_ALLOWED, question=_QUESTION)
    with localcontext(_EXACT):
        if plain_form := _PLAIN.fullmatch(written):
            return _in_range(Decimal(plain_form[1]) * money_words().scales[plain_form[2]], text)
        return _in_range(_parse(written, text), text)


def _parse(written: str, text: str) -> Decimal:
    amount = read_amount(written, _fillers(written, 0, "fillers_before"))
    if amount is None or written[_fillers(written, amount.end, "fillers_after") :]:
        raise InputError("amount", text, allowed=_ALLOWED, question=_QUESTION)
    if amount.quantity.low != amount.quantity.high:
        raise InputError("amount", text, allowed="一个确定的金额，不能是约数或区间", question=_QUESTION)
    return amount.quantity.low


def _in_range(value: Decimal, text: str) -> Decimal:
    if value > MAX_MONEY:
        raise InputError("amount", text, allowed=f"不超过 {MAX_MONEY:f} 元的金额", question=_QUESTION)
    return plain_number(value)


def plain_number(value: Decimal) -> Decimal:
    """Return the value without exponent and without zeros behind the point, exactly."""
    whole, _, part = f"{value:f}".partition(".")
    return Decimal(f"{whole}.{part.rstrip('0')}" if part.strip("0") else whole)


def _fillers(text: str, at: int, name: str) -> int:
    while found := pattern(name).match(text, skip_spaces(text, at)):
        at = found.end()
    return skip_spaces(text, at)


def find_money(text: str) -> list[tuple[int, int, Decimal, Decimal]]:
    """Return every amount in a sentence as (start, end, low, high), half-open offsets into the given text.

    Percentages, dates, durations, clause numbers, counts and foreign money are left alone; a bare number is money from
    ``BARE_MIN`` on.
    """
    return [
        (amount.start, amount.end, plain_number(amount.quantity.low), plain_number(amount.quantity.high))
        for amount in find_amounts(text)
    ]


@lru_cache(maxsize=4096)
def find_amounts(text: str) -> tuple[Amount, ...]:
    """Return what ``find_money`` returns, with all that was read of it."""
    written = _FULL_WIDTH_GROUPS.sub(lambda found: found[0].replace("，", ","), plain(text))
    unit = pattern("unit").search(written)
    found = [*english_amounts(written), *loose_amounts(written)]
    for told in found:
        written = f"{written[: told.start]}{_TAKEN * (told.end - told.start)}{written[told.end :]}"
    at = 0
    while start := _opening().search(written, at):
        amount = amount_at(written, start.start(), unit)
        if amount is None:
            at = start.end()
            continue
        found.append(loosened(written, amount))
        at = found[-1].end
    return tuple(sorted(found, key=lambda amount: amount.start))


@cache
def _opening() -> re.Pattern[str]:
    """Where an amount may begin; a run of digits or an ordinal number is one place, never entered in its middle."""
    words = money_words()
    numerals = "".join([*words.digits, *words.tens, *words.powers])
    opens = f"{numerals}{words.half}{''.join(words.some)}"
    ordinal = rf"{one_of(words.ordinals)} ?(?:[\d.]+|[{numerals}]+)"
    percent = rf"百分之[\d.{numerals}{words.point}]+"
    letters = r"[a-z][a-z_-]*[\d.]+|\d+\s*\^\s*\d+"
    foreign = rf"{one_of(words.foreign_before)}[ ]?[\d.,{numerals}]+"
    currency = rf"{one_of(words.currency_before)}[ ]?(?=[\d{opens}])"
    return re.compile(rf"{percent}|{ordinal}|{foreign}|{currency}|{letters}|\d+(?:[,.]\d+)*|[{opens}]")
