"""A question in the light of what was said before: the search with that context, and which search is believed."""

from typing import Any

from assistant.offline.follow_up import leans, returns_here
from assistant.offline.kinds import is_sure, own_search
from assistant.offline.tool import Arguments
from assistant.offline.turn import Turn
from assistant.offline.words import any_of, cues, plain
from corpus.normalise import fold, with_places_alike
from index.hit import ANSWERABLE, UNSTATED

SEARCH = "search_clauses"
_NO_MATTER = 0.3  # a question without a hit of this score names no matter; chosen on follow-ups of the bank
_HARDLY_A_MATTER = 0.4  # the same for one of a few words
_FEW = 14  # characters
_OUTSIDE = 0.4  # a question that by itself is less likely answerable is about nothing here
_NAMED = 0.3  # of a clause with this score the question's own words tell which fact it asks for
_JUDGED_NEAR = 0.4  # a question of a few words that is judged this near to answerable
_CLEAR = 0.4
_NO_DOUBT = 0.6  # a fact with this chance is the one asked for
Calls = list[tuple[str, Arguments]]


def said_before(turn: Turn) -> str:
    """Return what a question may lean on: the message before, with the one that brought up its clause."""
    last = turn.earlier[-1]
    told = turn.said_of(turn.subjects[-1]) if turn.subjects and turn.subjects[-1] else []
    if told:
        return "，".join(dict.fromkeys((told[0], last)))
    spoken = [said for said, subject in zip(turn.earlier, turn.subjects, strict=False) if subject]
    return spoken[-1] if spoken and not turn.awaiting else last


def leaning_search(turn: Turn) -> Calls:
    """Return the search in the light of what was said for a question that says that it leans on it; else none."""
    if not turn.earlier:
        return []
    if words := returns_here(turn):
        said = with_places_alike(fold(turn.earlier[-1]), "")  # all that is meant was said there
        return [(SEARCH, {"query": f"{said}，{words}", "context": said})]
    return [(SEARCH, {"query": turn.question, "context": said_before(turn)})] if leans(turn) else []


def doubtful_search(turn: Turn) -> Calls:
    """Return that search for a question that by itself names no matter, where it is still to be made; else none."""
    if not turn.cited_clauses or turn.awaiting or _looks(turn) or _named_clearly(turn, own_search(turn)):
        return []
    return [(SEARCH, {"query": turn.question, "context": said_before(turn)})]


def _looks(turn: Turn) -> list[dict[str, Any]]:
    return [call.data for call in turn.calls if call.name == SEARCH and call.arguments.get("context")]


def _named_clearly(turn: Turn, alone: dict[str, Any]) -> bool:
    """Say whether a search without context knows the matter, or that there is none."""
    if not alone["hits"] or alone["answerable"] < _OUTSIDE:
        return True
    return bool(alone["hits"][0]["score"] >= (_HARDLY_A_MATTER if len(plain(turn.question)) <= _FEW else _NO_MATTER))


def best_search(turn: Turn) -> dict[str, Any]:
    """Return the search that knows the subject: the question's own where it is sure, else the one with its context."""
    alone, looks = _as_near(turn, own_search(turn)), _looks(turn)
    if not looks or not _believes(turn, alone, looks[-1]):
        return alone
    # of the clause that it names by itself, the question's own words tell best which fact it asks for
    named = [hit["clause"] for hit in alone["hits"][:1] if hit["score"] >= _NAMED]
    own = {clause: facts for clause, facts in alone["facts"].items() if clause in named}
    return {**looks[-1], "kinds": alone["kinds"], "facts": {**looks[-1]["facts"], **own}}


def _believes(turn: Turn, alone: dict[str, Any], look: dict[str, Any]) -> bool:
    """Say whether the search with context is believed against the question's own."""
    if not is_sure(alone) or not leans(turn):
        return True
    last = bool(turn.cited_clauses and look["hits"]) and look["hits"][0]["clause"] == turn.cited_clauses[-1]
    return last and bool(any_of(cues().concedes).search(plain(turn.question)))


def _as_near(turn: Turn, found: dict[str, Any]) -> dict[str, Any]:
    """Return a search, answerable where it nearly is and asks without doubt for one fact of a likely clause."""
    near = _JUDGED_NEAR <= found["answerable"] < ANSWERABLE
    near = near and bool(found["hits"]) and found["hits"][0]["score"] >= _CLEAR
    if not near or any_of(cues().elsewhere).search(plain(turn.question)):
        return found
    facts = found["facts"].get(found["hits"][0]["clause"], {})
    best = max(facts, key=lambda fact: facts[fact], default=UNSTATED)
    return {**found, "answerable": ANSWERABLE} if best != UNSTATED and facts[best] >= _NO_DOUBT else found
