"""What ``suance serve`` hands to the staff's pages."""

from datetime import date
from pathlib import Path

import pytest

from assistant.agent import open_assistant
from assistant.settings import Settings
from index.encoder.encoder import SHIPPED
from index.search import Searcher
from ui.cli_serve import staff_of
from ui.staff_session import FILE


def test_staff_reach_the_servers_own_tickets_and_replays(searcher: Searcher, home: Path) -> None:
    assistant = open_assistant(Settings(home=home, model="offline", encoder=SHIPPED))
    staff = staff_of(assistant, home)
    assert staff is not None
    reply = assistant.ask("第三条归谁负责", as_of=date(2026, 11, 23))
    ticket = staff.tickets.find(reply.ticket)
    assert ticket is not None and staff.replay(ticket).same
    assert staff.tickets.recent(1)[0].id == reply.ticket, "a replay leaves no ticket"


def test_without_a_key_the_others_are_served_on(
    searcher: Searcher, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assistant = open_assistant(Settings(home=home, model="offline", encoder=SHIPPED))
    (tmp_path / FILE).write_bytes(b"short")
    assert staff_of(assistant, tmp_path) is None
    assert "不能登录" in capsys.readouterr().err
