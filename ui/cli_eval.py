"""``suance eval``: how good the assistant is, whether it got better or worse, and whether that is good enough."""

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui.cli_chinese import ChineseCommand, ChineseGroup
from ui.options import as_json

if TYPE_CHECKING:
    from assistant.settings import Settings
    from evals.compare import Change, Comparison
    from evals.report import Report
    from evals.result import CaseResult

SUITES = ("all", "dialogue", "retrieval", "normal", "noise", "rejection", "combination", "counterfactual", "multi_turn")


@click.group("eval", cls=ChineseGroup, invoke_without_command=True)
@click.option("--suite", type=click.Choice(SUITES), default="all", show_default=True, help="跑哪一部分。")
@click.option("--model", metavar="模型", help="由谁驱动，如 offline、openai:名称；默认看 SUANCE_MODEL。")
@click.option("--encoder", metavar="编码器", help="sentence-transformers 的名称或文件夹；默认看 SUANCE_ENCODER。")
@click.option("--repeat", type=click.IntRange(1, 100), default=1, show_default=True, help="每题问几遍，看是否稳定。")
@click.option("--jobs", type=click.IntRange(1, 64), help="同时开几个进程；默认与处理器数相同，至多 4。")
@click.option("--forms/--no-forms", default=None, help="另换字体、换形各问一遍；离线模型默认开，其余默认关。")
@click.option("--cases", type=click.Path(path_type=Path), metavar="文件夹", help="题目所在的文件夹；默认是自带的题。")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="文件夹", help="结果写到哪里；默认在数据目录的 evals 下。"
)
@click.option("--fresh", is_flag=True, help="不接着上次没跑完的做，从头再来。")
@click.pass_context
def evaluate(
    ctx: click.Context, suite: str, model: str | None, encoder: str | None, repeat: int, jobs: int | None,
    forms: bool | None, cases: Path | None, out: Path | None, fresh: bool,
) -> None:  # fmt: skip
    """跑评测：题目定对错，不用模型当裁判。

    \b
    例：
      suance eval
      suance eval --suite noise --jobs 2
      suance eval --model openai:deepseek-chat --repeat 3
    """  # noqa: D301
    if ctx.invoked_subcommand is not None:
        return
    from evals.case import CASES
    from evals.suite import Wanted, run_suite

    settings = _settings(model, encoder)
    wanted = Wanted(
        suite=suite, repeat=repeat, processes=jobs or min(4, os.cpu_count() or 1), fresh=fresh, cases=cases or CASES,
        out=out, forms=settings.model == "offline" if forms is None else forms,
    )  # fmt: skip
    with _Bar() as bar:
        report, folder = run_suite(settings, wanted, bar)
    click.echo(_summary(report))
    click.echo(f"报告：{folder / 'report.html'}")


def _settings(model: str | None, encoder: str | None) -> "Settings":
    from assistant.settings import read_settings

    settings = read_settings()
    return replace(settings, model=model or settings.model, encoder=encoder or settings.encoder)


class _Bar:
    """A progress bar that keeps the tally."""

    def __init__(self) -> None:
        from tqdm import tqdm

        self._bar = tqdm(disable=True, file=sys.stderr)
        self._right = self._wrong = 0

    def __enter__(self) -> "_Bar":
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self._bar.close()
        if isinstance(error, KeyboardInterrupt):
            click.echo("已完成的结果都已保存，重跑同一命令会接着做。", err=True)

    def start(self, total: int, done: int) -> None:
        """Begin to draw."""
        from tqdm import tqdm

        if done:
            click.echo(f"接着上次：{total} 段对话中已有 {done} 段。", err=True)
        self._bar = tqdm(total=total, desc="评测", unit="段", disable=None, file=sys.stderr)

    def result(self, result: "CaseResult") -> None:
        """Count one conversation; those in other forms are counted apart, in the report."""
        self._bar.update(1)
        if result.variant == "asked":
            self._right, self._wrong = self._right + result.passed, self._wrong + (not result.passed)
            self._bar.set_postfix_str(f"对 {self._right} 错 {self._wrong}")


def _summary(report: "Report") -> str:
    from evals.metrics import metric_words
    from evals.report import shown

    lines = []
    if report.metrics:
        found = report.metrics.overall.metrics
        lines += [
            f"{words.label}\t{shown(name, found[name])}" for name, words in metric_words().items() if name in found
        ]
    for one in report.retrieval:
        lines.append(f"检索 {one.name}\tR@1 {one.recall_at_1:.1%}，R@3 {one.recall_at_3:.1%}，MRR {one.mrr:.3f}")
    return "\n".join(lines)


@evaluate.command(cls=ChineseCommand)
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
