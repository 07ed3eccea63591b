import numpy as np
import pytest

from corpus.errors import SetupError
from index.encoder.encoder import HashingEncoder, load_encoder


def test_vectors_have_length_one_and_repeat() -> None:
    encoder = HashingEncoder()
    vectors = encoder.encode(["算力券怎么领", "算力券怎么领", "贷款贴息", "🎉"])
    assert vectors.shape == (4, 256)
    assert np.allclose(np.linalg.norm(vectors, axis=1), [1, 1, 1, 0])
    assert np.array_equal(vectors[0], vectors[1])
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]


def test_an_encoder_that_does_not_load_says_how_to_repair_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(SetupError, match="SUANCE_ENCODER"):
        load_encoder("/nowhere/at-all")
