"""``suance ask`` and ``suance batch``."""

import sys
import time
from datetime import date
from typing import TYPE_CHECKING

import click

from corpus.errors import InputError
from ui.cli_chinese import ChineseCommand
from ui.options import as_json, as_of, out

if TYPE_CHECKING:
    from assistant.agent import Assistant
    from assistant.reply import Reply
    from ui.contract import BatchIn


@click.command(cls=ChineseCommand)
@click.argument("text", nargs=-1, required=True, metavar="问题…")
@click.option("--thread", metavar="对话名", help="接着这段对话问；下次用同一个名字可以再接着问。")
@as_json
@as_of
def ask(text: tuple[str, ...], thread: str | None, as_json: bool, as_of: date | None) -> None:
    """问一个问题，得到带原文引用的答复。

    \b
    例：
      suance ask 算力券一年最多能拿多少
      suance ask 我们租国产算力签了1000万，能补多少 --json
      suance ask 這個政策什麼時候到期 --as-of 2026-03-01
      suance ask --thread 甲公司 签了1000万的算力合同能补多少
      suance ask --thread 甲公司 国产的
    """  # noqa: D301
    from assistant.agent import check_question
    from ui.render_text import reply_text

    question = " ".join(text)
    check_question(question)
    reply = _assistant().ask(question, thread=thread, as_of=as_of)
    click.echo(reply.model_dump_json() if as_json else reply_text(reply))


@click.command(cls=ChineseCommand)
@click.argument("file", metavar="输入.jsonl")
@out
def batch(file: str, out: str | None) -> None:
    """逐行回答一批对话。

    输入每行一个 JSON：{"id": "…", "turns": ["…", "…"], "as_of": "2026-03-01"}（as_of 可省）；
    输出每行 {"id": "…", "replies": […]}，次序相同。“-”表示从标准输入读。

    \b
    例：
      suance batch 问题.jsonl --out 答复.jsonl
    """  # noqa: D301
    from tqdm import tqdm

    from ui.contract import BatchIn, BatchOut
    from ui.files import check_writable, read_rows, write_lines

    check_writable(out)
    rows = read_rows(file, BatchIn)
    assistant = _assistant()
    lines = []
    for row in tqdm(rows, "答复", unit="段", disable=None, file=sys.stderr):
        line = BatchOut(id=row.id, replies=_converse(assistant, row)).model_dump_json()
        lines.append(line)
        if out is None:
            click.echo(line)
    if out is not None:
        write_lines(out, lines)


def _converse(assistant: "Assistant", row: "BatchIn") -> list["Reply"]:
    from assistant.checkpoints import passing_thread

    thread = passing_thread()
    replies = [_one(assistant, turn, thread=thread, as_of=row.as_of) for turn in row.turns]
    assistant.leave(thread)
    return replies


def _one(assistant: "Assistant", turn: str, *, thread: str, as_of: date | None) -> "Reply":
    """Answer a turn; one that cannot be read gets a failed reply in its place, and the rest go on."""
    from assistant.agent import failed_reply

    began = time.perf_counter()
    try:
        return assistant.ask(turn, thread=thread, as_of=as_of)
    except InputError as error:
        day = as_of or date.today()
        return failed_reply(turn, str(error), script="hans", model="offline", as_of=day, began=began)


def _assistant() -> "Assistant":
    from assistant.agent import open_assistant
    from assistant.settings import read_settings
    from ui.progress import index_progress

    with index_progress() as progress:
        return open_assistant(read_settings(), progress=progress)
