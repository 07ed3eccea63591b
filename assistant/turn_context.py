"""What a turn knows besides its messages; every tool can read it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class TurnContext:
    """The day whose law applies."""

    as_of: date
