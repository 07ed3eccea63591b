"""One sum shared out among kinds of computing power: 租了1000万，六成是国产的，剩下的是英伟达."""

import re
from decimal import Decimal
from fractions import Fraction

from assistant.offline.categories import find_categories
from assistant.offline.proportions import HALF, Share, shares_in
from assistant.offline.words import any_of, slots
from calculators.money import plain_number
from corpus.normalise import fold

_PIECE = re.compile(r"[,，。;；、!！?？\n]")
_NEAR = 10  # characters between a share and the kind that it is of
_VERB = 3  # characters before a share in which a word says that it is granted
Part = tuple[Decimal, str | None]


def shared_out(question: str, whole: Decimal) -> list[Part]:
    """Return the parts of a sum in yuan with their categories; empty where the question doesn't share it out.

    What no share names is the rest: of the category that is said of it, of an unknown one where none is.
    """
    said, mentions = fold(question), find_categories(question)
    kinds = list(dict.fromkeys(kind for _, kind in mentions))
    if len(kinds) == 2 and any_of(slots().halves).search(said):
        return _in_yuan(whole, [(HALF, kind) for kind in kinds])
    bare = [(share[2], kind) for share in shares_in(said) if (kind := _kind_of(said, share, mentions, bare=True))]
    if sum(part for part, _ in bare) == 1 and {kind for _, kind in bare} == {*kinds} and len(bare) == len(kinds):
        return _in_yuan(whole, [*bare])  # A100三成，海光七成
    named = [(share[2], kind) for share in shares_in(said) if (kind := _kind_of(said, share, mentions))]
    rest, left = 1 - sum((part for part, _ in named), Fraction(0)), any_of(slots().remainder).search(said)
    alone = len(named) == 1 or rest == 0 or left
    if not named or not alone or rest < 0 or len({kind for _, kind in named}) != len(named):
        return []
    others = [kind for kind in kinds if kind not in [named_kind for _, named_kind in named]]
    return _in_yuan(whole, [*named, *([(rest, others[0] if len(others) == 1 else None)] if rest else [])])


def _kind_of(said: str, share: Share, mentions: list[tuple[int, str]], *, bare: bool = False) -> str:
    """Return the kind that a share is of: 六成是国产的, 国产占六成; empty for none, or where it is granted: 补三成.

    ``bare``: a kind right in front of a share is enough.
    """
    if any_of(slots().share_granted).search(said[max(share[0] - _VERB, 0) : share[0]]):
        return ""
    for at, kind in mentions:
        between = said[share[1] : at] if at >= share[1] else said[at : share[0]]
        if len(between) > _NEAR or _PIECE.search(between) or any_of(slots().share_granted).search(between):
            continue
        joins = slots().share_of if at >= share[1] else slots().share_taken
        if any_of(joins).fullmatch(between) or (bare and at < share[0]):
            return kind
    return ""


def _in_yuan(whole: Decimal, shares: list[tuple[Fraction, str | None]]) -> list[Part]:
    """Return the shares of a sum, to the fen; the last one takes what rounding leaves."""
    parts = [(plain_number(round(whole * part.numerator / part.denominator, 2)), kind) for part, kind in shares[:-1]]
    return [*parts, (plain_number(whole - sum((amount for amount, _ in parts), Decimal(0))), shares[-1][1])]
