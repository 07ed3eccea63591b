"""What an index was made from, and which build is in use.

Layout below the data directory::

    index/CURRENT           name of the build in use, replaced in one step
    index/build-…/          lexical/, vectors/, chroma/, manifest.json, parts.json (digests, written last)
    index/lock              held by the one process that builds
"""

import contextlib
import hashlib
import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from corpus.clause import Clause, Policy
from index.encoder.encoder import Encoder
from index.lexical_terms import lexical_files
from index.tokenise import tokeniser_files

_FORMAT = 3
_PARTS = "parts.json"  # digests of what never changes after a build
_FOLDERS = ("lexical", "vectors")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index was made from; two equal manifests mean the same index."""

    format: int
    encoder: str
    tokeniser: str
    clauses: dict[str, str]
    """Clause id → digest of what is indexed of it, in row order."""
    embedded: bool = True
    """Whether the build has a vector store of its own; else a server holds the vectors."""

    def mixes_with(self, other: "Manifest") -> bool:
        """Say whether rows of the other index may be kept."""
        return (self.format, self.encoder, self.tokeniser) == (other.format, other.encoder, other.tokeniser)


def searchable_text(clause: Clause) -> str:
    """Return what is indexed of a clause: chapter, heading and text."""
    return " ".join([*clause.path, clause.text])


def wanted_manifest(policies: dict[str, Policy], encoder: Encoder, *, embedded: bool = True) -> Manifest:
    """Return the manifest that an up-to-date index of these policies has."""
    clauses = {
        clause.id: hashlib.sha256(searchable_text(clause).encode()).hexdigest()
        for policy in policies.values()
        for clause in policy.clauses
    }
    files = [*tokeniser_files(), *lexical_files()]
    tokeniser = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    return Manifest(_FORMAT, encoder.fingerprint, tokeniser, clauses, embedded)


def current_build(home: Path) -> tuple[Path, Manifest] | None:
    """Return the build in use and its manifest; None where there is none that can be read."""
    try:
        folder = home / "index" / (home / "index" / "CURRENT").read_text(encoding="utf-8").strip()
        return folder, Manifest(**json.loads((folder / "manifest.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_manifest(folder: Path, manifest: Manifest, passages: int) -> None:
    """Seal a build: what it was made from, how many passages it holds, and the digests of its files."""
    _write_json(folder / "manifest.json", {field.name: getattr(manifest, field.name) for field in fields(manifest)})
    files = {str(file.relative_to(folder)): _digest(file) for file in _sealed(folder)}
    _write_json(folder / _PARTS, {"passages": passages, "files": files})


def is_whole(folder: Path) -> bool:
    """Say whether every part of a build is there and unharmed."""
    try:
        parts = json.loads((folder / _PARTS).read_text(encoding="utf-8"))
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        unharmed = all(_digest(folder / name) == digest for name, digest in parts["files"].items())
        if not manifest["embedded"]:
            return unharmed
        return unharmed and _rows(folder / "chroma" / "chroma.sqlite3") == parts["passages"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, sqlite3.Error):
        return False


def _sealed(folder: Path) -> Iterable[Path]:
    return (file for name in _FOLDERS for file in sorted((folder / name).iterdir()))


def _rows(database: Path) -> int:
    """Return how many passages the vector store holds; an error for a database that is damaged."""
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("damaged")
        return int(connection.execute("SELECT count(*) FROM embeddings").fetchone()[0])


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _write_json(file: Path, data: Any) -> None:  # noqa: ANN401
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
