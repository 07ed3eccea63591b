"""What a driver does in a turn: one run of the agent, its tool calls and their results, its draft."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, ToolMessage
from langgraph.graph.state import CompiledStateGraph

from assistant.canned import canned
from assistant.draft import ReplyDraft
from assistant.profile_tool import NAME as PROFILE
from assistant.reply import StepEvent
from assistant.turn_context import TurnContext
from calculators.contract import Result
from corpus.normalise import Script

_STEPS_LIMIT = 24
_SEARCHES = frozenset({"search_clauses", "read_clause", "list_measures"})
Agent = CompiledStateGraph[Any, Any, Any, Any]


@dataclass(slots=True)
class Call:
    """A tool call and what came back; ``content`` is None until then."""

    id: str
    name: str
    arguments: dict[str, Any]
    content: str | None = None
    failed: bool = False


@dataclass(slots=True)
class Work:
    """Filled while a driver runs."""

    calls: list[Call] = field(default_factory=list)
    draft: ReplyDraft | None = None
    messages: list[BaseMessage] = field(default_factory=list)
    """Everything the run added, in order."""

    @property
    def calculations(self) -> list[Result]:
        """Results of the calculators, in the order of their calls; tools run side by side and end in any order."""
        return [
            result
            for call in self.calls
            if call.name not in _SEARCHES and call.content is not None and not call.failed
            for result in _results(call.name, call.content)
        ]


@lru_cache(maxsize=32)  # the checks, the reply and the ticket of a turn each ask for its calculations
def _results(tool: str, content: str) -> tuple[Result, ...]:
    returned = json.loads(content)
    calculations = returned["calculations"] if tool == PROFILE else [returned]
    return tuple(Result.model_validate(calculation) for calculation in calculations)


def run_agent(
    agent: Agent,
    messages: Sequence[BaseMessage],
    work: Work,
    *,
    context: TurnContext,
    script: Script,
    thread: str | None = None,
    allow: Callable[[Work], None] = lambda work: None,
) -> Iterator[StepEvent]:
    """Run an agent to its draft. ``allow`` is called at every step and may raise."""
    config: Any = {"recursion_limit": _STEPS_LIMIT} | ({"configurable": {"thread_id": thread}} if thread else {})
    turn: Any = {"messages": list(messages)}
    kept: Any = {"durability": "exit"} if thread else {}  # one write a turn, and none of half a turn
    for update in agent.stream(turn, config, context=context, stream_mode="updates", **kept):
        for values in update.values():
            work.draft = (values or {}).get("structured_response") or work.draft
            for message in (values or {}).get("messages", []):
                work.messages.append(message)
                yield from _note(message, work, script)
        allow(work)


def _note(message: BaseMessage, work: Work, script: Script) -> Iterator[StepEvent]:
    if isinstance(message, ToolMessage):
        _answer_call(message, work)
    for asked in message.tool_calls if isinstance(message, AIMessage) else ():
        if asked["name"] == ReplyDraft.__name__:
            continue
        work.calls.append(Call(str(asked["id"]), asked["name"], asked["args"]))
        if asked["name"] in _SEARCHES:
            yield StepEvent("search", canned("step_search", script))
        else:
            yield StepEvent("calculate", canned("step_calculate", script))


def _answer_call(message: ToolMessage, work: Work) -> None:
    for call in work.calls:
        if call.id == message.tool_call_id and call.content is None:
            call.content, call.failed = str(message.content), message.status == "error"


def context_of(as_of: date, said: Sequence[str]) -> TurnContext:
    """Return what the tools of a turn may know."""
    return TurnContext(as_of, tuple(said))
