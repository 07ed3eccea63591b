"""按哪天看 in a real Chromium: every page goes by the day that is chosen, and its address keeps it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.ui.browsing import PHONE, OpenPage, faults
from tests.ui.test_web_browser import ask

pytestmark = pytest.mark.browser
BEFORE, AFTER = "2024-08-18", "2028-01-01"


def choose_day(page: Page, day: str) -> None:
    page.locator(".sc-day input, input[name=as_of]").fill(day)
    page.locator(".sc-day input, input[name=as_of]").blur()
    expect(page).to_have_url(re.compile(f"as_of={day}"))


def test_the_chat_answers_by_the_chosen_day(real_address: str, open_page: OpenPage) -> None:
    page = open_page(real_address, PHONE)
    choose_day(page, AFTER)
    assert faults(page) == []
    ask(page, "我们签了1000万元国产算力合同，算力券最多能拿多少？")
    expect(page.locator(".sc-answer.sc-not_in_force")).to_be_visible()
    page.reload()
    expect(page.locator(".sc-answer.sc-not_in_force")).to_be_visible()
    expect(page.locator(".sc-day input")).to_have_value(AFTER)
    page.locator(".sc-day input").fill("")
    page.locator(".sc-day input").blur()
    expect(page).not_to_have_url(re.compile("as_of"))
    page.locator("#sc-fresh").click()
    ask(page, "我们签了1000万元国产算力合同，算力券最多能拿多少？")
    expect(page.locator(".sc-answer.sc-answered")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]


def test_sums_go_by_the_chosen_day_and_a_shared_address_keeps_it(pages_address: str, open_page: OpenPage) -> None:
    page = open_page(f"{pages_address}/calc?name=filing_award&costs_yuan=20万&as_of={BEFORE}")
    expect(page.locator(".sc-day input")).to_have_value(BEFORE)
    expect(page.locator("#sc-cards")).to_contain_text("不适用")
    choose_day(page, "2024-08-19")
    expect(page.locator("#sc-cards .sc-amount strong")).to_have_text("20 万元")
    page.locator('.sc-field[data-path="costs_yuan"] input').first.fill("30万")
    expect(page.locator("#sc-cards .sc-amount strong")).to_have_text("30 万元")
    expect(page).to_have_url(re.compile("as_of=2024-08-19"))
    page.locator('.sc-languages a[lang="en"]').click()
    expect(page.locator(".sc-day")).to_contain_text("As of")
    expect(page.locator(".sc-day input")).to_have_value("2024-08-19")


def test_an_address_with_no_day_or_nonsense_means_today(pages_address: str, open_page: OpenPage) -> None:
    page = open_page(f"{pages_address}/calc?name=filing_award&costs_yuan=20万&as_of=明天")
    expect(page.locator("#sc-cards .sc-amount strong")).to_have_text("20 万元")
    expect(page.locator(".sc-day input")).to_have_value(page.evaluate("new Date().toLocaleDateString('sv')"))


def test_a_check_goes_by_the_chosen_day(pages_address: str, open_page: OpenPage) -> None:
    page = open_page(f"{pages_address}/portfolio")
    page.locator(".sc-check .sc-field").first.get_by_label("是", exact=True).check()
    expect(page.locator("#sc-summary .sc-lead")).to_be_visible()
    choose_day(page, AFTER)
    expect(page.locator("#sc-summary .sc-bad")).to_be_visible()
    page.reload()
    expect(page.locator("#sc-summary .sc-bad")).to_be_visible()


def test_the_desk_says_what_is_in_force_on_the_chosen_day(pages_address: str, open_page: OpenPage) -> None:
    page = open_page(f"{pages_address}/desk?clause=hz_ai_2024/m03")
    expect(page.locator("#dk-panel .dk-state")).to_have_text("施行中")
    choose_day(page, BEFORE)
    expect(page.locator("#dk-panel .dk-state")).to_have_text(f"{BEFORE} 尚未施行")
    assert faults(page) == []
    page.locator(".dk-hit").first.click()
    expect(page.locator("#dk-panel .dk-state")).to_have_text(f"{BEFORE} 尚未施行")
    expect(page).to_have_url(re.compile(BEFORE))
    page.locator("select[name=state]").select_option("current")
    expect(page.locator(".dk-none")).to_be_visible()
    page.go_back()
    expect(page.locator("input[name=as_of]")).to_have_value(BEFORE)
    page.locator(".dk-tools a").first.click()
    expect(page.locator(".dk-column .dk-state").first).to_have_text(f"{BEFORE} 尚未施行")
    page.locator(".dk-views a").first.click()
    expect(page.locator("input[name=as_of]")).to_have_value(BEFORE)
