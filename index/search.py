"""A question in anybody's words → the clauses that answer it, best first."""

import math
import weakref
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from corpus.clause import Clause, Policy
from corpus.normalise import Script, to_script
from index.build import BuildReport, Progress, build_index
from index.candidates import Candidates, Retrievers
from index.dense import StoreDamaged
from index.encoder.encoder import SHIPPED, Encoder, load_encoder
from index.encoder.facts import load_facts
from index.encoder.head import Judgement, load_head
from index.filters import ANYWHERE, Filters, Where
from index.fuse import Scores, best, fuse, rank
from index.hit import NO_MATTER, Found, Hit
from index.in_use import hold
from index.lexical_terms import query_terms
from index.manifest import current_build, is_whole, wanted_manifest
from index.references import References

MAX_QUERY_CHARS = 2000
"""Longer questions are searched by their first 2,000 characters."""
TEXT_WEIGHT = 0.15
"""Share of the text's own score beside the question head's probability, chosen on the bank's tune part."""
CONTEXT_SHARE = 0.4
"""What the question in its context weighs beside the question alone: an earlier turn may be about something else."""
NAMED = 0.9
"""Least score of a clause that the question names by its number or its unit."""
STORE_DOWN = "向量库连不上，只按词面检索"
"""Said where the vector store did not answer."""
_NOTHING = Found((), answerable=0.0, kinds={}, stated=0.0)


@dataclass(frozen=True, slots=True)
class _Ranked:
    """The candidates of one question with their joint scores; everything row for row but ``named``."""

    terms: dict[str, float]
    found: Candidates
    text: Scores
    judged: Judgement | None
    score: Scores
    named: frozenset[int]
    """Rows of the index that the question names."""
    certain: bool
    """The question does nothing but name them."""


