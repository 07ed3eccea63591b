"""Which clauses a search may return: policy, day in force, chapter, responsible unit; as masks over the rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from corpus.clause import Clause, Policy
from corpus.errors import InputError
from corpus.normalise import fold

Mask = NDArray[np.bool_]
_SHOWN = 12  # names that an error lists


@dataclass(frozen=True, slots=True)
class Where:
    """What a clause must be; empty fields allow everything."""

    policy: str = ""
    """Id of the policy."""
    as_of: date | None = None
    """A day on which the policy is in force."""
    chapter: str = ""
    """Number or words of a heading above the clause, in any script."""
    unit: str = ""
    """A responsible unit, in full or short: 市科技局, 科技局."""


ANYWHERE = Where()


def short_unit(unit: str) -> str:
    """Return a unit's name as people say it, folded: 市委金融办 → 金融办."""
    name = fold(unit).strip().removeprefix("杭州")
    return name.removeprefix("市委").removeprefix("市") if len(name) > 3 else name


class Filters:
    """Masks over rows; what rows have in common is looked up once, so that a mask costs one pass over the rows."""

    def __init__(self, clauses: Sequence[Clause], policies: dict[str, Policy]) -> None:
        self._policies = policies
        self._policy_of, self._policy_names = _coded([clause.policy_id for clause in clauses])
        self._chapter_of, self._chapters = _coded(["\n".join(map(fold, clause.path)) for clause in clauses])
        units: dict[str, list[int]] = {}
        for row, clause in enumerate(clauses):
            for unit in clause.units:
                units.setdefault(fold(unit), []).append(row)
        self.units = {unit: np.array(rows, dtype=np.int64) for unit, rows in units.items()}
        """Rows by responsible unit, folded."""

    def mask(self, where: Where) -> Mask | None:
        """Return which rows are allowed, None for all; ``InputError`` for a name that no clause has."""
        masks = [
            *([self._of_policies([self._known_policy(where.policy)])] if where.policy else []),
            *([self._in_force(where.as_of)] if where.as_of else []),
            *([self._in_chapter(where.chapter)] if where.chapter.strip() else []),
            *([self._of_unit(where.unit)] if where.unit.strip() else []),
        ]
        return np.logical_and.reduce(masks) if masks else None

    def _known_policy(self, policy: str) -> str:
        if policy not in self._policies:
            raise _unknown("policy", policy, self._policies)
        return policy

    def _of_policies(self, wanted: Iterable[str]) -> Mask:
        chosen = set(wanted)
        return np.array([name in chosen for name in self._policy_names], dtype=bool)[self._policy_of]

    def _in_force(self, day: date) -> Mask:
        return self._of_policies(name for name, policy in self._policies.items() if policy.in_force(day))

    def _in_chapter(self, chapter: str) -> Mask:
        wanted = fold(chapter).strip()
        chosen = np.array([wanted in name for name in self._chapters], dtype=bool)
        if not chosen.any():
            raise _unknown("chapter", chapter, [name.replace("\n", " / ") for name in self._chapters if name])
        return chosen[self._chapter_of]

    def _of_unit(self, unit: str) -> Mask:
        wanted = short_unit(unit)
        found = [rows for name, rows in self.units.items() if wanted in name]
        if not found:
            raise _unknown("unit", unit, self.units)
        mask = np.zeros(len(self._policy_of), dtype=bool)
        mask[np.concatenate(found)] = True
        return mask


def _coded(values: Sequence[str]) -> tuple[NDArray[np.int32], list[str]]:
    places: dict[str, int] = {}
    codes = np.array([places.setdefault(value, len(places)) for value in values], dtype=np.int32)
    return codes, list(places)


def _unknown(field: str, value: str, allowed: Iterable[str]) -> InputError:
    names = list(allowed)
    listed = "、".join(names[:_SHOWN]) + ("……" if len(names) > _SHOWN else "")
    return InputError(field, value, allowed=f"其中之一：{listed}" if names else "空，所收文件没有这一项")
