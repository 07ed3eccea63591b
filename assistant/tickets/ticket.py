"""What a ticket holds. Everything in it has passed the mask: the question is masked before the turn begins."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Literal, Protocol

from pydantic import BaseModel, ConfigDict


class _Record(BaseModel):
    """Frozen; keys of a later version are passed over, so that an old program reads a newer one's tickets."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Evidence(_Record):
    """A clause that the turn had before it."""

    clause: str
    label: str
    digest: str
    """SHA-256 of the clause's text."""
    cited: bool


class ToolCall(_Record):
    """A tool call with what came back; the sentences of clauses are left out, their digests stand in the evidence."""

    name: str
    arguments: dict[str, Any]
    result: Any
    failed: bool


class Check(_Record):
    """A check of the reply and what it found; nothing found is a pass."""

    name: str
    findings: tuple[str, ...] = ()


class Versions(_Record):
    """What the turn ran on; digests are SHA-256."""

    suance: str
    encoder: str
    index: str
    policies: dict[str, str]
    """Policy → digest of its source text."""
    parameters: dict[str, str]
    """Policy → digest of its parameters.yaml."""
    calculators: dict[str, str]
    """Policy → digest of its rules; ``shared``: the code that all of them use."""


class Vote(_Record):
    """What somebody thought of the reply."""

    at: datetime
    """UTC."""
    by: str = ""
    """The member of staff; empty for a reader."""
    vote: Literal["up", "down"]
    reason: str | None = None
    correction: str | None = None
    """What the reply should have said: a proposal, nothing changes by it."""


class Ticket(_Record):
    """One turn, kept."""

    id: str
    at: datetime
    """UTC."""
    thread: str | None
    """The conversation; None for a question that stood alone."""
    earlier: tuple[str, ...]
    """The user's earlier messages in this conversation, oldest first."""
    question: str
    as_of: date
    model: str
    latency_ms: float
    evidence: tuple[Evidence, ...]
    tools: tuple[ToolCall, ...]
    checks: tuple[Check, ...]
    versions: Versions
    parameters: dict[str, str]
    """Parameters of the policies that were calculated with, as they stood on the as-of date: ``policy/id`` → value."""
    reply: dict[str, Any]
    """The reply as it was given, in its JSON form."""
    votes: tuple[Vote, ...] = ()
    """Oldest first; they come after the turn, so the store keeps them beside the record."""

    def record_json(self) -> str:
        """Return what the store keeps of the turn itself."""
        return self.model_dump_json(exclude={"votes"})


def with_votes(record: str, votes: Iterable[Any]) -> Ticket:
    """Return a ticket as a store keeps it: the turn's record, and the votes beside it."""
    given = sorted((Vote.model_validate(vote) for vote in votes), key=lambda vote: vote.at)
    return Ticket.model_validate_json(record).model_copy(update={"votes": tuple(given)})


class TicketStore(Protocol):
    """Where tickets are kept; every method raises ``SetupError`` when the store cannot be used."""

    def record(self, ticket: Ticket) -> None:
        """Keep a ticket."""
        ...

    def find(self, ticket_id: str) -> Ticket | None:
        """Return the ticket of that id, or of the only id that begins so."""
        ...

    def recent(self, count: int) -> Sequence[Ticket]:
        """Return the newest tickets, newest first."""
        ...

    def conversation(self, thread: str) -> Sequence[Ticket]:
        """Return a conversation's tickets, oldest first."""
        ...

    def rate(self, ticket_id: str, vote: Vote) -> bool:
        """Keep a vote with its ticket, whose id is given whole; False if there is no such ticket."""
        ...

    def rated(self) -> Sequence[Ticket]:
        """Return the tickets with a vote, the oldest ticket first."""
        ...

    def forget(self, thread: str) -> int:
        """Delete a conversation's tickets with their votes, and return how many tickets there were."""
        ...

    def ended(self, before: datetime) -> Sequence[str]:
        """Return the conversations whose last ticket is older."""
        ...

    def forget_lone(self, before: datetime) -> int:
        """Delete older tickets that belong to no conversation, with their votes, and return how many there were."""
        ...

    def close(self) -> None:
        """Let go of the database."""
        ...
