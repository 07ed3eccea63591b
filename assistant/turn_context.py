"""What a turn knows besides its messages; every tool can read it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class TurnContext:
    """The day whose law applies, and who asks."""

    as_of: date
    said: tuple[str, ...] = ()
    """The user's own words in this conversation; the only source of amounts, rates and dates."""
