"""A server that is really killed or stopped under the chat in a real Chromium: nothing is lost, nothing doubled."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.ui.browsing import CUT_OFF, OpenPage
from tests.ui.held_server import HELD
from tests.ui.test_web_browser import ask

pytestmark = pytest.mark.browser
GONE = (*CUT_OFF, "ERR_", "Failed to fetch", "Failed to load resource", "network error", "Cancelled via cancel scope")
HELD_QUESTION = f"{HELD}，第五条归谁负责"


class Server:
    """A server in a process of its own; started again, it has the same address."""

    def __init__(self, home: Path) -> None:
        self.home, self.address = home, "http://127.0.0.1:0"
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "tests.ui.held_server", str(self.home), str(urlsplit(self.address).port)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self.process.stdout
        ready = re.search(r"http://[\d.:]+", self.process.stdout.readline())
        assert ready
        self.address = ready[0]

    def end(self, with_signal: signal.Signals = signal.SIGKILL) -> None:
        self.process.send_signal(with_signal)
        self.process.wait(timeout=30)
        assert self.process.stdout
        self.process.stdout.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("home"))
    yield running
    running.end()


def begun(server: Server, open_page: OpenPage) -> Page:
    """Return a page on which one question is answered."""
    page = open_page(server.address, forgiven=GONE)
    ask(page, "第三条归谁负责")
    expect(page.locator(".sc-answered")).to_have_count(1)
    return page


def says_that_it_is_away(page: Page) -> None:
    expect(page.locator(".sc-away")).to_be_visible()
    expect(page.locator(".sc-away")).to_contain_text("正在自动重试")
    for english in (".toast-wrap", "[data-testid='status-tracker'] .error >> nth=0"):
        expect(page.locator(english)).to_be_hidden()


@pytest.mark.parametrize("with_signal", [signal.SIGKILL, signal.SIGTERM])
def test_an_answer_that_the_server_takes_with_it_can_be_asked_again(
    server: Server, open_page: OpenPage, with_signal: signal.Signals
) -> None:
    page = begun(server, open_page)
    ask(page, HELD_QUESTION)
    expect(page.locator(".sc-working .sc-now")).to_be_visible()
    page.locator("#sc-box textarea").fill("然后呢")
    server.end(with_signal)
    says_that_it_is_away(page)
    server.start()
    expect(page.get_by_role("alert")).to_contain_text("没有完成")
    expect(page.locator(".sc-away")).to_be_hidden()
    expect(page.locator(".sc-question")).to_have_text(["第三条归谁负责"])
    expect(page.locator("#sc-box textarea")).to_have_value(f"{HELD_QUESTION}\n然后呢")
    ask(page, "第五条归谁负责")
    expect(page.locator(".sc-answered")).to_have_count(2)
    expect(page.locator(".sc-question")).to_have_text(["第三条归谁负责", "第五条归谁负责"])


def test_what_is_asked_while_there_is_no_server_stays_in_the_box(server: Server, open_page: OpenPage) -> None:
    page = begun(server, open_page)
    server.end()
    ask(page, "第五条归谁负责")
    says_that_it_is_away(page)
    server.start()
    expect(page.locator(".sc-away")).to_be_hidden()
    expect(page.locator(".sc-answered")).to_have_count(1)
    expect(page.locator("#sc-box textarea")).to_have_value("第五条归谁负责")
    page.locator("#sc-box .submit-button").click()
    expect(page.locator(".sc-answered")).to_have_count(2)


def test_a_server_restarted_while_nobody_asks_goes_on_with_the_conversation(
    server: Server, open_page: OpenPage
) -> None:
    page = begun(server, open_page)
    server.end()
    server.start()
    ask(page, "那由谁审核")
    expect(page.locator(".sc-answered")).to_have_count(2)
