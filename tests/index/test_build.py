import dataclasses
import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest

from corpus.clause import Policy
from corpus.errors import SetupError
from index.build import build_index
from index.counting import count_batches
from index.encoder.encoder import SHIPPED_FOLDER, Vectors, load_encoder
from index.encoder.static import StaticEncoder
from index.manifest import current_build, is_whole
from index.search import Searcher, open_searcher


class OtherEncoder(StaticEncoder):
    def __init__(self) -> None:
        super().__init__(SHIPPED_FOLDER)
        self.fingerprint = "other/1"


def amended(policy: Policy, short_id: str, text: str) -> dict[str, Policy]:
    clauses = tuple(
        dataclasses.replace(clause, text=text) if clause.short_id == short_id else clause for clause in policy.clauses
    )
    return {policy.id: dataclasses.replace(policy, clauses=clauses)}


def test_builds_once_and_then_only_what_changed(policies: dict[str, Policy], policy: Policy, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    first = build_index(policies, tmp_path, load_encoder(), progress=lambda done, total: seen.append((done, total)))
    assert (first.embedded, first.kept) == (16, 0)
    assert seen[0] == (0, 16) and seen[-1] == (16, 16)
    again = build_index(policies, tmp_path, load_encoder())
    assert (again.embedded, again.kept, again.folder) == (0, 16, first.folder)
    changed = build_index(amended(policy, "m03", "算力券停发"), tmp_path, load_encoder())
    assert (changed.embedded, changed.kept) == (1, 15)
    shorter = {policy.id: dataclasses.replace(policy, clauses=policy.clauses[:-1])}
    removed = build_index(shorter, tmp_path, load_encoder())
    assert removed.removed == 1
    assert sum(1 for _ in (tmp_path / "index").glob("build-*")) == 2, "the last build and the one in use"


def test_an_amended_clause_is_found_by_its_new_words(
    policy: Policy, policies: dict[str, Policy], tmp_path: Path
) -> None:
    build_index(policies, tmp_path, load_encoder())
    searcher, report = open_searcher(amended(policy, "m09", "扶持养蜂产业"), tmp_path)
    assert report is not None and report.embedded == 1
    assert "m09" in [hit.clause.short_id for hit in searcher.find("养蜂", 3).hits]


def test_another_encoder_is_never_mixed_in(policies: dict[str, Policy], tmp_path: Path) -> None:
    build_index(policies, tmp_path, load_encoder())
    report = build_index(policies, tmp_path, OtherEncoder())
    assert (report.embedded, report.kept) == (16, 0)
    current = current_build(tmp_path)
    assert current is not None and current[1].encoder == "other/1"


@pytest.mark.parametrize("part", ["manifest.json", "lexical/terms.txt", "vectors/vectors.npy", "chroma/chroma.sqlite3"])
def test_a_damaged_index_is_rebuilt(policies: dict[str, Policy], tmp_path: Path, part: str) -> None:
    folder = build_index(policies, tmp_path, load_encoder()).folder
    (folder / part).unlink()
    searcher, report = open_searcher(policies, tmp_path)
    assert report is not None and report.embedded == 16
    assert searcher.find("算力券", 1).hits[0].clause.short_id == "m03"


@pytest.mark.parametrize(
    ("part", "garbage"),
    [
        ("lexical/terms.txt", b"x"),
        ("lexical/rows.npy", b""),
        ("vectors/ids.npy", b"[]"),
        ("parts.json", b"[]"),
        ("chroma/chroma.sqlite3", b"not a database" * 500),
    ],
)
def test_garbage_in_a_part_is_rebuilt(policies: dict[str, Policy], tmp_path: Path, part: str, garbage: bytes) -> None:
    folder = build_index(policies, tmp_path, load_encoder()).folder
    (folder / part).write_bytes(garbage)
    searcher, report = open_searcher(policies, tmp_path)
    assert report is not None and report.embedded == 16
    assert searcher.find("算力券", 1).hits[0].clause.short_id == "m03"


def test_a_pointer_to_nowhere_is_rebuilt(policies: dict[str, Policy], tmp_path: Path) -> None:
    build_index(policies, tmp_path, load_encoder())
    (tmp_path / "index" / "CURRENT").write_text("build-nowhere", encoding="utf-8")
    assert open_searcher(policies, tmp_path)[1] is not None


def test_a_build_that_somebody_reads_is_not_deleted(policies: dict[str, Policy], tmp_path: Path) -> None:
    searcher, _ = open_searcher(policies, tmp_path)
    for _ in range(3):
        build_index(policies, tmp_path, load_encoder(), fresh=True)
    assert searcher.find("算力券", 1).hits[0].clause.short_id == "m03"
    assert sum(1 for _ in (tmp_path / "index").glob("build-*")) == 3, "the one read, the last, the one in use"
    del searcher
    build_index(policies, tmp_path, load_encoder(), fresh=True)
    assert sum(1 for _ in (tmp_path / "index").glob("build-*")) == 2


def test_a_killed_build_leaves_the_old_index_usable(policies: dict[str, Policy], tmp_path: Path) -> None:
    before = build_index(policies, tmp_path, load_encoder()).folder
    script = textwrap.dedent(f"""
        import os, signal
        from pathlib import Path
        from corpus.load import load_policies
        from index.build import build_index
        from index.encoder.encoder import load_encoder
        def die(done, total):
            if done: os.kill(os.getpid(), signal.SIGKILL)
        build_index(load_policies(), Path({str(tmp_path)!r}), load_encoder(), progress=die, fresh=True)
    """)
    killed = subprocess.run(
        [sys.executable, "-c", script], cwd=Path(__file__).parents[2], capture_output=True, check=False
    )
    assert killed.returncode == -9
    current = current_build(tmp_path)
    assert current is not None and current[0] == before and is_whole(before)
    searcher, report = open_searcher(policies, tmp_path)
    assert report is None, "the old index is still up to date"
    assert searcher.find("算力券", 1).hits[0].clause.short_id == "m03"
    build_index(policies, tmp_path, load_encoder(), fresh=True)
    assert len(list((tmp_path / "index").glob("build-*"))) == 2, "what the killed build left is gone"


def test_a_directory_that_cannot_be_written_says_what_to_do(policies: dict[str, Policy], tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    with pytest.raises(SetupError, match="SUANCE_HOME"):
        build_index(policies, blocked / "home", load_encoder())


def test_the_manifest_is_plain_json(policies: dict[str, Policy], tmp_path: Path) -> None:
    folder = build_index(policies, tmp_path, load_encoder()).folder
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert list(manifest["clauses"])[0] == "hz_ai_2024/preamble"
    assert os.listdir(folder / "lexical")


class WiderEncoder(StaticEncoder):
    """The same name, other dimensions: a model folder whose content was exchanged."""

    def __init__(self) -> None:
        super().__init__(SHIPPED_FOLDER)

    def encode(self, texts: list[str]) -> Vectors:
        return np.hstack([super().encode(texts)] * 2)


class BrokenEncoder(OtherEncoder):
    def encode(self, texts: list[str]) -> Vectors:
        return np.full((len(texts), 4), np.nan, dtype=np.float32)


def test_an_encoder_of_other_dimensions_is_refused_and_the_old_index_stays(
    policies: dict[str, Policy], policy: Policy, tmp_path: Path
) -> None:
    before = build_index(policies, tmp_path, load_encoder()).folder
    with pytest.raises(SetupError, match="suance index build --fresh"):
        Searcher(policies, before, WiderEncoder())
    with pytest.raises(SetupError, match="512 维，索引是 256 维"):
        build_index(amended(policy, "m03", "算力券停发"), tmp_path, WiderEncoder())
    current = current_build(tmp_path)
    assert current is not None and current[0] == before and is_whole(before)
    assert open_searcher(policies, tmp_path)[1] is None
    assert len(list((tmp_path / "index").glob("build-*"))) == 1, "nothing is left of the build that failed"


def test_an_encoder_that_gives_no_numbers_is_refused_and_the_old_index_stays(
    policies: dict[str, Policy], tmp_path: Path
) -> None:
    before = build_index(policies, tmp_path, load_encoder()).folder
    with pytest.raises(SetupError, match="不是向量"):
        build_index(policies, tmp_path, BrokenEncoder())
    current = current_build(tmp_path)
    assert current is not None and current[0] == before


def test_counting_in_other_processes_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    batches = [["算力券", "利息补贴"], ["蜂箱"], ["30%"]] * 4
    alone = list(count_batches(batches))
    monkeypatch.setattr("index.counting.PARALLEL_FROM", 1)
    beside = list(count_batches(batches))
    assert [part.vocabulary for part in beside] == [part.vocabulary for part in alone]
    assert all(np.array_equal(a.counts, b.counts) for a, b in zip(alone, beside, strict=True))
