"""One turn of the page: the assistant's events → what the page shows next. No Gradio here."""

import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from pydantic import ValidationError

from assistant.reply import Event, Reply, ReplyEvent, StepEvent, TextEvent
from assistant.tickets.ticket import Ticket
from corpus.clause import Policy
from corpus.errors import InputError
from ui.api_conversation import thread_of
from ui.render import answer_html, place_of, question_html, text_html, working_html
from ui.render_place import Place
from ui.render_talk import tools_html
from ui.web_texts import page_texts

_KEY = re.compile("[0-9a-f]{64}")


class Answering(Protocol):
    """What the page needs of the assistant."""

    @property
    def policies(self) -> Mapping[str, Policy]:
        """Policies by id."""
        ...

    def stream(self, question: str, *, thread: str | None = None, as_of: date | None = None) -> Iterator[Event]:
        """Answer a question step by step; the reply comes last. ``InputError`` for one that cannot be asked."""
        ...

    def recall(self, thread: str) -> Sequence[Ticket]:
        """Return the turns of a conversation as they were given, oldest first; ``SetupError`` if that fails."""
        ...


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and its answer so far; both HTML."""

    question: str
    answer: str = ""


def new_key() -> str:
    """Return an id for a conversation that nobody can guess."""
    return secrets.token_hex(32)


def checked_key(key: object) -> str:
    """Return an id that a browser made; a new one where it sends anything else."""
    return key if isinstance(key, str) and _KEY.fullmatch(key) else new_key()


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation of one browser tab."""

    key: str = field(default_factory=new_key)
    """Its id: a secret of its browser, which asks for the conversation by it."""
    turns: tuple[Turn, ...] = ()

    @property
    def thread(self) -> str:
        """The assistant's name for it."""
        return thread_of(self.key)

    def with_turn(self, turn: Turn) -> "Talk":
        """Return the conversation with one more turn."""
        return replace(self, turns=(*self.turns, turn))


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows after an event."""

    talk: Talk
    draft: str | None = None
    """What the question box becomes; None leaves it as it is."""
    note: str = ""
    """A line above the question box: why a question was not sent."""
    opened: Place | None = None
    """A clause to show beside the answer; None leaves the panel as it is."""
    finished: bool = False


def converse(assistant: Answering, talk: Talk, question: str, *, as_of: date | None = None) -> Iterator[View]:
    """Ask, and yield what to show as the answer grows; a question that cannot be asked stays in the box."""
    asked = Turn(question_html(question), working_html(()))
    if question.strip():
        yield View(talk.with_turn(asked), draft="")
    try:
        yield from _answer(assistant, talk, question, as_of)
    except InputError as error:
        yield View(talk, draft=question, note=rejection(error), finished=True)


def _answer(assistant: Answering, talk: Talk, question: str, as_of: date | None) -> Iterator[View]:
    asked = question_html(question)
    steps: list[StepEvent] = []
    text = ""
    for event in assistant.stream(question, thread=talk.thread, as_of=as_of):
        if isinstance(event, ReplyEvent):
            answer = answer_html(
                event.reply, assistant.policies, steps, tools=tools_html(event.reply, assistant.policies)
            )
            yield View(talk.with_turn(Turn(asked, answer)), opened=main_place(event.reply), finished=True)
            return
        if isinstance(event, StepEvent):
            steps.append(event)
        if isinstance(event, TextEvent):
            text += event.text
        yield View(talk.with_turn(Turn(asked, working_html(steps, text))))
    yield View(talk, draft=question, note=page_texts().ask.broken, finished=True)


def recalled(assistant: Answering, key: str) -> Talk:
    """Return a conversation as far as its turns were finished; ``SetupError`` if they cannot be read."""
    talk = Talk(key)
    return replace(talk, turns=tuple(_told(ticket, assistant.policies) for ticket in assistant.recall(talk.thread)))


def _told(ticket: Ticket, policies: Mapping[str, Policy]) -> Turn:
    """Return a turn as its reader saw it; of a reply in an old form the text alone."""
    said = [vote.vote for vote in ticket.votes if not vote.by]
    try:
        reply = Reply.model_validate(ticket.reply)
    except ValidationError:
        text = text_html(str(ticket.reply.get("text", "")), {})
        return Turn(question_html(ticket.question), f'<div class="sc-answer">{text}</div>')
    tools = tools_html(reply, policies, said[-1] if said else "")
    return Turn(question_html(ticket.question), answer_html(reply, policies, tools=tools))


def main_place(reply: Reply) -> Place | None:
    """Return what the first citation points at: it supports the main sentence."""
    return place_of(reply.citations[0], reply.script) if reply.citations else None


def rejection(error: InputError) -> str:
    """Return the friendly line for a question that was not sent."""
    form = page_texts().ask.rejected
    return form.format(question=error.question, allowed=error.allowed) if error.question else str(error)
