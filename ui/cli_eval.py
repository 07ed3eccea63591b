"""``suance eval``: how good the assistant is, whether it got better or worse, and whether that is good enough."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui.cli_chinese import ChineseGroup

if TYPE_CHECKING:
    from assistant.settings import Settings
    from evals.report import Report
    from evals.result import CaseResult

SUITES = ("all", "dialogue", "retrieval", "normal", "noise", "rejection", "combination", "counterfactual", "multi_turn")


LATER = {"compare": "ui.cli_eval_verdict:compare", "gate": "ui.cli_eval_verdict:gate",
         "harvest": "ui.cli_eval_harvest:harvest"}  # fmt: skip
_folder = click.Path(path_type=Path)
jobs_option = click.option("--jobs", type=click.IntRange(1, 64), help="同时开几个进程；默认与处理器数相同，至多 4。")
cases_option = click.option("--cases", type=_folder, metavar="文件夹", help="题目所在的文件夹；默认是自带的题。")
out_option = click.option("--out", type=_folder, metavar="文件夹", help="结果的去处；默认在数据目录的 evals 下。")


@click.group("eval", cls=ChineseGroup, lazy=LATER, invoke_without_command=True)
@click.option("--suite", type=click.Choice(SUITES), default="all", show_default=True, help="跑哪一部分。")
@click.option("--model", metavar="模型", help="由谁驱动，如 offline、openai:名称；默认看 SUANCE_MODEL。")
@click.option("--encoder", metavar="编码器", help="sentence-transformers 的名称或文件夹；默认看 SUANCE_ENCODER。")
@click.option("--repeat", type=click.IntRange(1, 100), default=1, show_default=True, help="每题问几遍，看是否稳定。")
@jobs_option
@click.option("--forms/--no-forms", default=None, help="另换字体、换形各问一遍；离线模型默认开，其余默认关。")
@cases_option
@out_option
@click.option("--external", type=_folder, metavar="文件夹", help="另量检索：名称corpus.jsonl 与 名称questions.jsonl。")
@click.option("--fresh", is_flag=True, help="不接着上次没跑完的做，从头再来。")
@click.pass_context
def evaluate(
    ctx: click.Context, suite: str, model: str | None, encoder: str | None, repeat: int, jobs: int | None,
    forms: bool | None, cases: Path | None, out: Path | None, external: Path | None,
    fresh: bool,
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
    from evals.suite import PAGE, Wanted, run_suite

    chosen = settings(model, encoder)
    wanted = Wanted(
        suite=suite, repeat=repeat, processes=processes(jobs), fresh=fresh, cases=cases or CASES,
        out=out, external=external, forms=chosen.model == "offline" if forms is None else forms,
    )  # fmt: skip
    with Bar() as bar:
        ran = run_suite(chosen, wanted, bar)
    click.echo(_summary(ran.report))
    if ran.report.about.missing:
        click.echo(f"有 {ran.report.about.missing} 段对话因模型服务出错没有结果，重跑同一命令会补上。", err=True)
    click.echo(f"报告：{ran.folder / PAGE}")


def processes(jobs: int | None) -> int:
    """Return how many processes to run."""
    return jobs or min(4, os.cpu_count() or 1)


def settings(model: str | None, encoder: str | None) -> "Settings":
    """Return this process's settings with the model and encoder that were asked for."""
    from assistant.settings import read_settings

    given = {"SUANCE_MODEL": model, "SUANCE_ENCODER": encoder}
    return read_settings({**os.environ, **{name: value for name, value in given.items() if value}})


class Bar:
    """A progress bar that keeps the tally."""

    def __init__(self) -> None:
        from tqdm import tqdm

        self._bar = tqdm(disable=True, file=sys.stderr)
        self._right = self._wrong = 0

    def __enter__(self) -> "Bar":
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
