import io
import sys
from pathlib import Path

import pytest

from ui.cli import run
from ui.staff_users import UserFile

PASSWORD = "山高水长 风清月白 2026"


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUANCE_HOME", str(tmp_path))


def shell(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    capsys.readouterr()
    code, captured = run(["user", *arguments]), capsys.readouterr()
    return code, captured.out + captured.err


def give(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def test_a_user_comes_changes_and_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shell(capsys, "list") == (0, "还没有用户。用 suance user add 用户名 添加。\n")
    give(monkeypatch, f"{PASSWORD}\r\nsecond line\n")
    assert shell(capsys, "add", "王芳")[0] == 0
    assert UserFile(tmp_path).check("王芳", PASSWORD) is not None
    assert shell(capsys, "list")[1].startswith("王芳  20")
    give(monkeypatch, PASSWORD + "！")
    assert shell(capsys, "password", "王芳")[0] == 0
    assert UserFile(tmp_path).check("王芳", PASSWORD) is None
    assert shell(capsys, "remove", "王芳")[0] == 0
    assert shell(capsys, "list")[1].startswith("还没有用户")


@pytest.mark.parametrize("given", ["", "\n", "short\n"])
def test_no_password_is_no_user(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], given: str
) -> None:
    give(monkeypatch, given)
    code, out = shell(capsys, "add", "a")
    assert code == 2 and out.startswith("suance: 密码") and out.count("\n") == 1


def test_a_password_is_no_argument(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = shell(capsys, "add", "a", PASSWORD)
    assert code == 2 and "多了参数" in out


def test_passwords_typed_differently_are_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", terminal)
    typed = iter([PASSWORD, PASSWORD + "x"])
    monkeypatch.setattr("click.prompt", lambda *args, **kwargs: next(typed))
    code, out = shell(capsys, "add", "a")
    assert code == 2 and "两遍" in out


def test_who_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = shell(capsys, "remove", "李雷")
    assert code == 2 and "李雷" in out and "suance user list" in out
