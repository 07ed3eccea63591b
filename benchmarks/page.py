"""How soon a page can be used: ``python -m benchmarks.page [--rounds 5]``.

Starts ``suance serve`` as a process of its own, opens every public page in Chromium over loopback and measures from the
navigation until what one does there first can be done: a question typed, an amount entered. Each time once with an
empty browser cache and once more with what it has kept. Needs Chromium (``sh scripts/install-browser``).
"""

import argparse
import os
import platform
import time

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from benchmarks.server import shown, started
from tests.ui.browsing import CHROMIUM

FIRST_DONE = {
    "/": "#sc-box textarea",
    "/calc": "input:visible",
    "/portfolio": "input:visible",
    "/desk": "input[type=search]",
}
"""Page → what one uses first there."""
LIMIT_MS = 2000


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    print(f"{platform.platform()}  Python {platform.python_version()}  {os.cpu_count()} cores  load {os.getloadavg()}")
    with started() as (address, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for path, first in FIRST_DONE.items():
            times = [opened(browser, address + path, first) for _ in range(rounds)]
            shown(f"{path} usable, empty cache", [cold for cold, _ in times], f"goal {LIMIT_MS} ms")
            shown(f"{path} usable, cached", [warm for _, warm in times], f"goal {LIMIT_MS} ms")
        browser.close()


def opened(browser: Browser, address: str, first: str) -> tuple[float, float]:
    """Return the seconds until the page can be used, by a new browser and by one that was there before."""
    context = browser.new_context(locale="zh-CN")
    try:
        return visit(context, address, first), visit(context, address, first)
    finally:
        context.close()


def visit(context: BrowserContext, address: str, first: str) -> float:
    """Open the page, use its first field and return the seconds until that came off."""
    page = context.new_page()
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.locator(first).first.fill("1")
    elapsed = time.perf_counter() - began
    page.close()
    return elapsed


if __name__ == "__main__":
    main()
