"""A conversation on the page in a real Chromium: what one may do with an answer and with all of them."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from assistant.tickets.sqlite import SqliteTickets
from tests.ui.browsing import PHONE, OpenPage, faults
from tests.ui.test_web_browser import ask

if TYPE_CHECKING:
    from tests.ui.conftest import FakeAssistant

pytestmark = pytest.mark.browser


def newest_answer(page: Page, count: int = 1) -> None:
    expect(page.locator(".sc-answer.sc-answered")).to_have_count(count)


def test_a_vote_with_its_reason_stands_beside_the_ticket(
    real_address: str, real_home: Path, open_page: OpenPage
) -> None:
    page = open_page(real_address, PHONE)
    ask(page, "第三条归谁负责")
    newest_answer(page)
    page.get_by_role("button", name="有问题").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("哪里有问题")
    expect(dialog.get_by_text("条款找得准")).to_be_hidden()
    dialog.get_by_label("金额不对").check()
    dialog.get_by_role("textbox").fill("应找 13812345678")
    assert faults(page) == []
    dialog.get_by_role("button", name="提交").click()
    expect(page.locator("#sc-note")).to_have_text("谢谢，意见已记下。")
    expect(page.get_by_role("button", name="有问题")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="有用")).to_have_attribute("aria-pressed", "false")
    vote = SqliteTickets(real_home).recent(1)[0].votes[0]
    assert (vote.vote, vote.by, vote.reason) == ("down", "", "金额不对；应找 *********78")


def test_a_vote_can_be_given_up_and_one_that_cannot_be_kept_says_so(
    assistant: "FakeAssistant", fake_address: str, open_page: OpenPage
) -> None:
    page = open_page(fake_address)
    ask(page, "多少钱")
    newest_answer(page)
    page.get_by_role("button", name="有用").press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="取消").click()
    expect(page.locator("#sc-note")).to_be_empty()
    page.get_by_role("button", name="有用").press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="提交").click()
    expect(page.get_by_role("alert")).to_contain_text("没有存下来")
    expect(page.get_by_role("button", name="有用")).to_have_attribute("aria-pressed", "false")
