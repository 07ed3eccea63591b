"""The assistant: question → agent → citations → checks → reply."""

import json
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from langchain.agents import create_agent
from langchain.agents.structured_output import ToolStrategy
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.memory import InMemorySaver

from assistant.canned import canned
from assistant.checks import unbound_figures
from assistant.citations import number_citations
from assistant.draft import ReplyDraft
from assistant.models import load_model
from assistant.profile_tool import NAME as PROFILE
from assistant.reply import Event, Reply, ReplyEvent, Status, StepEvent, TextEvent
from assistant.settings import Settings
from assistant.tools import build_tools
from assistant.turn_context import TurnContext
from calculators.calculator import Calculator
from calculators.contract import Result
from calculators.registry import load_calculators
from corpus.clause import Policy
from corpus.errors import InputError
from corpus.load import load_policies
from corpus.normalise import Script, detect_script, to_script
from index.build import Progress
from index.search import Searcher, open_searcher

MAX_QUESTION_CHARS = 5000
"""A longer question is refused: it is a document, not a question."""
_STEPS_LIMIT = 20
_PIECE = 12  # characters of a streamed piece
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Asked:
    question: str
    script: Script
    said: tuple[str, ...]
    as_of: date
    began: float


class Assistant:
    """Answers questions; one instance serves many users, each conversation by its thread."""

    def __init__(
        self,
        policies: Mapping[str, Policy],
        searcher: Searcher,
        *,
        calculators: Mapping[str, Calculator],
        model: BaseChatModel,
        clock: Callable[[], date] = date.today,
        checkpointer: BaseCheckpointSaver[Any] | None = None,
    ) -> None:
        self.policies = policies
        self._calculators = frozenset([*calculators, "solve_input", PROFILE])
        self._model_name = model._llm_type
        self._clock = clock
        self._checkpointer = checkpointer or InMemorySaver()
        self._agent = create_agent(
            model,
            build_tools(policies, searcher, calculators),
            response_format=ToolStrategy(ReplyDraft),
            context_schema=TurnContext,
            checkpointer=self._checkpointer,
        )

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
        self.ask("第一条")

    def stream(self, question: str, *, thread: str | None = None, as_of: date | None = None) -> Iterator[Event]:
        """Answer one question and report the steps on the way; the text comes only after its checks."""
        began = time.perf_counter()
        check_question(question)
        conversation = thread or uuid4().hex
        asked = self._asked(question, conversation, as_of or self._clock(), began)
        try:
            yield from self._run(asked, conversation)
        except Exception:  # the project's one broad except: whatever went wrong, the user gets a reply
            _log.exception("turn failed")
            yield ReplyEvent(self._failed(asked))
        finally:
            if thread is None:
                self._checkpointer.delete_thread(conversation)

    def _asked(self, question: str, thread: str, as_of: date, began: float) -> _Asked:
        state = self._agent.get_state({"configurable": {"thread_id": thread}})
        messages = state.values.get("messages", [])
        earlier = tuple(str(message.content) for message in messages if isinstance(message, HumanMessage))
        script = detect_script(question, default=detect_script(" ".join(earlier)))
        return _Asked(question, script, (*earlier, question), as_of, began)

    def _run(self, asked: _Asked, thread: str) -> Iterator[Event]:
        config: Any = {"configurable": {"thread_id": thread}, "recursion_limit": _STEPS_LIMIT}
        turn: Any = {"messages": [HumanMessage(asked.question)]}
        draft: ReplyDraft | None = None
        called: dict[str, str] = {}
        results: dict[str, list[Result]] = {}
        for update in self._agent.stream(turn, config, context=TurnContext(asked.as_of), stream_mode="updates"):
            for values in update.values():
                draft = (values or {}).get("structured_response") or draft
                for message in (values or {}).get("messages", []):
                    yield from self._steps(message, called, asked.script)
                    results |= self._results(message, called)
        yield StepEvent("check", canned("step_check", asked.script))
        in_order = [result for call in called for result in results.get(call, [])]
        reply = self._reply(asked, draft, in_order)
        for start in range(0, len(reply.text), _PIECE):
            yield TextEvent(reply.text[start : start + _PIECE])
        yield ReplyEvent(reply)

    def _steps(self, message: Any, called: dict[str, str], script: Script) -> Iterator[Event]:  # noqa: ANN401
        if not isinstance(message, AIMessage):
            return
        for call in message.tool_calls:
            called[str(call["id"])] = call["name"]
            if call["name"] in self._calculators:
                yield StepEvent("calculate", canned("step_calculate", script))
            elif call["name"] != ReplyDraft.__name__:
                yield StepEvent("search", canned("step_search", script))

    def _results(self, message: Any, called: Mapping[str, str]) -> dict[str, list[Result]]:  # noqa: ANN401
        if not isinstance(message, ToolMessage) or message.status == "error":
            return {}
        if called.get(message.tool_call_id) not in self._calculators:
            return {}
        returned = json.loads(str(message.content))
        calculations = returned["calculations"] if called[message.tool_call_id] == PROFILE else [returned]
        return {message.tool_call_id: [Result.model_validate(calculation) for calculation in calculations]}

    def _reply(self, asked: _Asked, draft: ReplyDraft | None, calculations: list[Result]) -> Reply:
        if draft is None:
            return self._failed(asked)
        text, citations = number_citations(draft.text, self.policies, asked.script)
        text = to_script(text, asked.script)
        said = (*asked.said, asked.as_of.isoformat(), *(policy.title for policy in self.policies.values()))
        unbound = unbound_figures(text, citations=citations, calculations=calculations, said=said)
        if unbound:
            _log.error("number lock: %s unbound in %r", sorted(unbound), text)
            return self._failed(asked)
        return Reply(
            ticket=uuid4().hex,
            question=asked.question,
            status=Status(draft.status),
            script=asked.script,
            text=text,
            citations=citations,
            calculations=tuple(calculations),
            missing=tuple(draft.missing),
            suggestions=tuple(to_script(text, asked.script) for text in draft.suggestions),
            model=self._model_name,
            as_of=asked.as_of,
            latency_ms=_elapsed(asked.began),
        )

    def _failed(self, asked: _Asked) -> Reply:
        return failed_reply(
            asked.question, canned("failed", asked.script), script=asked.script, model=self._model_name,
            as_of=asked.as_of, began=asked.began,
        )  # fmt: skip


