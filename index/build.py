"""Builds the index of a corpus: only what changed, and never over the index in use."""

import os
import shutil
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from corpus.clause import Policy
from corpus.errors import SetupError
from index.content import Content
from index.counting import count_batches
from index.dense import DenseIndex, ServedIndex, open_embedded
from index.encoder.encoder import Encoder, Vectors
from index.in_use import is_held
from index.lexical import Counted, LexicalIndex
from index.manifest import Manifest, current_build, is_whole, wanted_manifest, write_manifest
from index.vectors import PassageVectors

Progress = Callable[[int, int], None]
"""Called with (clauses done, clauses to do)."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did."""

    folder: Path
    embedded: int
    """Clauses embedded anew; 0 when nothing had changed."""
    kept: int
    removed: int


def build_index(
    policies: dict[str, Policy],
    home: Path,
    encoder: Encoder,
    *,
    progress: Progress = lambda done, total: None,
    fresh: bool = False,
    server: str = "",
) -> BuildReport:
    """Bring the index below ``home`` up to date; ``SetupError`` if the directory cannot be written.

    ``server`` is the URL of a Chroma server that holds the vectors instead of a store of the build's own; if it is
    down, ``Searcher`` brings them there when it is back.

    The new index is made beside the old one and takes its place in one rename, so a build that is killed leaves the old
    index as it was.
    """
    root = home / "index"
    try:
        root.mkdir(parents=True, exist_ok=True)
        with FileLock(root / "lock"):
            wanted = wanted_manifest(policies, encoder, embedded=not server)
            before = current_build(home)
            report = _build_locked(policies, wanted, root, encoder=encoder, progress=progress, fresh=fresh)
            if server:
                _serve(server, report.folder, encoder, before=before[0] if before else None)
            return report
    except OSError as error:
        raise SetupError(
            f"索引目录 {error.filename or root} 不能写入（{error.strerror or error}）",
            repair="换一个可写的目录：SUANCE_HOME=/可写的/目录，或修改该目录的权限",
        ) from None


def _build_locked(
    policies: dict[str, Policy], wanted: Manifest, root: Path, *, encoder: Encoder, progress: Progress, fresh: bool
) -> BuildReport:
    current = current_build(root.parent)
    usable = current is not None and is_whole(current[0]) and not fresh
    if current and usable and current[1] == wanted:
        return BuildReport(current[0], 0, len(wanted.clauses), 0)
    base = current if current and usable and current[1].mixes_with(wanted) else None
    content = Content.of(policies, wanted, base)
    staging = root / f"build-{uuid.uuid4().hex[:12]}"
    staging.mkdir()
    try:
        _fill(staging, content, encoder, embedded=wanted.embedded, progress=progress)
    except SetupError:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    write_manifest(staging, wanted, len(content.names))
    _switch(root, staging, keep=current[0] if current else None)
    return BuildReport(staging, len(content.changed), len(content.kept), content.removed)


def _fill(staging: Path, content: Content, encoder: Encoder, *, embedded: bool, progress: Progress) -> None:
    """Write the lexical index, the vectors and, embedded, the vector store."""
    store = _store(staging, content) if embedded else None
    counted: list[Counted] = []
    names: list[str] = []
    fresh: list[Vectors] = []
    progress(0, len(content.changed))
    done, batches = 0, content.batches()
    for rows, part in zip(batches, count_batches([content.texts(rows) for rows in batches]), strict=True):
        new, vectors = content.embedded(rows, encoder)
        if store is not None:
            store.add(new, vectors)
        counted.append(part)
        names += new
        fresh.append(vectors)
        done += len(rows)
        progress(done, len(content.changed))
    base = LexicalIndex.load(content.base / "lexical") if content.base else None
    LexicalIndex.build(counted, content.changed, base=base, kept=content.kept).save(staging / "lexical")
    content.gathered(names, fresh).save(staging / "vectors")


def _serve(server: str, folder: Path, encoder: Encoder, *, before: Path | None) -> None:
    """Bring the server what it lacks and take away what the build before needed and this one does not."""
    names, vectors = PassageVectors.load(folder / "vectors").passages()
    served = ServedIndex(server, (names, vectors), fingerprint=encoder.fingerprint)
    served.settle()
    if before is not None and before != folder and (before / "vectors").is_dir():
        stale = set(PassageVectors.load(before / "vectors").names()) - set(names)
        served.forget(sorted(stale))
    served.close()


def _store(staging: Path, content: Content) -> DenseIndex:
    """Open the new vector store with what the earlier build's passages that stay."""
    before = content.base / "chroma" if content.base else None
    if before is not None and before.is_dir():
        shutil.copytree(before, staging / "chroma")
    store = open_embedded(staging / "chroma")
    if before is not None and content.held is not None:
        held, wanted = content.held.names(), set(content.names)
        if before.is_dir():
            store.remove([name for name in held if name not in wanted])
        else:  # the earlier build kept its vectors on a server
            rows = [row for row, name in enumerate(held) if name in wanted]
            store.add([held[row] for row in rows], content.held.vectors[rows])
    return store


def _switch(root: Path, staging: Path, *, keep: Path | None) -> None:
    """Put the new build in use; older ones that no process reads, and what killed builds left, go."""
    pointer = root / "CURRENT.new"
    pointer.write_text(staging.name, encoding="utf-8")
    os.replace(pointer, root / "CURRENT")
    for folder in root.glob("build-*"):
        if folder not in (staging, keep) and not is_held(folder):
            shutil.rmtree(folder, ignore_errors=True)
