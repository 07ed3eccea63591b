"""The report's page: all in one file, every failure shown, filter and search in a real browser."""

import os
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from evals.case import Case
from evals.charts import bars, histogram, rejection_curve
from evals.metrics import Metric, metric_words
from evals.page import page
from evals.page_case import page_words
from evals.report import About, make_report, markdown
from evals.result import CaseResult, Check
from evals.retrieval import measure_bank
from index.search import Searcher

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
NASTY = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def html(cases: tuple[Case, ...], results: list[CaseResult], searcher: Searcher) -> str:
    about = About(
        commit="abc", model="offline", encoder="e", suite="all", cases=len(cases), repeat=2, forms=True, seconds=1,
        made=datetime(2026, 11, 22, tzinfo=UTC),
    )  # fmt: skip
    wrong = Check(name="amount", passed=False, expected=NASTY, got="没有计算")
    changed = []
    for one in results:
        if one.case == "filing" and one.variant == "asked" and one.attempt == 0:
            one = one.model_copy(update={"turns": (one.turns[0].model_copy(update={"checks": (wrong,)}),)})
        if one.case == "recipe" and one.variant == "converted":
            reply = {**one.turns[0].reply, "status": "answered"}
            one = one.model_copy(update={"turns": (one.turns[0].model_copy(update={"reply": reply}),)})
        changed.append(one)
    report = make_report(about, cases, changed, (measure_bank(searcher),))
    assert report.failed_cases == ("filing",)
    assert "## 没有通过的题（1）\n\nfiling" in markdown(report) and "阈值" in markdown(report)
    return page(report, cases, changed)


def test_the_page_needs_nothing_else(html: str) -> None:
    assert not re.search(r"(?:src|href)\s*=|https?://|@import|url\(", html)


def test_a_failure_shows_question_expected_got_and_evidence(html: str) -> None:
    (block,) = re.findall(r'<details class="case wrong".*?</details>', html, re.S)
    for part in ("大模型备案花了80万，能奖多少", escape(NASTY), "没有计算", "filing_award", "<q>", "✗ 金额"):
        assert part in block
    assert NASTY not in html


def test_a_form_answered_otherwise_is_shown_with_both_answers(html: str) -> None:
    block = next(one for one in re.findall(r"<details.*?</details>", html, re.S) if 'data-state="right differs"' in one)
    assert "换字体不同" in block and "紅燒肉怎麼做" in block and "out_of_scope" in block


def test_every_kind_section_and_check_has_a_name(cases: tuple[Case, ...]) -> None:
    words = page_words()
    fields = Case.model_fields
    assert set(words.kinds) == set(fields["kind"].annotation.__args__)  # type: ignore[union-attr]
    assert set(words.sections) == set(fields["section"].annotation.__args__)  # type: ignore[union-attr]
    assert all(word.label and word.meaning for word in metric_words().values())


def test_charts_hold_their_values(searcher: Searcher) -> None:
    metric = Metric(value=0.5, low=0.25, high=0.75, count=4)
    drawn = bars([("多少<钱", metric, "50%")], "题")
    assert 'width="130.0"' in drawn and "M173.0" in drawn and "多少&lt;钱" in drawn
    assert rejection_curve(measure_bank(searcher), "线").count("<path") == 8
    assert histogram([], "空") == "" and histogram([1.0, 2.0, 2.5, 400.0], "时").count("<rect") == 24


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("SUANCE_REQUIRE_BROWSER") == "1":
            pytest.fail("no Chromium found, and SUANCE_REQUIRE_BROWSER=1 asks for one")
        pytest.skip("no Chromium found")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_filter_and_search(html: str, browser: Browser, tmp_path: Path, width: int, height: int) -> None:
    file = tmp_path / "report.html"
    file.write_text(html, encoding="utf-8")
    view = browser.new_page(viewport={"width": width, "height": height})
    complaints: list[str] = []
    asked: list[str] = []
    view.on("console", lambda message: complaints.append(message.text))
    view.on("pageerror", lambda error: complaints.append(str(error)))
    view.on("request", lambda request: asked.append(request.url))
    view.goto(file.as_uri())
    shown = view.locator("details.case:visible")
    assert shown.count() == 1 and "filing" in shown.inner_text()
    shown.locator("summary").click()
    assert shown.locator(".evidence").is_visible() and shown.locator("tr.wrong").is_visible()
    view.get_by_label("结果").select_option("differs")
    assert "recipe" in shown.inner_text()
    view.get_by_label("结果").select_option("")
    view.get_by_label("搜索").fill("显卡 签了")
    assert shown.count() == 1 and "voucher-colloquial" in shown.inner_text()
    view.get_by_label("搜索").fill("nothing like this")
    assert shown.count() == 0 and view.get_by_text("没有符合的题").is_visible()
    assert view.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == [] and asked == [file.as_uri()]
    view.close()
