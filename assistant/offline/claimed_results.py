"""A result that the user only puts up for confirmation: a share that he names of an amount that he names."""

import re
from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise

from assistant.offline.pick import figures_of
from assistant.offline.quantities import Value, blanked, find_values
from assistant.offline.words import any_of, cues, plain
from calculators.money import find_money

_STOPS = re.compile(r"[,，。;；!！?？\n]")
_QUESTIONED = re.compile(r"[\s\u3000]+[?？]")  # nothing but amounts, put as a question
_RIGHT_BEFORE = 3  # characters in which a word says that the amount right behind it is paid back
_HUNDRED = Decimal(100)


def without_results(question: str, known: Iterable[Decimal] = (), before: str = "") -> str:
    """Return a question with the results that it claims blanked.

    ``known`` are the amounts told before; ``before`` is the message before, which may have named the share.
    """
    return blanked(question, claimed_results(question, known, before))


def claimed_results(question: str, known: Iterable[Decimal] = (), before: str = "") -> list[Value]:
    """Return the amounts that are no inputs: 合同84万，一半就是42万没错吧.

    Such an amount is the named share of another one; the share, or the amount, is spoken of as paid back or put up
    for confirmation, and neither is said to be spent, borrowed or a part of something.
    """
    money = [value for value in find_values(question) if value.kind == "money"]
    confirms = bool(any_of(cues().asks_to_confirm).search(plain(question)) or any_of(cues().holds_up).search(question))
    confirms = confirms or bool(_QUESTIONED.fullmatch(blanked(question, money)))
    shares = _shares(question) or (_shares(before) if confirms else set())
    if not money or not shares:
        return []
    others = {value.low for value in money} | {*known}
    results = {other * share / _HUNDRED for other in others for share in shares} - {*known}
    return [value for value in money if value.low in results and _is_claim(question, value, confirms=confirms)]


def _shares(question: str) -> set[Decimal]:
    figures = [figure for _, figure in figures_of(question) if isinstance(figure, str)]
    return {Decimal(figure.rstrip("%")) for figure in figures if figure != "100%"}


def _is_claim(question: str, value: Value, *, confirms: bool) -> bool:
    """Say whether the clause of an amount, or of the share before it, speaks of a result."""
    ends = [0, *(stop.end() for stop in _STOPS.finditer(question)), len(question)]
    clauses = [(start, end) for start, end in pairwise(ends) if start < value.end]
    start, end = clauses[-1]
    own = f"{question[start : value.start]}{question[value.end : end]}"
    before = max((end for _, end, _, _ in find_money(question) if end <= value.start), default=0)
    paid = any_of(cues().paid_back).search(plain(question[max(before, value.start - _RIGHT_BEFORE) : value.start]))
    if any_of(cues().spent_on).search(plain(own)) and not paid:  # 600万的合同退300万
        return False
    sharing = next((question[low:high] for low, high in reversed(clauses) if _shares(question[low:high])), "")
    if any_of(cues().is_part).search(plain(sharing)):
        return False
    return confirms or bool(any_of(cues().paid_back).search(plain(sharing + own)))
