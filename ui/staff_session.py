"""A signed cookie that says who is signed in. Nothing of it is kept but what has been signed out (staff_ended.py)."""

import base64
import hashlib
import hmac
import os
import secrets
import time
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock

from corpus.errors import SetupError
from ui.staff_ended import Ended
from ui.staff_users import LOCK, User, UserFile

COOKIE = "suance_staff"
FILE = "staff.secret"
SECONDS = 12 * 3600
"""A session lasts a working day."""
_BYTES = 32
_LONGEST = 1024


class Sessions:
    """Makes the cookie's value and reads it back."""

    def __init__(
        self, users: UserFile, secret: bytes, clock: Callable[[], float] = time.time, *, home: Path | None = None
    ) -> None:
        self._users, self._secret, self._clock = users, secret, clock
        self._ended = Ended(home, clock())

    def begin(self, user: User) -> str:
        """Return the value of a new session."""
        until = int(self._clock()) + SECONDS
        body = ".".join([_text(user.name), user.generation, str(until), secrets.token_urlsafe(9)])
        return f"{body}.{self._sign(body)}"

    def user(self, value: str) -> User | None:
        """Return who is signed in; None for a value that is not ours, has ended, or whose user is gone."""
        read = self._read(value)
        if read is None:
            return None
        name, generation, until = read
        user = self._users.all().get(name)
        if user is None or user.generation != generation or until <= self._clock() or value in self._ended:
            return None
        return user

    def end(self, value: str) -> None:
        """Sign out: the value is worth nothing any more, even where a copy of it was taken."""
        read = self._read(value)
        if read is not None and read[2] > self._clock():
            self._ended.add(value, int(read[2]))

    def _read(self, value: str) -> tuple[str, str, float] | None:
        body, _, signature = value.rpartition(".")
        if len(value) > _LONGEST or not hmac.compare_digest(
            self._sign(body).encode(), signature.encode("utf-8", "replace")
        ):
            return None
        name, generation, until, _ = body.split(".")  # signed by us, so it has our form
        return _untext(name), generation, float(until)

    def _sign(self, body: str) -> str:
        made = hmac.new(self._secret, body.encode("utf-8", "replace"), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(made).decode().rstrip("=")


def _text(name: str) -> str:
    return base64.urlsafe_b64encode(name.encode()).decode().rstrip("=")


def _untext(text: str) -> str:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()


def open_secret(home: Path) -> bytes:
    """Return the key that signs; made at first use, readable by its owner alone. Removing it signs everybody out."""
    file = home / FILE
    try:
        home.mkdir(parents=True, exist_ok=True)
        with FileLock(home / LOCK, timeout=10):
            if not file.exists():
                _write(file)
            found = file.read_bytes()
    except OSError as error:  # a lock's timeout is one
        raise SetupError(
            f"登录密钥 {file} 不能读写（{error.strerror or '被占用'}）", repair="检查权限和磁盘空间"
        ) from None
    if len(found) != _BYTES:
        raise SetupError(f"登录密钥 {file} 坏了", repair=f"删去它再启动，大家重新登录：rm {file}")
    return found


def _write(file: Path) -> None:
    draft = file.with_name(f"{file.name}.new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(secrets.token_bytes(_BYTES))
    draft.replace(file)