def check_question(question: str) -> None:
    """Refuse a question that nobody could answer: empty, blank, binary, far too long."""
    if any(character in "\x00\ufffd" or "\ud800" <= character <= "\udfff" for character in question):
        raise InputError("question", "含乱码的文字", allowed="UTF-8 文字", question="请检查编码后重新输入")
    if not any(character.isalnum() for character in question):
        shown = question.strip() or "空白"
        raise InputError("question", shown, allowed="一句话的问题", question="请输入您想问的内容")
    if len(question) > MAX_QUESTION_CHARS:
        allowed = f"不超过 {MAX_QUESTION_CHARS} 字的问题（现有 {len(question)} 字）"
        raise InputError("question", question, allowed=allowed, question="请只写要问的内容")


def failed_reply(question: str, text: str, *, script: Script, model: str, as_of: date, began: float) -> Reply:
    """Return the reply of a turn that could not be answered."""
    printable = question.encode("utf-8", "replace").decode("utf-8")
    return Reply(
        ticket=uuid4().hex, question=printable, status=Status.FAILED, script=script, text=text, citations=(),
        calculations=(), missing=(), suggestions=(), model=model, as_of=as_of, latency_ms=_elapsed(began),
    )  # fmt: skip


def _elapsed(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 1)


def open_assistant(settings: Settings, *, progress: Progress = lambda done, total: None) -> Assistant:
    """Load policies, index and calculators and start the driver; ``SuanceError`` for what is not in order."""
    model = load_model(settings.model)
    policies = load_policies()
    searcher, _ = open_searcher(policies, settings.home, encoder=settings.encoder, progress=progress)
    return Assistant(policies, searcher, calculators=load_calculators(), model=model)
