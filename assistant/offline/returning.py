"""A question that goes back to an earlier subject: read as if it were said right behind what was said of that.

到账是840万不是1200万, long after the grant's 1200万 · 备案先放一边，算力那份呢 · 刚才那个赛道的事归谁.
"""

import re
from collections.abc import Mapping
from typing import Any

from assistant.offline.follow_up import leans
from assistant.offline.kinds import own_search
from assistant.offline.quantities import old_money
from assistant.offline.slot_filling import told_amounts
from assistant.offline.tool import Tool
from assistant.offline.turn import PROFILE, Turn
from assistant.offline.words import any_of, cues, plain, slots
from calculators.money import find_money

_NEAR = 0.15
"""A question that says that it goes back goes to the earlier subject with this score."""
_CLEAR = 0.3
"""One that only leans on what was said goes to the one with this score."""
_LEAST = 3
"""Characters that ask for something of their own."""
_PIECE = re.compile(r"(?<=[,，。;；!！?？\n])")
Search = Mapping[str, Any]
_FAR_BEST = 2.0
"""So many times likelier must an earlier subject be than the last one."""


def returned(turn: Turn, tools: Mapping[str, Tool]) -> Turn:
    """Return a turn that goes back to an earlier subject as one right behind it; every other turn as it is."""
    past = list(dict.fromkeys(subject for subject in reversed(turn.subjects) if subject))
    if len(past) < 2 or turn.last_sum is not None or turn.cited_clauses[-1] != past[0]:
        return turn  # the last: it was taken back to the first case already
    clause = _by_old_amount(turn, tools) or _by_words(turn, past)
    return turn if clause in ("", past[0]) else _behind(turn, clause, tools)


def aside_and_rest(question: str) -> tuple[str, str] | None:
    """Return what a question sets aside, and what it goes on to: 先不管贴息，要是换成A100呢; None for others."""
    pieces = _PIECE.split(question)
    at = next((at for at, piece in enumerate(pieces) if any_of(cues().sets_aside).search(plain(piece))), None)
    if at is None:
        return None
    aside, rest = "".join(pieces[: at + 1]).strip(), "".join(pieces[at + 1 :]).strip()
    return (aside, rest) if len(plain(rest)) > _LEAST else None


def turns_away(_parts: tuple[str, str], _whole: Search, aside: Search, rest: Search) -> bool:
    """Say whether a question goes on to another matter than the one that it sets aside."""
    set_aside, goes_on = (look["hits"][0] if look["hits"] else None for look in (aside, rest))
    if set_aside is None or set_aside["score"] < _CLEAR:
        return False
    return goes_on is None or goes_on["clause"] != set_aside["clause"]


def _by_old_amount(turn: Turn, tools: Mapping[str, Tool]) -> str:
    """Return the clause that was calculated last with an amount that a question takes back; empty for none."""
    old = set(old_money(turn.question))
    worked = (call for call in reversed(turn.worked) if call.calculator in tools and call.name != PROFILE)
    return next((tools[call.calculator].clause for call in worked if old & {*told_amounts(call)}), "")


def _by_words(turn: Turn, past: list[str]) -> str:
    """Return the earlier subject that a question is nearest to, where it says that it goes back; else empty."""
    said = plain(turn.question)
    goes_back = any_of((*cues().comes_back, *cues().sets_aside)).search(said)
    mends = any_of((*cues().mends, *slots().changed_to)).search(said) and find_money(turn.question)  # 算力改成350万
    if not (goes_back or mends or leans(turn)):
        return ""
    scores = {hit["clause"]: hit["score"] for hit in own_search(turn)["hits"]}
    best = max(past, key=lambda clause: scores.get(clause, 0.0))
    least = _NEAR if goes_back or mends else _CLEAR
    far = scores.get(best, 0.0) >= max(least, _FAR_BEST * scores.get(past[0], 0.0))
    return best if far and scores[best] == max(scores.values()) else ""


def _behind(turn: Turn, clause: str, tools: Mapping[str, Tool]) -> Turn:
    """Return a turn as it would be right behind the last message that was answered from a clause."""
    at = max(place for place, subject in enumerate(turn.subjects) if subject == clause)
    name = next((tool.name for tool in tools.values() if tool.clause == clause), "")
    return turn.behind(at, clause, turn.last_of(name) if name else None)
