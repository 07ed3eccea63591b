"""The page shows the clauses and figures that REST gives, and so those of the command line and MCP (test_parity.py)."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from corpus.data_file import parse_yaml
from tests.ui.browsing import OpenPage

pytestmark = pytest.mark.browser
CASES: dict[str, Any] = parse_yaml(Path(__file__).with_name("parity.yaml"))[0]
QUESTIONS: list[str] = CASES["questions"]
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


def by_path(inputs: dict[str, Any]) -> dict[str, str]:
    """Return inputs as the form and its address have them: text by path; null is a field left empty."""
    paths: dict[str, str] = {}
    for name, value in inputs.items():
        for number, item in enumerate(value if isinstance(value, list) else []):
            paths |= {f"{name}[{number}].{key}": str(inside) for key, inside in item.items() if inside is not None}
        if not isinstance(value, list) and value is not None:
            paths[name] = {True: "yes", False: "no"}.get(value, str(value))
    return paths


def steps_shown(page: Page, within: str) -> dict[str, list[Any]]:
    """Read cited spans and figures of every step of a calculation's card."""
    links = page.locator(f"{within} .sc-steps .sc-quote").evaluate_all(
        "found => found.map(link => link.getAttribute('href'))"
    )
    places = [_PLACE.match(link) for link in links]
    figures = page.locator(f"{within} .sc-steps .sc-sum b").evaluate_all("found => found.map(each => each.textContent)")
    return {
        "places": [(found["clause"], int(found["start"]), int(found["end"])) for found in places if found],
        "figures": [_number(text) for text in figures],
    }


def steps_told(result: dict[str, Any]) -> dict[str, list[Any]]:
    """Return the same of a result of REST."""
    steps = result["steps"]
    return {
        "places": [(each["clause"], each["start"], each["end"]) for each in steps if each["quote"]],
        "figures": [_number(str(each["value"])) for each in steps],
    }


def test_calculations_are_shown_as_rest_gives_them(pages_address: str, open_page: OpenPage) -> None:
    page = open_page(pages_address)
    figures = 0
    for row in CASES["calculations"]:
        name, paths = row["calculator"], by_path(row["inputs"])
        if row["inputs"] and not paths:
            continue  # a form in which nothing is filled in asks for something first
        body = {"inputs": row["inputs"]}
        told = page.request.post(f"{pages_address}/api/calculators/{name}", data=body).json()
        page.goto(f"{pages_address}/calc?{urlencode({'name': name, **paths})}")
        expect(page.locator("#sc-cards .sc-amount strong")).to_be_visible()
        assert steps_shown(page, "#sc-cards") == steps_told(told), row
        figures += len(told["steps"])
    assert figures >= 10


@pytest.mark.parametrize("profile", CASES["profiles"] + CASES["checks"])
def test_a_check_is_shown_as_rest_gives_it(pages_address: str, open_page: OpenPage, profile: dict[str, Any]) -> None:
    page = open_page(f"{pages_address}/portfolio")
    paths = by_path(profile)
    told = page.request.post(f"{pages_address}/api/portfolio", data={"profile": profile}).json()
    page.evaluate("given => sessionStorage.setItem('suance.check', JSON.stringify(given))", paths)
    page.reload()
    if not set(paths) & {path for path, value in paths.items() if value in ("yes", "no")}:
        expect(page.locator("#sc-summary .sc-state")).to_be_visible()  # amounts are asked for behind a first yes
        return
    expect(page.locator(".sc-measure")).to_have_count(len(told["measures"]))
    for measure in told["measures"]:
        card = f".sc-measure:has(header a[href^='#clause/{measure['clause']}/'])"
        expect(page.locator(card)).to_have_class(f"sc-measure sc-{measure['verdict']}")
        if measure["calculation"]:
            assert steps_shown(page, card) == steps_told(measure["calculation"]), measure["clause"]
    total = page.locator(".sc-total")
    if told["combination"]:
        assert _number(total.inner_text()) == f"{float(told['combination']['amount_yuan']) / 10_000:g}"
    else:
        expect(total).to_have_count(0)
