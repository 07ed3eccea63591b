import shutil
from pathlib import Path

import numpy as np
import pytest

from corpus.clause import Policy
from index.encoder.bank import load_bank
from index.encoder.facts import load_facts
from index.encoder.train_facts import label_of, train
from index.hit import UNSTATED
from index.search import Searcher

LABELLED = [row for row in load_bank() if row.question.fact]


def test_every_fact_that_the_bank_names_has_plain_words(policy: Policy) -> None:
    told = {(words.clause, words.fact) for words in policy.plain}
    told |= {(clause.id, "units") for clause in policy.clauses if clause.units}
    told |= {(clause.id, "what") for clause in policy.clauses}
    named = {(row.question.clauses[0], str(row.question.fact)) for row in LABELLED}
    assert named <= told, sorted(named - told)
    assert all(row.question.stated for row in LABELLED), "a fact that is named is stated"


def test_chances_add_up_for_each_clause_and_repeat() -> None:
    head = load_facts()
    assert head is not None
    judged = head.judge("全杭州一年拿出多少钱发这个券")
    assert all(sum(facts.values()) == pytest.approx(1, abs=1e-4) for facts in judged.values())
    assert judged == head.judge("全杭州一年拿出多少钱发这个券")
    assert head.judge("").keys() == judged.keys()
    assert load_facts(Path("/nowhere")) is None


def test_the_facts_of_the_tuning_part_are_found(searcher: Searcher) -> None:
    rows = [row.question for row in LABELLED if row.part == "tune"]
    right = 0
    for question in rows:
        facts = searcher.find(question.q, 1, context=" ".join(question.context[-1:])).facts[question.clauses[0]]
        right += max((fact for fact in facts if fact != UNSTATED), key=lambda fact: facts[fact]) == question.fact
    assert right / len(rows) >= 0.8, right / len(rows)


def test_training_is_reproducible_on_a_small_bank(tmp_path: Path) -> None:
    questions = [row.question for row in load_bank() if label_of(row.question)][::60]
    train(questions, tmp_path / "a")
    train(questions, tmp_path / "b")
    with np.load(tmp_path / "a" / "facts.npz") as one, np.load(tmp_path / "b" / "facts.npz") as two:
        assert all(np.array_equal(one[name], two[name]) for name in one.files)
    shutil.rmtree(tmp_path / "b")
    head = load_facts(tmp_path / "a")
    assert head is not None and UNSTATED in head.places["hz_ai_2024/m03"]
