"""Feedback stands with its ticket, is masked, and goes with the conversation."""

import json
from datetime import date
from pathlib import Path

import pytest

from assistant.agent import Assistant, open_assistant
from assistant.settings import Settings
from assistant.tickets.ticket import Ticket, TicketStore
from corpus.errors import InputError
from index.encoder.encoder import SHIPPED
from ui.api_feedback import FeedbackTickets
from ui.api_feedback_file import FILE, take_over
from ui.cli import run
from ui.contract import FeedbackIn

TODAY = date(2026, 11, 23)
QUESTION = "第三条归谁负责"


@pytest.fixture(scope="module")
def asking(home: Path) -> Assistant:
    return open_assistant(Settings(home=home, model="offline", encoder=SHIPPED))


@pytest.fixture
def tickets(asking: Assistant) -> TicketStore:
    assert asking.tickets is not None
    return asking.tickets


@pytest.fixture
def feedback(tickets: TicketStore) -> FeedbackTickets:
    return FeedbackTickets(lambda: tickets)


def found(tickets: TicketStore, ticket_id: str) -> Ticket:
    ticket = tickets.find(ticket_id)
    assert ticket is not None
    return ticket


def test_votes_stand_with_their_ticket_in_order(
    asking: Assistant, tickets: TicketStore, feedback: FeedbackTickets
) -> None:
    mine, other = (asking.ask(QUESTION, as_of=TODAY).ticket for _ in range(2))
    feedback.add(FeedbackIn(ticket=mine, vote="down", reason="没说清"))
    feedback.add(FeedbackIn(ticket=mine, vote="up", correction="市经信局"), by="王芳")
    votes = found(tickets, mine).votes
    assert [(vote.by, vote.vote, vote.reason, vote.correction) for vote in votes] == [
        ("", "down", "没说清", None), ("王芳", "up", None, "市经信局")
    ]  # fmt: skip
    assert found(tickets, other).votes == ()
    assert {ticket.id: len(ticket.votes) for ticket in tickets.recent(2)} == {mine: 2, other: 0}
    assert mine in [ticket.id for ticket in tickets.rated()] and other not in [each.id for each in tickets.rated()]


def test_personal_numbers_are_masked(asking: Assistant, tickets: TicketStore, feedback: FeedbackTickets) -> None:
    ticket = asking.ask(QUESTION, as_of=TODAY).ticket
    feedback.add(FeedbackIn(ticket=ticket, vote="down", reason="打13800138000找我", correction="邮箱 a.b@example.com"))
    (vote,) = found(tickets, ticket).votes
    assert "13800138000" not in str(vote) and "a.b@" not in str(vote)


def test_feedback_goes_with_its_conversation(
    asking: Assistant, tickets: TicketStore, feedback: FeedbackTickets
) -> None:
    gone, kept = (asking.ask(QUESTION, thread=thread, as_of=TODAY).ticket for thread in ("mine", "yours"))
    for ticket in (gone, kept):
        feedback.add(FeedbackIn(ticket=ticket, vote="up"))
    asking.forget("mine")
    assert tickets.find(gone) is None and gone not in [ticket.id for ticket in tickets.rated()]
    assert len(found(tickets, kept).votes) == 1
    with pytest.raises(InputError, match="ticket"):
        feedback.add(FeedbackIn(ticket=gone, vote="up"))


def test_an_assistant_without_tickets_keeps_none(asking: Assistant, tickets: TicketStore) -> None:
    again = asking.without_tickets()
    assert again.tickets is None and asking.tickets is tickets
    assert tickets.find(again.ask(QUESTION, as_of=TODAY).ticket) is None


def test_the_command_shows_votes(
    asking: Assistant, feedback: FeedbackTickets, home: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    ticket = asking.ask(QUESTION, as_of=TODAY).ticket
    feedback.add(FeedbackIn(ticket=ticket, vote="down", reason="没\n说清"))
    monkeypatch.setenv("SUANCE_HOME", str(home))
    assert run(["ticket", "show", ticket]) == 0
    assert "读者　👎　理由：没 说清" in capsys.readouterr().out


def test_votes_of_an_earlier_version_move_to_their_tickets(
    asking: Assistant, tickets: TicketStore, tmp_path: Path
) -> None:
    ticket = asking.ask(QUESTION, as_of=TODAY).ticket
    old = {"at": "2026-11-22T08:00:00+00:00", "feedback": {"ticket": ticket, "vote": "down", "reason": "旧的"}}
    lost = {"at": "2026-11-22T08:00:00+00:00", "feedback": {"ticket": "0f" * 16, "vote": "down"}}
    file = tmp_path / FILE
    file.write_text(f"{json.dumps(old)}\n{json.dumps(lost)}\n{{half", encoding="utf-8")
    assert take_over(tmp_path, tickets) == 1
    assert [vote.reason for vote in found(tickets, ticket).votes] == ["旧的"]
    assert file.read_text(encoding="utf-8") == f"{json.dumps(lost)}\n{{half\n"
    assert take_over(tmp_path, tickets) == 0, "nothing twice"
    assert len(found(tickets, ticket).votes) == 1
    file.write_text(json.dumps(old), encoding="utf-8")
    assert take_over(tmp_path, tickets) == 1 and not file.exists()
