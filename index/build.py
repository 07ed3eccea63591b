"""Builds the index of a corpus: only what changed, and never over the index in use.

Layout below the data directory::

    index/CURRENT           name of the build in use, replaced in one step
    index/build-…/          terms.json, bm25/, chroma/, manifest.json, parts.json (digests, written last)
    index/lock              held by the one process that builds
"""

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock

from corpus.clause import Clause, Policy
from corpus.errors import SetupError
from index.dense import DenseIndex
from index.encoder.encoder import Encoder
from index.in_use import is_held
from index.lexical import LexicalIndex, document_terms
from index.tokenise import tokeniser_files

_FORMAT = 2
_PARTS = "parts.json"  # digests of what never changes after a build
_BATCH = 500
Progress = Callable[[int, int], None]
"""Called with (clauses done, clauses to do)."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index was made from; two equal manifests mean the same index."""

    format: int
    encoder: str
    tokeniser: str
    clauses: dict[str, str]
    """Clause id → digest of what is indexed of it, in row order."""

    def mixes_with(self, other: "Manifest") -> bool:
        """Say whether rows of the other index may be kept."""
        return (self.format, self.encoder, self.tokeniser) == (other.format, other.encoder, other.tokeniser)


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did."""

    folder: Path
    embedded: int
    """Clauses embedded anew; 0 when nothing had changed."""
    kept: int
    removed: int


def searchable_text(clause: Clause) -> str:
    """Return what is indexed of a clause: chapter, heading and text."""
    return " ".join([*clause.path, clause.text])


def wanted_manifest(policies: dict[str, Policy], encoder: Encoder) -> Manifest:
    """Return the manifest that an up-to-date index of these policies has."""
    clauses = {
        clause.id: hashlib.sha256(searchable_text(clause).encode()).hexdigest()
        for policy in policies.values()
        for clause in policy.clauses
    }
    tokeniser = hashlib.sha256(b"".join(file.read_bytes() for file in tokeniser_files())).hexdigest()
    return Manifest(_FORMAT, encoder.fingerprint, tokeniser, clauses)


def current_build(home: Path) -> tuple[Path, Manifest] | None:
    """Return the build in use and its manifest; None where there is none that can be read."""
    try:
        folder = home / "index" / (home / "index" / "CURRENT").read_text(encoding="utf-8").strip()
        return folder, Manifest(**json.loads((folder / "manifest.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def build_index(
    policies: dict[str, Policy],
    home: Path,
    encoder: Encoder,
    *,
    progress: Progress = lambda done, total: None,
    fresh: bool = False,
) -> BuildReport:
    """Bring the index below ``home`` up to date; ``SetupError`` if the directory cannot be written.

    The new index is made beside the old one and takes its place in one rename, so a build that is killed leaves the old
    index as it was.
    """
    root = home / "index"
    try:
        root.mkdir(parents=True, exist_ok=True)
        with FileLock(root / "lock"):
            return _build_locked(policies, root, encoder, progress=progress, fresh=fresh)
    except OSError as error:
        raise SetupError(
            f"索引目录 {error.filename or root} 不能写入（{error.strerror or error}）",
            repair="换一个可写的目录：SUANCE_HOME=/可写的/目录，或修改该目录的权限",
        ) from None


def _build_locked(
    policies: dict[str, Policy], root: Path, encoder: Encoder, *, progress: Progress, fresh: bool
) -> BuildReport:
    wanted = wanted_manifest(policies, encoder)
    current = current_build(root.parent)
    usable = current is not None and is_whole(current[0]) and not fresh
    if current and usable and current[1] == wanted:
        return BuildReport(current[0], 0, len(wanted.clauses), 0)
    base = current if current and usable and current[1].mixes_with(wanted) else None
    staging = root / f"build-{uuid.uuid4().hex[:12]}"
    staging.mkdir()
    clauses = {clause.id: clause for policy in policies.values() for clause in policy.clauses}
    known = base[1].clauses if base else {}
    changed = [clause_id for clause_id, digest in wanted.clauses.items() if known.get(clause_id) != digest]
    removed = [clause_id for clause_id in known if clause_id not in wanted.clauses]
    _write_lexical(staging, clauses, changed, base[0] if base else None)
    if base:
        shutil.copytree(base[0] / "chroma", staging / "chroma")
    _write_dense(DenseIndex(staging / "chroma", encoder), clauses, changed, removed=removed, progress=progress)
    _write_json(staging / "manifest.json", asdict(wanted))
    lexical = [staging / "terms.json", *sorted((staging / "bm25").iterdir())]
    _write_json(staging / _PARTS, {str(part.relative_to(staging)): _digest(part) for part in lexical})
    _switch(root, staging, keep=current[0] if current else None)
    return BuildReport(staging, len(changed), len(wanted.clauses) - len(changed), len(removed))


def is_whole(folder: Path) -> bool:
    """Say whether every part of a build is there and unharmed."""
    try:
        parts = json.loads((folder / _PARTS).read_text(encoding="utf-8"))
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        unharmed = all(_digest(folder / part) == digest for part, digest in parts.items())
        return unharmed and _rows(folder / "chroma" / "chroma.sqlite3") == len(manifest["clauses"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, sqlite3.Error):
        return False


def _rows(database: Path) -> int:
    """Return how many clauses the vector store holds; an error for a database that is damaged."""
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("damaged")
        return int(connection.execute("SELECT count(*) FROM embeddings").fetchone()[0])


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _write_lexical(staging: Path, clauses: dict[str, Clause], changed: list[str], base: Path | None) -> None:
    cached: dict[str, list[str]] = json.loads((base / "terms.json").read_text(encoding="utf-8")) if base else {}
    anew = set(changed)
    terms = {
        clause_id: document_terms(searchable_text(clause)) if clause_id in anew else cached[clause_id]
        for clause_id, clause in clauses.items()
    }
    _write_json(staging / "terms.json", terms)
    LexicalIndex.build(list(terms.values())).save(staging / "bm25")


def _write_dense(
    dense: DenseIndex, clauses: dict[str, Clause], changed: list[str], *, removed: list[str], progress: Progress
) -> None:
    if removed:
        dense.remove(removed)
    progress(0, len(changed))
    for start in range(0, len(changed), _BATCH):
        batch = changed[start : start + _BATCH]
        texts = [searchable_text(clauses[clause_id]) for clause_id in batch]
        dense.add(batch, texts, [clauses[clause_id].policy_id for clause_id in batch])
        progress(start + len(batch), len(changed))


def _write_json(file: Path, data: Any) -> None:  # noqa: ANN401
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def _switch(root: Path, staging: Path, *, keep: Path | None) -> None:
    """Put the new build in use; older ones that no process reads, and what killed builds left, go."""
    pointer = root / "CURRENT.new"
    pointer.write_text(staging.name, encoding="utf-8")
    os.replace(pointer, root / "CURRENT")
    for folder in root.glob("build-*"):
        if folder not in (staging, keep) and not is_held(folder):
            shutil.rmtree(folder, ignore_errors=True)
