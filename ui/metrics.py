"""Counts and latencies for Prometheus. Nothing of a question's content is kept."""

import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.reply import Event, ReplyEvent, Status
from assistant.tickets.ticket import Ticket
from corpus.clause import Policy
from ui.api_service import Assistance, Searching

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_OTHER = "other"


class Metrics:
    """The counters of one server."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.replies = Counter(
            "suance_replies", "Replies by status and driver", ["status", "model"], registry=self.registry
        )
        self.reply_seconds = Histogram(
            "suance_reply_seconds", "Question to reply", buckets=_SECONDS, registry=self.registry
        )
        self.first_seconds = Histogram(
            "suance_first_event_seconds", "Question to first event", buckets=_SECONDS, registry=self.registry
        )
        self.model_faults = Counter(
            "suance_model_faults", "Turns in which a driver failed", ["model"], registry=self.registry
        )
        self.requests = Counter(
            "suance_requests", "Requests by route, method and code", ["route", "method", "code"],
            registry=self.registry,
        )  # fmt: skip
        self.request_seconds = Histogram(
            "suance_request_seconds", "Request to end of response", ["route"], buckets=_SECONDS,
            registry=self.registry,
        )  # fmt: skip

    def text(self) -> bytes:
        """Return everything in Prometheus' text form."""
        return generate_latest(self.registry)


class Measured:
    """An assistant whose turns are counted, whoever asks."""

    def __init__(self, assistant: Assistance, metrics: Metrics) -> None:
        self._assistant, self._metrics = assistant, metrics

    @property
    def policies(self) -> Mapping[str, Policy]:
        """Policies by id."""
        return self._assistant.policies

    @property
    def searcher(self) -> Searching:
        """The index."""
        return self._assistant.searcher

    def forget(self, thread: str) -> None:
        """Delete a conversation and its tickets."""
        self._assistant.forget(thread)

    def leave(self, thread: str) -> None:
        """Let go of a conversation."""
        self._assistant.leave(thread)

    def recall(self, thread: str) -> Sequence[Ticket]:
        """Return the turns of a conversation, oldest first."""
        return self._assistant.recall(thread)

    def stream(self, question: str, *, thread: str | None = None, as_of: date | None = None) -> Iterator[Event]:
        """Answer, and count."""
        began, first = time.perf_counter(), True
        for event in self._assistant.stream(question, thread=thread, as_of=as_of):
            if first:
                self._metrics.first_seconds.observe(time.perf_counter() - began)
                first = False
            if isinstance(event, ReplyEvent):
                self._metrics.reply_seconds.observe(time.perf_counter() - began)
                self._count(event.reply.status, event.reply.model)
            yield event

    def _count(self, status: Status, model: str) -> None:
        """Count a reply; ``offline (NAME failed: REASON)`` names the driver that failed before."""
        answered, _, failed = model.partition(" (")
        self._metrics.replies.labels(status.value, answered).inc()
        if failed:
            self._metrics.model_faults.labels(failed.partition(" failed")[0]).inc()
        elif status is Status.FAILED:
            self._metrics.model_faults.labels(answered).inc()


class CountRequests:
    """Counts requests by the route that served them; pages and files of the page count as ``other``."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, and count it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, code = time.perf_counter(), "500"

        async def noted(message: Message) -> None:
            nonlocal code
            if message["type"] == "http.response.start":
                code = str(message["status"])
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            route = getattr(scope.get("route"), "path", _OTHER) or _OTHER
            method = scope["method"] if scope["method"] in ("GET", "POST", "DELETE", "HEAD") else _OTHER
            self._metrics.requests.labels(route, method, code).inc()
            self._metrics.request_seconds.labels(route).observe(time.perf_counter() - began)
