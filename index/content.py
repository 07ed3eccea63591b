"""What is to be indexed of a corpus, and what of it an earlier build holds already."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from corpus.clause import Clause, Policy
from corpus.errors import SetupError
from corpus.normalise import fold
from index.encoder.encoder import Encoder, Vectors
from index.manifest import Manifest, searchable_text
from index.passages import passages
from index.vectors import NAME_CHARS, PassageVectors

BATCH = 500
"""Clauses that are counted and embedded at a time."""


@dataclass(frozen=True)
class Content:
    """Clauses in row order, with the rows that an earlier build (``base``) lets us keep."""

    clauses: list[Clause]
    changed: list[int]
    """Rows to count and embed anew."""
    kept: dict[int, int]
    """Row of the earlier build → row, for clauses that stay as they are."""
    removed: int
    base: Path | None

    @classmethod
    def of(cls, policies: dict[str, Policy], wanted: Manifest, base: tuple[Path, Manifest] | None) -> "Content":
        """Compare what is wanted with what the earlier build holds."""
        clauses = list({clause.id: clause for policy in policies.values() for clause in policy.clauses}.values())
        known = base[1].clauses if base else {}
        before = {clause_id: row for row, clause_id in enumerate(known)}
        same = {clause_id for clause_id, digest in wanted.clauses.items() if known.get(clause_id) == digest}
        return cls(
            clauses,
            [row for row, clause in enumerate(clauses) if clause.id not in same],
            {before[clause.id]: row for row, clause in enumerate(clauses) if clause.id in same},
            sum(clause_id not in wanted.clauses for clause_id in known),
            base[0] if base else None,
        )

    @cached_property
    def held(self) -> PassageVectors | None:
        """The vectors of the earlier build."""
        return PassageVectors.load(self.base / "vectors") if self.base else None

    @cached_property
    def passages(self) -> dict[int, dict[str, str]]:
        """The changed rows' passages by name; a name is made of the clause and the text, so the same text keeps it."""
        return {row: self._cut(row) for row in self.changed}

    @cached_property
    def own_names(self) -> list[list[str]]:
        """The names of each row's passages."""
        names: list[list[str]] = [[]] * len(self.clauses)
        for row, own in self.passages.items():
            names[row] = list(own)
        if self.held is not None:
            known, starts = self.held.names(), self.held.starts.tolist()
            for before, row in self.kept.items():
                names[row] = known[starts[before] : starts[before + 1]]
        return names

    @cached_property
    def names(self) -> list[str]:
        """The names of all passages in order."""
        return [name for own in self.own_names for name in own]

    def _cut(self, row: int) -> dict[str, str]:
        clause = self.clauses[row]
        return {_name(clause, at, text): text for at, text in enumerate(passages(searchable_text(clause)))}

    def batches(self) -> list[list[int]]:
        """Return the changed rows batch by batch."""
        return [self.changed[at : at + BATCH] for at in range(0, len(self.changed), BATCH)]

    def texts(self, rows: list[int]) -> list[str]:
        """Return what the lexical index counts of these rows."""
        return [searchable_text(self.clauses[row]) for row in rows]

    def embedded(self, rows: list[int], encoder: Encoder) -> tuple[list[str], Vectors]:
        """Embed these rows' passages; ``SetupError`` for what does not fit the earlier build or is no vector."""
        new = {name: fold(text) for row in rows for name, text in self.passages[row].items()}
        vectors = np.asarray(encoder.encode(list(new.values())), dtype=np.float32)
        if vectors.ndim != 2 or len(vectors) != len(new) or not np.isfinite(vectors).all():
            raise SetupError(
                f"编码模型 {encoder.fingerprint} 给出的不是向量",
                repair="换一个编码模型，或取消该变量：unset SUANCE_ENCODER",
            )
        if self.held is not None:
            self.held.check(encoder, vectors)
        return list(new), vectors

    def gathered(self, names: list[str], fresh: list[Vectors]) -> PassageVectors:
        """Put the earlier build's vectors and the fresh ones (named in order) together in the order of the clauses."""
        parts = ([np.asarray(self.held.vectors)] if self.held else []) + fresh
        every = np.concatenate(parts) if parts else np.zeros((0, 1), dtype=np.float32)
        known = self.held.names() if self.held else []
        place = {name: at for at, name in enumerate([*known, *names])}
        starts = np.concatenate([[0], np.cumsum([len(own) for own in self.own_names])]).astype(np.int64)
        ids = np.array(self.names, dtype=f"S{NAME_CHARS}")
        return PassageVectors(ids, starts, every[[place[name] for name in self.names]])


def _name(clause: Clause, number: int, text: str) -> str:
    return hashlib.sha256(f"{clause.id}\0{number}\0{text}".encode()).hexdigest()[:NAME_CHARS]
