"""The client of an OpenAI-compatible server: streams, so that a slow or endless answer is cut off; retries faults."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import openai
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models.chat_models import generate_from_stream
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from langchain_openai import ChatOpenAI
from pydantic import PrivateAttr

from assistant.faults import DriverFault, Fault

MAX_CHARS = 40_000
"""Characters of one answer, tool arguments included; no honest one is longer."""
_PIECE_CHARS = 25_000
_RETRIES = 2
_WAIT = 0.5  # seconds before the first retry, doubled for the next
_WORTH_A_RETRY = (openai.RateLimitError, openai.InternalServerError, openai.APIConnectionError)


class LiveModel(ChatOpenAI):
    """``ChatOpenAI`` with a limit on time and length."""

    _pause: Callable[[float], None] = PrivateAttr(default=time.sleep)
    _streams: bool = PrivateAttr(default=True)
    """Until the server turns out to answer a streaming request with nothing that streams."""

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,  # noqa: ANN401
    ) -> ChatResult:
        """Ask, and again after a passing fault; a timeout is not tried again, the user has waited long enough."""
        for attempt in range(_RETRIES + 1):
            try:
                return self._once(messages, stop, kwargs)
            except _WORTH_A_RETRY as error:
                if isinstance(error, openai.APITimeoutError) or attempt == _RETRIES:
                    raise
                self._pause(_WAIT * 2**attempt)
        raise AssertionError("the last attempt returns or raises")

    def _once(self, messages: list[BaseMessage], stop: list[str] | None, kwargs: dict[str, Any]) -> ChatResult:
        if self._streams and (chunks := list(self._limited(self._stream(messages, stop, **kwargs)))):
            return generate_from_stream(iter(chunks))
        result = super()._generate(messages, stop, **kwargs)
        self._streams = False
        if sum(len(_written(generation.message)) for generation in result.generations) > MAX_CHARS:
            raise DriverFault(Fault.TOO_LONG)
        return result

    def _convert_chunk_to_generation_chunk(
        self,
        chunk: dict[str, Any],
        default_chunk_class: type,
        base_generation_info: dict[str, Any] | None,
    ) -> ChatGenerationChunk | None:
        if len(str(chunk)) > _PIECE_CHARS:  # LangChain reads a broken piece in a time that grows with its square
            raise DriverFault(Fault.TOO_LONG)
        return super()._convert_chunk_to_generation_chunk(chunk, default_chunk_class, base_generation_info)

    def _limited(self, chunks: Iterator[ChatGenerationChunk]) -> Iterator[ChatGenerationChunk]:
        began, length, begun, finished = time.monotonic(), 0, False, False
        for chunk in chunks:
            begun, finished = True, finished or bool((chunk.generation_info or {}).get("finish_reason"))
            length += len(_written(chunk.message))
            if length > MAX_CHARS:
                raise DriverFault(Fault.TOO_LONG)
            if isinstance(self.request_timeout, float | int) and time.monotonic() - began > self.request_timeout:
                raise DriverFault(Fault.TIMEOUT)
            yield chunk
        if begun and not finished:
            raise DriverFault(Fault.CONNECTION, "the stream ended before the answer did")


def _written(message: BaseMessage) -> str:
    """Return all that a message or a piece of one says, tool arguments included."""
    arguments = "".join(str(piece.get("args") or "") for piece in getattr(message, "tool_call_chunks", ()))
    whole = "".join(str(call["args"]) for call in getattr(message, "tool_calls", ()))
    return f"{message.text}{arguments if isinstance(message, AIMessageChunk) else whole}"
