"""That the text does not state something must be true: what it does state may not be denied."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from assistant.grounding import silent_about
from assistant.grounding_words import cue
from assistant.number_lock import Segment
from assistant.offline.words import replies
from assistant.reply import Citation
from corpus.clause import Policy

_SURE = 0.7
"""Chance of a fact from which on a clause states what is denied of it."""
Facts = Callable[[str], Mapping[str, Mapping[str, float]]]
"""Question → chances of the facts of each clause, by clause and fact."""


def denial_faults(
    parts: Sequence[Segment], citations: Sequence[Citation], policies: Mapping[str, Policy], facts: Facts
) -> Iterator[str]:
    """Yield what a reply says is not stated although the clause that it cites for it states it."""
    for part in parts:
        clauses = dict.fromkeys(citation.clause for citation in part.cited(citations))
        for denied in silent_about(part.text) if clauses else ():
            if denied in replies().texts.values():
                continue
            chances = facts(denied)
            for clause in clauses:
                stated = _stated(chances.get(clause, {}), clause, policies)
                if stated:
                    yield f"条文写明了“{denied}”：{stated}"


def _stated(chances: Mapping[str, float], clause: str, policies: Mapping[str, Policy]) -> str:
    """Return the fact of a clause that a denial denies; empty for none."""
    fact, chance = max(chances.items(), key=lambda item: item[1], default=("", 0.0))
    if chance < _SURE:
        return ""
    texts = [words.text for words in policies[clause.partition("/")[0]].plain
             if (words.clause, words.fact) == (clause, fact)]  # fmt: skip
    return next((text for text in texts if not cue("silent").search(text)), "")
