from pathlib import Path

import numpy as np
import pytest

from corpus.errors import SetupError
from index.encoder.bank import load_bank
from index.encoder.encoder import SHIPPED_FOLDER, load_encoder


def test_the_shipped_encoder_knows_a_layman_s_words() -> None:
    encoder = load_encoder()
    vectors = encoder.encode(["租显卡的钱能报多少", "支持企业购买智能算力，给予补贴", "大学生创业项目资助", "🎉"])
    assert vectors.shape == (4, 256)
    assert np.allclose(np.linalg.norm(vectors, axis=1), [1, 1, 1, 0], atol=1e-6)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]


def test_the_shipped_encoder_is_a_sentence_transformers_model_of_bearable_size() -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(SHIPPED_FOLDER), device="cpu")
    texts = [row.question.q for row in load_bank() if row.part == "tune" and row.question.q.isascii()][:20]
    exact = model.float().encode([text.lower() for text in texts], normalize_embeddings=True)
    assert np.allclose(load_encoder().encode(texts), exact, atol=2e-3)
    size = sum(file.stat().st_size for file in SHIPPED_FOLDER.iterdir())
    assert size <= 40 * 2**20


def test_an_encoder_that_does_not_load_says_how_to_repair_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(SetupError, match="SUANCE_ENCODER"):
        load_encoder("/nowhere/at-all")


def test_a_folder_of_one_s_own_is_used_as_it_is(tmp_path: Path) -> None:
    for file in SHIPPED_FOLDER.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    own = load_encoder(str(tmp_path))
    assert own.fingerprint.startswith("sentence-transformers/") and own.encode(["算力券"]).shape == (1, 256)
