"""A static encoder: a table of word vectors, read without torch. The shipped encoder is one."""

import hashlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import safe_open
from tokenizers import Tokenizer

from corpus.errors import SetupError
from index.tokenise import search_form

TABLE = "embedding.weight"
"""Name of the table in ``model.safetensors``; row = token id."""
_BATCH = 4096


class StaticEncoder:
    """The mean of a text's word vectors, made 1 long: what sentence-transformers gives for the text's search form."""

    def __init__(self, folder: Path) -> None:
        try:
            with safe_open(folder / "model.safetensors", framework="np") as stored:
                self._table: NDArray[np.float32] = stored.get_tensor(TABLE).astype(np.float32)
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as error:  # tokenizers raises nothing narrower
            raise _broken(folder, error) from None
        if self._tokenizer.get_vocab_size() != len(self._table):
            raise _broken(folder, f"{self._tokenizer.get_vocab_size()} ≠ {len(self._table)}")
        content = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()[:16]
        self.fingerprint = f"static/{self.dimensions}/{content}"
        """Kind, size and content of the model."""

    @property
    def dimensions(self) -> int:
        """Return the length of a vector."""
        return int(self._table.shape[1])

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        """Return one row per text; a text without any known word is a row of zeros."""
        parts = [self._encode(texts[start : start + _BATCH]) for start in range(0, len(texts), _BATCH)]
        return np.vstack(parts) if parts else np.zeros((0, self.dimensions), dtype=np.float32)

    def _encode(self, texts: list[str]) -> NDArray[np.float32]:
        cut = self._tokenizer.encode_batch_fast([search_form(text) for text in texts], add_special_tokens=False)
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, encoding in enumerate(cut):
            if encoding.ids:
                self._table[encoding.ids].sum(axis=0, out=vectors[row])
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors /= np.where(lengths == 0, 1, lengths)
        return vectors


def _broken(folder: Path, reason: object) -> SetupError:
    return SetupError(
        f"自带编码器“{folder.name}”无法读取（{str(reason).splitlines()[0][:120]}）",
        repair="重新安装算策，或运行 python -m index.encoder.train --data 数据目录 重新训练",
    )
