"""The desk in a real Chromium: by keyboard alone, as fast as one types, on a desktop and a phone, and as staff."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from assistant.agent import Assistant
from assistant.tickets.replay import replay
from assistant.tickets.sqlite import SqliteTickets
from corpus.load import load_policies
from corpus.normalise import to_script
from evals.place import RUNS
from evals.report import About, Report, write_report
from tests.ui.browsing import PHONE, OpenPage, faults, serving
from tests.ui.plain import plain_app
from ui.api_feedback import FeedbackTickets
from ui.staff import open_staff
from ui.staff_users import Cost, UserFile

pytestmark = pytest.mark.browser
PASSWORD = "山高水长 风清月白 2026"
QUESTION = "国产算力签了1000万能补多少"
SEES_STALE = """new MutationObserver(() => (window.sawStale ||= !!document.querySelector(".stale"))).observe(
    document.body, { childList: true, subtree: true })"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The plain pages over the real assistant, with a user, a ticket and a report."""
    from assistant.agent import open_assistant
    from assistant.settings import read_settings

    home = tmp_path_factory.mktemp("home")
    assistant: Assistant = open_assistant(read_settings({"SUANCE_HOME": str(home)}))
    assistant.ask(QUESTION, as_of=date(2026, 11, 23))
    again, users = assistant.without_tickets(), UserFile(home, Cost(16, 1, 1))
    users.add("王芳", PASSWORD)
    make_report(home)
    tickets = SqliteTickets(home)
    staff = open_staff(home, tickets, lambda ticket: replay(ticket, again), users=users)
    with serving(plain_app(assistant, FeedbackTickets(lambda: tickets), staff)) as address:
        yield address


def make_report(home: Path) -> None:
    made = datetime(2026, 11, 23, tzinfo=UTC)
    about = About(
        commit="abc", model="m", encoder="e", suite="all", cases=7, repeat=1, forms=True, seconds=1, made=made
    )
    folder = home / RUNS / "run"
    write_report(Report(about=about, metrics=None), folder)
    page = "<!doctype html><html lang=zh><title>报告</title><main><h1>报告的内容</h1></main></html>"
    (folder / "report.html").write_text(page, encoding="utf-8")


def focused(page: Page) -> str:
    found = page.evaluate(
        "[document.activeElement.id, document.activeElement.dataset.clause].filter(Boolean).join(' ')"
    )
    return str(found)


def cited(short_id: str, script: str) -> str:
    """The words of a clause as they lie on the clipboard, after the line that says where they stand."""
    text = load_policies()["hz_ai_2024"].clause(short_id).text
    return text if script == "hant" else to_script(text, "hans")


def test_everything_goes_by_keyboard_alone(desk: str, open_page: OpenPage) -> None:
    page = open_page(f"{desk}/desk")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    keys, panel = page.keyboard, page.locator("#dk-panel")
    keys.press("Tab")
    keys.press("/")
    assert focused(page) == "dk-q"
    keys.type("800万")
    keys.press("Enter")  # as fast as one types: before the results have come
    expect(panel.locator("mark:visible")).to_have_text("800万元")
    assert focused(page) == "hz_ai_2024/m03"
    keys.press("c")
    expect(page.get_by_role("status")).to_have_text("已复制出处和原文")
    source, words = page.evaluate("navigator.clipboard.readText()").split("\n")
    assert words == cited("m03", "hans") and "杭州市人民政府办公厅《" in source
    keys.press("Escape")
    assert focused(page) == "hz_ai_2024/m03" and page.evaluate("document.activeElement.className") == "dk-hit"
    keys.press("ArrowUp")
    assert focused(page) == "dk-q"
    keys.press("Control+a")
    keys.press("Delete")
    expect(page.locator(".dk-hit")).to_have_count(16)
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp", "d", "ArrowDown", "ArrowDown"):
        keys.press(key)
    assert focused(page) == "hz_ai_2024/m03"
    keys.press("d")
    page.wait_for_url(re.compile("view=compare&a=hz_ai_2024/m01&b=hz_ai_2024/m03"))
    expect(page.locator(".dk-column")).to_have_count(2)
    keys.press("/")
    expect(page.locator("#dk-q")).to_be_focused()


def test_a_hundred_fast_keystrokes_make_two_requests_and_show_the_last(desk: str, open_page: OpenPage) -> None:
    page = open_page(f"{desk}/desk")
    asked: list[str] = []
    held: list[Route] = []
    page.on("request", lambda request: asked.append(request.url) if "/desk/find?" in request.url else None)
    page.route("**/desk/find?*", lambda route: route.continue_() if held else held.append(route))
    page.evaluate(SEES_STALE)
    page.locator("#dk-q").focus()
    page.keyboard.type("算力" * 50)
    for _ in range(98):
        page.keyboard.press("Backspace")
    page.keyboard.type("券")
    expect(page.locator("#dk-q")).to_have_value("算力券")
    assert len(asked) == 1, "the first is still under way, and nothing piles up behind it"
    expect(page.locator(".dk-hit")).to_have_count(16)
    held[0].fulfill(status=200, body="<p class='stale'>stale</p>", content_type="text/html")
    expect(page.locator(".dk-hit mark").first).to_have_text("算力券")
    assert not page.evaluate("window.sawStale"), "an answer to what no longer stands in the box is not shown"
    assert len(asked) == 2 and page.url.endswith("?q=%E7%AE%97%E5%8A%9B%E5%88%B8")


