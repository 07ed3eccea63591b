"""The static encoder: trained on a little data here, read with and without torch."""

import gzip
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import DataError, SetupError
from index.encoder.bank import load_bank
from index.encoder.pairs import LAWS, PAIR_FILES, digests, law_pair, read_pairs
from index.encoder.static import StaticEncoder
from index.encoder.train_static import Recipe, train_encoder

SMALL = Recipe(pieces=1500, dimensions=16, batch=64, epochs=1)
TOPICS = ("蜂箱购置补贴", "茶园灌溉设备", "渔船更新改造", "果树冷链仓库")


def _write(folder: Path, name: str, rows: list[dict[str, str]]) -> None:
    with gzip.open(folder / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    for name in PAIR_FILES:
        rows = [{"query": f"{topic}怎么申请{name}", "positive": f"{topic}由农业局受理，{name}。"} for topic in TOPICS]
        _write(folder, name, rows)
    laws = [
        {"title": "农业条例", "chapter": "第一章 总则", "text": f"第{at}条 {topic}的，给予资助。由农业局负责实施。"}
        for at, topic in zip("一二三四", TOPICS, strict=True)
    ]
    _write(folder, LAWS, laws)
    return folder


@pytest.fixture(scope="module", autouse=True)
def small_bank() -> Iterator[None]:
    """Train on a few of the bank's questions only: reading them all takes seconds."""
    few = tuple(row for row in load_bank() if row.part == "train")[:60]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.encoder.pairs.load_bank", lambda: few)
        yield


@pytest.fixture(scope="module")
def model(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    train_encoder(read_pairs(data), folder, SMALL)
    return folder


def test_sentence_transformers_gives_equal_vectors(model: Path) -> None:
    from sentence_transformers import SentenceTransformer

    texts = ["蜂箱购置补贴", "租显卡花了500万，能补30%吗？", "hangzhou ai voucher", "🎉", ""]
    theirs = SentenceTransformer(str(model), device="cpu").float().encode(texts, normalize_embeddings=True)
    assert np.allclose(StaticEncoder(model).encode(texts), theirs, atol=1e-5)


def test_vectors_have_length_one_and_both_scripts_give_the_same(model: Path) -> None:
    encoder = StaticEncoder(model)
    vectors = encoder.encode(["渔船更新改造", "漁船更新改造", "三成", "30%", "🎉"])
    assert vectors.shape == (5, encoder.dimensions) and vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), [1, 1, 1, 1, 0], atol=1e-6)
    assert np.array_equal(vectors[0], vectors[1]) and np.array_equal(vectors[2], vectors[3])
    assert encoder.encode([]).shape == (0, encoder.dimensions)


def test_torch_is_not_imported_to_read_it(model: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from index.encoder.static import StaticEncoder;"
        f"StaticEncoder(Path({str(model)!r})).encode(['a']); sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_training_is_reproducible_and_its_fingerprint_tells_models_apart(
    data: Path, model: Path, tmp_path: Path
) -> None:
    train_encoder(read_pairs(data), tmp_path / "same", SMALL)
    train_encoder(read_pairs(data), tmp_path / "other", Recipe(**{**_fields(SMALL), "seed": 8}))
    names = [StaticEncoder(folder).fingerprint for folder in (model, tmp_path / "same", tmp_path / "other")]
    assert names[0] == names[1] != names[2]


def _fields(recipe: Recipe) -> dict[str, int]:
    return {name: getattr(recipe, name) for name in ("pieces", "dimensions", "batch", "epochs")}


def test_a_law_becomes_a_question_and_its_article(data: Path) -> None:
    laws = read_pairs(data).laws
    drawn = {law_pair(laws[0], random.Random(seed)) for seed in range(60)}
    assert ("蜂箱购置补贴的,给予资助。", "由农业局负责实施。") in drawn
    assert all(query != passage for query, passage in drawn) and len(drawn) > 4
    assert set(digests(data)) > {f"{name}.jsonl.gz" for name in (*PAIR_FILES, LAWS)}


@pytest.mark.parametrize("damage", ["missing", "table", "tokenizer", "size"])
def test_a_model_that_does_not_load_says_how_to_repair_it(model: Path, tmp_path: Path, damage: str) -> None:
    for file in model.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    if damage == "missing":
        (tmp_path / "model.safetensors").unlink()
    elif damage == "size":
        smaller = json.loads((tmp_path / "tokenizer.json").read_text(encoding="utf-8"))
        smaller["model"]["vocab"].pop()
        (tmp_path / "tokenizer.json").write_text(json.dumps(smaller), encoding="utf-8")
    else:
        (tmp_path / {"table": "model.safetensors", "tokenizer": "tokenizer.json"}[damage]).write_bytes(b"{")
    with pytest.raises(SetupError, match="index.encoder.train"):
        StaticEncoder(tmp_path)


def test_training_data_that_does_not_fit_is_named(data: Path, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cmrc2018"):
        read_pairs(tmp_path)
    for file in data.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    _write(tmp_path, "news", [{"query": "没有答案"}])
    with pytest.raises(DataError, match="news.jsonl.gz:1"):
        read_pairs(tmp_path)
