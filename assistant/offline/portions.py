"""A part of an amount told in words: 今年先做一半, 剩下那一半明年再说; and the whole of which an amount is a part.

Parts that are given out (补一半) are no business of this module; nor is a sum shared out among kinds (``shares``).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from assistant.offline.categories import find_categories
from assistant.offline.changes import exact
from assistant.offline.fields import Inputs
from assistant.offline.proportions import shares_in
from assistant.offline.quantities import Value, find_values
from assistant.offline.words import any_of, cues, slots
from calculators.money import plain_number
from corpus.normalise import fold
from corpus.numerals import parse_numeral

_PIECE = re.compile(r"[,，。;；!！?？\n]")
_OF_HUNDRED = re.compile(r"[成%]|百分|percent")
_JOINS = re.compile(
    r"(?:的|左右)?(?:定金|订金|押金|预付款?|首付款?|头款|首款|货款|款项?|钱|部分)?[,，(（、:： ]*"
    r"(?:也?就?是|共|合|约|大概|大约|等于|付了?|有|来了?| )*"
)
_JOINS_BACK = re.compile(
    r"(?:元|块)?[,，(（、 ]*(?:也?就?是|占|相当于|等于|合|付了?)*(?:合同|总价|全款|总额|货款)?(?:的)?"
)


@dataclass(frozen=True, slots=True)
class _Part:
    """A half or fraction with the words before and behind it in its own stretch, and where it ends."""

    share: Fraction
    before: str
    behind: str
    end: int


def told_part(question: str, value: Value) -> Fraction | None:
    """Return the share of a whole that an amount is called: 预付30%，150万; None where it is called none."""
    said = fold(question)
    for start, end, share in shares_in(said):
        if end <= value.start and _JOINS.fullmatch(said[end : value.start]):
            return share
        if start >= value.end and _JOINS_BACK.fullmatch(said[value.end : start]):
            return share
    return None


def said_portion(question: str) -> Fraction | None:
    """Return which part of what was told a question is about; None where it is about all of it.

    一半今年付，剩下那一半明年: the half of this year. 还了一半，剩下那一半贴多少: the half that is left.
    """
    said, table = fold(question), slots()
    parts = [*_in_pieces(said)]
    if used := _used(said):
        return used
    if any_of(cues().asks_to_confirm).search(said) or any_of(cues().disputes).search(said) or asks_for_whole(question):
        return None
    rest = [part for part in parts if any_of(table.portion_rest).search(part.before)]
    others = [part for part in parts if part not in rest]
    if any(not _is_later(part) for part in rest) and not any(_is_now(part) for part in others):
        return rest[-1].share
    taken = [part for part in others if any_of(table.portion_only).search(part.before) or (rest and _is_now(part))]
    if taken:
        return taken[0].share
    return 1 - rest[-1].share if rest and _is_later(rest[-1]) else None


def left_to_pay(question: str) -> Fraction | None:
    """Return what a price comes down to: 打了九折, 八五折. None where no price does, or the amount told is the new one.

    打九折，新约810万 and 1350万（打完九折的价）: the amount is what is left to pay already.
    """
    said, table = fold(question), slots()
    cut = any_of(table.discount).search(said)
    money = [value for value in find_values(question) if value.kind == "money"]
    if cut is None or any_of((*cues().asks_to_confirm, *table.discount_granted)).search(said) or len(money) > 1:
        return None
    if money and (money[0].start > cut.start() or any_of(table.discounted).search(said)):
        return None
    digits = "".join(str(parse_numeral(digit)) for digit in cut["tenths"].replace("折", ""))
    return Fraction(int(digits.ljust(2, "0")), 100)


def _used(said: str) -> Fraction | None:
    """Return the part of a contract that was used: 只用了六成, 实际只执行了70%; None where none is said to be."""
    for start, end, share in shares_in(said):
        before, behind = _PIECE.split(said[:start])[-1], _PIECE.split(said[end:])[0]
        if any_of(slots().portion_used).search(before) and not find_categories(before + behind):
            return share
    return None


def asks_for_whole(question: str) -> bool:
    """Say whether the other part of what was told comes in as well: 剩下那一半也进账的话，总共多少."""
    said, table = fold(question), slots()
    for part in _in_pieces(said):
        if not any_of(table.portion_rest).search(part.before):
            continue
        own = f"{part.before} {part.behind}"
        if any_of(table.portion_too).search(own):
            return True
        if not _is_later(part) and any_of(slots().totals).search(said[part.end :]):
            return True
    return False


def _is_now(part: _Part) -> bool:
    words = f"{part.before} {part.behind}"
    return bool(any_of(slots().portion_now).search(words)) and not _is_later(part) and not _is_gone(part)


def _is_later(part: _Part) -> bool:
    return bool(any_of(slots().portion_later).search(f"{part.before} {part.behind}"))


def _is_gone(part: _Part) -> bool:
    return bool(any_of(slots().portion_gone).search(part.before))


def _in_pieces(said: str) -> Iterator[_Part]:
    """Yield each half or fraction that is not granted."""
    for start, end, share in shares_in(said):
        before = _PIECE.split(said[:start])[-1]
        behind = _PIECE.split(said[end:])[0]
        plain_part = not _OF_HUNDRED.search(said[start:end])  # 按两成, 利率只有百分之二: no part of the sum
        if plain_part and not any_of(slots().share_granted).search(before[-3:]):
            yield _Part(share, before, behind, end)


def portioned(inputs: Inputs, field: str, part: Fraction) -> Inputs:
    """Return inputs with a part of the one amount that they are about; as they are where there is not just one."""
    contracts = inputs.get("contracts")
    if contracts is not None:
        fee = exact(contracts[0]["amount_yuan"]) if len(contracts) == 1 else None
        return inputs if fee is None else {**inputs, "contracts": [{**contracts[0], "amount_yuan": times(fee, part)}]}
    amount = exact(inputs.get(field))
    return inputs if amount is None else {**inputs, field: times(amount, part)}


def times(amount: Decimal, part: Fraction) -> str:
    """Return a part of an amount in yuan, to the fen."""
    return f"{plain_number(round(amount * part.numerator / part.denominator, 2)):f}"
