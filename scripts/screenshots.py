"""Remake ``docs/screenshots``: every page, on a desktop and on a phone, light and dark, over the real assistant.

Run it with ``make screenshots`` or ``python -m scripts.screenshots``; it needs Chromium and the development packages.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import product
from pathlib import Path

import click
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from assistant.agent import open_assistant
from assistant.settings import read_settings
from assistant.tickets.replay import replay
from tests.ui.browsing import CHROMIUM, serving
from ui.api_feedback import FeedbackTickets
from ui.staff import open_staff
from ui.web import build_app

FOLDER = Path(__file__).parents[1] / "docs" / "screenshots"
SIZES = {"desktop": (1280, 860, 1), "phone": (390, 844, 2)}
MOST_BYTES = 150_000
_COLOURS = (160, 96, 64, 40, 24)
"""Palettes to try, the first that makes the file small enough is taken."""
_NAME, _PASSWORD = "王芳", "仅供截图-只在临时目录里"
_QUESTION = "我们签了1000万元国产算力合同，算力券最多能拿多少？"
_VOUCHER = "name=compute_voucher&contracts%5B0%5D.amount_yuan=420万&contracts%5B0%5D.category=domestic"
_OTHER = "b.contracts%5B0%5D.amount_yuan=1500万&b.contracts%5B0%5D.category=other"


@click.command()
@click.option("--only", default="", help="Remake only the pages whose names begin like this.")
@click.option("--out", type=click.Path(path_type=Path), default=FOLDER, help="Where the pictures go.")
def main(only: str, out: Path) -> None:
    """Serve the pages over a fresh index in a temporary folder, and take their pictures."""
    out.mkdir(parents=True, exist_ok=True)
    wanted = {name: act for name, act in PAGES.items() if name.startswith(only)}
    with tempfile.TemporaryDirectory() as home, _served(Path(home)) as address, _browser() as browser:
        for (name, act), size, dark in product(wanted.items(), SIZES, (False, True)):
            file = out / f"{name}-{size}-{'dark' if dark else 'light'}.png"
            with _window(browser, size, dark=dark) as context:
                page = context.new_page()
                act(page, address)
                _settled(page)
                file.write_bytes(small(page.screenshot()))
            click.echo(f"{file.name} {file.stat().st_size // 1000} kB")


@contextmanager
def _served(home: Path) -> Iterator[str]:
    """Serve everything, with somebody to sign in, a ticket and a report of an evaluation that was really run."""
    environment = os.environ | {"SUANCE_HOME": str(home), "SUANCE_MODEL": "offline"}
    assistant = open_assistant(read_settings(environment))
    assert assistant.tickets is not None
    tickets, again = assistant.tickets, assistant.without_tickets()
    assistant.ask(_QUESTION)
    asked = ["--suite", "combination", "--no-forms", "--jobs", "1"]
    subprocess.run([sys.executable, "-m", "ui.cli", "eval", *asked], env=environment, check=True, capture_output=True)
    staff = open_staff(home, tickets, lambda ticket: replay(ticket, again))
    staff.users.add(_NAME, _PASSWORD)
    with serving(build_app(assistant, FeedbackTickets(lambda: tickets), staff=staff)) as address:
        yield address


@contextmanager
def _browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        raise click.ClickException("没有找到 Chromium：先运行 sh scripts/install-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def _window(browser: Browser, size: str, *, dark: bool) -> Iterator[BrowserContext]:
    width, height, scale = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, device_scale_factor=scale, locale="zh-CN",
        color_scheme="dark" if dark else "light", reduced_motion="reduce",
    )  # fmt: skip
    yield context
    context.close()


def _settled(page: Page) -> None:
    """Wait until nothing is loaded any more and the last frame is drawn."""
    page.wait_for_load_state("load")
    page.wait_for_timeout(700)


def small(png: bytes) -> bytes:
    """Return a picture with as many colours as fit into the limit; flat pages need few."""
    image = Image.open(BytesIO(png)).convert("RGB")
    found = b""
    for colours in _COLOURS:
        packed = BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(packed, "PNG", optimize=True)
        found = packed.getvalue()
        if len(found) <= MOST_BYTES:
            break
    return found


def _welcome(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector(".sc-welcome")


def _answer(page: Page, address: str) -> None:
    _welcome(page, address)
    page.locator("#sc-box textarea").fill(_QUESTION)
    page.locator("#sc-box .submit-button").click()
    page.wait_for_selector(".sc-answered .sc-amount")


def _calc(page: Page, address: str) -> None:
    page.goto(f"{address}/calc?{_VOUCHER}")
    page.wait_for_selector("#sc-plot .textpoint")


def _calc_compare(page: Page, address: str) -> None:
    page.goto(f"{address}/calc?{_VOUCHER}&{_OTHER}")
    page.wait_for_selector("#sc-plot .textpoint >> nth=1")
    page.locator("#sc-right").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('#sc-right').scrollIntoView({ block: 'start' })")


def _portfolio(page: Page, address: str) -> None:
    page.goto(f"{address}/portfolio")
    for path, value in _ANSWERS.items():
        field = page.locator(f'.sc-field[data-path="{path}"]')
        if value in ("yes", "no"):
            field.locator(f"input[value={value}]").check()
        else:
            field.locator("> input").fill(value)
    page.wait_for_selector("#sc-cards .sc-near")
    page.evaluate("window.scrollTo(0, 0)")


def _portfolio_results(page: Page, address: str) -> None:
    _portfolio(page, address)
    page.evaluate("document.querySelector('#sc-right').scrollIntoView({ block: 'start' })")


_ANSWERS = {
    "undertakes_state_task": "yes", "received_funds_yuan": "1200万", "recognised_centre": "yes", "core_team": "yes",
    "platform_audited_yuan": "800万", "platform_total_yuan": "900万", "holds_competition": "no",
}  # fmt: skip


def _desk(page: Page, address: str) -> None:
    page.goto(f"{address}/desk?q=算力券&clause=m03")
    page.wait_for_selector("mark")


def _report(page: Page, address: str) -> None:
    page.goto(f"{address}/sign-in?next=report")
    page.get_by_label("用户名").fill(_NAME)
    page.get_by_label("密码").fill(_PASSWORD)
    page.keyboard.press("Enter")
    page.frame_locator("iframe").get_by_role("heading").first.wait_for()


PAGES: dict[str, Callable[[Page, str], None]] = {
    "ask-welcome": _welcome,
    "ask-answer": _answer,
    "calc": _calc,
    "calc-compare": _calc_compare,
    "portfolio": _portfolio,
    "portfolio-results": _portfolio_results,
    "desk": _desk,
    "report": _report,
}
"""What is pictured: a name, and what brings the page there."""

if __name__ == "__main__":
    main()
