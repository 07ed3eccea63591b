"""Two runs, case by case: what got better, what got worse, and whether chance explains it."""

from collections.abc import Iterable
from math import comb
from pathlib import Path

from corpus.errors import InputError
from evals.result import CaseResult, Record
from evals.run import RESULTS, stored_results

SIGNIFICANT = 0.05


class Change(Record):
    """A case that two runs judge differently."""

    case: str
    ask: str
    before: tuple[str, ...]
    """Checks that failed then."""
    after: tuple[str, ...]
    """Checks that fail now."""


class Comparison(Record):
    """What changed between two runs, over the cases that both ran with the same expectation."""

    shared: int
    passed_before: int
    passed_after: int
    better: tuple[Change, ...]
    worse: tuple[Change, ...]
    p_value: float
    """Two-sided exact McNemar test: how likely a difference like this is if neither run is better."""
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]
    """Cases that one run lacks, or that it ran in another wording."""

    @property
    def significant(self) -> bool:
        """Whether chance is an unlikely explanation."""
        return self.p_value < SIGNIFICANT


def mcnemar(better: int, worse: int) -> float:
    """Return the two-sided exact p value for so many changes either way."""
    changes = better + worse
    tail = sum(comb(changes, at) for at in range(min(better, worse) + 1))
    return float(min(1.0, 2 * tail / 2**changes))


def compare_folders(before: Path, after: Path) -> Comparison:
    """Compare two run folders; ``InputError`` for one that holds no results."""
    for folder in (before, after):
        if not (folder / RESULTS).is_file():
            raise InputError("文件夹", folder, allowed=f"含有 {RESULTS} 的评测结果", question="先用 suance eval 跑一遍")
    return compare(stored_results(before), stored_results(after))


def compare(before: Iterable[CaseResult], after: Iterable[CaseResult]) -> Comparison:
    """Compare two runs; a case that was repeated has passed if every repeat did."""
    old, new = _by_case(before), _by_case(after)
    shared = [key for key in old if key in new]
    passed = {key: (_passed(old[key]), _passed(new[key])) for key in shared}
    better = tuple(_change(old[key], new[key]) for key in shared if passed[key] == (False, True))
    worse = tuple(_change(old[key], new[key]) for key in shared if passed[key] == (True, False))
    return Comparison(
        shared=len(shared), better=better, worse=worse, p_value=round(mcnemar(len(better), len(worse)), 6),
        passed_before=sum(was for was, _ in passed.values()), passed_after=sum(now for _, now in passed.values()),
        only_before=tuple(key[0] for key in old if key not in new),
        only_after=tuple(key[0] for key in new if key not in old),
    )  # fmt: skip


def _by_case(results: Iterable[CaseResult]) -> dict[tuple[str, str], list[CaseResult]]:
    runs: dict[tuple[str, str], list[CaseResult]] = {}
    for result in results:
        if result.variant == "asked":
            runs.setdefault((result.case, result.digest), []).append(result)
    return dict(sorted(runs.items()))


def _passed(runs: Iterable[CaseResult]) -> bool:
    return all(run.passed for run in runs)


def _change(before: list[CaseResult], after: list[CaseResult]) -> Change:
    asks = " → ".join(turn.ask for turn in after[0].turns)
    return Change(case=after[0].case, ask=asks, before=_failures(before), after=_failures(after))


def _failures(runs: Iterable[CaseResult]) -> tuple[str, ...]:
    checks = (check for run in runs for turn in run.turns for check in turn.checks if not check.passed)
    return tuple(dict.fromkeys(f"{one.name}：应为 {one.expected}，得到 {_cut(one.got)}" for one in checks))


def _cut(text: str) -> str:
    return text if len(text) <= 80 else text[:80] + "…"
