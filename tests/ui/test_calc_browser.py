"""算补贴 in a real Chromium: typing, scenarios, backward, the address, on a desktop and on a phone."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.ui.browsing import PHONE, OpenPage, faults

pytestmark = pytest.mark.browser

VOUCHER = "/calc?name=compute_voucher&contracts%5B0%5D.amount_yuan=420万&contracts%5B0%5D.category=domestic"
BUSY = VOUCHER + "&b.contracts%5B0%5D.amount_yuan=3000万&b.contracts%5B0%5D.category=other"


def field(page: Page, path: str, form: int = 0) -> Locator:
    return page.locator(".sc-form").nth(form).locator(f'.sc-field[data-path="{path}"]')


def amounts(page: Page) -> Locator:
    return page.locator("#sc-cards .sc-amount strong")


def address(page: Page) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(page.url).query))


def test_typing_shows_the_amount_the_steps_and_the_picture(pages_address: str, open_page: OpenPage) -> None:
    page = open_page(pages_address + "/calc")
    page.locator(".sc-picker a[data-name=compute_voucher]").click()
    field(page, "contracts[0].amount_yuan").locator("input").fill("420万")
    expect(amounts(page)).to_have_text("84 万元 至 126 万元")
    field(page, "contracts[0].category").get_by_label("国产算力").check()
    expect(amounts(page)).to_have_text("126 万元")
    expect(page.locator("#sc-cards .sc-steps > li")).to_have_count(2)
    expect(page.locator("#sc-plot .textpoint")).to_have_text("您的情况 126 万元")
    expect(page).to_have_title("算补贴 · 算策")
    assert address(page) == {
        "name": "compute_voucher", "contracts[0].amount_yuan": "420万", "contracts[0].category": "domestic",
    }  # fmt: skip


def test_a_fault_stands_beside_its_field_and_nothing_is_lost(pages_address: str, open_page: OpenPage) -> None:
    page = open_page(pages_address + VOUCHER)
    expect(amounts(page)).to_have_text("126 万元")
    page.locator(".sc-more summary").click()
    field(page, "already_claimed_yuan").locator("input").fill("好多")
    expect(field(page, "already_claimed_yuan").locator(".sc-fault")).to_contain_text("“好多”无法使用，应为")
    expect(field(page, "contracts[0].amount_yuan").locator("input")).to_have_value("420万")
    field(page, "already_claimed_yuan").locator("input").fill("700万")
    expect(amounts(page)).to_have_text("100 万元")
    expect(field(page, "already_claimed_yuan").locator(".sc-fault")).to_be_hidden()


def test_a_link_restores_all_scenarios(pages_address: str, open_page: OpenPage) -> None:
    page = open_page(pages_address + BUSY)
    expect(amounts(page)).to_have_text(["126 万元", "600 万元"])
    expect(page.locator(".sc-table td").last).to_have_text("多 4,740,000.00 元")
    page.locator(".sc-add-scenario").click()
    expect(amounts(page)).to_have_count(3)
    expect(page.locator(".sc-add-scenario")).to_be_hidden()
    page.locator(".sc-remove-scenario").first.click()
    expect(amounts(page)).to_have_text(["126 万元", "600 万元"])
    page.reload()
    expect(amounts(page)).to_have_text(["126 万元", "600 万元"])


def test_contracts_are_added_and_taken_away(pages_address: str, open_page: OpenPage) -> None:
    page = open_page(pages_address + VOUCHER)
    page.locator(".sc-add").first.click()
    expect(field(page, "contracts[1].amount_yuan").locator("input")).to_be_focused()
    page.keyboard.type("1亿")
    expect(amounts(page)).to_have_text("800 万元")
    page.locator(".sc-item").first.locator(".sc-remove").click()
    expect(field(page, "contracts[0].amount_yuan").locator("input")).to_have_value("1亿")
    assert "contracts[1].amount_yuan" not in address(page)


def test_backward_fills_the_form(pages_address: str, open_page: OpenPage) -> None:
    page = open_page(pages_address + VOUCHER)
    page.locator(".sc-reverse summary").click()
    expect(amounts(page).last).to_contain_text("26,666,666.67 元")
    page.locator(".sc-use").click()
    expect(amounts(page).first).to_have_text("800 万元")
    expect(field(page, "contracts[0].amount_yuan").locator("input")).to_have_value("26666666.67")


def test_a_clause_opens_beside_and_closes_by_keyboard(pages_address: str, open_page: OpenPage) -> None:
    page = open_page(pages_address + VOUCHER, PHONE)
    page.locator("#sc-cards a.sc-quote").first.press("Enter")
    expect(page.locator("#sc-drawer mark:visible")).to_contain_text("不超过算力合同费用的30%")
    expect(page.locator("#sc-drawer .sc-close")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#sc-drawer")).to_be_hidden()
    expect(page.locator("#sc-cards a.sc-quote").first).to_be_focused()


def test_another_language_keeps_what_is_filled_in(pages_address: str, open_page: OpenPage) -> None:
    page = open_page(pages_address + VOUCHER)
    expect(amounts(page)).to_have_text("126 万元")
    page.locator(".sc-languages a[lang=zh-Hant]").click()
    expect(amounts(page)).to_have_text("126 萬元")
    assert urlsplit(page.url).path == "/calc.hant" and address(page)["contracts[0].amount_yuan"] == "420万"
    page.locator(".sc-tabs a").first.click()
    expect(page).to_have_url(re.compile(r"/home\.hant$"))


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("size", [PHONE, (1280, 800)])
def test_nothing_is_wider_than_the_window_and_axe_is_content(
    pages_address: str, open_page: OpenPage, size: tuple[int, int], dark: bool
) -> None:
    page = open_page(pages_address + BUSY, size, dark=dark)
    expect(amounts(page)).to_have_count(2)
    expect(page.locator("#sc-plot .textpoint")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    assert faults(page) == []
