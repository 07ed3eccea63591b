"""The signed cookie, and the brakes on guessing."""

import stat
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.errors import SetupError
from ui.staff_ended import FILE as ENDED
from ui.staff_guard import LIMITS, WINDOW_SECONDS, Guard
from ui.staff_session import FILE, SECONDS, Sessions, open_secret
from ui.staff_users import Cost, User, UserFile

PASSWORD = "山高水长 风清月白 2026"


@dataclass
class Clock:
    now: float = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def users(tmp_path: Path) -> UserFile:
    found = UserFile(tmp_path, Cost(16, 1, 1))
    found.add("王芳", PASSWORD)
    found.add("b", PASSWORD)
    return found


@pytest.fixture
def sessions(users: UserFile, clock: Clock) -> Sessions:
    return Sessions(users, b"k" * 32, clock)


def name_of(user: User | None) -> str | None:
    return user.name if user else None


def test_two_users_at_once_are_told_apart(sessions: Sessions, users: UserFile) -> None:
    first, second = (sessions.begin(users.all()[name]) for name in ("王芳", "b"))
    assert (name_of(sessions.user(first)), name_of(sessions.user(second))) == ("王芳", "b")
    sessions.end(first)
    assert (sessions.user(first), name_of(sessions.user(second))) == (None, "b")


def test_every_changed_character_is_noticed(sessions: Sessions, users: UserFile) -> None:
    value = sessions.begin(users.all()["王芳"])
    for place, character in enumerate(value):
        other = "A" if character != "A" else "B"
        assert sessions.user(value[:place] + other + value[place + 1 :]) is None, place
    for bad in ("", ".", "....", value + "x", value[:-1], f".{value}", "é" * 50, "\udc80", value * 100):
        assert sessions.user(bad) is None


def test_another_key_signs_nothing_of_ours(sessions: Sessions, users: UserFile, clock: Clock) -> None:
    value = Sessions(users, b"x" * 32, clock).begin(users.all()["b"])
    assert sessions.user(value) is None


def test_a_session_ends_after_a_working_day(sessions: Sessions, users: UserFile, clock: Clock) -> None:
    value = sessions.begin(users.all()["b"])
    clock.now += SECONDS - 1
    assert name_of(sessions.user(value)) == "b"
    clock.now += 1
    assert sessions.user(value) is None


def test_signing_out_holds_over_a_restart_and_in_a_server_beside(users: UserFile, clock: Clock, tmp_path: Path) -> None:
    here, beside = (Sessions(users, b"k" * 32, clock, home=tmp_path) for _ in range(2))
    out, stays = (here.begin(users.all()[name]) for name in ("王芳", "b"))
    here.end(out)
    assert stat.S_IMODE((tmp_path / ENDED).stat().st_mode) == 0o600
    with (tmp_path / ENDED).open("ab") as stream:
        stream.write(b"half a line of a killed proce")
    again = Sessions(users, b"k" * 32, clock, home=tmp_path)
    assert [name_of(each.user(out)) for each in (here, beside, again)] == [None] * 3
    assert [name_of(each.user(stays)) for each in (here, beside, again)] == ["b"] * 3
    clock.now += SECONDS
    Sessions(users, b"k" * 32, clock, home=tmp_path)
    assert (tmp_path / ENDED).read_text(encoding="ascii") == "", "what has ended by itself is left out"


def test_a_sign_out_that_cannot_be_kept_holds_as_long_as_the_server_runs(
    users: UserFile, clock: Clock, tmp_path: Path
) -> None:
    sessions = Sessions(users, b"k" * 32, clock, home=tmp_path / "gone")
    value = sessions.begin(users.all()["b"])
    sessions.end(value)
    assert sessions.user(value) is None


def test_who_is_removed_or_has_a_new_password_is_out_at_once(sessions: Sessions, users: UserFile) -> None:
    first, second = (sessions.begin(users.all()[name]) for name in ("王芳", "b"))
    users.remove("王芳")
    users.change("b", PASSWORD + "！")
    assert sessions.user(first) is None and sessions.user(second) is None
    users.add("王芳", PASSWORD)
    assert sessions.user(first) is None, "another person of the same name"


def test_the_key_is_made_once_and_private(tmp_path: Path) -> None:
    home = tmp_path / "new"
    key = open_secret(home)
    assert key == open_secret(home) and len(set(key)) > 1
    assert stat.S_IMODE((home / FILE).stat().st_mode) == 0o600


def test_a_broken_key_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"short")
    with pytest.raises(SetupError, match="rm "):
        open_secret(tmp_path)


def test_guesses_for_one_name_are_braked_and_let_go(clock: Clock) -> None:
    guard = Guard(clock)
    assert [guard.attempt("a", "1") for _ in range(LIMITS["both"])] == [0.0] * LIMITS["both"]
    assert guard.attempt("a", "1") == WINDOW_SECONDS
    assert guard.attempt("b", "1") == 0.0, "another name from there"
    assert guard.attempt("a", "2") == 0.0, "the same name from elsewhere: a stranger keeps no colleague out"
    clock.now += WINDOW_SECONDS
    assert guard.attempt("a", "1") == 0.0


def test_an_address_may_not_try_one_name_after_the_other(clock: Clock) -> None:
    guard = Guard(clock)
    waits = [guard.attempt(f"name{number}", "1") for number in range(LIMITS["address"] + 1)]
    assert waits == [0.0] * LIMITS["address"] + [WINDOW_SECONDS]


def test_many_addresses_may_not_try_one_name_for_ever(clock: Clock) -> None:
    guard = Guard(clock)
    waits = [guard.attempt("a", f"address{number}") for number in range(LIMITS["name"] + 1)]
    assert waits == [0.0] * LIMITS["name"] + [WINDOW_SECONDS]


def test_the_right_password_is_no_guess(clock: Clock) -> None:
    guard = Guard(clock)
    for _ in range(LIMITS["address"] * 3):
        assert guard.attempt("a", "1") == 0.0
        guard.succeeded("a", "1")
