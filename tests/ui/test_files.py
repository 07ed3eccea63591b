import os
import stat
from pathlib import Path

import pytest

from corpus.errors import InputError
from ui.files import check_writable, read_json_line, read_text, write_lines


def test_a_file_changes_in_one_step_and_keeps_its_mode(tmp_path: Path) -> None:
    file = tmp_path / "out.jsonl"
    write_lines(str(file), ["a"])
    file.chmod(0o600)
    write_lines(str(file), ["b", "c"])
    assert file.read_text(encoding="utf-8") == "b\nc\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_links_are_followed_and_pipes_written_straight(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old", encoding="utf-8")
    link.symlink_to(target)
    write_lines(str(link), ["new"])
    assert link.is_symlink() and target.read_text(encoding="utf-8") == "new\n"
    write_lines(os.devnull, ["gone"])
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


def test_lines_that_fail_half_way_leave_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "out"
    file.write_text("old", encoding="utf-8")

    def lines() -> list[str]:
        raise InputError("x", 1, allowed="y")

    with pytest.raises(InputError):
        write_lines(str(file), (line for _ in [0] for line in lines()))
    assert file.read_text(encoding="utf-8") == "old" and list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("name", ["", "folder/", ".", "no/such/folder/out"])
def test_a_path_that_cannot_be_written_is_refused_before_the_work(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="--out"):
        check_writable(name)
    check_writable(None)


@pytest.mark.parametrize("line", ['{"a": 1, "a": 2}', "[" * 100_000, "{"])
def test_json_that_says_two_things_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="."):
        read_json_line(line)


@pytest.mark.parametrize("text", ["", "  \n\n\t", "\ufeff"])
def test_a_file_with_nothing_in_it_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "nothing").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="没有内容"):
        read_text(str(tmp_path / "nothing"))
