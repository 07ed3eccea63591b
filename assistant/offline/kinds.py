"""What kind of question a search takes the user's for."""

from collections.abc import Mapping
from typing import Any

from assistant.offline.parts import sides_of
from assistant.offline.quantities import find_values
from assistant.offline.turn import Turn
from assistant.offline.words import any_of, cues, plain
from index.hit import ANSWERABLE, likeliest_kind

_MAY_COMPARE = 0.2
"""With this chance both sides are looked up; two clear ones prove that they are meant."""
_SEEMS_TO_COMPARE = 0.05
"""The same where the words are those of a comparison."""
_SURELY_ASKED = 0.7
"""With this chance a fact is asked for, whatever kind of question it is taken for."""
_CLEAR = 0.4
"""A side of a comparison with a hit of this score is about that clause."""


SURE_SCORE = 0.6
"""A hit with this score is a subject of its own."""


def is_sure(found: Mapping[str, Any]) -> bool:
    """Say whether a search knows which clause is meant and that it answers."""
    return bool(found["hits"]) and found["hits"][0]["score"] >= SURE_SCORE and found["answerable"] >= SURE_SCORE


def own_search(turn: Turn) -> dict[str, Any]:
    """Return what the search found for a turn's question by itself."""
    return dict(next(call.data for call in turn.calls if call.is_of("search_clauses", {"query": turn.question})))


def top_kind(found: dict[str, Any]) -> str:
    """Return the likeliest kind of question; ``what`` without a question head."""
    return likeliest_kind(found["kinds"], found["answerable"])


def compares(turn: Turn, found: dict[str, Any]) -> bool:
    """Say whether a question may well hold two things against each other."""
    if any_of(cues().asks_to_compare).search(plain(turn.question)):
        return True
    seems = any_of(cues().compares).search(plain(turn.question))
    return bool(found["kinds"].get("compare", 0.0) >= (_SEEMS_TO_COMPARE if seems else _MAY_COMPARE))


def takes_both(turn: Turn, found: dict[str, Any]) -> bool:
    """Say whether a question is for taking two supports at once: 贴息和算力券能一块儿拿吗."""
    said = plain(turn.question)
    if found["answerable"] < ANSWERABLE or found["kinds"].get("overlap", 0.0) < _SEEMS_TO_COMPARE:
        return False
    figures = any(value.kind == "money" for value in find_values(turn.question))
    return bool(any_of(cues().takes_both).search(said)) and not figures


def of_overlap(found: Mapping[str, Any]) -> bool:
    """Say whether the likeliest clause is the one on other policies, and what it says of them is asked for."""
    hits = found["hits"]
    facts = found["facts"].get(hits[0]["clause"], {}) if hits and not hits[0]["units"] else {}
    return bool(found["answerable"] >= ANSWERABLE and facts.get("overlap", 0.0) >= _SURELY_ASKED)


def other_side(turn: Turn, focus: dict[str, Any]) -> dict[str, Any] | None:
    """Return the clause that the other side of a comparison is clearly about."""
    for side in sides_of(turn.question):
        call = turn.done("search_clauses", {"query": side})
        hits = call.data["hits"] if call else []
        if hits and hits[0]["score"] >= _CLEAR and hits[0]["clause"] != focus["clause"]:
            return dict(hits[0])
    return None
