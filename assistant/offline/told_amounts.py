"""The amounts of some texts, each with the words around it and the unit that it is written in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.offline.quantities import blanked, find_values
from assistant.offline.words import any_of, cues, plain
from calculators.amounts import Amount
from calculators.money import find_amounts, plain_number
from calculators.money_words import money_words, one_of
from calculators.money_words import plain as in_places

PIECES = re.compile(r"(?<=[,，。;；!！?？\n])")
"""Cuts a text behind its stops."""


@dataclass(frozen=True, slots=True)
class Told:
    """An amount told before, with the words around it and the unit that it was written in."""

    yuan: Decimal
    around: str
    unit: str


def told_amounts(texts: Sequence[str], *, exact: bool = True) -> list[Told]:
    """Return the amounts of some texts, oldest first; those told vaguely only where they need not be ``exact``."""
    return [
        Told(amount.quantity.low, _around(text, amount), _unit(text, amount))
        for text in texts
        for amount in find_amounts(text)
        if not exact or amount.quantity.low == amount.quantity.high
    ]


def _around(text: str, amount: Amount) -> str:
    """Return the words of the stretch that an amount stands in; with the one before where it stands there alone."""
    *before, front = PIECES.split(text[: amount.start])
    if before and not front.strip():
        front = before[-1]
    return plain(f"{front} {PIECES.split(text[amount.end :])[0]}")


def _unit(text: str, amount: Amount) -> str:
    """Return the unit that an amount is written in: 万, 千万 of 3千万 but 万 of 三千万, million."""
    words = money_words()
    scales = one_of([*words.scales, *words.scales_with_currency])
    power = rf"(?<=\d)[{''.join(words.powers)}]?"
    found = re.search(rf"(?:{power})?{scales}(?=\D*$)", in_places(text[amount.start : amount.end]))
    return found[0] if found else ""


def unit_worth(unit: str) -> Decimal:
    """Return the yuan of one of a unit: 万, 千万, million."""
    words = money_words()
    scale = unit.lstrip("".join(words.powers))
    return Decimal({**words.scales, **words.scales_with_currency}[scale] * words.powers.get(unit[:1], 1))


def say_amount(yuan: Decimal, message: str) -> str:
    """Write an amount out as a message of this language has it."""
    return f"{yuan:f} yuan" if message.isascii() else f"{plain_number(yuan / unit_worth('万')):f}万"


def only_figures(question: str) -> bool:
    """Say whether a message tells numbers and nothing else, so that it names no matter: 684万, 大概3.5%, 花了60万."""
    values = find_values(question)
    rest = any_of(cues().says_nothing).sub("", plain(blanked(question, values)))
    rest = any_of(money_words().fillers_before + money_words().fillers_after).sub("", rest)
    return bool(values) and not any(sign.isalnum() for sign in rest)
