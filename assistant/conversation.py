"""What a conversation remembers: the messages of its finished turns, in the form that every driver reads."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph.state import CompiledStateGraph

from assistant.draft import ReplyDraft
from assistant.work import Work


class Conversations:
    """Threads of messages in a checkpointer."""

    def __init__(self, agent: CompiledStateGraph[Any, Any, Any, Any], checkpointer: BaseCheckpointSaver[Any]) -> None:
        self._agent, self._checkpointer = agent, checkpointer

    def history(self, thread: str) -> list[BaseMessage]:
        """Return the messages of a thread so far."""
        messages: list[BaseMessage] = self._agent.get_state(_config(thread)).values.get("messages", [])
        return messages

    def remember(self, thread: str, question: str, work: Work) -> None:
        """Append a turn that another driver than the thread's own agent has answered."""
        self._agent.update_state(_config(thread), {"messages": turn_messages(question, work)}, as_node="model")
        self._agent.update_state(_config(thread), None, as_node="__end__")

    def forget(self, thread: str) -> None:
        """Delete a thread."""
        self._checkpointer.delete_thread(thread)


def said_by_user(messages: Sequence[BaseMessage]) -> tuple[str, ...]:
    """Return the user's own words, oldest first."""
    return tuple(str(message.content) for message in messages if isinstance(message, HumanMessage))


def turn_messages(question: str, work: Work) -> list[BaseMessage]:
    """Write a turn down as the offline model would have: question, answered tool calls, draft; no refused attempt."""
    messages: list[BaseMessage] = [HumanMessage(question)]
    answered = [(uuid4().hex, call) for call in work.calls if call.content is not None]  # a server's ids may repeat
    if answered:
        messages.append(
            AIMessage("", tool_calls=[_tool_call(new, call.name, call.arguments) for new, call in answered])
        )
        messages += [
            ToolMessage(call.content, tool_call_id=new, name=call.name, status="error" if call.failed else "success")
            for new, call in answered
        ]
    if work.draft is not None:
        name, draft_id = ReplyDraft.__name__, uuid4().hex
        messages.append(AIMessage("", tool_calls=[_tool_call(draft_id, name, work.draft.model_dump())]))
        messages.append(ToolMessage("已交出", tool_call_id=draft_id, name=name))
    return messages


def _tool_call(call_id: str, name: str, arguments: dict[str, Any]) -> Any:  # noqa: ANN401
    return {"name": name, "args": arguments, "id": call_id, "type": "tool_call"}


def _config(thread: str) -> Any:  # noqa: ANN401
    return {"configurable": {"thread_id": thread}}
