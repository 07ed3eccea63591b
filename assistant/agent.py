"""The assistant: question → driver → citations → checks → reply."""

import copy
import gc
import logging
import re
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from langchain.agents import create_agent
from langchain.agents.structured_output import ToolStrategy
from langchain_core.language_models import BaseChatModel
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.memory import InMemorySaver

from assistant.asked import MAX_QUESTION_CHARS, Asked, check_question
from assistant.canned import canned, prompt
from assistant.checkpoints import check_thread, passing_thread, serializer
from assistant.conversation import Conversations, said_by_user
from assistant.database import open_database
from assistant.draft import ReplyDraft
from assistant.drivers import Answer, Driver, LiveDriver, OwnDriver
from assistant.faults import DriverFault, Fault, fault_of
from assistant.models import Live, load_live, load_offline
from assistant.privacy import mask
from assistant.reply import Event, Reply, ReplyEvent, Status, StepEvent, TextEvent
from assistant.review import Reviewer
from assistant.settings import Settings
from assistant.tickets.recorder import Notes, Recorder
from assistant.tickets.ticket import Ticket, TicketStore, Versions
from assistant.tickets.versions import current_versions
from assistant.tools import build_tools
from assistant.turn_context import TurnContext
from calculators.calculator import Calculator
from calculators.registry import load_calculators
from corpus.clause import Policy
from corpus.load import load_policies
from corpus.normalise import Script, detect_script
from index.build import Progress
from index.search import Searcher, open_searcher

__all__ = ["MAX_QUESTION_CHARS", "Assistant", "check_question", "failed_reply", "open_assistant"]

_PIECE = re.compile(r".{1,60}?(?:[。；！？\n]|$)|.{60}", re.DOTALL)
"""A streamed piece: a sentence or a line, of a long one a part."""
_log = logging.getLogger(__name__)


class Assistant:
    """Answers questions; one instance serves many users, each conversation by its thread."""

    def __init__(
        self,
        policies: Mapping[str, Policy],
        searcher: Searcher,
        *,
        calculators: Mapping[str, Calculator],
        model: BaseChatModel,
        live: Live | None = None,
        clock: Callable[[], date] = date.today,
        checkpointer: BaseCheckpointSaver[Any] | None = None,
        recorder: Recorder | None = None,
        versions: Versions | None = None,
    ) -> None:
        self.policies, self.searcher, self.versions, self._clock = policies, searcher, versions, clock
        self._recorder = recorder
        saver = checkpointer or InMemorySaver(serde=serializer())
        shared: Any = {
            "tools": build_tools(policies, searcher, calculators),
            "response_format": ToolStrategy(ReplyDraft),
            "context_schema": TurnContext,
        }
        own = create_agent(model, checkpointer=saver, **shared)
        self._conversations = Conversations(own, saver)
        self._drivers: list[Driver] = [OwnDriver(model._llm_type, own)]
        if live is not None:
            agent = create_agent(live.model, system_prompt=prompt("system"), **shared)
            self._drivers.insert(0, LiveDriver(live.name, agent, self._conversations, timeout=live.timeout))
        self._review = Reviewer(policies, searcher).review

    def ask(self, question: str, *, thread: str | None = None, as_of: date | None = None) -> Reply:
        """Answer one question; ``InputError`` for an empty or over-long one.

        Questions with the same ``thread`` are one conversation; without it the question stands alone and is forgotten.
        """
        for event in self.stream(question, thread=thread, as_of=as_of):
            if isinstance(event, ReplyEvent):
                return event.reply
        raise AssertionError("a stream ends with its reply")

    def warm_up(self) -> None:
        """Load what the first question would wait for: the word cutter, the vector store."""
        thread = passing_thread()
        asked = self._asked("第一条", thread, self._clock(), time.perf_counter())
        for _ in self._answer(asked, thread, self._drivers[-1:], Notes()):  # no live model is asked for it
            pass
        self._conversations.forget(thread)
        gc.freeze()  # what is loaded stays: to look through it for garbage would hold up a turn for a tenth of a second

    def stream(self, question: str, *, thread: str | None = None, as_of: date | None = None) -> Iterator[Event]:
        """Answer one question and report the steps on the way; the text comes only after its checks."""
        began = time.perf_counter()
        check_question(question)
        conversation = passing_thread() if thread is None else check_thread(thread)
        asked, notes = self._asked(mask(question), conversation, as_of or self._clock(), began), Notes()
        try:
            reply = yield from self._answer(asked, conversation, self._drivers, notes)
            if self._recorder is not None:
                self._recorder.record(reply, notes, thread=thread, earlier=asked.said[:-1])
            yield from map(TextEvent, _PIECE.findall(reply.text))
            yield ReplyEvent(reply)
        finally:
            if thread is None:
                self._conversations.forget(conversation)

    def leave(self, thread: str) -> None:
        """Let go of a conversation that will not be continued; its tickets stay."""
        self._conversations.forget(thread)

    def forget(self, thread: str) -> None:
        """Delete a conversation and its tickets at its owner's wish; ``SetupError`` if the database cannot be reached.

        The tickets go whole: question and reply tell of an enterprise's affairs even with every number masked.
        """
        self._conversations.forget(thread)
        if self._recorder is not None:
            self._recorder.store.forget(thread)

    def recall(self, thread: str) -> Sequence[Ticket]:
        """Return the turns of a conversation as they were given, oldest first; ``SetupError`` as for ``forget``."""
        return self._recorder.store.conversation(thread) if self._recorder else ()

    @property
    def tickets(self) -> TicketStore | None:
        """Where its tickets are kept; None if none are."""
        return self._recorder.store if self._recorder else None

    def without_tickets(self) -> "Assistant":
        """Return the same assistant as one that keeps no tickets, to run a ticket again."""
        other = copy.copy(self)
        other._recorder = None
        return other

    def close(self) -> None:
        """Let go of the database."""
        if self._recorder is not None:
            self._recorder.store.close()

    def _asked(self, question: str, thread: str, as_of: date, began: float) -> Asked:
        earlier = said_by_user(self._conversations.history(thread))
        script = detect_script(question, default=detect_script(" ".join(earlier)))
        return Asked(question, script, (*earlier, question), as_of, began)

    def _answer(
        self, asked: Asked, thread: str, drivers: list[Driver], notes: Notes
    ) -> Generator[StepEvent, None, Reply]:
        """Ask one driver after the other until a reply passes the checks."""
        failed = ""
        for driver in drivers:
            outcome = yield from self._try(driver, asked, thread, notes)
            if isinstance(outcome, Answer):
                return _reply(asked, outcome, model=driver.name, failed=failed, whole=self.searcher.whole)
            failed = f"{driver.name} failed: {outcome}"
        text = canned("failed", asked.script)
        model = drivers[-1].name
        return failed_reply(
            asked.question, text, script=asked.script, model=model, as_of=asked.as_of, began=asked.began
        )

    def _try(
        self, driver: Driver, asked: Asked, thread: str, notes: Notes
    ) -> Generator[StepEvent, None, Answer | Fault]:
        try:
            return (yield from driver.answer(asked, thread, notes.noting(self._review)))
        except Exception as error:  # the project's one broad except: whatever went wrong, the user gets a reply
            known = isinstance(error, DriverFault)
            _log.error("%s failed: %s", driver.name, error, exc_info=None if known else error)
            return fault_of(error)


