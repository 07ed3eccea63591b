"""The encoder interface and how one is chosen by name."""

from functools import cache
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import SetupError
from index.encoder.static import StaticEncoder

Vectors = NDArray[np.float32]
"""Shape (texts, dimensions), rows of length 1."""

SHIPPED = "shipped"
"""Name of the encoder that comes with the product."""

SHIPPED_FOLDER = Path(__file__).parent / "weights" / "encoder"
"""Its sentence-transformers folder."""


class Encoder(Protocol):
    """Anything that turns texts into vectors of one length."""

    @property
    def fingerprint(self) -> str:
        """Name and version; an index made by another fingerprint is rebuilt."""
        ...

    def encode(self, texts: list[str]) -> Vectors:
        """Return one row per text."""
        ...


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
    return StaticEncoder(SHIPPED_FOLDER) if name == SHIPPED else ModelEncoder(name)
