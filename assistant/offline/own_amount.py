"""Does a question without a figure want an amount: the user's own, or that of a support that needs no figure?"""

from typing import Any

from assistant.offline.kinds import top_kind
from assistant.offline.stated import HAN, STATED_AMOUNT
from assistant.offline.tool import Tool
from assistant.offline.turn import Turn
from assistant.offline.words import any_of, cues, plain
from calculators.money import find_money
from index.hit import UNSTATED

_STATED_OWN = 0.4  # of a question for an own amount
_UNTOLD = 0.8  # with this chance the clause does not state what is asked
_LIKELY_UNTOLD = 0.4  # with this chance, and the amount no likelier, so does one of another fact
_ITS_AMOUNT = 0.35  # with this chance, and no fact likelier, the fact asked for is the amount


def _asks_for_its_amount(found: dict[str, Any], tool: Tool, said: str) -> bool:
    """Say whether a question is for the amount of a support that needs no figure of the user's."""
    if any_of(cues().asks_spread).search(said):
        return True
    facts = found["facts"].get(tool.clause, {})
    amount, untold = facts.get("amount", 0.0), facts.get(UNSTATED, 0.0)
    outright = top_kind(found) == "how_much" and bool(any_of(cues().asks_amount).search(said))
    if outright and not HAN.search(said) and untold < _UNTOLD:
        return True  # of English the fact head is less sure than the words are
    if untold >= max(_LIKELY_UNTOLD, amount):
        return False
    asks = top_kind(found) in ("how_much", "target") and found["stated"] >= STATED_AMOUNT
    rest = max((chance for fact, chance in facts.items() if fact not in ("amount", UNSTATED)), default=0.0)
    named = amount >= max(_ITS_AMOUNT, rest) and any_of(cues().asks_amount).search(said)
    beside = any_of(cues().asks_count).sub("", said)  # 几家？每家多少 asks for both
    counts = beside != said and not any_of(cues().asks_amount).search(beside)
    return bool(asks or named) and not counts


def claims_its_amount(turn: Turn, found: dict[str, Any], tool: Tool) -> bool:
    """Say whether an amount is put up for that of a support that needs no figure: 开源的奖每家保底一百万对吧."""
    confirms = any_of(cues().asks_to_confirm).search(plain(turn.question))
    untold = found["facts"].get(tool.clause, {}).get(UNSTATED, 0.0) >= _UNTOLD
    return bool(not tool.required and confirms and find_money(turn.question) and not untold)


def wants_own_amount(turn: Turn, found: dict[str, Any], tool: Tool) -> bool:
    """Say whether a question without a figure wants an amount: the user's own, not the rule's."""
    said = plain(turn.question)
    if claims_its_amount(turn, found, tool):
        return True
    if any_of(cues().asks_to_confirm).search(said) or any_of(cues().asks_clause).search(said):
        return False
    if not tool.required:
        return _asks_for_its_amount(found, tool, said)
    if found["stated"] < _STATED_OWN:
        return False
    wants = top_kind(found) in ("how_much", "target") and not any_of(cues().asks_rule).search(said)
    wants = wants and bool(any_of(cues().asks_amount).search(said))
    return wants and bool(any_of(cues().speaks_of_own).search(said))
