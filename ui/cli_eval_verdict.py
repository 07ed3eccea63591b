"""``suance eval compare`` and ``suance eval gate``: better or worse, and good enough."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui.cli_chinese import ChineseCommand
from ui.cli_eval import Bar, cases_option, jobs_option, out_option, processes, settings
from ui.options import as_json

if TYPE_CHECKING:
    from evals.compare import Change, Comparison
    from evals.gate import Verdict


@click.command(cls=ChineseCommand)
@click.argument("before", type=click.Path(path_type=Path), metavar="旧结果")
@click.argument("after", type=click.Path(path_type=Path), metavar="新结果")
@as_json
def compare(before: Path, after: Path, as_json: bool) -> int:
    """逐题比较两次评测；有题变坏则退出码为 1。

    \b
    例：
      suance eval compare 旧文件夹 新文件夹
    """  # noqa: D301
    from evals.compare import compare_folders

    found = compare_folders(before, after)
    click.echo(found.model_dump_json() if as_json else _comparison(found))
    return 1 if found.worse else 0


def _comparison(found: "Comparison") -> str:
    lines = [
        f"共有的题 {found.shared}：旧 {found.passed_before} 题通过，新 {found.passed_after} 题通过；"
        f"变好 {len(found.better)}，变坏 {len(found.worse)}，McNemar 精确检验 p = {found.p_value:.4f}"
        f"（{'显著' if found.significant else '不显著'}）。",
        *_changes("变坏", found.worse, fails=True),
        *_changes("变好", found.better, fails=False),
    ]
    for title, names in (("只在旧结果里", found.only_before), ("只在新结果里", found.only_after)):
        if names:
            lines.append(
                f"{title}（{len(names)} 题，题目改过也算）：{'、'.join(names[:12])}{'…' if names[12:] else ''}"
            )
    return "\n".join(lines)


def _changes(title: str, changes: "tuple[Change, ...]", *, fails: bool) -> list[str]:
    lines = []
    for change in changes:
        lines.append(f"{title}  {change.case}  {change.ask}")
        lines += [f"      {reason}" for reason in (change.after if fails else change.before)]
    return lines


@click.command(cls=ChineseCommand)
@click.option("--update", is_flag=True, help="接受这次的结果，写成新的基线。")
@jobs_option
@cases_option
@click.option("--baseline", type=click.Path(path_type=Path), metavar="文件", help="基线；默认是自带的。")
@out_option
def gate(update: bool, jobs: int | None, cases: Path | None, baseline: Path | None, out: Path | None) -> int:
    """门禁：离线模型不得低于基线，低了则退出码为 1。

    \b
    例：
      suance eval gate
      suance eval gate --update
    """  # noqa: D301
    from evals.case import CASES
    from evals.gate import BASELINE, judge_run, make_baseline, read_baseline, write_baseline
    from evals.suite import Wanted, run_suite

    file = baseline or BASELINE
    accepted = None if update else read_baseline(file)
    wanted = Wanted(processes=processes(jobs), cases=cases or CASES, out=out)
    with Bar() as bar:
        ran = run_suite(settings("offline", None), wanted, bar)
    if accepted is None:
        write_baseline(make_baseline(ran.report, ran.cases), file)
        click.echo(f"基线已更新：{file}")
        return 0
    verdict = judge_run(accepted, ran.cases, ran.results, ran.report.retrieval)
    click.echo(_verdict(verdict))
    return 1 if verdict.problems else 0


def _verdict(verdict: "Verdict") -> str:
    lines = [*(f"不合格：{problem}" for problem in verdict.problems)] or ["合格"]
    for title, names in (("退步", verdict.lost), ("进步", verdict.gained), ("基线没有的题", verdict.new),
                         ("已改或已删的题", verdict.gone)):  # fmt: skip
        if names:
            shown = "、".join(names[:20]) + ("…" if names[20:] else "")
            lines.append(f"{title}（{len(names)}）：{shown}")
    return "\n".join(lines)
