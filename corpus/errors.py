"""The project's exception tree; every message is one line and says what to do.

::

    SuanceError
    ├── DataError     an author's file is wrong: file, line, key, found, expected
    ├── InputError    a user's value is wrong: field, value, allowed, the question to ask
    ├── NotInForce    the policy does not apply on that date: the dates between which it does
    └── SetupError    this machine is not ready: what failed and the command that repairs it
"""

from datetime import date
from pathlib import Path


class SuanceError(Exception):
    """Anything that this project raises on purpose."""


class DataError(SuanceError):
    """A data file of the project does not hold together; raised at load."""

    def __init__(
        self, file: Path | str, key: str, *, found: object, expected: object, line: int | None = None, fix: str = ""
    ) -> None:
        self.file, self.key, self.line = str(file), key, line
        self.found, self.expected, self.fix = str(found), str(expected), fix
        place = self.file if line is None else f"{self.file}:{line}"
        message = f"{place}: {key}: 找到 {self.found}，应为 {self.expected}"
        super().__init__(f"{message}。{fix}" if fix else message)


class InputError(SuanceError):
    """A value that a user gave cannot be used."""

    def __init__(self, field: str, value: object, *, allowed: str, question: str = "") -> None:
        self.field, self.value, self.allowed, self.question = field, value, allowed, question
        shown = str(value)
        shown = shown if len(shown) <= 40 else shown[:40] + "…"
        super().__init__(f"{field}: “{shown}” 无法使用，应为{allowed}" + (f"。{question}" if question else ""))


class NotInForce(SuanceError):
    """The policy is not in force on the date asked for; both dates are included in its life."""

    def __init__(self, policy_id: str, *, as_of: date, start: date, end: date) -> None:
        self.policy_id, self.as_of, self.start, self.end = policy_id, as_of, start, end
        super().__init__(f"{policy_id}: {as_of} 不在有效期 {start} 至 {end} 之内")


class SetupError(SuanceError):
    """The machine or its settings keep the program from working; ``repair`` is what to type or change."""

    def __init__(self, problem: str, *, repair: str) -> None:
        self.problem, self.repair = problem, repair
        super().__init__(f"{problem}。处理办法：{repair}")