class Searcher:
    """Searches one build of the index; safe to share between threads, it only reads."""

    def __init__(self, policies: dict[str, Policy], folder: Path, encoder: Encoder, *, server: str = "") -> None:
        mark = hold(folder)
        if mark is not None:
            weakref.finalize(self, mark.close)
        clauses = {clause.id: clause for policy in policies.values() for clause in policy.clauses}
        self._clauses: list[Clause] = list(clauses.values())
        self._retrievers = Retrievers(folder, encoder, server)
        weakref.finalize(self, self._retrievers.close)
        self._filters = Filters(self._clauses, policies)
        self._references = References(self._clauses, self._filters)
        head = load_head()
        learned = frozenset(head.clause_labels) if head else frozenset()
        self._known_to_head = np.array([clause_id in learned for clause_id in clauses], dtype=bool)
        self._learned_rows = np.flatnonzero(self._known_to_head)
        self._head = head if len(self._learned_rows) else None  # it knows nothing of these policies
        self._facts = load_facts() if self._head else None

    def find(self, question: str, k: int = 5, *, context: str = "", where: Where = ANYWHERE) -> Found:
        """Return the ``k`` best clauses with their reasons; no hits for a text without any searchable character.

        ``context`` is the user's last earlier turn, for questions that lean on it; only the question head reads it.
        """
        ranked = self._rank(question, context, where)
        if ranked is None:
            return _NOTHING
        order = best(ranked.score, k)
        nearest = {int(row): place for place, row in enumerate(ranked.found.rows[best(ranked.found.dense, 100)], 1)}
        hits = tuple(
            Hit(self._clauses[row], round(float(ranked.score[at]), 4), self._why(ranked, row, nearest.get(row, 0)))
            for at, row in zip(order.tolist(), ranked.found.rows[order].tolist(), strict=True)
        )
        return replace(self._judged(ranked, hits), facts=self._facts_of(question, context))

    def facts(self, matter: str) -> dict[str, dict[str, float]]:
        """Return what ``find`` says of the facts of each clause, without the search; nothing for no searchable text."""
        return self._facts_of(matter, "") if query_terms(matter[:MAX_QUERY_CHARS]) else {}

    def _facts_of(self, question: str, context: str) -> dict[str, dict[str, float]]:
        if self._facts is None:
            return {}
        question = question[:MAX_QUERY_CHARS]
        alone = self._facts.judge(question)
        if not context:
            return alone
        leaning = self._facts.judge(f"{context[-MAX_QUERY_CHARS:]} {question}")
        return {
            clause: {fact: _mix(leaning[clause][fact], chance) for fact, chance in facts.items()}
            for clause, facts in alone.items()
        }

    @property
    def whole(self) -> bool:
        """Whether the vector store answered last time; if not, only words are compared until it is back."""
        return self._retrievers.whole

    def rank(self, question: str, k: int, *, where: Where = ANYWHERE) -> list[tuple[str, float]]:
        """Return the ids and scores of the ``k`` best clauses, best first: ``find`` without the reasons."""
        ranked = self._rank(question, "", where)
        if ranked is None:
            return []
        return [(self._clauses[ranked.found.rows[at]].id, float(ranked.score[at])) for at in best(ranked.score, k)]

    def _rank(self, question: str, context: str, where: Where) -> _Ranked | None:
        mask = self._filters.mask(where)
        question = question[:MAX_QUERY_CHARS]
        terms = query_terms(question)
        if not terms:
            return None
        found = self._retrievers.propose(question, terms, mask=mask, always=self._learned_rows)
        text = fuse(found.lexical[found.rows], found.dense, top=float(found.lexical.max(initial=0.0)))
        judged = self._judge(question, context[-MAX_QUERY_CHARS:])
        score = self._with_head(found, text, judged) if judged else text
        alone = self._references.alone(question)
        named = frozenset(alone or self._references.within(question))
        if named:
            is_named = np.isin(found.rows, list(named))
            score = np.where(is_named, NAMED + (1 - NAMED) * score, NAMED * score).astype(np.float32)
        return _Ranked(terms, found, text, judged, score, named, bool(alone))

    def _judge(self, question: str, context: str) -> Judgement | None:
        """Judge the question; with a context it is judged in that light too, but its kind by its own words."""
        if self._head is None:
            return None
        alone = self._head.judge(question)
        if not context:
            return alone
        leaning = self._head.judge(f"{context} {question}")
        clauses = {name: _mix(leaning.clauses[name], share) for name, share in alone.clauses.items()}
        none, stated = _mix(leaning.none, alone.none), _mix(leaning.stated, alone.stated)
        return replace(leaning, clauses=clauses, none=none, stated=stated, kinds=alone.kinds)

    def _with_head(self, found: Candidates, text: Scores, judged: Judgement) -> Scores:
        """Weigh the head's probability with the text's score.

        Clauses that the head never saw (a policy without a question bank) share what it gives to "none".
        """
        ids = (self._clauses[row].id for row in found.rows)
        learned = np.array([judged.clauses.get(clause_id, judged.none) for clause_id in ids], dtype=np.float32)
        known = self._known_to_head[found.rows]
        return np.where(known, (1 - TEXT_WEIGHT) * learned + TEXT_WEIGHT * text, learned * text)

    def _judged(self, ranked: _Ranked, hits: tuple[Hit, ...]) -> Found:
        judged, whole = ranked.judged, ranked.found.whole
        if judged is None:
            answerable = float(ranked.text.max(initial=0.0))
            return Found(hits, answerable=answerable, kinds={}, stated=1.0, whole=whole)
        answerable = max(self._answerable(ranked, judged), NAMED if ranked.certain else 0.0)
        return Found(hits, answerable=answerable, kinds=judged.kinds, stated=judged.stated, whole=whole)

    def _answerable(self, ranked: _Ranked, judged: Judgement) -> float:
        """Join what the clause classifier and the kind classifier think: the geometric mean of two opinions."""
        no_kind = sum(judged.kinds.get(kind, 0.0) for kind in NO_MATTER)
        unknown = float(ranked.score[~self._known_to_head[ranked.found.rows]].max(initial=0.0))
        return 1 - (1 - math.sqrt((1 - judged.none) * (1 - no_kind))) * (1 - unknown)

    def _why(self, ranked: _Ranked, row: int, nearest: int) -> str:
        lexical = self._retrievers.lexical
        place = rank(ranked.found.lexical, row)
        shared = "、".join(lexical.shared(ranked.terms, row)[:4])
        parts = [
            *(["问题点名"] if row in ranked.named else []),
            *_why_head(ranked.judged, self._clauses[row].id),
            *([f"词面第 {place} 名（{shared}）" if shared else f"词面第 {place} 名"] if place else []),
            *([f"向量第 {nearest} 名"] if nearest else []),
            *([] if ranked.found.whole else [STORE_DOWN]),
        ]
        return "；".join(parts)


def _mix(leaning: float, alone: float) -> float:
    return CONTEXT_SHARE * leaning + (1 - CONTEXT_SHARE) * alone


def _why_head(judged: Judgement | None, clause_id: str) -> list[str]:
    learned = judged.clauses.get(clause_id, 0.0) if judged else 0.0
    return [f"问题库判断 {learned:.0%}"] if learned >= 0.005 else []


def open_searcher(
    policies: dict[str, Policy],
    home: Path,
    *,
    encoder: str = SHIPPED,
    server: str = "",
    progress: Progress = lambda done, total: None,
) -> tuple[Searcher, BuildReport | None]:
    """Open the index below ``home``, building it first where it is missing, out of date or another encoder's.

    ``server`` is the URL of a Chroma server that holds the vectors; without it the index has a store of its own.
    """
    loaded = load_encoder(encoder)
    current = current_build(home)
    if current and is_whole(current[0]) and current[1] == wanted_manifest(policies, loaded, embedded=not server):
        try:
            return Searcher(policies, current[0], loaded, server=server), None
        except (StoreDamaged, OSError, ValueError, KeyError):
            report = build_index(policies, home, loaded, progress=progress, fresh=True, server=server)  # damaged
            return Searcher(policies, report.folder, loaded, server=server), report
    report = build_index(policies, home, loaded, progress=progress, server=server)
    return Searcher(policies, report.folder, loaded, server=server), report


def label_in(clause: Clause, script: Script) -> str:
    """Return a clause's label in a reader's script."""
    return to_script(clause.label, script)
