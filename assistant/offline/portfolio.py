"""Questions about everything at once: what there is to get in all."""

from collections.abc import Mapping
from typing import Any

from assistant.draft import ReplyDraft
from assistant.offline.anything import asks_for_anything
from assistant.offline.pick import name_of
from assistant.offline.turn import Turn
from assistant.offline.unsaid import asks_unsaid
from assistant.offline.words import plain, replies
from index.hit import UNSTATED, likeliest_kind

_WANTING = frozenset({"how_much", "what", "eligible"})
_NAMED = 0.1  # a clause with this score is among what a question about everything names
_VAGUE = 0.3  # without a hit of this score a question names no matter of its own
_VAGUE_SHORT = 0.45  # the same for a short one, whose few words may weigh too much
_SHORT = 6
_UNTOLD = 0.8  # with this chance of a clause not to state it a question for an amount is one for a detail
_DETAIL = 0.6  # the same for other questions
_STATED = 0.4
_OF_ANY = frozenset({"what", "who", "amount", "units", UNSTATED})
_PARTICULAR = 0.55
"""With this chance a question asks for a fact that only its clause has."""
_PERHAPS = 0.4
"""A question for money that names no matter is taken for one about this policy from here on."""


def asks_for_everything(turn: Turn, found: Mapping[str, Any]) -> bool:
    """Say whether a question wants to know what there is to get, and names no single matter."""
    kind = likeliest_kind(found["kinds"], found["answerable"])
    scores = [hit["score"] for hit in found["hits"][:1]]
    if turn.results("read_clause") or not scores:
        return False
    if kind == "portfolio" or asks_for_anything(turn.question):
        return True
    if asks_unsaid(turn.question) or (kind != "how_much" and _of_one_fact(found)):
        return False
    untold = found["facts"].get(found["hits"][0]["clause"], {}).get(UNSTATED, 0.0)
    stated = (found["stated"] >= _STATED and untold < _DETAIL) or (kind == "how_much" and untold < _UNTOLD)
    return scores[0] < _vague(turn) and kind in _WANTING and found["answerable"] >= _PERHAPS and stated


def _of_one_fact(found: Mapping[str, Any]) -> bool:
    """Say whether a question asks for one fact of a clause in particular, such as the money that has come in."""
    facts = found["facts"].get(found["hits"][0]["clause"], {})
    best = max(facts, key=lambda fact: facts[fact], default="what")
    return best not in _OF_ANY and facts[best] >= _PARTICULAR


def _vague(turn: Turn) -> float:
    return _VAGUE_SHORT if len(plain(turn.question)) <= _SHORT else _VAGUE


def overview(turn: Turn, found: Mapping[str, Any], rows: list[dict[str, Any]]) -> ReplyDraft:
    """Write what there is to get: the measures that the question names, else all, those with an amount first."""
    texts = replies().texts
    names = found["hits"][0]["score"] >= _vague(turn) and not asks_for_anything(turn.question)
    named = [hit for hit in found["hits"] if hit["score"] >= _NAMED] if names else []
    if named:
        lines = [texts["overview_named"], *(_item(clause, "what") for clause in named)]
    else:
        priced = [row for row in rows if row["has_figures"]]
        lines = [texts["overview_all"], *(_item(row, "amount") for row in priced)]
        others = [f"{name_of(row)}{row['heading_ref']}" for row in rows if row not in priced]
        lines.append(texts["overview_others"].format(names="、".join(others)))
    lines.append(texts["overview_ask"])
    return ReplyDraft(
        status="answered" if named else "needs_input",
        text="\n".join(lines),
        missing=[] if named else ["facts"],
        suggestions=list(replies().suggestions["nothing_found"]),
    )


def _item(clause: Mapping[str, Any], subject: str) -> str:
    words = clause["plain"].get(subject)
    told = f"{words['text']}{words['ref']}" if words else clause["heading_ref"]
    return replies().texts["overview_item"].format(name=name_of(dict(clause)), sentences=told)
