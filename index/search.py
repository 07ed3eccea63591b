"""A question in anybody's words → the clauses that answer it, best first."""

import json
import math
import weakref
from dataclasses import replace
from pathlib import Path

import numpy as np

from corpus.clause import Clause, Policy
from corpus.errors import SetupError
from corpus.normalise import Script, to_script
from index.build import BuildReport, Progress, build_index, current_build, is_whole, wanted_manifest
from index.dense import DenseIndex
from index.encoder.encoder import SHIPPED, Encoder, load_encoder
from index.encoder.head import Judgement, load_head
from index.fuse import Scores, fuse, ranks
from index.hit import NO_MATTER, Found, Hit
from index.in_use import hold
from index.lexical import LexicalIndex
from index.tokenise import query_terms, search_form, terms

MAX_QUERY_CHARS = 2000
"""Longer questions are searched by their first 2,000 characters."""
_DENSE_LIMIT = 100
TEXT_WEIGHT = 0.15
"""Share of the text's own score beside the question head's probability, chosen on the bank's tune part."""


class Searcher:
    """Searches one build of the index; safe to share between threads, it only reads."""

    def __init__(self, policies: dict[str, Policy], folder: Path, encoder: Encoder) -> None:
        mark = hold(folder)
        if mark is not None:
            weakref.finalize(self, mark.close)
        self._clauses = {clause.id: clause for policy in policies.values() for clause in policy.clauses}
        self._order: list[str] = list(json.loads((folder / "terms.json").read_text(encoding="utf-8")))
        self._rows = {clause_id: row for row, clause_id in enumerate(self._order)}
        self._lexical = LexicalIndex.load(folder / "bm25")
        self._dense = DenseIndex(folder / "chroma", encoder)
        self._head = load_head()
        learned = self._head.clause_labels if self._head else ()
        self._known_to_head = np.array([clause_id in learned for clause_id in self._order], dtype=bool)

    def find(self, question: str, k: int = 5, *, context: str = "") -> Found:
        """Return the ``k`` best clauses with their reasons; no hits for a text without any searchable character.

        ``context`` is the user's last earlier turn, for questions that lean on it; only the question head reads it.
        """
        question = question[:MAX_QUERY_CHARS]
        asked = query_terms(question)
        if not asked:
            return Found((), answerable=0.0, kinds={}, stated=0.0)
        lexical, dense = self._lexical.scores(asked), self._dense_row(search_form(question))
        text_score = fuse(lexical, dense)
        judged = self._judge(question, context[-MAX_QUERY_CHARS:])
        score = self._with_head(text_score, judged) if judged else text_score
        lexical_ranks, dense_ranks = ranks(lexical), ranks(dense)
        hits = tuple(
            Hit(
                self._clauses[self._order[row]],
                round(float(score[row]), 4),
                "；".join(
                    [
                        *_why_head(judged, self._order[row]),
                        *self._why_text(asked, row, lexical_ranks[row], dense_ranks[row]),
                    ]
                ),
            )
            for row in (int(row) for row in np.argsort(-score, kind="stable")[:k])
            if score[row] > 0
        )
        if judged is None:
            return Found(hits, answerable=float(text_score.max(initial=0.0)), kinds={}, stated=1.0)
        return Found(hits, answerable=self._answerable(score, judged), kinds=judged.kinds, stated=judged.stated)

    def rank(self, question: str, k: int) -> list[tuple[str, float]]:
        """Return the ids and scores of the ``k`` best clauses, best first: ``find`` without the reasons."""
        return [(hit.clause.id, hit.score) for hit in self.find(question, k).hits]

    def _judge(self, question: str, context: str) -> Judgement | None:
        """Judge the question; with a context its clauses are judged in that light, its kind by its own words."""
        if self._head is None:
            return None
        judged = self._head.judge(question)
        if not context:
            return judged
        return replace(self._head.judge(f"{context} {question}"), kinds=judged.kinds)

    def _with_head(self, text_score: Scores, judged: Judgement) -> Scores:
        """Weigh the head's probability with the text's score.

        Clauses that the head never saw (a policy without a question bank) share what it gives to "none".
        """
        learned = np.array([judged.clauses.get(clause_id, judged.none) for clause_id in self._order], dtype=np.float32)
        known = self._known_to_head
        return np.where(known, (1 - TEXT_WEIGHT) * learned + TEXT_WEIGHT * text_score, learned * text_score)

    def _answerable(self, score: Scores, judged: Judgement) -> float:
        """Join what the clause classifier and the kind classifier think: the geometric mean of two opinions."""
        no_kind = sum(judged.kinds.get(kind, 0.0) for kind in NO_MATTER)
        unknown = float(score[~self._known_to_head].max(initial=0.0))
        return 1 - (1 - math.sqrt((1 - judged.none) * (1 - no_kind))) * (1 - unknown)

    def _dense_row(self, form: str) -> Scores:
        scores: Scores = np.zeros(len(self._order), dtype=np.float32)
        for clause_id, similarity in self._dense.scores(form, min(_DENSE_LIMIT, len(self._order))).items():
            scores[self._rows[clause_id]] = max(0.0, similarity)
        return scores

    def _why_text(self, asked: list[str], row: int, lexical_rank: int, dense_rank: int) -> list[str]:
        clause: Clause = self._clauses[self._order[row]]
        text_terms = set(terms(clause.text))
        shared = sorted({term for term in asked if term in text_terms}, key=lambda term: (-len(term), term))[:4]
        parts = [f"词面第 {lexical_rank} 名（{'、'.join(shared)}）"] if lexical_rank else []
        return parts + ([f"向量第 {dense_rank} 名"] if dense_rank else [])


def _why_head(judged: Judgement | None, clause_id: str) -> list[str]:
    learned = judged.clauses.get(clause_id, 0.0) if judged else 0.0
    return [f"问题库判断 {learned:.0%}"] if learned >= 0.005 else []


def open_searcher(
    policies: dict[str, Policy], home: Path, *, encoder: str = SHIPPED, progress: Progress = lambda done, total: None
) -> tuple[Searcher, BuildReport | None]:
    """Open the index below ``home``, building it first where it is missing, out of date or another encoder's."""
    loaded = load_encoder(encoder)
    current = current_build(home)
    if current and is_whole(current[0]) and current[1] == wanted_manifest(policies, loaded):
        try:
            return Searcher(policies, current[0], loaded), None
        except (SetupError, OSError, ValueError, KeyError):
            report = build_index(policies, home, loaded, progress=progress, fresh=True)  # damaged: made anew
            return Searcher(policies, report.folder, loaded), report
    report = build_index(policies, home, loaded, progress=progress)
    return Searcher(policies, report.folder, loaded), report


def label_in(clause: Clause, script: Script) -> str:
    """Return a clause's label in a reader's script."""
    return to_script(clause.label, script)
