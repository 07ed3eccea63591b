"""政策体检 in a real Chromium: answering, what is asked next, export, on a desktop and on a phone."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.ui.browsing import DESKTOP, PHONE, OpenPage, faults

pytestmark = pytest.mark.browser


def answer(page: Page, path: str, value: str) -> None:
    field = page.locator(f'.sc-field[data-path="{path}"]')
    if value in ("yes", "no"):
        field.locator(f"input[value={value}]").check()
    else:
        field.locator("> input").fill(value)


def fill(page: Page) -> None:
    answer(page, "undertakes_state_task", "yes")
    answer(page, "received_funds_yuan", "1200万")
    answer(page, "recognised_centre", "yes")
    answer(page, "platform_total_yuan", "900万")
    expect(page.locator(".sc-total")).to_have_text("300 万元")
    expect(page.locator(".sc-near")).to_be_visible()


def test_a_yes_opens_the_amounts_and_the_results_follow(
    pages_address: str, open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page(pages_address + "/portfolio")
    expect(page.locator('.sc-field[data-path="received_funds_yuan"]')).to_be_hidden()
    expect(page.locator(".sc-overlaps")).to_be_hidden()
    fill(page)
    expect(page.locator(".sc-overlaps")).to_be_visible()
    expect(page.locator("#sc-plot .bartext").first).to_contain_text("300 万元")
    page.locator(".sc-goto").click()
    expect(page.locator(":focus")).to_have_count(1)
    with page.expect_download() as download:
        page.locator(".sc-download").click()
    assert download.value.suggested_filename == "政策体检.md"
    assert "还差 100 万元" in download.value.path().read_text(encoding="utf-8")


def test_a_reload_loses_nothing_and_clear_empties(pages_address: str, open_page: OpenPage) -> None:
    page = open_page(pages_address + "/portfolio")
    fill(page)
    answer(page, "platform_years", "许多年")
    expect(page.locator('.sc-field[data-path="platform_years"] > .sc-fault')).to_contain_text("1 到 100 的整数")
    page.reload()
    expect(page.locator(".sc-total")).to_have_text("300 万元")
    expect(page.locator('.sc-field[data-path="platform_years"] > input')).to_have_value("许多年")
    page.locator(".sc-clear").click()
    expect(page.locator("#sc-summary .sc-state")).to_contain_text("任意一项开始回答")
    expect(page.locator('.sc-field[data-path="platform_years"]')).to_be_hidden()


def test_a_support_of_another_policy_is_weighed_against_the_measure(pages_address: str, open_page: OpenPage) -> None:
    page = open_page(pages_address + "/portfolio.en", PHONE)
    fill(page)
    page.locator(".sc-others .sc-add").click()
    others = page.locator(".sc-others .sc-item")
    others.get_by_label("Measure for the same cost").select_option("m01")
    others.get_by_label("Amount").fill("许多")
    expect(others.locator(".sc-fault").filter(has_text="许多")).to_be_visible()
    others.get_by_label("Amount").fill("350万")
    expect(page.locator(".sc-total")).to_have_text("350 万元")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    page.reload()
    expect(page.locator(".sc-total")).to_have_text("350 万元")
    others.locator(".sc-remove").click()
    expect(page.locator(".sc-total")).to_have_text("300 万元")


def test_it_prints_without_the_form(pages_address: str, open_page: OpenPage) -> None:
    page = open_page(pages_address + "/portfolio")
    fill(page)
    page.emulate_media(media="print")
    expect(page.locator("#sc-left")).to_be_hidden()
    expect(page.locator(".sc-measure")).to_have_count(14)


@pytest.mark.parametrize(("size", "dark"), [(PHONE, False), (PHONE, True), (DESKTOP, False), (DESKTOP, True)])
def test_nothing_is_wider_than_the_window_and_axe_is_content(
    pages_address: str, open_page: OpenPage, size: tuple[int, int], dark: bool
) -> None:
    page = open_page(pages_address + "/portfolio", size, dark=dark)
    fill(page)
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    assert faults(page) == []
    if size == PHONE:
        page.locator(".sc-jump").click()
        expect(page.locator(".sc-total")).to_be_in_viewport()
        expect(page.locator(".sc-jump")).to_be_hidden()
