"""``suance bench``: the product's own parts, measured on other people's data."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui.cli_chinese import ChineseGroup
from ui.options import as_json

if TYPE_CHECKING:
    from evals.bench import Bench

_NAMES = {
    "recall_at_1": "R@1", "recall_at_3": "R@3", "recall_at_10": "R@10", "recall_at_100": "R@100", "mrr": "MRR",
    "index_seconds": "建索引（秒）", "query_p50_ms": "查询中位（毫秒）", "query_p95_ms": "查询 p95（毫秒）",
}  # fmt: skip


@click.group(cls=ChineseGroup)
def bench() -> None:
    """在别的文档和问题上量检索的好坏与快慢。

    \b
    例：
      suance bench retrieval --corpus 文档.jsonl.gz --questions 问题.jsonl
    """  # noqa: D301


@bench.command()
@click.option("--corpus", required=True, metavar="文档.jsonl", help='每行 {"doc_id": "…", "text": "…"}，可为 .gz。')
@click.option(
    "--questions", required=True, metavar="问题.jsonl",
    help='每行 {"qid": "…", "question": "…", "gold": ["doc_id", …]}，可为 .gz。',
)  # fmt: skip
@as_json
def retrieval(corpus: str, questions: str, as_json: bool) -> None:
    """为文档建索引，逐题检索，量召回、MRR 和用时；用的就是产品的检索，编码器看 SUANCE_ENCODER。

    召回是答案文档中找到的比例；MRR 看第一篇找到的答案。索引建在临时文件夹，量完即删。

    \b
    例：
      suance bench retrieval --corpus 文档.jsonl.gz --questions 问题.jsonl --json
    """  # noqa: D301
    from tqdm import tqdm

    from assistant.settings import read_settings
    from evals.bench import measure, read_task
    from ui.progress import index_progress

    task = read_task(Path(corpus), Path(questions))
    if task.unknown:
        click.echo(f"suance: 注意：{task.unknown} 个 gold 不在文档之中，按没找到计", err=True)
    with (
        index_progress() as indexed,
        tqdm(total=len(task.questions), desc="检索", unit="题", disable=None, file=sys.stderr) as bar,
    ):
        found = measure(task, read_settings().encoder, indexed=indexed, on_question=bar.update)
    click.echo(found.model_dump_json() if as_json else _table(found))


def _table(found: "Bench") -> str:
    return "\n".join(f"{name}  {getattr(found, key):g}" for key, name in _NAMES.items())
