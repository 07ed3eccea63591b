"""Whether a clause states what a question asks of it: the heads' judgement, and the words that settle it."""

import re
from typing import Any

from assistant.offline.kinds import other_side
from assistant.offline.layout import layout_asked
from assistant.offline.left_out import details_left_out, traits_left_out
from assistant.offline.turn import Turn
from assistant.offline.unstated import (
    asks_beyond,
    asks_threshold,
    counts_otherwise,
    denies_condition,
    stands_in,
    untold,
)
from assistant.offline.words import any_of, cues, plain
from index.hit import UNSTATED

STATED = 0.55
"""Below it the text does not say what is asked; this and what follows chosen on files that the heads never saw."""
_STATED_OFTEN = 0.5
"""The same for what the text has more often: a clause, somebody."""
_STATED_AS_PUT = 0.5
"""The same for something put up to be affirmed or chosen from, where none of the clause's facts is the likeliest."""
_OWN_CASE = 0.45
"""The same where one of the facts is, and for a case of his own, which the conditions may well decide."""
STATED_AMOUNT = 0.25
"""The same, of the question head alone, for amounts, and for questions on units in so many words."""
FACT_SHARE = 0.5
"""How much the fact head has to say on it; chosen on the bank's tune part."""
_MAYBE_STATED = 0.35
"""Enough for what is put up as known, which the text mostly has, and for a word looked up."""
_ANY_STATED = 0.1
"""Enough for a question for dates that meets the clause with the policy's dates, and for a clause named."""
_UNTOLD = 0.8
"""With this chance the clause with the policy's dates does not state what is asked: whether it will be extended."""
_SURELY_UNTOLD = 0.9
"""With this chance a clause does not state what is asked, whatever else the heads think."""
_OF_SIZE = frozenset({"who", "amount", "what"})
_CLEARLY_APART = 0.6
"""With this share of the chances of all facts one is asked for that has no size of its own."""
_OF_CONTENT = frozenset({"what", "eligible", "premise"})
_MOSTLY_STATED = frozenset({"overlap", "premise"})
_SOUGHT = frozenset({"which", "list", "who"})
_STATED_DATE = 0.3
"""The same for one that names an extension."""
_OF_BOTH = frozenset({"overlap", "compare"})
"""Kinds of question that hold the city's policy against a district's, and ask for none of the district's details."""
Clause = dict[str, Any]
HAN = re.compile(r"[㐀-鿿]")


def is_stated(turn: Turn, found: dict[str, Any], focus: Clause, kind: str, *, looked_up: bool) -> bool:
    """Say whether a clause states what is asked of it; ``looked_up``: the question is a word and asks nothing."""
    dated = kind == "date" and bool(focus["plain"].get("date"))
    in_force = dated and found["stated"] >= _ANY_STATED and not _beyond_end(turn, found, focus)
    if layout_asked(turn.question):
        return True
    if _clearly_unstated(turn, found, focus, kind) or (dated and _beyond_end(turn, found, focus)):
        return False
    if not in_force and kind != "premise" and counts_otherwise(turn.question, focus):
        return False
    if in_force or _clearly_stated(turn, found, focus, kind) or (looked_up and stands_in(turn.question, focus)):
        return True
    if untold(found, focus) >= _SURELY_UNTOLD and kind in _OF_CONTENT:
        return False
    told = (1 - FACT_SHARE) * found["stated"] + FACT_SHARE * (1 - untold(found, focus))
    return bool(told >= (_MAYBE_STATED if looked_up else _needed(turn, found, focus, kind)))


def _needed(turn: Turn, found: dict[str, Any], focus: Clause, kind: str) -> float:
    """Return from which chance on a clause states what is asked; less for what the text mostly has."""
    if kind == "who" and focus["units"] and any_of(cues().asks_unit).search(plain(turn.question)):
        return STATED_AMOUNT
    if kind in _MOSTLY_STATED:
        return _MAYBE_STATED
    if kind == "eligible" or (kind == "how_much" and not HAN.search(turn.question)):
        return _OWN_CASE  # of English the heads are less sure, and most amounts are stated
    if asserts(turn.question):
        facts = found["facts"].get(focus["clause"], {})
        return _STATED_AS_PUT if max(facts, key=lambda fact: facts[fact], default="") == UNSTATED else _OWN_CASE
    return _STATED_OFTEN if kind in _SOUGHT else STATED


def asserts(question: str) -> bool:
    """Say whether a question puts something up to be affirmed or chosen from, and asks for nothing unknown."""
    said = plain(question)
    return bool(any_of(cues().asserts).search(said)) and not any_of(cues().names_unknown).search(said)


def _clearly_unstated(turn: Turn, found: dict[str, Any], focus: Clause, kind: str) -> bool:
    """Say whether the words of a question ask for what the text leaves out: an amount, a telephone, 外资."""
    size = asks_threshold(turn.question, focus) and not threshold_asked(turn, found, focus)
    left_out = size or details_left_out(turn, found, focus, kind) or traits_left_out(turn, focus, kind)
    districts = kind not in _OF_BOTH and any_of(cues().district_policy).search(plain(turn.question))
    return lacks_amount(found, focus, kind) or asks_beyond(turn.question, found) or bool(left_out or districts)


def _clearly_stated(turn: Turn, found: dict[str, Any], focus: Clause, kind: str) -> bool:
    """Say whether a question is answered by the clause's own words: named, compared, a condition of it denied."""
    named = bool(turn.results("read_clause")) and kind not in ("procedure", "date") and found["stated"] >= _ANY_STATED
    denied = kind == "eligible" and denies_condition(turn.question, focus)
    wording = any_of(cues().asks_wording).search(plain(turn.question))
    named = named or threshold_asked(turn, found, focus)
    return named or denied or bool(wording) or (kind == "compare" and other_side(turn, focus) is not None)


def threshold_asked(turn: Turn, found: dict[str, Any], focus: Clause) -> bool:
    """Say whether a question asks how large something has to be, and not of a matter apart in the clause (REITs)."""
    facts = {fact: chance for fact, chance in found["facts"].get(focus["clause"], {}).items() if fact in focus["plain"]}
    best = max(facts, key=lambda fact: facts[fact], default="who")
    apart = best not in _OF_SIZE and facts[best] >= _CLEARLY_APART * sum(facts.values())
    return asks_threshold(turn.question, focus) and not apart


def _beyond_end(turn: Turn, found: dict[str, Any], focus: Clause) -> bool:
    """Say whether a question for dates asks what comes after the last day, which no text states."""
    return untold(found, focus) >= (_STATED_DATE if any_of(cues().extends).search(plain(turn.question)) else _UNTOLD)


def lacks_amount(found: dict[str, Any], focus: Clause, kind: str) -> bool:
    """Say whether a question for an amount meets a clause without a single figure.

    What the closing says of all amounts, that they are the highest, is none of them.
    """
    facts = found["facts"].get(focus["clause"], {})
    of_all = not focus["units"] and facts.get("maxima", 0.0) >= _CLEARLY_APART
    return kind == "how_much" and not focus["has_figures"] and not of_all
