"""The users' file: hashed, whole, private, and safe between threads and processes."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corpus.errors import InputError, SetupError
from ui import staff_users
from ui.staff_users import Cost, UserFile

CHEAP = Cost(n=16, r=1, p=1)
PASSWORD = "山高水长 风清月白 2026"


@pytest.fixture
def users(tmp_path: Path) -> UserFile:
    return UserFile(tmp_path / "home", CHEAP)


def test_only_the_right_password_opens(users: UserFile) -> None:
    users.add("王芳", PASSWORD)
    found = users.check(" 王芳 ", PASSWORD)
    assert found is not None and found.name == "王芳"
    for wrong in ("", PASSWORD + " ", PASSWORD[:-1], "x" * 100_000):
        assert users.check("王芳", wrong) is None
    assert users.check("李雷", PASSWORD) is None


def test_the_password_stands_nowhere_and_the_file_is_private(users: UserFile) -> None:
    users.add("a", PASSWORD)
    users.add("b", PASSWORD)
    text = users.file.read_text(encoding="utf-8")
    assert PASSWORD not in text
    first, second = json.loads(text)["users"]
    assert first["hash"] != second["hash"] and first["salt"] != second["salt"]
    assert users.file.stat().st_mode & 0o077 == 0


def test_an_unknown_name_costs_as_much_as_a_wrong_password(users: UserFile, monkeypatch: pytest.MonkeyPatch) -> None:
    users.add("a", PASSWORD)
    costs: list[Cost] = []
    real = staff_users._hash

    def counted(password: str, salt: bytes, cost: Cost) -> str:
        costs.append(cost)
        return real(password, salt, cost)

    monkeypatch.setattr(staff_users, "_hash", counted)
    users.check("a", "wrong")
    users.check("nobody", "wrong")
    assert costs == [CHEAP, CHEAP]


def test_the_shipped_cost_is_not_a_cheap_one() -> None:
    cost = Cost()
    assert 128 * cost.n * cost.r >= 32 * 2**20 and cost.n * cost.r * cost.p >= 2**15 * 8 * 3


def test_a_new_password_ends_the_old_one(users: UserFile) -> None:
    users.add("a", PASSWORD)
    before = users.all()["a"]
    users.change("a", "另一个 很长的 密码 7")
    after = users.all()["a"]
    assert users.check("a", PASSWORD) is None and users.check("a", "另一个 很长的 密码 7") is not None
    assert after.generation != before.generation and after.added == before.added


@pytest.mark.parametrize("name", ["", " ", "a b", "a/b", "../x", "长" * 33, "<b>", "a\n", "a\u200bb"])
def test_a_name_that_confuses_is_refused(users: UserFile, name: str) -> None:
    if name.strip() == "a":
        users.add(name, PASSWORD)
        assert set(users.all()) == {"a"}
        return
    with pytest.raises(InputError, match="用户名"):
        users.add(name, PASSWORD)
    assert not users.file.exists()


@pytest.mark.parametrize("password", ["", "short", "aaaaaaaaaaaaaaa", "1212121212121212", "wangfang-2026", "长" * 201])
def test_an_easy_password_is_refused_and_not_repeated(users: UserFile, password: str) -> None:
    with pytest.raises(InputError) as caught:
        users.add("wangfang", password)
    assert not password or password not in str(caught.value)
    assert users.all() == {}


def test_a_name_is_added_once_and_removed_once(users: UserFile) -> None:
    users.add("ab", PASSWORD)
    with pytest.raises(InputError, match="user password"):
        users.add("ａｂ", PASSWORD)
    users.remove("ab")
    assert users.check("ab", PASSWORD) is None
    with pytest.raises(InputError, match="还没有"):
        users.remove("ab")


def test_many_at_once_lose_nobody(users: UserFile) -> None:
    names = [f"user{number}" for number in range(12)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda name: users.add(name, PASSWORD), names))
    assert sorted(users.all()) == sorted(names)


def test_another_process_is_seen_at_once(users: UserFile) -> None:
    users.add("a", PASSWORD)
    assert "b" not in users.all()
    code = "import sys; from pathlib import Path; from ui.staff_users import *; "
    code += "UserFile(Path(sys.argv[1]), Cost(16, 1, 1)).add('b', sys.argv[2])"
    subprocess.run([sys.executable, "-c", code, str(users.file.parent), PASSWORD], check=True)
    assert set(users.all()) == {"a", "b"}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"users": [{"name": "a"}]}', '{"people": []}'])
def test_a_broken_file_says_what_to_do_and_is_left_alone(users: UserFile, text: str) -> None:
    users.file.parent.mkdir()
    users.file.write_text(text, encoding="utf-8")
    with pytest.raises(SetupError, match="suance user add"):
        users.check("a", PASSWORD)
    with pytest.raises(SetupError):
        users.add("a", PASSWORD)
    assert users.file.read_text(encoding="utf-8") == text