def test_the_address_holds_what_is_seen(desk: str, open_page: OpenPage) -> None:
    page = open_page(f"{desk}/desk")
    article = page.locator("#dk-panel article")
    page.locator(".dk-hit[data-clause='hz_ai_2024/m03']").click()
    page.locator(".sc-following").click()
    expect(article).to_have_attribute("data-clause", "hz_ai_2024/m04")
    page.locator("[name=unit]").select_option("市科技局")
    expect(page.locator(".dk-hit")).to_have_count(1)
    page.locator(".dk-hit").click()
    expect(article).to_have_attribute("data-clause", "hz_ai_2024/m01")
    page.go_back()
    expect(article).to_have_attribute("data-clause", "hz_ai_2024/m04")
    page.go_back()
    expect(article).to_have_attribute("data-clause", "hz_ai_2024/m03")
    page.go_back()
    expect(page.locator(".dk-empty")).to_be_visible()
    for clause in ("m03", "m04"):
        page.go_forward()
        expect(article).to_have_attribute("data-clause", f"hz_ai_2024/{clause}")
    page.go_forward()
    expect(article).to_have_attribute("data-clause", "hz_ai_2024/m01")
    page.reload()
    expect(article).to_have_attribute("data-clause", "hz_ai_2024/m01")
    expect(page.locator("[name=unit]")).to_have_value("市科技局")


def test_the_original_script_is_shown_and_copied_to_the_letter(desk: str, open_page: OpenPage) -> None:
    page = open_page(f"{desk}/desk?clause=m03")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(".sc-script[value=hant]").click()
    expect(page.locator(".sc-body:visible")).to_contain_text("單家企業每年")
    page.locator(".dk-copy").click()
    expect(page.get_by_role("status")).to_have_text("已复制出处和原文")
    assert page.evaluate("navigator.clipboard.readText()").split("\n")[1] == cited("m03", "hant")


def test_a_server_that_is_away_is_said_and_found_again(desk: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{desk}/desk")
    page.context.set_offline(True)
    page.locator("#dk-q").fill("800万")
    expect(page.get_by_role("status")).to_contain_text("没有连上服务")
    page.context.set_offline(False)
    expect(page.locator(".dk-hit")).to_have_count(1)
    page.context.close()


def test_it_works_without_a_script(desk: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{desk}/desk")
    page.locator("#dk-q").fill("800万")
    page.locator("#dk-q").press("Enter")
    expect(page.locator(".dk-hit")).to_have_count(1)
    page.locator(".dk-hit").click()
    expect(page.locator("#dk-panel mark:visible")).to_have_text("800万元")
    context.close()


def test_on_a_phone_the_clause_is_brought_into_view_and_back(desk: str, open_page: OpenPage) -> None:
    page = open_page(f"{desk}/desk", PHONE)
    page.locator("#dk-q").fill("算力券")
    expect(page.locator(".dk-hit").first).to_contain_text("算力券")
    page.locator(".dk-hit").first.click()
    expect(page.locator("#dk-panel h2:visible")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    page.locator(".dk-back").click()
    expect(page.locator(".dk-hit").first).to_be_focused()
    expect(page.locator(".dk-hit").first).to_be_in_viewport()


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("path", ["desk?q=800万&clause=m03", "desk?view=text", "desk?view=compare", "sign-in"])
def test_axe_is_content_and_nothing_is_wider_than_the_window(
    desk: str, open_page: OpenPage, path: str, dark: bool
) -> None:
    page = open_page(f"{desk}/{path}", PHONE if dark else (1280, 800), dark=dark)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("size", [(1280, 800), PHONE])
def test_a_working_day_of_the_staff(desk: str, open_page: OpenPage, size: tuple[int, int]) -> None:
    page = open_page(f"{desk}/desk", size)
    page.get_by_role("link", name="工单").click()
    page.get_by_label("用户名").fill("王芳")
    page.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("desk\\?view=tickets"))
    page.keyboard.press("/")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".dk-opened h2")).to_be_in_viewport()
    expect(page.locator(".dk-reply .sc-amount strong")).to_have_text("300 万元")
    with page.expect_popup() as opened:
        page.locator(".dk-reply .sc-source").first.click()
    expect(opened.value.locator("#dk-panel article")).to_have_attribute("data-clause", "hz_ai_2024/m03")
    page.get_by_role("button", name="重新回答一遍").dblclick()
    expect(page.locator(".dk-verdict")).to_have_text("✓ 条款和数字都一样")
    page.get_by_label("有问题").check()
    page.get_by_label("订正").fill(f"先说上限 {size}")
    page.get_by_role("button", name="记下意见").click()
    expect(page.locator(".dk-votes")).to_contain_text(f"先说上限 {size}")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("link", name="评测").click()
    expect(page.frame_locator("iframe").get_by_role("heading")).to_have_text("报告的内容")
    assert faults(page) == []
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_role("link", name="登录")).to_be_visible()
    page.goto(f"{desk}/desk?view=tickets")
    expect(page.get_by_role("heading", name="工作人员登录")).to_be_visible()
