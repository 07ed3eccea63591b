"""Train the readers of sums and of questions for sums: ``python -m assistant.money_roles.train``. Needs scikit-learn.

They learn from the marked messages and from what the question bank says of reverse questions.
``--hold-out`` leaves each file out in turn and prints how well the rest reads it: the writers are different people.
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from tqdm import tqdm

from assistant.money_roles.blanks import BLANKS, GAIN, NEED, blanks_in, features_of
from assistant.money_roles.features import role_features
from assistant.money_roles.marked import Marked, Message, read_messages
from assistant.money_roles.reader import FOLDER, ROLES, RoleReader, load_reader, sums_in
from calculators.registry import load_calculators
from index.encoder.bank import Question, load_bank

MIN_SUMS = 2
"""A feature that fewer sums show is left out."""
STRENGTH = 3.0
"""Inverse of the regularisation strength, chosen by leaving writers out."""
BANK = "bank"
"""The file name that stands for the question bank."""
_TRUST = 4.0  # so many of the bank's questions for a size weigh as much as one that is marked itself
_STEPS = 127  # the largest integer that a weight is stored as
_REVERSE = "target"  # the bank's kind of question and name of a value
_SLOTS = {_REVERSE: "target", "claimed": "already", "fee": "fee", "costs": "costs", "interest": "interest",
          "investment": "investment", "total_investment": "total_investment"}  # fmt: skip
Example = tuple[list[str], str]
Examples = Callable[[Message], list[Example]]


def calculator_of(clause: str) -> str:
    """Return the name of the calculator of a clause."""
    return next(name for name, calculator in load_calculators().items() if calculator.clause == clause)


def examples_of(message: Message) -> list[Example]:
    """Return the features and the role of each sum that is marked and that the reader finds."""
    sums = sums_in(message.text)
    features = role_features(message.text, sums, calculator_of(message.clause))
    return [
        (own, mark.role)
        for one, own in zip(sums, features, strict=True)
        for mark in message.amounts
        if mark.start < one.end and one.start < mark.end and mark.role not in (NEED, GAIN)
    ]


def blanks_of(message: Message) -> list[Example]:
    """Return the features of each question for a size that is marked, and whether it is for a sum to put in."""
    return [
        (features_of(message.text, blank, calculator_of(message.clause)), mark.role)
        for blank in blanks_in(message.text)
        for mark in message.amounts
        if mark.start < blank[1] and blank[0] < mark.end and mark.role in (NEED, GAIN)
    ]


def bank_messages() -> tuple[Message, ...]:
    """Return the bank's questions for training on what can be calculated, marked with what they ask for."""
    clauses = {calculator.clause for calculator in load_calculators().values()}
    rows = [row.question for row in load_bank() if row.part == "train"]
    return tuple(_marked(one) for one in rows if one.clauses and one.clauses[0] in clauses)


def _marked(question: Question) -> Message:
    """Mark the sums of a reverse question, and every question for a size as for a sum to put in; elsewhere as not."""
    reverse = question.kind == _REVERSE
    blanks = [Marked(*span, NEED if reverse else GAIN) for span in blanks_in(question.q)]
    told = [Marked(slot.start, slot.end, _SLOTS[slot.name]) for slot in question.slots if slot.name in _SLOTS]
    return Message(question.q, question.clauses[0], (*blanks, *(told if reverse else ())), question.context, BANK)


def train(messages: Sequence[Message], out: Path) -> None:
    """Fit both classifiers and write their weights."""
    _fit(messages, examples_of, out / ROLES)
    _fit(messages, blanks_of, out / BLANKS)


def _fit(messages: Sequence[Message], examples: Examples, out: Path) -> None:
    told = [(example, message.file) for message in tqdm(messages, out.name, unit="条") for example in examples(message)]
    trust = [1.0 if file == BANK else _TRUST for _, file in told]
    vectoriser = CountVectorizer(analyzer=list, min_df=MIN_SUMS, binary=True)
    matrix = vectoriser.fit_transform([features for (features, _), _ in told])
    weight = "balanced" if examples is blanks_of else None  # few of the bank's questions are reverse ones
    model = LogisticRegression(C=STRENGTH, max_iter=500, class_weight=weight).fit(
        matrix, [role for (_, role), _ in told], sample_weight=trust if weight else None
    )
    two = len(model.classes_) == 2  # one row of weights, for the second of two classes
    weights = np.stack([0 * model.coef_[0], model.coef_[0]], axis=1) if two else model.coef_.T
    scale = np.maximum(np.abs(weights).max(axis=0), np.finfo(np.float32).tiny) / _STEPS
    out.parent.mkdir(parents=True, exist_ok=True)
    out.with_suffix(".txt").write_text("\n".join(vectoriser.get_feature_names_out()), encoding="utf-8")
    np.savez_compressed(
        out.with_suffix(".npz"),
        weights=np.rint(weights / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        bias=np.array([0.0, *model.intercept_] if two else model.intercept_, dtype=np.float32),
        roles=np.array(model.classes_.astype(str)),
    )


def right(reader: RoleReader, messages: Sequence[Message], examples: Examples = examples_of) -> tuple[int, int]:
    """Return how many sums are given their role, of how many."""
    judged = [(reader.judge(features), role) for message in messages for features, role in examples(message)]
    return sum(max(chances, key=lambda name: chances[name]) == role for chances, role in judged), len(judged)


def main() -> None:
    """Train on all messages and write the weights, or hold writers out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder of the weights")
    parser.add_argument("--hold-out", action="store_true", help="leave each file out in turn; writes nothing there")
    arguments, messages = parser.parse_args(), (*read_messages(), *bank_messages())
    if not arguments.hold_out:
        train(messages, arguments.out)
        return
    for file in sorted({message.file for message in messages} - {BANK}):
        folder, own = arguments.out / "held-out" / file, [message for message in messages if message.file == file]
        train([message for message in messages if message.file != file], folder)
        for name, examples in ((ROLES, examples_of), (BLANKS, blanks_of)):
            count, of = right(load_reader(folder, name), own, examples)
            print(f"{file}\t{name}\t{count / max(of, 1):.3f}\t{of}")  # noqa: T201


if __name__ == "__main__":
    main()
