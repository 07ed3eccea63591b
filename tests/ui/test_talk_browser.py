"""A conversation on the page in a real Chromium: what one may do with an answer and with all of them."""

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from assistant.tickets.sqlite import SqliteTickets
from tests.ui.browsing import CUT_OFF, PHONE, OpenPage, faults, served
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


def test_a_conversation_survives_a_reload_and_goes_on(real_address: str, open_page: OpenPage) -> None:
    page = open_page(real_address)
    ask(page, "我们签了1000万元国产算力合同，算力券最多能拿多少？")
    newest_answer(page)
    page.get_by_role("button", name="有用").click()
    page.get_by_role("dialog").get_by_role("button", name="提交").click()
    expect(page.get_by_role("button", name="有用")).to_have_attribute("aria-pressed", "true")
    page.reload()
    newest_answer(page)
    expect(page.locator(".sc-amount strong")).to_have_text("300 万元")
    expect(page.get_by_role("button", name="有用")).to_have_attribute("aria-pressed", "true")
    ask(page, "要是2000万呢")
    newest_answer(page, 2)
    expect(page.locator(".sc-amount strong").last).to_have_text("600 万元")
    stranger = open_page(real_address)
    expect(stranger.locator(".sc-welcome")).to_be_visible()


def test_a_question_whose_answer_was_cut_off_by_a_reload_is_back_in_the_box(
    assistant: "FakeAssistant", fake_address: str, open_page: OpenPage
) -> None:
    page = open_page(fake_address, forgiven=CUT_OFF)
    ask(page, "第一问")
    newest_answer(page)
    assistant.gate.clear()
    ask(page, "第二问\n两行")
    expect(page.locator(".sc-working .sc-now")).to_have_text("核对数字")
    page.reload()
    newest_answer(page)
    expect(page.get_by_role("alert")).to_contain_text("没有完成")
    expect(page.locator("#sc-box textarea")).to_have_value("第二问\n两行")
    assistant.gate.set()


def test_a_conversation_is_deleted_by_its_owner_after_a_question(
    assistant: "FakeAssistant", fake_address: str, open_page: OpenPage
) -> None:
    page = open_page(fake_address)
    expect(page.locator("#sc-doings")).to_be_hidden()
    assistant.gate.clear()
    ask(page, "多少钱")
    expect(page.locator(".sc-working .sc-now")).to_have_text("核对数字")
    page.get_by_role("button", name="删除").click()
    expect(page.locator("#sc-said")).to_contain_text("请等回答完成")
    assistant.gate.set()
    newest_answer(page)
    page.get_by_role("button", name="删除").click()
    page.get_by_role("dialog").get_by_role("button", name="取消").click()
    newest_answer(page)
    assert assistant.forgotten == []
    page.get_by_role("button", name="删除").click()
    assert faults(page) == []
    page.get_by_role("dialog").get_by_role("button", name="删除").click()
    expect(page.locator("#sc-note")).to_have_text("这段对话已经删除。")
    expect(page.locator(".sc-welcome")).to_be_visible()
    assert assistant.forgotten == [assistant.asked[0][1]]
    ask(page, "又一问")
    newest_answer(page)
    assert assistant.asked[1][1] != assistant.asked[0][1]


def test_a_database_out_of_reach_is_said_and_loses_nothing(
    assistant: "FakeAssistant", fake_address: str, open_page: OpenPage
) -> None:
    page = open_page(fake_address)
    ask(page, "多少钱")
    newest_answer(page)
    assistant.broken = True
    page.get_by_role("button", name="删除").click()
    page.get_by_role("dialog").get_by_role("button", name="删除").click()
    expect(page.get_by_role("alert")).to_contain_text("没有删除")
    newest_answer(page)
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text("没有读出来")
    ask(page, "又一问")
    newest_answer(page)
    assistant.broken = False
    page.reload()
    newest_answer(page, 2)


def test_a_hundred_clicks_ask_once(assistant: "FakeAssistant", fake_address: str, open_page: OpenPage) -> None:
    assistant.gate.clear()
    page = open_page(fake_address)
    page.locator("#sc-box textarea").fill("多少钱")
    page.locator("#sc-box .submit-button").evaluate("button => { for (let n = 0; n < 100; n++) button.click(); }")
    expect(page.locator(".sc-working .sc-now")).to_have_text("核对数字")
    assistant.gate.set()
    newest_answer(page)
    expect(page.locator(".sc-question")).to_have_count(1)
    assert len(assistant.asked) == 1


