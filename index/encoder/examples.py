"""The bank's questions → what the classifiers are trained on."""

import re

import numpy as np
from scipy.sparse import csr_matrix, vstack

from corpus.load import load_policies
from corpus.normalise import to_script
from index.encoder.bank import Question
from index.encoder.head import NONE
from index.encoder.net import Examples, Matrix

FIRST_SHARE = 0.7
"""What the best clause gets of a question that several clauses answer; the others share the rest."""
_KIND_COUNTS = _STATED_COUNTS = 0.5
"""What kind and stated weigh in training beside the clause."""


def text_of(question: Question) -> str:
    """Return what the head reads of a question: the last earlier turn, if any, and the question."""
    return " ".join([*question.context[-1:], question.q])


def policy_sentences() -> list[Question]:
    """Return each clause's heading and sentences as questions of people who use the policy's own words."""
    rows = []
    for policy in load_policies().values():
        for clause in policy.clauses:
            body = to_script(clause.body.of(policy.source), "hans")
            parts = [to_script(clause.heading, "hans"), *(part for part in re.split(r"[。,;]", body) if len(part) > 5)]
            own = {"clauses": (clause.id,), "kind": "what", "stated": True, "voice": "policy"}
            rows += [Question.model_validate({"q": part, **own}) for part in parts if part]
    return rows


def examples_of(
    questions: list[Question],
    in_context: csr_matrix,
    alone: csr_matrix,
    *,
    vectors: tuple[Matrix, Matrix],
    labels: tuple[list[str], list[str]],
) -> Examples:
    """Return the nets' examples: a question with a context teaches its clause in it, its kind without it.

    ``vectors`` and ``labels``: of the texts in context and alone; of clauses and kinds.
    """
    leaning = np.array([bool(question.context) for question in questions])
    about = np.array([bool(question.clauses) for question in questions])
    wanted = _wanted(questions, *labels)
    twice = np.concatenate([np.arange(len(questions)), np.flatnonzero(leaning)])
    extra = np.arange(len(twice)) >= len(questions)
    by_itself = extra | ~leaning[twice]
    counts = np.stack([~extra, _KIND_COUNTS * by_itself, _STATED_COUNTS * (by_itself & about[twice])], axis=1)
    return Examples(
        vstack([in_context, alone[leaning]]).tocsr(),
        np.vstack([vectors[0], vectors[1][leaning]]),
        wanted[twice],
        counts.astype(np.float32),
        clauses=len(labels[0]),
    )


def _wanted(questions: list[Question], clause_labels: list[str], kind_labels: list[str]) -> Matrix:
    wanted = np.zeros((len(questions), len(clause_labels) + len(kind_labels) + 1), dtype=np.float32)
    for row, question in enumerate(questions):
        best, *others = question.clauses or (NONE,)
        wanted[row, clause_labels.index(best)] = FIRST_SHARE if others else 1
        for other in set(others) & set(clause_labels):
            wanted[row, clause_labels.index(other)] = (1 - FIRST_SHARE) / len(others)
        wanted[row, len(clause_labels) + kind_labels.index(question.kind)] = 1
        wanted[row, -1] = question.stated
    return wanted
