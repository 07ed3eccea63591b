"""The encoder interface and how one is chosen by name."""

import hashlib
from functools import cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import SetupError
from index.tokenise import terms

Vectors = NDArray[np.float32]
"""Shape (texts, dimensions), rows of length 1."""

SHIPPED = "hashing-256"


class Encoder(Protocol):
    """Anything that turns texts into vectors of one length."""

    @property
    def fingerprint(self) -> str:
        """Name and version; an index made by another fingerprint is rebuilt."""
        ...

    def encode(self, texts: list[str]) -> Vectors:
        """Return one row per text."""
        ...


class HashingEncoder:
    """Deterministic stand-in without weights: signed feature hashing of words and bigrams."""

    dimensions = 256
    fingerprint = f"{SHIPPED}/1"

    def encode(self, texts: list[str]) -> Vectors:
        """Return one row per text; a text without any term is a row of zeros."""
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            for term in terms(text):
                digest = hashlib.blake2b(term.encode(), digest_size=8).digest()
                vectors[row, digest[0]] += 1 if digest[1] % 2 else -1
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return (vectors / np.where(lengths == 0, 1, lengths)).astype(np.float32)


class ModelEncoder:
    """A sentence-transformers model, by name or folder."""

    def __init__(self, name: str) -> None:
        try:
            from sentence_transformers import SentenceTransformer

            self._model = SentenceTransformer(name, device="cpu")
        except (OSError, ValueError, ImportError, RuntimeError) as error:
            reason = str(error).splitlines()[0][:120]
            raise SetupError(
                f"编码模型“{name}”无法载入（{reason}）",
                repair="检查 SUANCE_ENCODER 是否为可用的模型文件夹，或取消该变量以使用自带编码器",
            ) from None
        self.fingerprint = f"sentence-transformers/{name}/{self._model.get_embedding_dimension()}"

    def encode(self, texts: list[str]) -> Vectors:
        """Return one row per text, normalised."""
        vectors = self._model.encode(texts, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)


@cache
def load_encoder(name: str = SHIPPED) -> Encoder:
    """Return the encoder of that name; ``SetupError`` if it cannot be loaded."""
    return HashingEncoder() if name == SHIPPED else ModelEncoder(name)
