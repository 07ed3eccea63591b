"""``POST /api/ask``: the reply as JSON, or step by step as server-sent events."""

import itertools
import json
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

from assistant.reply import Event, Reply, ReplyEvent, StepEvent, TextEvent
from ui.api_conversation import Conversations
from ui.api_service import Service
from ui.contract import AskIn

CONVERSATION = "Suance-Conversation"
EVENTS = "text/event-stream"
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
_Id = Annotated[str, Path(pattern="^[A-Za-z0-9_-]{43}$")]
Errors = Callable[..., dict[int | str, dict[str, Any]]]


def add_ask(router: APIRouter, service: Service, errors: Errors) -> None:
    """Add asking, and forgetting a conversation."""
    conversations = Conversations(forget=service.assistant.forget, leave=service.assistant.leave)
    header = {"headers": {CONVERSATION: {"schema": {"type": "string"}}}, "content": {EVENTS: {}}}

    @router.post("/ask", response_model=Reply, responses={200: header, **errors(400, 404, 413, 422)})
    def ask(body: AskIn, stream: Annotated[bool, Query()] = False, accept: Annotated[str, Header()] = "") -> Any:  # noqa: ANN401
        """Answer a question.

        With ``Accept: text/event-stream`` or ``?stream=true`` the answer comes as events: ``step`` (stage, label),
        ``text`` (a further piece), and last ``reply``, the whole of it. ``conversation: "new"`` begins a conversation.
        """
        conversation, thread = conversations.open(body.conversation)
        events = service.stream(body.question, thread=thread, as_of=body.as_of)
        headers = {**_HEADERS, **({CONVERSATION: conversation} if conversation else {})}
        first = next(events)  # a question that cannot be asked is refused here
        if stream or EVENTS in accept.lower():
            return StreamingResponse(_frames(first, events), media_type=EVENTS, headers=headers)
        *_, last = itertools.chain([first], events)
        assert isinstance(last, ReplyEvent)
        return Response(last.reply.model_dump_json(), media_type="application/json", headers=headers)

    @router.delete("/conversations/{id}", status_code=204, responses=errors(404, 422))
    def forget(id: _Id) -> None:
        """Forget a conversation; its caller alone knows the id."""
        conversations.close(id)


async def _frames(first: Event, rest: Iterator[Event]) -> AsyncIterator[str]:
    """Write the events as they come. What follows at once comes with one change of thread, not with one for each."""
    yield frame(first)
    while events := await run_in_threadpool(_next_events, rest):
        for event in events:
            yield frame(event)


def _next_events(rest: Iterator[Event]) -> list[Event]:
    """Wait for the next event; of the text, which is whole before its first piece, take all up to the reply."""
    event = next(rest, None)
    return [event, *rest] if isinstance(event, TextEvent) else [event] if event else []


def frame(event: Event) -> str:
    """Return an event in the form of server-sent events."""
    if isinstance(event, ReplyEvent):
        return f"event: reply\ndata: {event.reply.model_dump_json()}\n\n"
    name = "step" if isinstance(event, StepEvent) else "text"
    return f"event: {name}\ndata: {json.dumps(asdict(event), ensure_ascii=False)}\n\n"
