"""``suance serve`` and ``suance index``."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus.errors import SetupError
from ui.cli_chinese import ChineseCommand, ChineseGroup

if TYPE_CHECKING:
    from fastapi import FastAPI

    from assistant.agent import Assistant
    from assistant.settings import Settings
    from ui.staff import Staff


@click.command(cls=ChineseCommand)
@click.option("--host", default="127.0.0.1", show_default=True, help="监听的地址；0.0.0.0 表示对外开放。")
@click.option("--port", type=click.IntRange(1, 65535), default=7860, show_default=True, help="监听的端口。")
@click.option("--open/--no-open", "open_browser", default=True, help="启动后是否打开浏览器。")
@click.option("--allow-host", "allowed_hosts", multiple=True, metavar="域名", help="MCP 还接受哪个域名，可重复。")
def serve(host: str, port: int, open_browser: bool, allowed_hosts: tuple[str, ...]) -> None:
    """启动网页，连同 REST（/api）和 MCP（/mcp）。

    \b
    例：
      suance serve
      suance serve --port 7861 --no-open
    """  # noqa: D301
    from assistant.settings import read_settings
    from ui.web_server import serve as serve_page

    settings = read_settings()

    def start() -> "FastAPI":
        from assistant.retention import purge, start_purging
        from ui.api_feedback import FeedbackTickets
        from ui.api_feedback_file import take_over
        from ui.web import build_app

        assistant = warm_assistant(settings)
        tickets = assistant.tickets
        assert tickets is not None
        take_over(settings.home, tickets)
        if settings.keep_days is not None:
            start_purging(partial(purge, tickets, assistant.leave, settings.keep_days))
        staff = staff_of(assistant, settings.home)
        return build_app(assistant, FeedbackTickets(lambda: tickets), allowed_hosts=allowed_hosts, staff=staff)

    serve_page(start, host, port, open_browser)


def staff_of(assistant: "Assistant", home: Path) -> "Staff | None":
    """Return what the staff's pages need; None, said on the terminal, where it cannot be had: others are served on."""
    from assistant.tickets.replay import replay
    from ui.staff import open_staff

    tickets, again = assistant.tickets, assistant.without_tickets()
    if tickets is None:
        return None
    try:
        return open_staff(home, tickets, lambda ticket: replay(ticket, again))
    except SetupError as error:
        click.echo(f"suance: 注意：工作人员暂时不能登录：{error}", err=True)
        return None


def warm_assistant(settings: "Settings") -> "Assistant":
    """Open the assistant and load what its first answer would wait for."""
    from assistant.agent import open_assistant
    from ui.progress import index_progress

    with index_progress() as progress:
        assistant = open_assistant(settings, progress=progress)
    assistant.warm_up()
    return assistant


@click.group(cls=ChineseGroup)
def index() -> None:
    """建立索引，查看索引的状态。"""


@index.command()
@click.option("--fresh", is_flag=True, help="不沿用旧索引，全部重建。")
def build(fresh: bool) -> None:
    """建立或更新索引；没有变化就什么也不做。

    \b
    例：
      suance index build
      suance index build --fresh
    """  # noqa: D301
    from assistant.settings import read_settings
    from corpus.load import load_policies
    from index.build import build_index
    from index.encoder.encoder import load_encoder
    from ui.progress import index_progress

    settings = read_settings()
    with index_progress() as progress:
        report = build_index(
            load_policies(), settings.home, load_encoder(settings.encoder),
            progress=progress, fresh=fresh, server=settings.chroma,
        )  # fmt: skip
    if report.embedded or report.removed:
        click.echo(f"索引已更新：新增或改动 {report.embedded} 条，沿用 {report.kept} 条，删除 {report.removed} 条。")
    else:
        click.echo(f"索引无须更新，共 {report.kept} 条。")


@index.command()
def status() -> None:
    """查看索引在哪里、是否最新。

    \b
    例：
      suance index status
    """  # noqa: D301
    from assistant.settings import read_settings
    from corpus.load import load_policies
    from index.encoder.encoder import load_encoder
    from index.manifest import current_build, is_whole, wanted_manifest

    settings = read_settings()
    current = current_build(settings.home)
    wanted = wanted_manifest(load_policies(), load_encoder(settings.encoder), embedded=not settings.chroma)
    if current is None or not is_whole(current[0]):
        click.echo(f"还没有索引（{settings.home}）。运行 suance index build 建立。")
        return
    state = "最新" if current[1] == wanted else "已过时，运行 suance index build 更新"
    click.echo(f"位置：{current[0]}\n编码器：{current[1].encoder}\n条款：{len(current[1].clauses)} 条\n状态：{state}")
