"""Amounts that a message tells by what was said before, told in full: 不对，是900 · 比东边那份多120万 · 总共两千九.

The same message comes back with the amounts that are meant, so that whatever reads it next reads plain amounts.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache, lru_cache

from assistant.offline.elliptic_words import elliptic_words
from assistant.offline.relations import grown, resolved
from assistant.offline.told_amounts import PIECES, Told, say_amount, told_amounts, unit_worth
from assistant.offline.words import any_of, plain
from calculators.money import find_amounts, plain_number
from calculators.money_words import money_words, one_of
from calculators.money_words import plain as in_places
from calculators.quantity import read_quantity
from corpus.normalise import fold

_NUMBER = re.compile(
    r"(?<![a-z\d.])\d+(?:\.\d+)?(?![a-z\d.%])|[一二两三四五六七八九十][零一二两三四五六七八九十百千点]*"
)
_SHORT = re.compile(
    r"(?<![.零一二两三四五六七八九十百千万亿第])[一二两三四五六七八九][千百](?:零?[一二两三四五六七八九][百十]?){0,2}"
)
"""A numeral of hundreds or thousands: 两千九, 七百二."""
_NUMBERED = re.compile(r"[a-z]+\d+$")
_SMALLER = {"亿": "万"}
"""The unit that goes without saying beside a larger one: 总投资1.2亿，贷款七千."""
_FAR = 20  # a bare number so many times more or less than what was said is another thing


def all_in_full(messages: Sequence[str]) -> list[str]:
    """Return a user's messages, oldest first, each with its amounts in full."""
    told: list[str] = []
    for message in messages:
        told.append(in_full(message, tuple(told)))
    return told


@lru_cache(maxsize=4096)
def in_full(message: str, earlier: tuple[str, ...]) -> str:
    """Return a message with the amounts in full that it tells by those before it, in itself or in earlier messages."""
    for resolve in (_in_yuan, _with_same_unit, resolved, grown, _with_units, _without_steps):
        message = resolve(message, earlier)
    return message


def _in_yuan(message: str, earlier: Sequence[str]) -> str:
    """Write an amount in yuan whose foreign currency was a slip: 920万新台币……不对，是人民币."""
    own = any_of(elliptic_words().in_yuan).search(fold(message))
    if own is None or find_amounts(message[own.start() :]):
        return message
    foreign = [*_foreign().finditer(in_places(message[: own.start()]))]
    if foreign:
        return f"{message[: foreign[-1].start('currency')]}元{message[foreign[-1].end() :]}"
    last, at = [*_foreign().finditer(in_places(next(iter(earlier[-1:]), "")))], own.start("currency")
    return f"{message[:at]}{last[-1]['number']}{message[at:]}" if last else message


@cache
def _foreign() -> re.Pattern[str]:
    words = money_words()
    sign = f"[\\d.,{''.join([*words.digits, *words.powers])}]"
    return re.compile(rf"(?P<number>{sign}+{one_of(words.scales)}) ?(?P<currency>{one_of(words.foreign_after)})")


def _with_same_unit(message: str, earlier: Sequence[str]) -> str:
    """Give a spoken numeral beside amounts of a larger unit that unit: 审定960万，总投入两千九."""
    text, told = in_places(message), told_amounts([*earlier, message], exact=False)
    amounts = [(one.start, one.end) for one in find_amounts(message) if one.currency or one.quantity.scale]
    for found in reversed([*_SHORT.finditer(text)] if told else []):
        front = plain(PIECES.split(text[: found.start()])[-1])
        model = _NUMBERED.search(text[: found.start()])  # A800二百: the chips have a number of their own
        free = (model or not text[: found.start()][-1:].isdigit()) and not any(
            start < found.end() and found.start() < end for start, end in amounts
        )
        ends = any_of(elliptic_words().ends_here).match(text[found.end() :])
        if free and ends and not any_of(elliptic_words().a_count).search(front):
            said = f"{' ' if model else ''}{_with_unit(found[0], told)}"
            message = f"{message[: found.start()]}{said}{message[found.end() :]}"
    return message


def _with_units(message: str, earlier: Sequence[str]) -> str:
    """Give a bare number that corrects an amount the unit of that amount: 不对，是900, 取整按850算."""
    if not any_of(elliptic_words().mends).search(plain(message)):
        return message
    whole = ""
    for piece in PIECES.split(message):
        numbers = [found for found in _NUMBER.finditer(in_places(piece)) if found[0] != "一"]
        if len(numbers) == 1 and not find_amounts(piece) and _says_only(piece, numbers[0]):
            said = _with_unit(numbers[0][0], told_amounts([*earlier, whole], exact=False))
            piece = f"{piece[: numbers[0].start()]}{said}{piece[numbers[0].end() :]}"
        whole += piece
    return whole


def _says_only(piece: str, number: re.Match[str]) -> bool:
    """Say whether a stretch has nothing of its own but a number."""
    rest = plain(f"{piece[: number.start()]} {piece[number.end() :]}")
    return not any_of(elliptic_words().idle).sub("", rest) and not any_of(elliptic_words().year).fullmatch(number[0])


def _with_unit(number: str, told: Sequence[Told]) -> str:
    """Return a bare number with the unit that makes it most like an amount told before; as it is where none does."""
    quantity = read_quantity(number, 0)
    if quantity is None or quantity.end < len(number) or quantity.low != quantity.high or not quantity.low:
        return number
    units = {one.unit: one.yuan for one in told if one.unit and one.yuan}
    units |= {unit: units[larger] for larger, unit in _SMALLER.items() if larger in units and unit not in units}
    apart = {unit: _apart(quantity.low * unit_worth(unit), yuan) for unit, yuan in units.items()}
    unit = min(apart, key=lambda unit: apart[unit], default="")
    near = unit and apart[unit] <= _FAR
    return f"{plain_number(quantity.low):f}{' ' * unit.isascii()}{unit}" if near else number


def _apart(first: Decimal, second: Decimal) -> Decimal:
    return max(first, second) / min(first, second)


def _without_steps(message: str, earlier: Sequence[str]) -> str:
    """Say what an amount was and has become where a message tells the step as well: 加多80万，变580万 of 500万."""
    amounts = [one for one in find_amounts(message) if one.quantity.low == one.quantity.high]
    if len(amounts) != 2:
        return message
    step, new = amounts
    before, between = plain(message[: step.start]), plain(message[step.end : new.start])
    if not (any_of(elliptic_words().raises).search(before) and any_of(elliptic_words().results).search(between)):
        return message
    first, last = step.quantity.low, new.quantity.low
    sums = (first - last, last - first, last + first)
    was = next((one.yuan for one in reversed(told_amounts(earlier)) if one.yuan in sums and one.yuan > 0), None)
    start = len(message[: step.start]) - len(PIECES.split(message[: step.start])[-1])
    return f"{message[:start]}{say_amount(was, message)}改成{message[new.start :]}" if was is not None else message
