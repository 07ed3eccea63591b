"""What a search returns."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.clause import Clause

ANSWERABLE = 0.5
"""Below this ``answerable`` a question is out of scope; chosen on the bank's tune part."""

UNSTATED = "-"
"""What stands for a fact where a clause does not state what is asked."""

NO_MATTER = frozenset({"unanswerable", "smalltalk", "attack"})
"""Kinds of question that no policy answers."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause with its score and why it was found."""

    clause: Clause
    score: float
    """0 to 1; with the question head it estimates how likely the clause answers, else it only ranks."""
    why: str
    """Each retriever's rank and what it matched, in words."""


@dataclass(frozen=True, slots=True)
class Found:
    """All that one search learned about a question."""

    hits: tuple[Hit, ...]
    answerable: float
    """0 to 1: how likely the corpus answers the question at all."""
    kinds: dict[str, float]
    """Probability of each kind of question (the question bank's labels); empty without a question head."""
    stated: float
    """0 to 1: how likely the text states what is asked, given that it is about the matter."""
    facts: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """By clause id: for each fact of the clause, and for ``UNSTATED``, the probability that it is the one asked for."""
    whole: bool = True
    """False where the vector store did not answer and only the words were compared."""


def likeliest_kind(kinds: Mapping[str, float], answerable: float) -> str:
    """Return the likeliest kind of question; one that the corpus answers is of a kind that it answers."""
    possible = {kind: value for kind, value in kinds.items() if answerable < ANSWERABLE or kind not in NO_MATTER}
    return max(possible, key=lambda kind: possible[kind], default="what")
