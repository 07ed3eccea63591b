"""``suance eval harvest``: replies that readers rejected become draft cases."""

import os
from datetime import date
from pathlib import Path

import click

from ui.cli_chinese import ChineseCommand
from ui.cli_eval import cases_option
from ui.options import out as out_option


@click.command(cls=ChineseCommand)
@cases_option
@out_option
def harvest(cases: Path | None, out: str | None) -> None:
    """把有 👎 或有订正的工单变成待核对的草稿题。

    \b
    例：
      suance eval harvest
      suance eval harvest --out 草稿.yaml
    """  # noqa: D301
    from assistant.database import open_tickets
    from assistant.settings import read_settings
    from evals.case import CASES, load_cases
    from evals.harvest import draft_file, drafts, read_votes, vote_of
    from ui.files import check_writable, write_lines

    settings = read_settings(os.environ)
    file = Path(out) if out else settings.home / "evals" / "drafts" / f"{date.today()}.yaml"
    check_writable(out)
    known = {case.id for case in load_cases(cases or CASES)}
    tickets = open_tickets(settings)
    try:
        kept = {vote.ticket: vote for vote in read_votes(settings.home)}
        votes = list((kept | {ticket.id: vote_of(ticket) for ticket in tickets.rated()}).values())
        found = list(drafts(votes, tickets.find, known))
    finally:
        tickets.close()
    if not found:
        click.echo(f"没有要收的：共 {len(votes)} 张工单有意见，其中没有新的 👎 或订正。")
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    write_lines(str(file), draft_file(found).splitlines())
    click.echo(f"{len(found)} 道草稿写到 {file}，逐题核对后移到 evals/cases/。")
