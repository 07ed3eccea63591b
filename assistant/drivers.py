"""The two drivers of a turn: rules, which always answer, and a live model, which has two chances."""

import os
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Protocol

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from assistant.asked import Asked
from assistant.breaker import CircuitBreaker
from assistant.canned import canned, prompt
from assistant.conversation import Conversations
from assistant.faults import DriverFault, Fault
from assistant.reply import StepEvent
from assistant.review import Reviewed
from assistant.work import Agent, Work, context_of, run_agent

MAX_TOOL_CALLS = 8
"""Tool calls that a live model may make in a turn; the draft is none."""
_HISTORY = 40  # messages of earlier turns that a live model gets to see
_PROCESSORS = BoundedSemaphore(os.cpu_count() or 1)
"""Turns that are worked out by rules at the same time: more would only take each other's turn."""
_TURN_TIMEOUTS = 3  # a live turn may take as long as this many requests
Review = Callable[[Asked, Work], Reviewed]


@dataclass(frozen=True, slots=True)
class Answer:
    """A turn's work that has passed the checks."""

    work: Work
    reviewed: Reviewed


Answering = Generator[StepEvent, None, Answer]


class Driver(Protocol):
    """Answers a turn or raises; what it returns may be shown."""

    name: str

    def answer(self, asked: Asked, thread: str, review: Review) -> Answering:
        """Run the agent and check what it hands in."""


class OwnDriver:
    """The driver whose agent keeps the conversation: the offline model."""

    def __init__(self, name: str, agent: Agent) -> None:
        self.name, self._agent = name, agent

    def answer(self, asked: Asked, thread: str, review: Review) -> Answering:
        """Run once; ``DriverFault`` where the draft fails the checks, which is a fault of this program."""
        work, context = Work(), context_of(asked.as_of, asked.said)
        messages = [HumanMessage(asked.question)]
        with _PROCESSORS:  # never held while a reader is waited for
            steps = list(run_agent(self._agent, messages, work, context=context, script=asked.script, thread=thread))
            reviewed = review(asked, work)
        yield from steps
        yield StepEvent("check", canned("step_check", asked.script))
        return _passed(work, reviewed)


class LiveDriver:
    """A live model: it works aside, and only a turn that passes the checks enters the conversation."""

    def __init__(
        self,
        name: str,
        agent: Agent,
        conversations: Conversations,
        *,
        timeout: float,
        breaker: CircuitBreaker | None = None,
    ) -> None:
        self.name, self._agent, self._conversations = name, agent, conversations
        self._timeout, self._breaker = timeout, breaker or CircuitBreaker()

    def answer(self, asked: Asked, thread: str, review: Review) -> Answering:
        """Run, and once more with the findings named; ``DriverFault`` after that, at once while the circuit is open."""
        with self._breaker:
            answer = yield from self._two_chances(asked, thread, review)
        self._conversations.remember(thread, asked.question, answer.work)
        return answer

    def _two_chances(self, asked: Asked, thread: str, review: Review) -> Answering:
        until = time.monotonic() + _TURN_TIMEOUTS * self._timeout
        messages = [*_recent(self._conversations.history(thread)), HumanMessage(asked.question)]
        work = Work()
        yield from self._run(messages, work, asked, until)
        reviewed = review(asked, work)
        if reviewed.findings:
            finding = prompt("retry").format(findings="；".join(reviewed.findings))
            messages += [*_sendable(work.messages), HumanMessage(finding)]
            work.draft, work.messages = None, []
            yield from self._run(messages, work, asked, until)
            reviewed = review(asked, work)
        return _passed(work, reviewed)

    def _run(self, messages: list[BaseMessage], work: Work, asked: Asked, until: float) -> Generator[StepEvent]:
        def allow(work: Work) -> None:
            if len(work.calls) > MAX_TOOL_CALLS:
                raise DriverFault(Fault.TOO_MANY_CALLS)
            if time.monotonic() > until:
                raise DriverFault(Fault.TIMEOUT)

        context = context_of(asked.as_of, asked.said)
        yield from run_agent(self._agent, messages, work, context=context, script=asked.script, allow=allow)
        yield StepEvent("check", canned("step_check", asked.script))


def _passed(work: Work, reviewed: Reviewed) -> Answer:
    if work.draft is None:
        raise DriverFault(Fault.NO_DRAFT)
    if reviewed.findings:
        raise DriverFault(Fault.CHECKS, "；".join(reviewed.findings))
    return Answer(work, reviewed)


def _recent(history: list[BaseMessage]) -> list[BaseMessage]:
    """Return the last turns, whole."""
    starts = [at for at, message in enumerate(history) if isinstance(message, HumanMessage)]
    return history[next((at for at in starts if len(history) - at <= _HISTORY), len(history)) :]


def _sendable(messages: list[BaseMessage]) -> list[BaseMessage]:
    """Leave out answers with broken tool calls: a server refuses a conversation that holds one without its result."""
    return [
        message
        for message in messages
        if not isinstance(message, AIMessage)
        or (not message.invalid_tool_calls and (message.tool_calls or message.text))
    ]
