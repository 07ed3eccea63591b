"""Train the fact head from the bank: ``python -m index.encoder.train_facts``. Needs scikit-learn and scipy."""

import argparse
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from tqdm import tqdm

from corpus.load import load_policies
from corpus.normalise import to_script
from index.encoder.bank import Question, load_bank
from index.encoder.facts_fit import fit
from index.encoder.features import word_features
from index.encoder.head import FOLDER
from index.hit import UNSTATED

MIN_QUESTIONS = 2
_STEPS = 127  # the largest integer that a weight is stored as


def label_of(question: Question) -> str | None:
    """Return ``clause/fact``; None where the row names no fact."""
    if not question.clauses:
        return None
    fact = question.fact if question.stated else UNSTATED
    return f"{question.clauses[0]}/{fact}" if fact else None


def plain_words() -> list[tuple[str, str]]:
    """Return the policies' own plain words and what they rest on, each with its label."""
    rows = []
    for policy in load_policies().values():
        for words in policy.plain:
            label = f"{words.clause}/{words.fact}"
            quotes = [to_script(span.of(policy.source), "hans") for span in words.spans]
            rows += [(text, label) for text in (words.text, *quotes[:1])]
    return rows


def train(questions: list[Question], out: Path) -> None:
    """Fit the classifier and write facts.txt and facts.npz."""
    rows = [(" ".join([*question.context[-1:], question.q]), label_of(question)) for question in questions]
    labelled = [(text, label) for text, label in rows if label] + plain_words()
    vectoriser = TfidfVectorizer(analyzer=word_features, min_df=MIN_QUESTIONS, sublinear_tf=True)
    matrix = vectoriser.fit_transform(tqdm([text for text, _ in labelled], "特征", unit="题"))
    fitted = fit(matrix, [label for _, label in labelled])
    scale = np.maximum(np.abs(fitted.weights).max(axis=0), 1e-6) / _STEPS
    out.mkdir(parents=True, exist_ok=True)
    (out / "facts.txt").write_text("\n".join(vectoriser.get_feature_names_out()), encoding="utf-8")
    np.savez_compressed(
        out / "facts.npz",
        idf=vectoriser.idf_.astype(np.float16),
        weights=np.rint(fitted.weights / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        bias=fitted.bias.astype(np.float32),
        labels=np.array(fitted.labels),
    )


def main() -> None:
    """Train on the bank's train part and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder of the weights")
    train([row.question for row in load_bank() if row.part == "train"], parser.parse_args().out)


if __name__ == "__main__":
    main()
