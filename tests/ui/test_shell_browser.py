"""What all pages share, in a real Chromium: the way between them, their languages, and a server that goes away."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from assistant.tickets.replay import replay
from assistant.tickets.sqlite import SqliteTickets
from tests.ui.browsing import DESKTOP, PHONE, OpenPage, faults, serving
from tests.ui.conftest import FakeAssistant
from ui.api_feedback import FeedbackTickets
from ui.staff import open_staff
from ui.staff_users import Cost, UserFile
from ui.web import build_app

pytestmark = pytest.mark.browser


def test_every_page_is_one_tap_away_and_says_where_one_is(pages_address: str, open_page: OpenPage) -> None:
    page = open_page(pages_address, PHONE)
    for path in ("./calc", "./portfolio", "./desk", "./"):
        page.locator(f'.sc-tabs a[href="{path}"]').click()
        expect(page.locator(f'.sc-tabs a[href="{path}"]')).to_have_attribute("aria-current", "page")
        expect(page.locator(".sc-notice")).to_contain_text("2027-12-31")
        expect(page.locator(".sc-notice")).to_contain_text("上限而非承诺")


@pytest.mark.parametrize(("path", "size", "dark"), [("home.en", PHONE, True), ("", DESKTOP, False)])
def test_axe_is_content_with_the_chat(
    pages_address: str, open_page: OpenPage, path: str, size: tuple[int, int], dark: bool
) -> None:
    page = open_page(f"{pages_address}/{path}", size, dark=dark)
    assert faults(page) == []
    page.locator("#sc-box textarea").fill("1000万能拿多少")
    page.locator("#sc-box .submit-button").click()
    expect(page.locator(".sc-answered .sc-amount")).to_be_visible()
    assert faults(page) == []
    assert page.evaluate("document.documentElement.lang") == ("en" if path else "zh-CN")


def test_a_server_that_refuses_costs_nothing_that_was_filled_in(pages_address: str, browser: Browser) -> None:
    """Gradio loads the page anew when it has lost its server; the address holds what was typed."""
    page = opened(browser, f"{pages_address}/calc?name=filing_award&costs_yuan=20万")
    page.route(RUNS, refuse)
    page.locator(COSTS).fill("30万")
    expect(page).to_have_url(re.compile("costs_yuan=30"))
    page.unroute(RUNS, refuse)
    expect(page.locator(AMOUNT)).to_have_text("30 万元")
    expect(page.locator(COSTS)).to_have_value("30万")
    page.context.close()


def test_a_server_that_does_not_answer_is_said_and_asked_again(pages_address: str, browser: Browser) -> None:
    page = opened(browser, f"{pages_address}/calc?name=filing_award&costs_yuan=20万")
    page.route(RUNS, hold)
    page.locator(COSTS).fill("30万")
    expect(page.locator(".sc-away")).to_be_visible()
    page.unroute(RUNS, hold)
    page.locator(COSTS).fill("40万")
    expect(page.locator(AMOUNT)).to_have_text("40 万元")
    expect(page.locator(".sc-away")).to_be_hidden()
    page.context.close()


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_the_pages_of_the_staff_are_in_the_navigation_of_every_page_once_signed_in(
    tmp_path: Path, open_page: OpenPage, size: tuple[int, int]
) -> None:
    assistant, tickets, users = FakeAssistant(), SqliteTickets(tmp_path), UserFile(tmp_path, Cost(16, 1, 1))
    users.add("王芳", "山高水长 风清月白 2026")
    staff = open_staff(tmp_path, tickets, lambda ticket: replay(ticket, assistant), users=users)  # type: ignore[arg-type]
    with serving(build_app(assistant, FeedbackTickets(lambda: tickets), staff=staff)) as address:
        page = open_page(f"{address}/sign-in?next=desk%3Fview%3Dtickets", size)
        expect(page.locator(".sc-tabs")).not_to_contain_text("评测")
        page.get_by_label("用户名").fill("王芳")
        page.get_by_label("密码").fill("山高水长 风清月白 2026")
        page.keyboard.press("Enter")
        expect(page.locator(".sc-tabs a[aria-current]")).to_have_text("工单")
        for path, here in (
            ("", "问政策"),
            ("calc", "算补贴"),
            ("portfolio.en", "Check-up"),
            ("report.en", "Evaluation"),
        ):
            page.goto(f"{address}/{path}")
            expect(page.locator(".sc-tabs a")).to_have_count(6)
            expect(page.locator(".sc-tabs a[aria-current]")).to_have_text(here)
        assert page.evaluate("document.documentElement.scrollWidth") == size[0]
        page.goto(f"{address}/calc")
        page.locator(".sc-tabs a", has_text="工单").click()
        page.get_by_role("button", name="退出").click()
        page.goto(f"{address}/calc")
        expect(page.locator(".sc-tabs a")).to_have_count(4)
        page.goto("about:blank")  # before the server goes


RUNS, AMOUNT = "**/gradio_api/run/**", "#sc-cards .sc-amount strong"
COSTS = '.sc-form .sc-field[data-path="costs_yuan"] input'


def refuse(route: Route) -> None:
    route.abort()


def hold(route: Route) -> None:
    """Leave a request without an answer."""


def opened(browser: Browser, address: str) -> Page:
    page = browser.new_page()
    page.goto(address)
    expect(page.locator(AMOUNT)).to_have_text("20 万元")
    return page
