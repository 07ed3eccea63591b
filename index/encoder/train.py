"""Train the question head from the bank and, with ``--data DIR``, the encoder first: ``python -m index.encoder.train``.

Needs scikit-learn and scipy. The head takes three minutes; the encoder about ten more on two quiet cores.
"""

import argparse
import hashlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from tqdm import tqdm

from corpus.english import ENGLISH
from corpus.normalise import TERMS
from index.encoder.bank import QUESTIONS, Labelled, Question, load_bank
from index.encoder.encoder import SHIPPED, SHIPPED_FOLDER, load_encoder
from index.encoder.examples import examples_of, policy_sentences, text_of
from index.encoder.features import features
from index.encoder.head import FOLDER, NONE
from index.encoder.net import SCALE, VECTOR_SCALE, Matrix, Net, Recipe, train_net
from index.encoder.pairs import digests as pair_digests
from index.encoder.pairs import read_pairs
from index.encoder.train_static import train_encoder
from index.tokenise import tokeniser_files

MIN_QUESTIONS = 3
"""A feature that fewer questions show is left out."""
STRENGTH = 6.0
"""Inverse of the regularisation strength, chosen on the tune part."""
STATED_STRENGTH = 3.0
"""The same for whether the text states what is asked."""
Weights = tuple[Matrix, Matrix, list[str]]


def train(rows: list[Labelled], out: Path, recipe: Recipe | None = None) -> dict[str, object]:
    """Fit the classifiers on the rows, write features.txt and head.npz, return what the model card records."""
    recipe = recipe or Recipe()
    questions = [row.question for row in rows] + policy_sentences()
    vectoriser = TfidfVectorizer(analyzer=features, min_df=MIN_QUESTIONS, sublinear_tf=True, dtype=np.float32)
    texts = [text_of(question) for question in questions]
    matrix = vectoriser.fit_transform(tqdm(texts, "特征", unit="题"))
    alone = vectoriser.transform([question.q for question in questions])
    fitted = _linear(matrix, alone, questions)
    encoder = load_encoder(SHIPPED)
    vectors = (encoder.encode(texts), encoder.encode([question.q for question in questions]))
    labels = (fitted["clause"][2], fitted["kind"][2])
    examples = examples_of(questions, matrix, alone, vectors=vectors, labels=labels)
    nets = [train_net(examples, recipe, seed) for seed in tqdm(range(recipe.nets), "网络", unit="个")]
    out.mkdir(parents=True, exist_ok=True)
    (out / "features.txt").write_text("\n".join(vectoriser.get_feature_names_out()), encoding="utf-8")
    linear, scale = _in_bytes(np.hstack([fitted[name][0] for name in fitted]))
    np.savez_compressed(
        out / "head.npz",
        idf=vectoriser.idf_.astype(np.float16),
        weights=linear,
        scale=scale,
        bias=np.concatenate([fitted[name][1] for name in fitted]).astype(np.float32),
        clause_labels=np.array(labels[0]),
        kind_labels=np.array(labels[1]),
        **_side_by_side(nets),
    )
    card = {"questions": len(rows), "features": matrix.shape[1], "encoder": encoder.fingerprint, "data": digests()}
    return {**card, "strength": STRENGTH, "nets": asdict(recipe)}


def _linear(matrix: csr_matrix, alone: csr_matrix, questions: list[Question]) -> dict[str, Weights]:
    about = np.array([bool(question.clauses) for question in questions])  # whether it is stated has no sense elsewhere
    jobs: dict[str, tuple[csr_matrix, list[str], LogisticRegression]] = {
        "clause": (matrix, [question.clauses[0] if question.clauses else NONE for question in questions], _model()),
        "kind": (alone, [question.kind for question in questions], _model()),
        "stated": (alone[about], [str(question.stated) for question in questions if question.clauses], _stated_model()),
    }
    return {name: _fit(*job) for name, job in tqdm(jobs.items(), "线性", unit="头")}


def _model() -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, max_iter=500)


def _stated_model() -> LogisticRegression:
    """Most questions ask for what is stated: without the balance the rest would be overheard."""
    return LogisticRegression(C=STATED_STRENGTH, class_weight="balanced", max_iter=500)


def _fit(matrix: csr_matrix, labels: list[str], model: LogisticRegression) -> Weights:
    model.fit(matrix, labels)
    return model.coef_.T, model.intercept_, [str(label) for label in model.classes_]


def _side_by_side(nets: list[Net]) -> dict[str, Any]:
    """Return the nets' weights as the head reads them, the training's scales worked in."""
    table, scale = _in_bytes(np.hstack([net.features for net in nets]))
    return {
        "net_features": table,
        "net_scale": scale * np.float32(SCALE),
        "net_vector": (np.hstack([net.vector for net in nets]) * VECTOR_SCALE).astype(np.float16),
        "net_hidden_bias": np.concatenate([net.hidden_bias for net in nets]),
        "net_out": np.stack([net.out for net in nets]),
        "net_out_bias": np.stack([net.out_bias for net in nets]),
    }


def _in_bytes(table: Matrix) -> tuple[Matrix, Matrix]:
    """Return a table in whole numbers of one byte, and what to multiply each column by."""
    scale = np.maximum(np.abs(table).max(axis=0), 1e-6) / 127
    return np.round(table / scale).astype(np.int8), scale.astype(np.float32)


def digests() -> dict[str, str]:
    """Return the digests of everything that the weights are made from, the encoder aside."""
    here = Path(__file__).parent
    terms = [TERMS / "fillers.yaml", TERMS / "places.yaml", ENGLISH, here / "features.py", here / "sound.py"]
    read = {file.name: file.read_bytes() for file in (*tokeniser_files(), *terms)}
    read |= {file.name: _without_facts(file) for file in sorted(QUESTIONS.glob("train*.jsonl"))}
    return {name: hashlib.sha256(content).hexdigest()[:16] for name, content in read.items()}


def _without_facts(file: Path) -> bytes:
    """Return a file of questions without what only the fact head reads."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    kept = [{key: value for key, value in row.items() if key != "fact"} for row in rows]
    return json.dumps(kept, ensure_ascii=False).encode()


def _write_card(file: Path, card: dict[str, object]) -> None:
    file.write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Train on the bank's train part and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of the open training pairs; without it the encoder stays")
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder of the head's weights")
    arguments = parser.parse_args()
    if arguments.data:
        made = train_encoder(read_pairs(arguments.data), SHIPPED_FOLDER)
        _write_card(SHIPPED_FOLDER / "card.json", {**made, "data": pair_digests(arguments.data)})
    card = train([row for row in load_bank() if row.part == "train"], arguments.out)
    _write_card(arguments.out / "card.json", card)


if __name__ == "__main__":
    main()
