"""The passages' vectors beside the vector store: exact similarity of any few clauses, which the store cannot give."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import SetupError
from index.encoder.encoder import Encoder, Vectors

NAME_CHARS = 24
"""Length of a passage's name."""
_ARRAYS = ("ids", "starts", "vectors")


@dataclass(frozen=True, slots=True)
class PassageVectors:
    """One vector a passage, clause after clause."""

    ids: NDArray[np.bytes_]
    """Each passage's name in the vector store, made of its clause and its text."""
    starts: NDArray[np.int64]
    """Where each clause's passages begin; one more at the end."""
    vectors: Vectors

    @classmethod
    def load(cls, folder: Path) -> "PassageVectors":
        """Open what ``save`` wrote; the vectors stay on disk until they are read."""
        ids, starts = (np.load(folder / f"{name}.npy", allow_pickle=False) for name in _ARRAYS[:2])
        return cls(ids, starts, np.load(folder / "vectors.npy", mmap_mode="r", allow_pickle=False))

    def save(self, folder: Path) -> None:
        """Write the vectors into a folder."""
        folder.mkdir()
        for name in _ARRAYS:
            np.save(folder / f"{name}.npy", getattr(self, name))

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return int(self.vectors.shape[1])

    def check(self, encoder: Encoder, vectors: Vectors) -> None:
        """Refuse an encoder whose vectors have another length than the index's; the index stays as it is."""
        if vectors.shape[1] != self.dimensions:
            raise SetupError(
                f"编码模型 {encoder.fingerprint} 是 {vectors.shape[1]} 维，索引是 {self.dimensions} 维",
                repair="运行 suance index build --fresh 用这个模型重建，或改回原来的 SUANCE_ENCODER",
            )

    def passages(self) -> tuple[list[str], Vectors]:
        """Return the passages' names and vectors, as a vector store holds them."""
        return self.names(), self.vectors

    def owners(self) -> dict[str, int]:
        """Return each passage's clause row by its name."""
        rows = np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))
        return dict(zip(self.names(), rows.tolist(), strict=True))

    def names(self) -> list[str]:
        """Return the passages' names in order."""
        return [str(name, "ascii") for name in self.ids]

    def similarities(self, query: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the cosine of each clause's nearest passage, 0 at least."""
        sizes = self.starts[rows + 1] - self.starts[rows]
        ends = np.cumsum(sizes)
        within = np.arange(int(sizes.sum())) - np.repeat(ends - sizes, sizes)
        found = self.vectors[np.repeat(self.starts[rows], sizes) + within] @ query
        nearest: NDArray[np.float32] = np.maximum.reduceat(found, ends - sizes) if len(rows) else found
        return np.maximum(nearest, 0.0)
