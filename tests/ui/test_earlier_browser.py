"""Earlier conversations on the page in a real Chromium: listed, opened, deleted; and the browser's own back."""

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.ui.browsing import PHONE, OpenPage, faults
from tests.ui.test_talk_browser import newest_answer
from tests.ui.test_web_browser import ask

if TYPE_CHECKING:
    from tests.ui.conftest import FakeAssistant

pytestmark = pytest.mark.browser


def open_earlier(page: Page) -> Locator:
    page.locator("#sc-history").click()
    return page.locator("#sc-earlier")


def test_earlier_conversations_are_listed_opened_and_gone_on_with(
    assistant: "FakeAssistant", fake_address: str, open_page: OpenPage
) -> None:
    page = open_page(fake_address, PHONE)
    expect(open_earlier(page)).to_contain_text("还没有以前的对话")
    page.keyboard.press("Escape")
    for number, question in enumerate(("第一段", "第二段")):
        ask(page, question)
        newest_answer(page)
        if not number:
            page.locator("#sc-fresh").click()
            expect(page.locator(".sc-welcome")).to_be_visible()
    earlier = open_earlier(page)
    expect(earlier.locator("li b")).to_have_text(["第二段", "第一段"])
    expect(earlier.locator("[aria-current]")).to_contain_text("第二段")
    expect(earlier).to_contain_text("1 问")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    earlier.locator(".sc-earlier-open").nth(1).click()
    expect(page.locator(".sc-question")).to_have_text("第一段")
    ask(page, "再问")
    newest_answer(page, 2)
    assert assistant.asked[2][1] == assistant.asked[0][1] != assistant.asked[1][1]
    page.reload()
    expect(page.locator(".sc-question")).to_have_text(["第一段", "再问"])
    with page.context.expect_page() as opened:
        page.evaluate("window.open(location.href, '_blank', 'noopener')")
    other_tab = opened.value
    expect(other_tab.locator(".sc-welcome")).to_be_visible()
    expect(open_earlier(other_tab).locator("li b")).to_have_text(["第一段", "第二段"])


def test_an_earlier_conversation_is_deleted_from_the_list(
    assistant: "FakeAssistant", fake_address: str, open_page: OpenPage
) -> None:
    page = open_page(fake_address)
    for question in ("第一段", "第二段"):
        page.locator("#sc-fresh").click()
        ask(page, question)
        expect(page.locator(".sc-question")).to_have_text(question)
        newest_answer(page)
    earlier = open_earlier(page)
    expect(earlier.locator("li b")).to_have_text(["第二段", "第一段"])  # listed before the server breaks
    assistant.broken = True
    earlier.locator(".sc-earlier-delete").nth(1).click()
    page.locator("#sc-delete button[value=delete]").click()
    expect(earlier.get_by_role("alert")).to_contain_text("没有删除")
    assistant.broken = False
    earlier.locator(".sc-earlier-delete").nth(1).click()
    page.locator("#sc-delete button[value=delete]").click()
    expect(earlier.locator("li b")).to_have_text(["第二段"])
    assert assistant.forgotten == [assistant.asked[0][1]]
    expect(page.locator(".sc-question")).to_have_text("第二段")
    earlier.locator(".sc-earlier-delete").click()
    page.locator("#sc-delete button[value=delete]").click()
    expect(earlier).to_contain_text("还没有以前的对话")
    expect(page.locator(".sc-question")).to_have_count(0)


def test_another_conversation_waits_until_the_answer_is_complete(
    assistant: "FakeAssistant", fake_address: str, open_page: OpenPage
) -> None:
    page = open_page(fake_address)
    ask(page, "第一段")
    newest_answer(page)
    page.locator("#sc-fresh").click()
    assistant.gate.clear()
    ask(page, "第二段")
    expect(page.locator(".sc-working .sc-now")).to_have_text("核对数字")
    earlier = open_earlier(page)
    earlier.locator(".sc-earlier-open").click()
    expect(earlier.get_by_role("alert")).to_contain_text("正在回答")
    page.keyboard.press("Escape")
    assistant.gate.set()
    newest_answer(page)
    expect(open_earlier(page).locator("li b")).to_have_text(["第二段", "第一段"])


def test_the_back_button_brings_the_conversation_and_the_draft_back(fake_address: str, open_page: OpenPage) -> None:
    page = open_page(fake_address)
    ask(page, "多少钱")
    newest_answer(page)
    page.locator("#sc-box textarea").fill("写到一半")
    page.locator('.sc-tabs a[href="./calc"]').click()
    expect(page.locator(".sc-forms .sc-form")).to_be_visible()
    page.go_back()
    newest_answer(page)
    expect(page.locator("#sc-box textarea")).to_have_value("写到一半")
    page.go_forward()
    expect(page.locator(".sc-forms .sc-form")).to_be_visible()
