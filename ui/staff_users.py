"""Who may open the staff pages: names with hashed passwords in one file of the data directory."""

import base64
import contextlib
import hashlib
import hmac
import json
import os
import re
import secrets
import tempfile
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.errors import InputError, SetupError

FILE = "staff.json"
LOCK = "staff.lock"
SHORTEST, LONGEST = 10, 200
"""Characters of a password."""
_NAME = re.compile(r"[\w.@-]{1,32}")
_WAIT_SECONDS = 10.0
_AT_ONCE = 2
"""Passwords hashed at the same time: each takes tens of megabytes, and guesses must not take them all."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What scrypt spends on one password."""

    n: int = 2**15
    r: int = 8
    p: int = 3


class User(BaseModel):
    """One person; salt and hash are base64."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    salt: str
    hash: str
    n: int = Field(ge=2)
    r: int = Field(ge=1)
    p: int = Field(ge=1)
    generation: str
    """Made anew with every password: sessions of an earlier one end."""
    added: datetime


class _Users(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    users: tuple[User, ...] = ()


class UserFile:
    """The file, read again whenever it has changed; safe to share between threads and processes."""

    def __init__(self, home: Path, cost: Cost | None = None) -> None:
        self.file, self._cost = home / FILE, cost or Cost()
        self._hashing = threading.BoundedSemaphore(_AT_ONCE)
        self._seen: tuple[object, dict[str, User]] = (None, {})
        self._stranger = _user(
            "", base64.b64encode(secrets.token_bytes(32)).decode(), secrets.token_bytes(16), self._cost
        )

    def all(self) -> dict[str, User]:
        """Return the users by name; ``SetupError`` for a file that cannot be read."""
        try:
            found = self.file.stat()
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise _unreadable(self.file, error.strerror or "") from None
        stamp = (found.st_mtime_ns, found.st_size, found.st_ino)
        if self._seen[0] != stamp:
            self._seen = (stamp, {user.name: user for user in _read(self.file)})
        return self._seen[1]

    def check(self, name: str, password: str) -> User | None:
        """Return the user whose password this is; an unknown name takes as long as a wrong password."""
        user = self.all().get(normal_name(name))
        asked = user or self._stranger
        if not self._hashing.acquire(timeout=_WAIT_SECONDS):
            raise SetupError("登录的人太多", repair="稍后再试")
        try:
            cost = Cost(asked.n, asked.r, asked.p)
            right = hmac.compare_digest(_hash(password, base64.b64decode(asked.salt), cost), asked.hash)
        finally:
            self._hashing.release()
        return user if right else None

    def add(self, name: str, password: str) -> None:
        """Add a user; ``InputError`` for a name that is taken or a password that is too easy."""
        name = check_name(name)
        with self._changing() as users:
            if name in users:
                raise InputError(
                    "用户名", name, allowed="还没有用过的名字", question=f"改密码用 suance user password {name}"
                )
            users[name] = self._made(name, check_password(name, password))

    def change(self, name: str, password: str) -> None:
        """Give a user another password; whoever is signed in with the old one is signed out."""
        with self._changing() as users:
            known = _known(users, name)
            made = self._made(known, check_password(known, password))
            users[known] = made.model_copy(update={"added": users[known].added})

    def remove(self, name: str) -> None:
        """Remove a user, who is signed out at once."""
        with self._changing() as users:
            del users[_known(users, name)]

    def _made(self, name: str, password: str) -> User:
        salt = secrets.token_bytes(16)
        return _user(name, _hash(password, salt, self._cost), salt, self._cost)

    @contextlib.contextmanager
    def _changing(self) -> Iterator[dict[str, User]]:
        """Yield the users, and write them back whole: a killed process leaves the old file."""
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self.file.with_name(LOCK), timeout=_WAIT_SECONDS):
                users = dict(self.all())
                yield users
                _write(self.file, users)
        except Timeout:
            raise SetupError(f"{self.file} 正被另一个程序改动", repair="稍后再试") from None
        except OSError as error:
            raise SetupError(f"{self.file} 写不进去（{error.strerror}）", repair="检查磁盘空间和权限") from None


def _user(name: str, hashed: str, salt: bytes, cost: Cost) -> User:
    return User(
        name=name, salt=base64.b64encode(salt).decode(), hash=hashed, n=cost.n, r=cost.r, p=cost.p,
        generation=secrets.token_urlsafe(12), added=datetime.now(UTC),
    )  # fmt: skip


def normal_name(name: str) -> str:
    """Return a name in its one form: widths and compositions of characters make no other person."""
    return unicodedata.normalize("NFKC", name).strip()


def check_name(name: str) -> str:
    """Return the name in its one form; ``InputError`` for one that nobody may have."""
    normal = normal_name(name)
    if not _NAME.fullmatch(normal):
        raise InputError("用户名", name, allowed="1 至 32 个汉字、字母、数字或 . _ - @，没有空格")
    return normal


def check_password(name: str, password: str) -> str:
    """Return the password; ``InputError``, which does not repeat it, for one that is too easy to guess."""
    if not SHORTEST <= len(password) <= LONGEST or len(set(password)) < 4 or name.casefold() in password.casefold():
        allowed = f"{SHORTEST} 至 {LONGEST} 个字符、不含用户名、至少 4 种字符的密码"
        raise InputError("密码", "（不显示）", allowed=allowed, question="几个不相干的词连起来就很好记")
    return password


def _known(users: dict[str, User], name: str) -> str:
    normal = normal_name(name)
    if normal not in users:
        allowed = f"已有的用户（{'、'.join(users)}）" if users else "已有的用户，现在还没有"
        raise InputError("用户名", name, allowed=allowed, question="用 suance user list 查看")
    return normal


def _hash(password: str, salt: bytes, cost: Cost) -> str:
    """Return the scrypt hash, base64."""
    secret = unicodedata.normalize("NFC", password[: LONGEST + 1]).encode("utf-8", "surrogatepass")
    memory = 128 * cost.r * (cost.n + cost.p + 2)
    made = hashlib.scrypt(secret, salt=salt, n=cost.n, r=cost.r, p=cost.p, maxmem=2 * memory, dklen=32)
    return base64.b64encode(made).decode()


def _read(file: Path) -> tuple[User, ...]:
    try:
        return _Users.model_validate_json(file.read_bytes()).users
    except OSError as error:
        raise _unreadable(file, error.strerror or "") from None
    except ValidationError:
        raise _unreadable(file, "内容不对") from None


def _unreadable(file: Path, reason: str) -> SetupError:
    return SetupError(
        f"用户文件 {file} 读不出来（{reason}）", repair="修好或移走这个文件，再用 suance user add 添加用户"
    )


def _write(file: Path, users: dict[str, User]) -> None:
    """Replace the file in one step; only its owner may read it."""
    record = {"users": [user.model_dump(mode="json") for user in users.values()]}
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=file.parent, delete=False) as stream:  # mode 0600
        draft = Path(stream.name)
        try:
            stream.write(json.dumps(record, ensure_ascii=False, indent=1) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
    draft.replace(file)
