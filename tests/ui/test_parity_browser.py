"""The page shows the clauses and figures that REST gives, and so those of the command line and MCP (test_parity.py)."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from corpus.data_file import parse_yaml
from tests.ui.browsing import OpenPage

pytestmark = pytest.mark.browser
QUESTIONS: list[str] = parse_yaml(Path(__file__).with_name("parity.yaml"))[0]["questions"]
_PLACE = re.compile(r"#clause/(?P<clause>[^/]+/[^/]+)/(?P<start>\d+)-(?P<end>\d+)/")


def ask(page: Page, question: str) -> None:
    """Ask in a conversation of its own and wait for the whole answer."""
    page.locator("#sc-fresh").click()
    expect(page.locator(".sc-answer")).to_have_count(0)
    page.locator("#sc-box textarea").fill(question)
    page.locator("#sc-box .submit-button").click()
    expect(page.locator(".sc-answer:not(.sc-working)")).to_have_count(1)


def shown(page: Page) -> dict[str, Any]:
    """Read status, cited clauses with their spans, and the figures of every step from the page."""
    answer = page.locator(".sc-answer")
    links = answer.locator(".sc-source").evaluate_all("found => found.map(link => link.getAttribute('href'))")
    places = [_PLACE.match(link) for link in links]
    return {
        "status": next(name for name in str(answer.get_attribute("class")).split() if name != "sc-answer")[3:],
        "places": [(found["clause"], int(found["start"]), int(found["end"])) for found in places if found],
        "figures": [_number(text) for text in answer.locator(".sc-steps .sc-sum b").all_inner_texts()],
    }


def _number(text: str) -> str:
    return re.sub(r"[^\d.]", "", text)


def told(reply: dict[str, Any]) -> dict[str, Any]:
    """Return the same of a reply."""
    steps = [step for calculation in reply["calculations"] for step in calculation["steps"]]
    return {
        "status": reply["status"],
        "places": [(each["clause"], each["start"], each["end"]) for each in reply["citations"]],
        "figures": [_number(str(step["value"])) for step in steps],
    }


def test_thirty_questions_are_shown_as_they_are_answered(real_address: str, open_page: OpenPage) -> None:
    page = open_page(real_address)
    figures = 0
    for question in QUESTIONS:
        ask(page, question)
        reply = page.request.post(f"{real_address}/api/ask", data={"question": question}).json()
        assert shown(page) == told(reply), question
        figures += len(told(reply)["figures"])
    assert len(QUESTIONS) == 30 and figures >= 20
