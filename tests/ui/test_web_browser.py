"""The page in a real Chromium: what a person sees and clicks."""

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from corpus.load import load_policies
from corpus.normalise import to_script
from tests.ui.browsing import PHONE, OpenPage

if TYPE_CHECKING:
    from tests.ui.conftest import FakeAssistant

pytestmark = pytest.mark.browser


def ask(page: Page, question: str) -> None:
    page.locator("#sc-box textarea").fill(question)
    page.locator("#sc-box .submit-button").click()


def test_a_simplified_question_is_answered_and_its_clause_opens(real_address: str, open_page: OpenPage) -> None:
    page = open_page(real_address)
    ask(page, "我们签了1000万元国产算力合同，算力券最多能拿多少？")
    answer = page.locator(".sc-answer.sc-answered")
    expect(answer).to_be_visible()
    expect(answer.locator(".sc-trail")).to_have_text("检索条款计算核对数字")
    expect(answer.locator(".sc-amount strong")).to_have_text("300 万元")
    expect(answer.locator("svg.sc-curve circle")).to_be_visible()
    answer.locator("a.sc-mark").first.click()
    check_opened_clause(page, script="hans")
    page.locator(".sc-script[value=hant]").click()
    check_opened_clause(page, script="hant")


def test_a_traditional_question_is_answered_in_traditional_on_a_phone(real_address: str, open_page: OpenPage) -> None:
    page = open_page(real_address, PHONE)
    ask(page, "我們簽了1000萬元國產算力合同,算力券最多能拿多少?")
    answer = page.locator(".sc-answer.sc-answered")
    expect(answer).to_be_visible()
    expect(answer.locator(".sc-amount strong")).to_have_text("300 萬元")
    answer.locator(".sc-source").first.click()
    check_opened_clause(page, script="hant")
    expect(page.locator("#sc-side h2:visible")).to_be_in_viewport()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width == PHONE[0], "nothing is wider than the phone"
    page.locator(".sc-back").click()
    expect(answer.locator(".sc-source").first).to_be_in_viewport()


def check_opened_clause(page: Page, *, script: str) -> None:
    """The panel marks the span that the first source cites: verbatim in the script of publication, else converted."""
    href = page.locator(".sc-source").first.get_attribute("href") or ""
    _, policy_id, short_id, span, _ = href.split("/")
    start, end = (int(offset) for offset in span.split("-"))
    policy = load_policies()[policy_id]
    quote = policy.source[start:end]
    expected = quote if script == "hant" else to_script(quote, "hans")
    expect(page.locator("#sc-panel mark:visible")).to_have_text(expected)
    heading = policy.clause(short_id).heading
    expect(page.locator("#sc-panel h2:visible")).to_contain_text(
        heading if script == "hant" else to_script(heading, "hans")
    )


def test_steps_are_seen_while_it_works(assistant: "FakeAssistant", fake_address: str, open_page: OpenPage) -> None:
    assistant.gate.clear()
    page = open_page(fake_address)
    ask(page, "1000万能拿多少")
    expect(page.locator(".sc-working .sc-now")).to_have_text("核对数字")
    expect(page.locator("#sc-box textarea")).to_have_value("")
    assistant.gate.set()
    expect(page.locator(".sc-answered .sc-text")).to_contain_text("800 万元")
    expect(page.locator(".sc-now")).to_have_count(0)


def test_a_double_click_asks_once(assistant: "FakeAssistant", fake_address: str, open_page: OpenPage) -> None:
    assistant.gate.clear()
    page = open_page(fake_address)
    page.locator("#sc-box textarea").fill("多少钱")
    page.locator("#sc-box .submit-button").dblclick()
    expect(page.locator(".sc-working .sc-now")).to_have_text("核对数字")
    page.locator("#sc-box textarea").press("Enter")
    assistant.gate.set()
    expect(page.locator(".sc-answered")).to_have_count(1)
    assert len(assistant.asked) == 1


