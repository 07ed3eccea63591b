"""One turn of the page: the assistant's events → what the page shows next. No Gradio here."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from assistant.reply import Event, Reply, ReplyEvent, StepEvent, TextEvent
from corpus.clause import Policy
from corpus.errors import InputError
from ui.render import answer_html, place_of, question_html, working_html
from ui.render_place import Place
from ui.render_talk import tools_html
from ui.web_texts import page_texts


class Answering(Protocol):
    """What the page needs of the assistant."""

    @property
    def policies(self) -> Mapping[str, Policy]:
        """Policies by id."""
        ...

    def stream(self, question: str, *, thread: str | None = None, as_of: date | None = None) -> Iterator[Event]:
        """Answer a question step by step; the reply comes last. ``InputError`` for one that cannot be asked."""
        ...


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and its answer so far; both HTML."""

    question: str
    answer: str = ""


def new_thread() -> str:
    """Return a name for a conversation that nobody can guess."""
    return uuid.uuid4().hex


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation of one browser tab."""

    thread: str = field(default_factory=new_thread)
    turns: tuple[Turn, ...] = ()

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


def converse(assistant: Answering, talk: Talk, question: str) -> Iterator[View]:
    """Ask, and yield what to show as the answer grows; a question that cannot be asked stays in the box."""
    asked = Turn(question_html(question), working_html(()))
    if question.strip():
        yield View(talk.with_turn(asked), draft="")
    try:
        yield from _answer(assistant, talk, question)
    except InputError as error:
        yield View(talk, draft=question, note=rejection(error), finished=True)


def _answer(assistant: Answering, talk: Talk, question: str) -> Iterator[View]:
    asked = question_html(question)
    steps: list[StepEvent] = []
    text = ""
    for event in assistant.stream(question, thread=talk.thread):
        if isinstance(event, ReplyEvent):
            answer = answer_html(event.reply, assistant.policies, steps, tools=tools_html(event.reply))
            yield View(talk.with_turn(Turn(asked, answer)), opened=main_place(event.reply), finished=True)
            return
        if isinstance(event, StepEvent):
            steps.append(event)
        if isinstance(event, TextEvent):
            text += event.text
        yield View(talk.with_turn(Turn(asked, working_html(steps, text))))
    yield View(talk, draft=question, note=page_texts().ask.broken, finished=True)


def main_place(reply: Reply) -> Place | None:
    """Return what the first citation points at: it supports the main sentence."""
    return place_of(reply.citations[0], reply.script) if reply.citations else None


def rejection(error: InputError) -> str:
    """Return the friendly line for a question that was not sent."""
    form = page_texts().ask.rejected
    return form.format(question=error.question, allowed=error.allowed) if error.question else str(error)
