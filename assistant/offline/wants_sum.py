"""Does a question want a sum calculated, or only what the text says?"""

from typing import Any

from assistant.offline.categories import find_categories
from assistant.offline.criteria import criterion
from assistant.offline.follow_up import asks_unit_too
from assistant.offline.kinds import top_kind
from assistant.offline.pick import figures_of
from assistant.offline.quantities import find_values
from assistant.offline.subject import is_about_computing
from assistant.offline.turn import Turn
from assistant.offline.words import any_of, cues, plain
from index.hit import ANSWERABLE

_CALCULATING_KINDS = frozenset({"how_much", "target", "eligible", "what", "compare", "premise"})


def may_calculate(turn: Turn, found: dict[str, Any], focus: dict[str, Any] | None) -> bool:
    """Say whether the question wants a sum: by its kind, or because it asks for one outright."""
    if criterion(turn) or asks_unit_too(turn):
        return False
    if asks_to_calculate(turn) or any_of(cues().asks_spread).search(plain(turn.question)):
        return True
    if (focus is not None and _only_quotes(turn.question, focus)) or _only_asks_unit(plain(turn.question)):
        return False
    in_scope = found["answerable"] >= ANSWERABLE or bool(turn.results("read_clause"))
    return in_scope and (top_kind(found) in _CALCULATING_KINDS or is_about_computing(turn.question))


def _only_asks_unit(said: str) -> bool:
    """Say whether a question is for the unit and no amount, whatever figures it tells: 总投8000万，贴息找哪个局."""
    return bool(any_of(cues().asks_unit).search(said)) and not any_of(cues().asks_amount).search(said)


def _only_quotes(question: str, focus: dict[str, Any]) -> bool:
    """Say whether the amounts of a question are the clause's own, held up for discussion and not to calculate with."""
    amounts = [value for value in find_values(question) if value.kind == "money"]
    written = {value for _, value in figures_of("".join(sentence["text"] for sentence in focus["sentences"]))}
    asks = any_of(cues().asks_amount).search(plain(question)) or find_categories(question)
    return bool(amounts) and not asks and all(value.low in written for value in amounts)


def asks_to_calculate(turn: Turn) -> bool:
    """Say whether a question asks outright for something to be calculated."""
    return bool(any_of(cues().asks_to_calculate).search(plain(turn.question)))
