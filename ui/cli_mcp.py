"""``suance mcp``: the MCP server on standard input and output."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from ui.cli_chinese import ChineseCommand

if TYPE_CHECKING:
    from assistant.agent import Assistant
    from assistant.reply import Event
    from assistant.tickets.ticket import Ticket
    from corpus.clause import Policy
    from index.search import Searcher


@click.command(cls=ChineseCommand)
def mcp() -> None:
    """在标准输入输出上提供 MCP 工具，给支持 MCP 的程序用。

    \b
    例：
      suance mcp
    """  # noqa: D301
    from assistant.database import open_tickets
    from assistant.settings import read_settings
    from ui.api_feedback import FeedbackTickets
    from ui.api_service import Service
    from ui.cli_serve import warm_assistant
    from ui.mcp import serve_stdio

    settings = read_settings()
    feedback = FeedbackTickets(lambda: open_tickets(settings))
    serve_stdio(Service(AssistantOnDemand(lambda: warm_assistant(settings)), feedback))


class AssistantOnDemand:
    """An assistant that is opened by the first call that needs it; listing tools and calculating do not."""

    def __init__(self, open_assistant: "Callable[[], Assistant]") -> None:
        self._open = open_assistant
        self._opened: Assistant | None = None
        self._lock = threading.Lock()

    def _assistant(self) -> "Assistant":
        with self._lock:
            if self._opened is None:
                self._opened = self._open()
            return self._opened

    @property
    def policies(self) -> "Mapping[str, Policy]":
        """Policies by id."""
        from corpus.load import load_policies

        return load_policies()

    @property
    def searcher(self) -> "Searcher":
        """The index."""
        return self._assistant().searcher

    def forget(self, thread: str) -> None:
        """Delete a conversation and its tickets."""
        self._assistant().forget(thread)

    def leave(self, thread: str) -> None:
        """Let go of a conversation."""
        self._assistant().leave(thread)

    def recall(self, thread: str) -> "Sequence[Ticket]":
        """Return the turns of a conversation, oldest first."""
        return self._assistant().recall(thread)

    def stream(self, question: str, *, thread: str | None = None, as_of: date | None = None) -> "Iterator[Event]":
        """Answer step by step."""
        return self._assistant().stream(question, thread=thread, as_of=as_of)