def test_a_server_restarted_under_the_page_loses_nothing(
    assistant: "FakeAssistant", tmp_path: Path, open_page: OpenPage
) -> None:
    with served(assistant, tmp_path) as address:
        page = open_page(address, forgiven=(*CUT_OFF, "ERR_", "Failed to fetch", "404"))
        ask(page, "第一问")
        newest_answer(page)
    with served(assistant, tmp_path, port=urlsplit(address).port or 0):
        page.reload()
        newest_answer(page)
        ask(page, "第二问")
        newest_answer(page, 2)
    assert len({thread for _, thread in assistant.asked}) == 1


def test_an_answer_is_copied_with_its_clauses_and_sums(real_address: str, open_page: OpenPage) -> None:
    page = open_page(real_address)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, "我们签了1000万元国产算力合同，算力券最多能拿多少？")
    newest_answer(page)
    page.get_by_role("button", name="复制").click()
    expect(page.locator("#sc-said")).to_contain_text("已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "10,000,000 × 30% = 3,000,000.00 元" in copied
    assert "杭州市人民政府办公厅《支持人工智能全产业链高质量发展的若干措施》" in copied
    assert "**" not in copied
    quote = page.locator(".sc-cited").first.inner_text()
    assert f"扩容“算力券”发放：“{quote}”" in copied


def test_a_copy_that_the_browser_refuses_says_so(fake_address: str, open_page: OpenPage) -> None:
    page = open_page(fake_address)
    page.evaluate("navigator.clipboard.writeText = () => Promise.reject(); document.execCommand = () => false;")
    ask(page, "多少钱")
    newest_answer(page)
    page.get_by_role("button", name="复制").press(" ")
    expect(page.locator("#sc-said")).to_contain_text("手动复制")


def test_a_conversation_is_exported_as_markdown(fake_address: str, open_page: OpenPage) -> None:
    page = open_page(fake_address)
    ask(page, "1000万能拿多少\n<b>急</b>")
    newest_answer(page)
    ask(page, "會失敗嗎,失败")
    expect(page.locator(".sc-failed")).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="导出").click()
    assert waiting.value.suggested_filename.startswith("算策问政策-20")
    text = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert text.startswith("# 算策问政策记录 20")
    assert "> 问：1000万能拿多少\n> \\<b>急\\</b>\n\n最多可以申领 800 万元的算力券[1]。" in text
    assert "30,000,000 × 30% = 9,000,000.00 元" in text
    assert "這次沒有完成" in text or "这次没有完成" in text


def test_on_paper_stands_the_whole_conversation_and_nothing_else(fake_address: str, open_page: OpenPage) -> None:
    page = open_page(fake_address, dark=True)
    for count in (1, 2, 3):
        ask(page, f"{count}000万能拿多少")
        newest_answer(page, count)
    printed = page.evaluate("() => new Promise((done) => { window.print = () => done(true); "
                            "document.querySelector('#sc-doings [value=print]').click(); })")  # fmt: skip
    assert printed
    dark = page.evaluate("getComputedStyle(document.body).color")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('.sc-text p')).color") == "rgb(34, 38, 45)", "ink"
    for hidden in ("#sc-side", "#sc-box", "#sc-doings", ".sc-tools >> nth=0", ".sc-next >> nth=0"):
        expect(page.locator(hidden)).to_be_hidden()
    cut = page.evaluate("""() => [...document.querySelectorAll("#sc-talk, #sc-chat, #sc-chat .bubble-wrap")]
        .filter((each) => each.scrollHeight > each.clientHeight + 1)
        .filter((each) => getComputedStyle(each).overflowY !== "visible").map((each) => each.outerHTML.slice(0, 80))""")
    assert cut == []
    last = page.locator(".sc-answered").last.bounding_box()
    assert last and last["y"] > 800, "the page grows beyond a window's height"
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.evaluate("getComputedStyle(document.body).color") == dark
