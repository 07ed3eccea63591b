"""Run to be killed by a test: the page over the real assistant, some answers of which never come, in its own process.

``python -m tests.ui.held_server HOME PORT`` prints the page's address once it can be opened.
"""

import sys
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from assistant.agent import open_assistant
from assistant.reply import Event, StepEvent
from assistant.settings import read_settings
from assistant.tickets.sqlite import SqliteTickets
from ui.api_feedback import FeedbackTickets
from ui.web import build_app
from ui.web_server import serve

HELD = "请稍候"
"""A question with these words is never answered."""


class Held:
    """The real assistant, but for what it holds back."""

    def __init__(self, home: Path) -> None:
        self._real = open_assistant(read_settings({"SUANCE_HOME": str(home)}))

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return getattr(self._real, name)

    def stream(self, question: str, *, thread: str | None = None, as_of: date | None = None) -> Iterator[Event]:
        """Answer, or stop for ever after the first step."""
        if HELD in question:
            yield StepEvent("search", "检索条款")
            threading.Event().wait()
        yield from self._real.stream(question, thread=thread, as_of=as_of)


if __name__ == "__main__":
    data, port = Path(sys.argv[1]), int(sys.argv[2])
    serve(lambda: build_app(Held(data), FeedbackTickets(lambda: SqliteTickets(data))), port=port, open_browser=False)
