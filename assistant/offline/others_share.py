"""A sum that came in, without what in it is somebody else's."""

import re
from decimal import Decimal

from assistant.offline.proportions import shares_in
from assistant.offline.quantities import Value
from assistant.offline.slot_words import Field
from assistant.offline.words import any_of, plain, slots
from calculators.money import find_money, plain_number
from corpus.normalise import fold

_OWED = re.compile(r"的?(?:钱|款|经费)?(?:由|归|属|都?是(?!不是|吧|吗))")
_STOPS = re.compile(r"[,，。;；!！?？\n]")


def without_others_share(question: str, told: str | int, field: Field, values: list[Value]) -> str | int:
    """Return a sum that came in without what in it is somebody else's: 到账900万，其中200万是区里配的.

    Of a sum that is told with its one part (一共1000万，省里的600万，剩下自己投的) the part remains.
    """
    exact = [value for value in values if f"{value.low:f}" == told and value.low == value.high]
    if not exact or not field.elsewhere:
        return told
    whole, left = exact[0], exact[0].low
    if own := _own_part(question, field, [value for value in values if 0 < value.low < whole.low]):
        return f"{own:f}"
    for piece in map(plain, _STOPS.split(question)):
        theirs = any_of(field.elsewhere).search(piece)
        part = any_of(slots().part_of).search(piece) if theirs else None
        for start, end, share in shares_in(piece):
            taken = any_of(slots().others_take).search(piece[:start])  # 合作单位分走四成
            if taken or (theirs and (part or _OWED.match(piece[end:]))):
                left -= round(whole.low * share.numerator / share.denominator, 2)
        if part:
            left -= sum(low for _, _, low, _ in find_money(piece) if low != whole.low)
    return f"{plain_number(left):f}" if Decimal(0) < left < whole.low else told


def _own_part(question: str, field: Field, parts: list[Value]) -> Decimal:
    """Return the one part of a sum that is the asker's: 我们分到900万; 省里的600万，剩下自己投的. 0 where none is."""
    named = [part.low for part in parts if _is_own_share(question, part)]
    rest = [question[found.start() :] for found in any_of(slots().remainder).finditer(fold(question))]
    if any(any_of(field.elsewhere).search(plain(_STOPS.split(said)[0])) for said in rest):
        named = named or [part.low for part in parts]
    return named[0] if len(named) == 1 else Decimal(0)


def _is_own_share(question: str, value: Value) -> bool:
    """Say whether an amount is what the asker has of a sum for several: 我们这边分到900万."""
    piece = plain(_STOPS.split(question[: value.start])[-1])
    return bool(any_of(slots().own_share).search(piece))
