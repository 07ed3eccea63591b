"""Chromium and a served application for the tests of the pages; ``conftest.py`` hands the fixtures out."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from assistant.agent import open_assistant
from assistant.settings import read_settings
from assistant.tickets.sqlite import SqliteTickets
from ui.api_feedback import FeedbackTickets
from ui.api_service import Assistance
from ui.web import build_app
from ui.web_server import page_server, reserved

if TYPE_CHECKING:
    from tests.ui.conftest import FakeAssistant

AXE = Path(__file__).with_name("axe.min.js")
"""axe-core as npm delivers it (Mozilla Public License 2.0, see its first lines): for the tests only, never served."""
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
CUT_OFF = ("AbortError: signal is aborted", "Connection errored out")
"""What Gradio's own script says in the console when a page is left while an answer comes."""
PHONE, DESKTOP = (390, 844), (1280, 800)
OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for one module: while it is open, its event loop runs in this thread and no other may."""
    if CHROMIUM is None:
        if os.environ.get("SUANCE_REQUIRE_BROWSER") == "1":
            pytest.fail("no Chromium found, and SUANCE_REQUIRE_BROWSER=1 asks for one")
        pytest.skip("no Chromium found")
    expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@contextmanager
def served(assistant: Assistance, home: Path, port: int = 0) -> Iterator[str]:
    """Serve the pages on a port, by default a free one, and yield their address."""
    with serving(build_app(assistant, FeedbackTickets(lambda: SqliteTickets(home))), port) as address:
        yield address


@contextmanager
def serving(app: FastAPI, port: int = 0) -> Iterator[str]:
    """Serve an application on a port, by default a free one, and yield its address."""
    ready = threading.Event()
    with reserved("127.0.0.1", port) as listening:
        server = page_server(app, ready.set)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        assert ready.wait(timeout=60)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=30)


@pytest.fixture(scope="session")
def real_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory of ``real_address``."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def real_address(real_home: Path) -> Iterator[str]:
    """The page over the real assistant and a fresh index."""
    settings = read_settings({"SUANCE_HOME": str(real_home)})
    with served(open_assistant(settings), settings.home) as address:
        yield address


@pytest.fixture
def fake_address(assistant: "FakeAssistant", tmp_path: Path) -> Iterator[str]:
    with served(assistant, tmp_path) as address:
        yield address


@pytest.fixture(scope="session")
def pages_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The pages over an assistant that knows a few answers: what has no conversation needs no index."""
    from tests.ui.conftest import FakeAssistant  # it imports this module

    with served(FakeAssistant(), tmp_path_factory.mktemp("home")) as address:
        yield address


def _among(text: str, forgiven: tuple[str, ...]) -> bool:
    return any(each in text for each in forgiven)


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Return a function that opens an address; afterwards no error stood in a console, no request left this machine.

    ``forgiven`` are parts of errors that what a test does to the page must bring.
    """
    errors: list[str] = []
    strangers: list[str] = []

    def note_console(message: ConsoleMessage, forgiven: tuple[str, ...]) -> None:
        if message.type == "error" and not _among(message.text, forgiven):
            errors.append(message.text)

    def note_request(url: str) -> None:
        if urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).hostname != "127.0.0.1":
            strangers.append(url)

    def opened(
        address: str, size: tuple[int, int] = DESKTOP, *, dark: bool = False, forgiven: tuple[str, ...] = ()
    ) -> Page:
        page = browser.new_page(
            viewport={"width": size[0], "height": size[1]}, locale="zh-CN", color_scheme="dark" if dark else "light",
        )  # fmt: skip
        page.on("console", lambda message: note_console(message, forgiven))
        page.on("pageerror", lambda error: errors.extend([] if _among(str(error), forgiven) else [str(error)]))
        page.on("request", lambda request: note_request(request.url))
        page.goto(address)
        expect(page.locator("h1").first).to_be_visible()
        return page

    yield opened
    for context in browser.contexts:
        context.close()
    assert errors == [], errors
    assert strangers == [], strangers


def faults(page: Page) -> list[str]:
    """Return what axe-core finds serious or critical on a page, one line each."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
    return [
        f"{each['id']}: {each['help']}: {[node['target'] for node in each['nodes']][:3]}"
        for each in found
        if each["impact"] in ("serious", "critical")
    ]
