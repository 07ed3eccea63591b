"""The offline chat model: rules behind LangChain's chat-model interface; ``create_agent`` runs it like any other."""

import operator
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import PrivateAttr

from assistant.draft import ReplyDraft
from assistant.offline.plan import next_step
from assistant.offline.tool import Tool, read_schema
from assistant.offline.turn import read_turn


class OfflineModel(BaseChatModel):
    """Reads messages and tool schemas, answers with tool calls; deterministic, no network, no weights of its own."""

    tools: tuple[Tool, ...] = ()
    _bound: "tuple[list[Any], OfflineModel] | None" = PrivateAttr(default=None)
    """The tools bound last, and the copy that knows them: an agent binds the same ones before every step."""

    @property
    def _llm_type(self) -> str:
        return "offline"

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> Runnable[Any, AIMessage]:  # noqa: ANN401
        """Return a copy that knows these tools by their schemas."""
        given = list(tools)
        known, bound = self._bound or ([], self)
        if known and len(given) == len(known) and all(map(operator.is_, given, known)):
            return bound
        functions = [convert_to_openai_tool(tool)["function"] for tool in tools]
        bound = self.model_copy(update={"tools": tuple(read_schema(function) for function in functions)})
        self._bound = (given, bound)
        return bound

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,  # noqa: ANN401
    ) -> ChatResult:
        step = next_step(read_turn(messages), {tool.name: tool for tool in self.tools})
        calls = [(ReplyDraft.__name__, step.model_dump())] if isinstance(step, ReplyDraft) else step
        tool_calls = [
            {"name": name, "args": arguments, "id": uuid4().hex, "type": "tool_call"} for name, arguments in calls
        ]
        return ChatResult(generations=[ChatGeneration(message=AIMessage(content="", tool_calls=tool_calls))])
