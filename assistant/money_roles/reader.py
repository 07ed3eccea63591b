"""The role reader: a linear classifier that tells what each sum of money in a message is, learned from marked ones.

Word lists cannot foresee what else people mention beside the sum that counts (服务器、年终奖、订金、合伙人的钱); the
words around it tell. Sums are read by ``calculators.money``; the roles are those of ``messages/README.md``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.money_roles.features import Sum, role_features
from calculators.money import find_amounts

FOLDER = Path(__file__).parent / "weights"
ROLES = "roles"
"""The name of the weights that tell what sums are."""
Chances = Mapping[str, float]
"""Role → its probability; they add up to 1."""


@dataclass(frozen=True, slots=True)
class RoleReader:
    """Weights of a softmax classifier; small integers with a scale for each role."""

    vocabulary: Mapping[str, int]
    weights: NDArray[np.int8]
    """Shape (features, roles)."""
    scale: NDArray[np.float32]
    bias: NDArray[np.float32]
    roles: tuple[str, ...]

    def judge(self, features: list[str]) -> dict[str, float]:
        """Return the chances of each role of a sum with these features."""
        known = {self.vocabulary[name] for name in features if name in self.vocabulary}
        rows = np.fromiter(sorted(known), dtype=np.int64, count=len(known))
        logits = self.weights[rows].astype(np.float32).sum(axis=0) * self.scale + self.bias
        chances = np.exp(logits - logits.max())
        chances /= chances.sum()
        return {role: float(chance) for role, chance in zip(self.roles, chances, strict=True)}


@cache
def load_reader(folder: Path = FOLDER, name: str = ROLES) -> RoleReader:
    """Return the shipped reader of sums, or another of its kind by its name."""
    names = (folder / f"{name}.txt").read_text(encoding="utf-8").split("\n")
    with np.load(folder / f"{name}.npz", allow_pickle=False) as stored:
        return RoleReader(
            {name: row for row, name in enumerate(names)},
            stored["weights"],
            stored["scale"],
            stored["bias"],
            tuple(str(role) for role in stored["roles"]),
        )


def sums_in(text: str) -> list[Sum]:
    """Return the sums of money in a text, vague ones by their lower end."""
    return [Sum(amount.start, amount.end, amount.quantity.low) for amount in find_amounts(text)]


@lru_cache(maxsize=1024)
def roles_in(text: str, calculator: str) -> Mapping[int, Chances]:
    """Return what each sum in a message may be, by the offset at which it begins.

    ``calculator`` names the one that the message is about.
    """
    sums, reader = sums_in(text), load_reader()
    judged = [reader.judge(features) for features in role_features(text, sums, calculator)]
    return {one.start: chances for one, chances in zip(sums, judged, strict=True)}
