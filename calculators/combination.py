"""The best lawful combination of supports, found by weighing every one of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A support that could be claimed."""

    key: str
    name: str
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Best:
    """The supports that bring most, and how many combinations were compared."""

    chosen: tuple[Candidate, ...]
    compared: int

    @property
    def high(self) -> Decimal:
        """The sum of the upper bounds."""
        return sum((candidate.high for candidate in self.chosen), ZERO)

    @property
    def low(self) -> Decimal:
        """The sum of the lower bounds."""
        return sum((candidate.low for candidate in self.chosen), ZERO)


def best(candidates: Sequence[Candidate], conflicts: Collection[frozenset[str]]) -> Best:
    """Weigh every combination without a conflict: most at best, then most at least, then the fewest."""
    lawful = [
        chosen
        for size in range(len(candidates) + 1)
        for chosen in combinations(candidates, size)
        if not any(frozenset((first.key, second.key)) in conflicts for first, second in combinations(chosen, 2))
    ]
    return max((Best(chosen, len(lawful)) for chosen in lawful), key=lambda found: (found.high, found.low))
