"""``suance search``, ``suance show`` and ``suance segment``: looking things up without the assistant."""

import re
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus.errors import InputError
from ui.cli_chinese import ChineseCommand
from ui.options import AsOf, as_json, out

if TYPE_CHECKING:
    from corpus.normalise import Script
    from index.filters import Where
    from index.search import Searcher
    from ui.contract import SearchHit


@click.command(cls=ChineseCommand)
@click.argument("text", nargs=-1, metavar="[文字…]")
@click.option("-k", "k", type=click.IntRange(1, 100), default=5, show_default=True, help="最多给几条。")
@click.option("--policy", default="", metavar="编号", help="只在这份政策里找，如 hz_ai_2024。")
@click.option("--as-of", "as_of", type=AsOf(), help="只找这一天有效的政策，写成 2026-03-01 的样子。")
@click.option("--chapter", default="", metavar="章", help="只在这一章里找：编号或标题中的词，如 一、或 算力。")
@click.option("--unit", default="", metavar="单位", help="只找这个单位负责的条款，可写简称，如 金融办。")
@click.option("--batch", "batch_file", metavar="输入.jsonl", help='逐行检索：每行 {"id": "…", "text": "…"}。')
@as_json
@out
def search(
    text: tuple[str, ...], k: int, policy: str, as_of: date | None, chapter: str, unit: str,
    batch_file: str | None, as_json: bool, out: str | None,
) -> None:  # fmt: skip
    """按自己的话找条款，并说明为什么找到。

    \b
    例：
      suance search 银行利息帮我扛一半 -k 3
      suance search 奖励 --unit 金融办 --as-of 2026-03-01
      suance search --batch 问题.jsonl --out 命中.jsonl
    """  # noqa: D301
    from index.filters import Where
    from index.search import STORE_DOWN
    from ui.contract import SearchOut
    from ui.files import check_writable, write_lines

    check_writable(out)
    where = Where(policy=policy, as_of=as_of, chapter=chapter, unit=unit)
    if batch_file is not None and text:
        raise click.UsageError("--batch 和文字只能写一样")
    if batch_file is not None:
        searcher, lines = _search_rows(batch_file, k, where)
    else:
        wanted = _checked(" ".join(text))
        searcher = _searcher()
        hits = _hits(searcher, wanted, k, where)
        lines = [SearchOut(hits=hits).model_dump_json()] if as_json or out else [_table(hits)]
    if not searcher.whole:
        click.echo(f"suance: 注意：{STORE_DOWN}", err=True)
    if out:
        write_lines(out, lines)
    else:
        click.echo("\n".join(lines))


def _search_rows(file: str, k: int, where: "Where") -> tuple["Searcher", list[str]]:
    from tqdm import tqdm

    from ui.contract import SearchIn, SearchRow
    from ui.files import read_rows

    rows = read_rows(file, SearchIn)
    searcher = _searcher()
    bar = tqdm(rows, "检索", unit="题", disable=None, file=sys.stderr)
    return searcher, [SearchRow(id=row.id, hits=_hits(searcher, row.text, k, where)).model_dump_json() for row in bar]


def _searcher() -> "Searcher":
    from assistant.settings import read_settings
    from corpus.load import load_policies
    from index.search import open_searcher
    from ui.progress import index_progress

    settings = read_settings()
    with index_progress() as progress:
        return open_searcher(
            load_policies(), settings.home, encoder=settings.encoder, server=settings.chroma, progress=progress
        )[0]


def _checked(text: str) -> str:
    if not text.strip():
        raise InputError("文字", text or "空白", allowed="要找的内容", question="例：suance search 利息补贴")
    return text


def _hits(searcher: "Searcher", text: str, k: int, where: "Where") -> list["SearchHit"]:
    from corpus.normalise import detect_script
    from index.search import label_in
    from ui.contract import SearchHit

    script = detect_script(text)
    return [
        SearchHit(clause=hit.clause.id, label=label_in(hit.clause, script), score=hit.score, why=hit.why)
        for hit in searcher.find(text, k, where=where).hits
    ]


def _table(hits: list["SearchHit"]) -> str:
    if not hits:
        return "没有找到相关条款。请换个说法，或用 suance show 看全部条款。"
    return "\n".join(f"{hit.score:.2f}  {hit.label}  ({hit.clause})\n      {hit.why}" for hit in hits)


@click.command(cls=ChineseCommand)
@click.argument("reference", required=False, metavar="[条款]")
@click.option("--script", type=click.Choice(["hans", "hant"]), default="hans", help="hans 简体，hant 繁体（原文）。")
def show(reference: str | None, script: str) -> None:
    """看一个条款的全文；不写条款就列出全部。

    \b
    例：
      suance show 3        suance show m03
      suance show 第三条   suance show （三）
      suance show 附则
    """  # noqa: D301
    from corpus.load import load_policies, resolve_clause
    from corpus.normalise import to_script
    from ui.render_text import clause_text

    wanted: Script = "hant" if script == "hant" else "hans"
    for policy in load_policies().values():
        if reference is not None:
            click.echo(clause_text(resolve_clause(policy, reference), policy, wanted))
            continue
        click.echo(f"{to_script(policy.title, wanted)}（{policy.in_force_from} 至 {policy.in_force_to}）")
        for clause in policy.clauses:
            units = "、".join(clause.units)
            line = f"  {clause.short_id}  {clause.label}" + (f"　{units}" if units else "")
            click.echo(to_script(line, wanted))


@click.command(cls=ChineseCommand)
@click.argument("file", metavar="文件")
@as_json
def segment(file: str, as_json: bool) -> None:
    """把一份政策或法规文本按编号切成条款，并验证无损。

    \b
    例：
      suance segment 政策.txt
      suance segment 条例.md --json
    """  # noqa: D301
    from corpus.segment import is_lossless
    from corpus.segment import segment as cut
    from ui.contract import SegmentClause, SegmentOut
    from ui.files import read_text

    source = read_text(file)
    found = cut(source, _policy_id(file, source), file=file)
    for fault in found.faults:
        if fault.key == "条款编号":
            raise fault
        click.echo(f"suance: 注意：{fault}", err=True)
    clauses = [
        SegmentClause(
            id=clause.id, kind=clause.kind, number=clause.number, heading=clause.heading, path=list(clause.path),
            start=clause.span.start, end=clause.span.end,
        )
        for clause in found.clauses
    ]  # fmt: skip
    if not any(item.kind == "measure" for item in clauses):
        click.echo("suance: 注意：没有找到带编号的条款（第一条、（一）或 一、），全文作为一段", err=True)
    result = SegmentOut(clauses=clauses, lossless=is_lossless(source, found.pieces))
    if as_json:
        click.echo(result.model_dump_json())
        return
    for item in clauses:
        click.echo(f"{item.start:>7}–{item.end:<7} {item.id}  {' / '.join(item.path)}  {item.heading}")
    click.echo(f"共 {len(clauses)} 条，{'无损' if result.lossless else '有损'}。")


def _policy_id(file: str, source: str) -> str:
    """Return the id of the policy whose text this is, else one made of the file's name."""
    from corpus.load import load_policies

    for policy in load_policies().values():
        if policy.source == source:
            return policy.id
    return re.sub(r"[^a-z0-9_]+", "_", Path(file).stem.lower()).strip("_") or "document"
