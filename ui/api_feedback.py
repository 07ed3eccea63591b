"""What readers and staff think of replies: kept with the reply's ticket, and gone with it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

from assistant.privacy import mask
from assistant.tickets.ticket import TicketStore, Vote
from corpus.errors import InputError
from ui.contract import FeedbackIn


class FeedbackStore(Protocol):
    """Where feedback goes."""

    def add(self, feedback: FeedbackIn) -> None:
        """Keep one; ``SetupError`` where that fails, ``InputError`` where there is no such ticket."""
        ...


class FeedbackTickets:
    """Votes beside tickets; personal numbers are masked before they are kept, as in questions."""

    def __init__(self, tickets: Callable[[], TicketStore]) -> None:
        self._tickets = tickets

    def add(self, feedback: FeedbackIn, by: str = "") -> None:
        """Keep a vote; ``by`` names the member of staff who gives it."""
        vote = Vote(
            at=datetime.now(UTC), by=by, vote=feedback.vote, reason=_masked(feedback.reason),
            correction=_masked(feedback.correction),
        )  # fmt: skip
        if not self._tickets().rate(feedback.ticket, vote):
            allowed = "一份还在的答复的工单号"
            raise InputError("ticket", feedback.ticket, allowed=allowed, question="这份答复没有存下来，或已随对话删除")


def _masked(text: str | None) -> str | None:
    return mask(text) if text else None
