"""What the text does not state, or only in part: said by name, beside the clause that comes nearest."""

from typing import Any

from assistant.draft import ReplyDraft
from assistant.offline.pick import name_of, pick
from assistant.offline.turn import Turn
from assistant.offline.unsaid import called, unsaid_answers, unsaid_details, unsaid_traits
from assistant.offline.words import any_of, cues, plain, say

Clause = dict[str, Any]
_OF_OTHER_THINGS = frozenset({"how_much", "target", "date", "overlap", "compare", "list", "portfolio"})
"""Kinds of question in which a word for an applicant does not ask whether he may apply."""
_NOT_ASKED_OUTRIGHT = frozenset({"premise", "overlap", "compare", "which", "list", "portfolio", "target"})
"""Kinds of question that ask for no share, rank or date, whatever figures they speak of."""
_SECTION = "office"
"""Who asks for the section of a unit is told the unit."""
_NO_MATTER = 0.3
"""Without a hit of this score a question is about no clause in particular."""


def traits_left_out(turn: Turn, focus: Clause, kind: str) -> list[str]:
    """Return what a question for the applicants says of one, and the clause does not: 外资, 个体户, 外地."""
    return [] if kind in _OF_OTHER_THINGS else unsaid_traits(turn.question, focus)


def details_left_out(turn: Turn, found: dict[str, Any], focus: Clause, kind: str) -> list[str]:
    """Return what a question asks for and the clause leaves out: a detail, else a kind of thing that it has none of."""
    if details := unsaid_details(turn.question, focus):
        return details
    facts = found["facts"].get(focus["clause"], {})
    return [] if kind in _NOT_ASKED_OUTRIGHT else unsaid_answers(turn.question, focus, facts)


def unstated(turn: Turn, found: dict[str, Any], focus: Clause, kind: str) -> str:
    """Say what the text does not state, and what stands nearest to it."""
    name = name_of(focus)
    if details := details_left_out(turn, found, focus, kind):
        sentences = pick(turn.question, focus, kind, limit=1)
        return say("not_stated_matter", matter=called(details), name=name, sentences=sentences)
    if traits := traits_left_out(turn, focus, kind):
        return _of_applicants(turn, found, focus, traits)
    template = "undefined" if kind == "define" else "not_stated"
    return say(template, name=name, sentences=pick(turn.question, focus, kind, limit=1))


def _of_applicants(turn: Turn, found: dict[str, Any], focus: Clause, traits: list[str]) -> str:
    scores = [hit["score"] for hit in found["hits"][:1]]
    general = not turn.results("read_clause") and (not scores or scores[0] < _NO_MATTER)
    words = focus["plain"].get("who")
    told = f"{words['text']}{words['ref']}" if words else pick(turn.question, focus, "eligible", limit=1)
    template = "not_stated_trait_of_all" if general else "not_stated_trait"
    return say(template, matter=called(traits), name=name_of(focus), sentences=told)


def units_without_details(turn: Turn, clauses: list[Clause], suggestions: list[str]) -> ReplyDraft | None:
    """Tell the units to somebody who asks for them and for a telephone or the like; None for another question."""
    focus = clauses[0]
    details = unsaid_details(turn.question, focus)
    asks = _SECTION in details or any_of(cues().asks_unit).search(plain(turn.question))
    if not details or not focus["units"] or not asks:
        return None
    lines = [units_of(clause) for clause in clauses if clause["units"]]
    lines.append(say("not_stated_too", matter=called(details)))
    return ReplyDraft(status="partial", text="\n".join(lines), suggestions=suggestions)


def units_of(clause: Clause) -> str:
    """Say who is in charge of a clause that names its units."""
    return say("who", name=name_of(clause), units="、".join(clause["units"]), ref=clause["units_ref"])