def _reply(asked: Asked, answer: Answer, *, model: str, failed: str, whole: bool) -> Reply:
    work, reviewed = answer.work, answer.reviewed
    assert work.draft is not None
    asides = [*(["fallback"] if failed else []), *([] if whole else ["lexical_only"])]
    return Reply(
        ticket=uuid4().hex,
        question=asked.question,
        status=Status(work.draft.status),
        script=asked.script,
        text="\n".join([reviewed.text, *(canned(name, asked.script) for name in asides)]),
        citations=reviewed.citations,
        calculations=tuple(work.calculations),
        missing=reviewed.missing,
        suggestions=reviewed.suggestions,
        model=f"{model} ({failed})" if failed else model,
        as_of=asked.as_of,
        latency_ms=_elapsed(asked.began),
    )


def failed_reply(question: str, text: str, *, script: Script, model: str, as_of: date, began: float) -> Reply:
    """Return the reply of a turn that could not be answered."""
    printable = mask(question.encode("utf-8", "replace").decode("utf-8"))
    return Reply(
        ticket=uuid4().hex, question=printable, status=Status.FAILED, script=script, text=text, citations=(),
        calculations=(), missing=(), suggestions=(), model=model, as_of=as_of, latency_ms=_elapsed(began),
    )  # fmt: skip


def _elapsed(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 1)


def open_assistant(
    settings: Settings, *, progress: Progress = lambda done, total: None, keep: bool = True
) -> Assistant:
    """Load policies, index and calculators and start the drivers; ``SuanceError`` for what is not in order.

    Without ``keep`` neither conversations nor tickets are kept.
    """
    model, live = load_offline(), load_live(settings.live) if settings.live else None
    policies = load_policies()
    searcher, _ = open_searcher(
        policies, settings.home, encoder=settings.encoder, server=settings.chroma, progress=progress
    )
    calculators, versions = load_calculators(), current_versions(policies, settings.home)
    database = open_database(settings) if keep else None
    return Assistant(
        policies,
        searcher,
        calculators=calculators,
        model=model,
        live=live,
        checkpointer=database.conversations if database else None,
        recorder=Recorder(database.tickets, policies, calculators, versions) if database else None,
        versions=versions,
    )
