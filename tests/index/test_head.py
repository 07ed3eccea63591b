import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from corpus.clause import Policy
from index.encoder.bank import load_bank
from index.encoder.examples import policy_sentences
from index.encoder.head import FOLDER, load_head
from index.encoder.measure import diversity, scores
from index.encoder.train import digests, train
from index.search import Searcher


def test_the_shipped_weights_were_made_from_this_bank() -> None:
    """A new file of questions may wait for the next training; what the card lists must stand unchanged."""
    card = json.loads((FOLDER / "card.json").read_text(encoding="utf-8"))
    now = digests()
    assert {name: now.get(name) for name in card["data"]} == card["data"], "run `make train` and commit the weights"
    waiting = now.keys() - card["data"].keys()
    assert all(name.startswith("train-") for name in waiting), "the weights were not made from this tokeniser"


def test_probabilities_add_up_and_repeat() -> None:
    head = load_head()
    assert head is not None
    judged = head.judge("租显卡的钱市里给报多少")
    assert sum(judged.clauses.values()) + judged.none == pytest.approx(1, abs=1e-4)
    assert sum(judged.kinds.values()) == pytest.approx(1, abs=1e-4)
    assert judged == head.judge("租显卡的钱市里给报多少")
    assert head.judge("").clauses.keys() == judged.clauses.keys()
    assert load_head(Path("/nowhere")) is None


def test_the_tuning_part_is_held(searcher: Searcher) -> None:
    rows = [row for row in load_bank() if row.part == "tune"]
    contexts = [" ".join(row.question.context[-1:]) for row in rows]
    asked = zip(rows, contexts, strict=True)
    figures = scores(rows, [searcher.find(row.question.q, 3, context=context) for row, context in asked])
    assert figures["recall_at_1"] >= 0.945 and figures["recall_at_3"] >= 0.98, figures
    assert figures["refused"] >= 0.93 and figures["false_refusals"] <= 0.025, figures


def test_training_is_reproducible_on_a_small_bank(tmp_path: Path, policy: Policy) -> None:
    rows = list(load_bank())[::80]
    first, second = tmp_path / "a", tmp_path / "b"
    train(rows, first)
    train(rows, second)
    with np.load(first / "head.npz") as one, np.load(second / "head.npz") as two:
        assert all(np.array_equal(one[name], two[name]) for name in one.files)
    shutil.rmtree(second)
    assert {question.clauses[0] for question in policy_sentences()} == {clause.id for clause in policy.clauses}


def test_the_bank_is_diverse() -> None:
    figures = diversity([row for row in load_bank() if row.part != "train"])
    assert figures["too alike"] <= 0.01
