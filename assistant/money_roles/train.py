"""Train the role reader from the marked messages: ``python -m assistant.money_roles.train``. Needs scikit-learn.

``--hold-out`` leaves each file out in turn and prints how well the rest reads it: the writers are different people.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from tqdm import tqdm

from assistant.money_roles.features import role_features
from assistant.money_roles.marked import Message, read_messages
from assistant.money_roles.reader import FOLDER, RoleReader, load_reader, sums_in
from calculators.registry import load_calculators

MIN_SUMS = 2
"""A feature that fewer sums show is left out."""
STRENGTH = 3.0
"""Inverse of the regularisation strength, chosen by leaving writers out."""
_STEPS = 127  # the largest integer that a weight is stored as
Example = tuple[list[str], str]


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
        if mark.start < one.end and one.start < mark.end
    ]


def train(messages: Sequence[Message], out: Path) -> None:
    """Fit the classifier and write roles.txt and roles.npz."""
    examples = [example for message in tqdm(messages, "特征", unit="条") for example in examples_of(message)]
    vectoriser = CountVectorizer(analyzer=list, min_df=MIN_SUMS, binary=True)
    matrix = vectoriser.fit_transform([features for features, _ in examples])
    model = LogisticRegression(C=STRENGTH, max_iter=500).fit(matrix, [role for _, role in examples])
    weights = model.coef_.T
    scale = np.abs(weights).max(axis=0) / _STEPS
    out.mkdir(parents=True, exist_ok=True)
    (out / "roles.txt").write_text("\n".join(vectoriser.get_feature_names_out()), encoding="utf-8")
    np.savez_compressed(
        out / "roles.npz",
        weights=np.rint(weights / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        bias=model.intercept_.astype(np.float32),
        roles=np.array(model.classes_.astype(str)),
    )


def right(reader: RoleReader, messages: Sequence[Message]) -> tuple[int, int]:
    """Return how many sums are given their role, of how many."""
    judged = [(reader.judge(features), role) for message in messages for features, role in examples_of(message)]
    return sum(max(chances, key=lambda name: chances[name]) == role for chances, role in judged), len(judged)


def main() -> None:
    """Train on all messages and write the weights, or hold writers out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder of the weights")
    parser.add_argument("--hold-out", action="store_true", help="leave each file out in turn; writes nothing there")
    arguments, messages = parser.parse_args(), read_messages()
    if not arguments.hold_out:
        train(messages, arguments.out)
        return
    for file in sorted({message.file for message in messages}):
        folder = arguments.out / "held-out" / file
        train([message for message in messages if message.file != file], folder)
        count, of = right(load_reader(folder), [message for message in messages if message.file == file])
        print(f"{file}\t{count / of:.3f}\t{of}")  # noqa: T201


if __name__ == "__main__":
    main()
