"""``suance ticket``: every turn's record, shown and run again."""

from typing import TYPE_CHECKING

import click

from corpus.errors import InputError
from ui.cli_chinese import ChineseGroup
from ui.options import as_json

if TYPE_CHECKING:
    from assistant.tickets.ticket import Ticket


@click.group(cls=ChineseGroup)
def ticket() -> None:
    """查看工单（每一轮问答的记录），或按工单重新回答一遍。"""


@ticket.command()
@click.argument("ticket_id", metavar="工单号")
@as_json
def show(ticket_id: str, as_json: bool) -> None:
    """看一份工单：问、答、引用的原文、工具的输入和结果、核对、版本。

    \b
    例：
      suance ticket show 4f0c9a1e
    """  # noqa: D301
    from ui.render_ticket import ticket_text

    found = _find(ticket_id)
    click.echo(found.model_dump_json() if as_json else ticket_text(found))


@ticket.command()
@click.argument("ticket_id", metavar="工单号")
@as_json
def replay(ticket_id: str, as_json: bool) -> int:
    """按工单重新回答一遍，说明条款和数字是否一样，或哪里变了。

    退出码：0 条款和数字都一样；1 有变化。

    \b
    例：
      suance ticket replay 4f0c9a1e
    """  # noqa: D301
    from assistant.agent import open_assistant
    from assistant.settings import read_settings
    from assistant.tickets.replay import replay as run_again
    from ui.progress import index_progress
    from ui.render_ticket import replay_text

    found = _find(ticket_id)
    with index_progress() as progress:
        assistant = open_assistant(read_settings(), progress=progress, keep=False)
    outcome = run_again(found, assistant)
    click.echo(outcome.model_dump_json() if as_json else replay_text(outcome))
    return 0 if outcome.same else 1


@ticket.command("list")
@click.option("-n", "count", type=click.IntRange(1, 1000), default=20, show_default=True, help="最多列几份。")
@as_json
def list_tickets(count: int, as_json: bool) -> None:
    """列出最近的工单，新的在前。

    \b
    例：
      suance ticket list -n 5
    """  # noqa: D301
    from assistant.database import open_tickets
    from assistant.settings import read_settings
    from ui.render_ticket import ticket_line

    for found in open_tickets(read_settings()).recent(count):
        click.echo(found.model_dump_json() if as_json else ticket_line(found))


@ticket.command("purge")
@click.option("--days", type=click.IntRange(1, 36500), required=True, help="保留最近几天的；更早的删除，不能恢复。")
def purge_tickets(days: int) -> None:
    """删除更早的对话和工单，连同意见；一段对话看最后一问的时间，整段删除。

    \b
    例：
      suance ticket purge --days 180
    """  # noqa: D301
    from assistant.database import open_database
    from assistant.retention import purge
    from assistant.settings import read_settings

    database = open_database(read_settings())
    gone = purge(database.tickets, database.conversations.delete_thread, days)
    click.echo(f"已删除 {gone} 份工单和它们的对话。")


def _find(ticket_id: str) -> "Ticket":
    from assistant.database import open_tickets
    from assistant.settings import read_settings

    found = open_tickets(read_settings()).find(ticket_id) if ticket_id.strip() else None
    if found is None:
        allowed = "一个已有的工单号，或只对应一份工单的开头几位"
        raise InputError("工单号", ticket_id, allowed=allowed, question="用 suance ticket list 查看最近的工单")
    return found
