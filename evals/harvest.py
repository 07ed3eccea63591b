"""From use to tests: replies that readers rejected or staff corrected become draft cases for a person to finish.

Votes stand with their tickets; those of an earlier version are the lines of ``feedback.jsonl`` in the data directory,
``{"at", "feedback": {"ticket", "vote", …}}``. The newest vote on a ticket counts, the staff's
before a reader's. A draft does not load until somebody has decided what the right answer is.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, Protocol

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.errors import DataError

VOTES = "feedback.jsonl"
UNDECIDED = "待定"
"""The status of a draft: no case may have it, so a draft is refused until it is finished."""
_ID = "ticket-{}"


class Vote(BaseModel):
    """What somebody thought of a reply."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    ticket: str
    vote: Literal["up", "down"]
    reason: str | None = None
    correction: str | None = None
    """What the reply should have said."""

    @property
    def asks_for_a_case(self) -> bool:
        """Whether the reply was rejected or corrected."""
        return self.vote == "down" or bool(self.correction)


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    at: datetime
    feedback: Vote


class Ticketed(Protocol):
    """What a draft needs of a ticket."""

    @property
    def id(self) -> str:
        """The vote names it."""
        ...

    @property
    def earlier(self) -> tuple[str, ...]:
        """What the user said before, oldest first."""
        ...

    @property
    def question(self) -> str:
        """The turn's words."""
        ...

    @property
    def as_of(self) -> date:
        """The day that the reply holds for."""
        ...

    @property
    def reply(self) -> dict[str, Any]:
        """The reply's JSON."""
        ...


class Opinion(Protocol):
    """A vote as it stands with a ticket."""

    @property
    def by(self) -> str:
        """The member of staff; empty for a reader."""
        ...

    @property
    def vote(self) -> Literal["up", "down"]:
        """Up or down."""
        ...

    @property
    def reason(self) -> str | None:
        """Why."""
        ...

    @property
    def correction(self) -> str | None:
        """What the reply should have said."""
        ...


class Rated(Protocol):
    """A ticket with votes, oldest first."""

    @property
    def id(self) -> str:
        """Its id."""
        ...

    @property
    def votes(self) -> Sequence[Opinion]:
        """At least one."""
        ...


def read_votes(home: Path) -> list[Vote]:
    """Return the newest vote on each ticket, oldest ticket first; none where there is no file."""
    file = home / VOTES
    if not file.is_file():
        return []
    newest: dict[str, Vote] = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                vote = _Line.model_validate_json(line).feedback
            except ValidationError as error:
                reason = error.errors(include_url=False)[0]["msg"]
                raise DataError(file, "意见", line=number, found=reason, expected="网页和接口写下的一行意见") from None
            newest[vote.ticket] = vote
    return list(newest.values())


def vote_of(ticket: Rated) -> Vote:
    """Return what is thought of a ticket: the staff's newest vote, completed by a reader's newest."""
    newest = {bool(vote.by): vote for vote in ticket.votes}
    first, second = newest.get(True) or newest[False], newest.get(False)
    return Vote(
        ticket=ticket.id,
        vote=first.vote,
        reason=first.reason or (second.reason if second else None),
        correction=first.correction or (second.correction if second else None),
    )


def case_id(ticket: str) -> str:
    """Return the id of the case that a ticket becomes."""
    return _ID.format(ticket[:12])


def drafts(
    votes: Iterable[Vote], find: Callable[[str], Ticketed | None], known: Collection[str]
) -> Iterator[tuple[Vote, Ticketed]]:
    """Yield what is worth a case: votes that ask for one, with tickets that still exist and have no case yet."""
    for vote in votes:
        if vote.asks_for_a_case and case_id(vote.ticket) not in known:
            ticket = find(vote.ticket)
            if ticket is not None:
                yield vote, ticket


def draft_file(found: Sequence[tuple[Vote, Ticketed]]) -> str:
    """Return a case file of drafts, each with what was said then and why it was rejected."""
    blocks = [_draft(vote, ticket) for vote, ticket in found]
    head = f"# 由意见生成的草稿：逐题核对，补上检查，把“{UNDECIDED}”改成正确的状态，再移到 evals/cases/。"
    return "\n".join([head, "cases:", *blocks, ""])


def _draft(vote: Vote, ticket: Ticketed) -> str:
    clauses = [str(one["clause"]).rpartition("/")[2] for one in ticket.reply["citations"]]
    notes = [
        ("意见", "👎" if vote.vote == "down" else "👍"), ("理由", vote.reason), ("订正", vote.correction),
        ("当时的状态", ticket.reply["status"]), ("当时引用", "、".join(dict.fromkeys(clauses))),
        ("当时的答复", ticket.reply["text"]),
    ]  # fmt: skip
    lines = [f"  # {name}：{' '.join(str(text).split())}" for name, text in notes if text]
    lines += [
        f"  - id: {case_id(ticket.id)}",
        "    kind: what  # 请改成这一问的种类",
        f"    section: {'multi_turn' if ticket.earlier else 'normal'}",
        f"    measure: {clauses[0] if clauses else 'none'}",
        f"    as_of: {ticket.as_of}",
        "    turns:",
    ]
    for ask in (*ticket.earlier, ticket.question):
        lines += [f"      - ask: {json.dumps(ask, ensure_ascii=False)}", f"        status: {UNDECIDED}"]
    return "\n".join(lines)
