"""What a run measured, as one record; written as JSON and Markdown (``evals.page`` writes the HTML)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from evals.case import Case
from evals.metrics import Group, Metric, Metrics, MetricWords, measure, metric_words
from evals.result import CaseResult, Record
from evals.retrieval import Retrieval

_PER_CASE = ("cases", "status", "hit_at_1", "amounts", "phrases")
"""The columns of the tables by kind, measure and section."""


class About(Record):
    """What ran."""

    commit: str
    model: str
    encoder: str
    suite: str
    cases: int
    missing: int = 0
    """Conversations without a result, because the model's server failed them."""
    repeat: int
    forms: bool
    seconds: float
    """Of this call; results taken over from an interrupted one cost nothing here."""
    made: datetime


class Report(Record):
    """The whole of a run but its results one by one, which stand in ``results.jsonl``."""

    about: About
    metrics: Metrics | None
    retrieval: tuple[Retrieval, ...] = ()
    failed_cases: tuple[str, ...] = ()
    """Cases that did not hold as asked, in the order of the files."""


def make_report(
    about: About, cases: Sequence[Case], results: Iterable[CaseResult], retrieval: Sequence[Retrieval]
) -> Report:
    """Measure the results."""
    results = list(results)
    failed = {one.case for one in results if one.variant == "asked" and not one.passed}
    return Report(
        about=about,
        metrics=measure(cases, results) if results else None,
        retrieval=tuple(retrieval),
        failed_cases=tuple(case.id for case in cases if case.id in failed),
    )


def read_report(folder: Path) -> Report:
    """Read a report back; the folder must hold one."""
    return Report.model_validate_json((folder / "report.json").read_text(encoding="utf-8"))


def write_report(report: Report, folder: Path) -> None:
    """Write ``report.json`` and ``report.md``."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(report.model_dump(mode="json"), ensure_ascii=False, indent=1)
    (folder / "report.json").write_text(text + "\n", encoding="utf-8")
    (folder / "report.md").write_text(markdown(report), encoding="utf-8")


def shown(name: str, metric: Metric) -> str:
    """Return a metric as people read it: ``93.2% (90.1–95.8)``."""
    if name in ("mrr", "clarifying_turns"):
        return f"{metric.value:.3f} ({metric.low:.3f}–{metric.high:.3f})"
    if name.startswith("latency"):
        return f"{metric.value:.1f} ({metric.low:.1f}–{metric.high:.1f})"
    return f"{metric.value:.1%} ({metric.low:.1%}–{metric.high:.1%})".replace("%–", "–")


def metric_docs() -> str:
    """Return every metric's meaning as a Markdown table; ``docs/evaluation.md`` holds it."""
    better = {"up": "越高越好", "down": "越低越好", "none": "只看"}
    rows = [f"| {one.label} | {one.meaning} | {better[one.better]} |" for one in metric_words().values()]
    return "\n".join(["| 指标 | 含义 | |", "|---|---|---|", *rows])


def markdown(report: Report) -> str:
    """Return the report as Markdown."""
    about = report.about
    lines = [
        f"# 评测：{about.model} · {about.commit}",
        "",
        f"编码器 {about.encoder}，范围 {about.suite}，{about.cases} 题，每题 {about.repeat} 遍"
        f"{'，另换字体、换形各一遍' if about.forms else ''}，用时 {about.seconds:.0f} 秒，"
        f"{about.made:%Y-%m-%d %H:%M}。",
        "",
    ]
    if report.metrics:
        lines += _overall(report.metrics)
        tables = {"种类": report.metrics.by_kind, "措施": report.metrics.by_measure, "部分": report.metrics.by_section}
        for title, groups in tables.items():
            lines += _grouped(title, groups, metric_words())
    for retrieval in report.retrieval:
        lines += _retrieval(retrieval)
    if report.failed_cases:
        lines += [f"## 没有通过的题（{len(report.failed_cases)}）", "", "、".join(report.failed_cases), ""]
    return "\n".join(lines)


def _overall(metrics: Metrics) -> list[str]:
    rows = ["## 指标", "", "括号里是 95% 置信区间（对题自助抽样 1,000 次）。", ""]
    rows += ["| 指标 | 全部 | 次数 | 盲写的题 |", "|---|---|---|---|"]
    for name, words in metric_words().items():
        metric, blind = metrics.overall.metrics.get(name), metrics.blind.metrics.get(name)
        if metric:
            last = shown(name, blind) if blind else "—"
            rows.append(f"| {words.label} | {shown(name, metric)} | {metric.count} | {last} |")
    return [*rows, ""]


def _grouped(title: str, groups: Mapping[str, Group], words: Mapping[str, MetricWords]) -> list[str]:
    heads = " | ".join(words[name].label for name in _PER_CASE)
    rows = [f"## 按{title}", "", f"| {title} | 题数 | {heads} |", "|---" * (len(_PER_CASE) + 2) + "|"]
    for name, group in groups.items():
        cells = [shown(one, group.metrics[one]) if one in group.metrics else "—" for one in _PER_CASE]
        rows.append(f"| {name} | {group.cases} | {' | '.join(cells)} |")
    return [*rows, ""]


def _retrieval(retrieval: Retrieval) -> list[str]:
    lines = [
        f"## 检索：{retrieval.name}",
        "",
        f"{retrieval.questions} 题（其中 {retrieval.outside} 题不该有答案）：R@1 {retrieval.recall_at_1:.1%}，"
        f"R@3 {retrieval.recall_at_3:.1%}，MRR {retrieval.mrr:.3f}。",
    ]
    if retrieval.threshold is not None:
        refused = f"该拒的拒了 {retrieval.refused:.1%}，误拒 {retrieval.false_refusals:.1%}"
        lines.append(f"阈值 {retrieval.threshold}：{refused}。")
    return [*lines, ""]
