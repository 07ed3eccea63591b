"""The gate: the offline model against the last run that was accepted, ``baselines/offline.json``.

Red when fewer of the same cases hold, when a metric falls by more than a point, or when one that must hold does not.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from corpus.data_file import DataModel
from corpus.errors import DataError
from evals.case import Case
from evals.metrics import Group, measure, metric_words
from evals.report import Report
from evals.result import CaseResult, Record
from evals.retrieval import Retrieval

BASELINE = Path(__file__).parent / "baselines" / "offline.json"
TOLERANCE = 0.01
"""How much a rate may fall (or an error rate rise) before the gate is red: one point in a hundred."""
_RETRIEVAL = {"recall_at_1": "up", "recall_at_3": "up", "mrr": "up", "refused": "up", "false_refusals": "down"}
_APART = frozenset({"cases", "repeats"})
"""Judged case by case, or not run by the gate."""


class Baseline(DataModel):
    """What was accepted."""

    metrics: dict[str, float]
    retrieval: dict[str, float]
    held: dict[str, str]
    """Cases that held: id → digest of wording and expectation."""
    fell: dict[str, str]
    """Cases that did not."""


class Verdict(Record):
    """What the gate found."""

    problems: tuple[str, ...]
    """One line each; none: the gate is green."""
    lost: tuple[str, ...]
    """Cases that held before and do not now."""
    gained: tuple[str, ...]
    new: tuple[str, ...]
    """Cases that the baseline does not know in this wording."""
    gone: tuple[str, ...]
    """Cases of the baseline that are no more, or were reworded."""


def read_baseline(file: Path = BASELINE) -> Baseline:
    """Read the baseline; ``DataError`` for one that cannot be read."""
    try:
        return Baseline.model_validate_json(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        fix = "用 suance eval gate --update 重新生成"
        raise DataError(file, "基线", found="不能读取", expected="gate --update 写出的 JSON", fix=fix) from None


def make_baseline(report: Report, cases: Iterable[Case]) -> Baseline:
    """Return the baseline that a report sets."""
    fell = set(report.failed_cases)
    cases = sorted(cases, key=lambda case: case.id)
    return Baseline(
        metrics=_rates(report.metrics.overall) if report.metrics else {},
        retrieval=_figures(report.retrieval),
        held={case.id: case.digest for case in cases if case.id not in fell},
        fell={case.id: case.digest for case in cases if case.id in fell},
    )


def write_baseline(baseline: Baseline, file: Path = BASELINE) -> None:
    """Write a baseline, a line for each case, so that a change shows in a diff."""
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(baseline.model_dump(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def judge_run(
    baseline: Baseline, cases: Sequence[Case], results: Sequence[CaseResult], retrieval: Sequence[Retrieval]
) -> Verdict:
    """Hold a run to a baseline, over the cases that both know in the same wording."""
    known = {**baseline.held, **baseline.fell}
    same = [case for case in cases if known.get(case.id) == case.digest]
    failed = {one.case for one in results if one.variant == "asked" and not one.passed}
    lost = tuple(case.id for case in same if case.id in baseline.held and case.id in failed)
    gained = tuple(case.id for case in same if case.id in baseline.fell and case.id not in failed)
    problems = []
    if len(lost) > len(gained):
        problems.append(f"原来通过、现在不通过的有 {len(lost)} 题，反过来只有 {len(gained)} 题")
    names = {case.id for case in same}
    metrics = measure(same, [one for one in results if one.case in names]).overall
    problems += _fallen(baseline.metrics, _rates(metrics)) + _broken(measure(cases, results).overall)
    problems += _fallen_retrieval(baseline.retrieval, _figures(retrieval))
    return Verdict(
        problems=tuple(problems), lost=lost, gained=gained,
        new=tuple(case.id for case in cases if case.id not in names),
        gone=tuple(name for name in known if name not in names),
    )  # fmt: skip


def _rates(group: Group) -> dict[str, float]:
    words = metric_words()
    judged = {name: metric for name, metric in group.metrics.items() if words[name].better != "none"}
    return {name: metric.value for name, metric in judged.items() if name not in _APART}


def _figures(retrieval: Sequence[Retrieval]) -> dict[str, float]:
    bank = next((one for one in retrieval if one.threshold is not None), None)
    return {name: float(getattr(bank, name)) for name in _RETRIEVAL} if bank else {}


def _fallen(before: Mapping[str, float], now: Mapping[str, float]) -> list[str]:
    words = metric_words()
    return [
        f"{words[name].label}：基线 {before[name]:.1%}，现在 {now[name]:.1%}"
        for name in before
        if name in now and _worse(before[name], now[name], words[name].better)
    ]


def _worse(before: float, now: float, better: str) -> bool:
    fall = before - now if better == "up" else now - before
    return fall > TOLERANCE + 1e-9


def _broken(group: Group) -> list[str]:
    """Return what must hold at any time and does not."""
    return [
        f"{words.label}必须是 {words.must:.0%}，现在 {group.metrics[name].value:.2%}"
        for name, words in metric_words().items()
        if words.must is not None and name in group.metrics and group.metrics[name].value != words.must
    ]


def _fallen_retrieval(before: Mapping[str, float], now: Mapping[str, float]) -> list[str]:
    return [
        f"检索 {name}：基线 {before[name]:.3f}，现在 {now[name]:.3f}"
        for name, better in _RETRIEVAL.items()
        if name in before and name in now and _worse(before[name], now[name], better)
    ]
