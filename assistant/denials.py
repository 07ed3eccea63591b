"""That the text does not state something must be true: what it does state may not be denied."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from assistant.figures import read_figures
from assistant.grounding import Backing, silent_about, ungrounded
from assistant.grounding_words import cue
from assistant.grounds import clause_ground
from assistant.number_lock import Segment
from assistant.offline.words import replies
from assistant.reply import Citation
from corpus.clause import Policy
from index.hit import Found

_SURE = 0.85
"""Chance of a fact from which on a clause states what is denied of it."""
_WHOLE = frozenset({"who", "what"})
"""Facts that any question of a kind falls to: they hold only if the question as such has an answer."""


def denial_faults(
    parts: Sequence[Segment],
    citations: Sequence[Citation],
    policies: Mapping[str, Policy],
    find: Callable[[str], Found],
) -> Iterator[str]:
    """Yield what a reply says is not stated although the clause that it cites for it states it."""
    for part in parts:
        clauses = list(dict.fromkeys(citation.clause for citation in part.cited(citations)))
        for matter in silent_about(part.text) if clauses else ():
            # a figure is the number lock's matter, and the rules have asked the same facts
            elsewhere = bool(read_figures(matter)) or any(unsaid in matter for unsaid in _unsaid())
            known = [clause for clause in clauses if not elsewhere and not _beyond(matter, clause, policies)]
            found = [find(matter)] if known else []
            for stated in (_stated(one, clause, policies) for one in found for clause in known):
                if stated:
                    yield f"条文写明了“{matter}”：{stated}"


def _beyond(matter: str, clause: str, policies: Mapping[str, Policy]) -> bool:
    """Say whether a matter is told in words that the clause has not: then it may well not state it."""
    policy = policies[clause.partition("/")[0]]
    ground = clause_ground(policy.clause(clause), policy)
    return any(ungrounded(matter, [Backing([ground], strict=True)]))


def _stated(found: Found, clause: str, policies: Mapping[str, Policy]) -> str:
    """Return the fact of a clause that a denial denies; empty for none."""
    chances = found.facts.get(clause, {})
    fact, chance = max(chances.items(), key=lambda item: item[1], default=("", 0.0))
    if chance < _SURE or (fact in _WHOLE and found.stated < _SURE):
        return ""
    texts = [words.text for words in policies[clause.partition("/")[0]].plain
             if (words.clause, words.fact) == (clause, fact)]  # fmt: skip
    return next((text for text in texts if not cue("silent").search(text)), "")


@cache
def _unsaid() -> tuple[str, ...]:
    """Return what the rules themselves say is not stated: they have asked the same facts."""
    return tuple(text for name, text in replies().texts.items() if name.startswith("unsaid_"))
