"""Train the question head from the bank: ``python -m index.encoder.train``. Needs scikit-learn; a minute or two."""

import argparse
import hashlib
import json
import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from tqdm import tqdm

from corpus.load import load_policies
from corpus.normalise import TERMS, to_script
from index.encoder.bank import QUESTIONS, Labelled, Question, load_bank
from index.encoder.features import features
from index.encoder.head import FOLDER, NONE
from index.tokenise import tokeniser_files

MIN_QUESTIONS = 2
"""A feature that fewer questions show is left out."""
STRENGTH = 10.0
"""Inverse of the regularisation strength, chosen on the tune part."""
STATED_STRENGTH = 3.0
"""The same for whether the text states what is asked."""
Weights = tuple[NDArray[np.float64], NDArray[np.float64], list[str]]


def text_of(question: Question) -> str:
    """Return what the head reads of a question: the last earlier turn, if any, and the question."""
    return " ".join([*question.context[-1:], question.q])


def train(rows: list[Labelled], out: Path) -> dict[str, object]:
    """Fit the three classifiers on the rows, write features.txt and head.npz, return what the model card records."""
    questions = [row.question for row in rows] + policy_sentences()
    vectoriser = TfidfVectorizer(analyzer=features, min_df=MIN_QUESTIONS, sublinear_tf=True)
    texts = [text_of(question) for question in questions]
    matrix = vectoriser.fit_transform(tqdm(texts, "特征", unit="题"))
    alone = vectoriser.transform([question.q for question in questions])
    about = np.array([bool(question.clauses) for question in questions])  # whether it is stated has no sense elsewhere
    jobs: dict[str, tuple[csr_matrix, list[str], LogisticRegression]] = {
        "clause": (matrix, [question.clauses[0] if question.clauses else NONE for question in questions], _model()),
        "kind": (alone, [question.kind for question in questions], _model()),
        "stated": (alone[about], [str(question.stated) for question in questions if question.clauses], _stated_model()),
    }
    fitted = {name: _fit(*job) for name, job in tqdm(jobs.items(), "训练", unit="头")}
    out.mkdir(parents=True, exist_ok=True)
    (out / "features.txt").write_text("\n".join(vectoriser.get_feature_names_out()), encoding="utf-8")
    np.savez_compressed(
        out / "head.npz",
        idf=vectoriser.idf_.astype(np.float16),
        weights=np.hstack([fitted[name][0] for name in jobs]).astype(np.float16),
        bias=np.concatenate([fitted[name][1] for name in jobs]).astype(np.float32),
        clause_labels=np.array(fitted["clause"][2]),
        kind_labels=np.array(fitted["kind"][2]),
    )
    return {"questions": len(rows), "features": matrix.shape[1], "data": digests(), "strength": STRENGTH}


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


def _model() -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, max_iter=500)


def _stated_model() -> LogisticRegression:
    """Most questions ask for what is stated: without the balance the rest would be overheard."""
    return LogisticRegression(C=STATED_STRENGTH, class_weight="balanced", max_iter=500)


def _fit(matrix: csr_matrix, labels: list[str], model: LogisticRegression) -> Weights:
    model.fit(matrix, labels)
    return model.coef_.T, model.intercept_, [str(label) for label in model.classes_]


def digests() -> dict[str, str]:
    """Return the digests of everything that the weights are made from."""
    files = [*tokeniser_files(), TERMS / "fillers.yaml", TERMS / "places.yaml"]
    read = {file.name: file.read_bytes() for file in files}
    read |= {file.name: _without_facts(file) for file in sorted(QUESTIONS.glob("train*.jsonl"))}
    return {name: hashlib.sha256(content).hexdigest()[:16] for name, content in read.items()}


def _without_facts(file: Path) -> bytes:
    """Return a file of questions without what only the fact head reads."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    kept = [{key: value for key, value in row.items() if key != "fact"} for row in rows]
    return json.dumps(kept, ensure_ascii=False).encode()


def main() -> None:
    """Train on the bank's train part and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder of the weights")
    arguments = parser.parse_args()
    card = train([row for row in load_bank() if row.part == "train"], arguments.out)
    (arguments.out / "card.json").write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