def test_what_cannot_be_asked_stays_in_the_box(fake_address: str, open_page: OpenPage) -> None:
    page = open_page(fake_address)
    ask(page, "   ")
    expect(page.get_by_role("alert")).to_contain_text("没有发送")
    long = "长" * 100_000
    ask(page, long)
    expect(page.get_by_role("alert")).to_contain_text("2000")
    expect(page.locator("#sc-box textarea")).to_have_value(long)
    expect(page.locator(".sc-question")).to_have_count(0)
    ask(page, "短")
    expect(page.locator(".sc-answered")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_html_in_a_question_is_text(fake_address: str, open_page: OpenPage) -> None:
    page = open_page(fake_address)
    hostile = '<img src=x onerror="document.title=1"><b>粗</b> **星** $$x$$'
    ask(page, hostile)
    expect(page.locator(".sc-question")).to_have_text(hostile)
    expect(page.locator("#sc-chat img, .sc-question b, .sc-question strong")).to_have_count(0)
    expect(page).to_have_title("算策")


def test_a_failure_says_so_and_offers_the_question_again(
    assistant: "FakeAssistant", fake_address: str, open_page: OpenPage
) -> None:
    page = open_page(fake_address)
    ask(page, "会失败吗")
    expect(page.locator(".sc-failed .sc-badge")).to_be_visible()
    page.get_by_role("button", name="重新提问").click()
    expect(page.locator(".sc-failed")).to_have_count(2)
    assert [question for question, _ in assistant.asked] == ["会失败吗", "会失败吗"]


def test_tabs_and_new_conversations_do_not_mix(
    assistant: "FakeAssistant", fake_address: str, open_page: OpenPage
) -> None:
    first, second = open_page(fake_address), open_page(fake_address)
    for page in (first, second):
        ask(page, "多少钱")
        expect(page.locator(".sc-answered")).to_be_visible()
    first.locator(".sc-next .sc-ask").first.click()
    expect(first.locator(".sc-answered")).to_have_count(2)
    first.locator("#sc-fresh").click()
    expect(first.locator(".sc-welcome")).to_be_visible()
    first.locator(".sc-welcome .sc-ask").first.click()
    expect(first.locator(".sc-answered")).to_have_count(1)
    threads = [thread for _, thread in assistant.asked]
    assert threads[0] == threads[2]
    assert len(set(threads)) == 3


def test_users_do_not_wait_for_each_other(assistant: "FakeAssistant", fake_address: str, open_page: OpenPage) -> None:
    assistant.gate.clear()
    pages = [open_page(fake_address) for _ in range(3)]
    for page in pages:
        ask(page, "多少钱")
    for page in pages:
        expect(page.locator(".sc-working .sc-now")).to_have_text("核对数字")
    assistant.gate.set()
    for page in pages:
        expect(page.locator(".sc-answered")).to_be_visible()


def test_a_question_in_the_moment_after_a_new_conversation_is_taken(
    assistant: "FakeAssistant", fake_address: str, open_page: OpenPage
) -> None:
    assistant.gate.clear()
    page = open_page(fake_address)
    ask(page, "旧问题")
    expect(page.locator(".sc-working .sc-now")).to_have_text("核对数字")
    page.locator("#sc-box textarea").fill("新问题")
    page.evaluate("""() => { document.querySelector("#sc-fresh").click();
        document.querySelector("#sc-box .submit-button").click(); }""")
    expect(page.locator(".sc-question")).to_have_text("新问题")
    expect(page.locator("#sc-box textarea")).to_have_value("")
    assistant.gate.set()
    expect(page.locator(".sc-answered")).to_have_count(1)
    expect(page.locator(".sc-question")).to_have_text("新问题")
    (old, old_thread), (new, new_thread) = assistant.asked
    assert (old, new) == ("旧问题", "新问题") and old_thread != new_thread


def test_every_clause_opens_from_the_contents_by_keyboard(fake_address: str, open_page: OpenPage) -> None:
    page = open_page(fake_address)
    page.locator(".sc-entry").nth(3).press("Enter")
    expect(page.locator("#sc-panel h2:visible")).to_contain_text("扩容“算力券”发放")
    page.locator(".sc-following").press(" ")
    expect(page.locator("#sc-panel h2:visible")).to_contain_text("支持模型合规备案")
    page.locator(".sc-contents-link").click()
    expect(page.locator(".sc-contents")).to_be_visible()
