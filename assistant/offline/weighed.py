"""Another support for the same thing weighed against what was calculated: 区里能给150万，两头不能都拿，最多多少."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from assistant.offline.calculated import money
from assistant.offline.turn import Turn
from assistant.offline.words import any_of, cues, plain, say
from calculators.money import find_money

_OVERLAP = "overlap"
_LIKELY = 0.2
"""With this chance a question is on two supports at once."""


def weighs_another(turn: Turn, found: Mapping[str, Any]) -> bool:
    """Say whether a question holds what another support gives against the amount calculated last."""
    last, told = turn.last_calculation, find_money(turn.question)
    if last is None or last.is_reverse or not last.data["amount_yuan"] or len(told) != 1 or not _rule(turn, found):
        return False
    said = plain(turn.question)
    if any_of(cues().higher_level).search(said):
        return False  # the rule is on this city's policies at every level, not on the province's
    both = any_of(cues().takes_both).search(said) or found["kinds"].get(_OVERLAP, 0.0) >= _LIKELY
    return bool(both) and bool(any_of((*cues().asks_amount, *cues().asks_most)).search(said))


def weighed(turn: Turn, found: Mapping[str, Any]) -> str:
    """Say by the rule on supports that overlap which of the two counts."""
    rule, (start, end, low, high) = _rule(turn, found), find_money(turn.question)[0]
    own = Decimal(turn.calculations[-1].data["amount_yuan"])
    template = "weighed_own" if own >= high else "weighed_other" if own < low else "weighed_open"
    return say(template, rule=rule, other=turn.question[start:end].strip(), own=money(f"{own:f}"))


def _rule(turn: Turn, found: Mapping[str, Any]) -> str:
    """Return the rule on supports that overlap, where the question is about it."""
    clauses = [*turn.results("read_clause"), *found["hits"][:1]]
    words = next((clause["plain"][_OVERLAP] for clause in clauses if _OVERLAP in clause["plain"]), None)
    return f"{words['text']}{words['ref']}" if words else ""
