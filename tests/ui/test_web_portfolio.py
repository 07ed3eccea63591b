"""政策体检 without a browser: the questions, the verdicts, what is exported, the picture."""

import json
from typing import Any

import pytest

from calculators.profile import find_eligibility
from tests.ui.conftest import FakeAssistant, FakeFeedback
from ui.api_service import Service
from ui.profile_form import groups, overlaps, profile_fields, read_answers
from ui.render_check import questions_html
from ui.web_portfolio import check
from ui.web_texts import LANGUAGES, Language

ANSWERS = {
    "undertakes_state_task": "yes", "received_funds_yuan": "1200万", "buys_listed_compute": "yes",
    "contracts[0].amount_yuan": "1000万", "contracts[0].category": "domestic", "recognised_centre": "yes",
    "core_team": "yes", "platform_audited_yuan": "800万", "platform_total_yuan": "900万", "holds_competition": "no",
}  # fmt: skip


@pytest.fixture
def service() -> Service:
    return Service(FakeAssistant(), FakeFeedback())


def run(service: Service, answers: object, language: Language = "hans") -> tuple[str, Any, str]:
    summary, plot, cards = check(service, {"answers": answers}, language)
    drawn = getattr(plot, "value", None)
    return summary, json.loads(drawn["plot"]) if drawn else None, cards


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_of_the_profile_is_asked_for_once(language: Language) -> None:
    rules = find_eligibility()
    html = questions_html(rules, language)
    for path in profile_fields(rules):
        assert html.count(f'data-path="{path.replace("[]", "[#]")}"') == 1, path
    assert len(list(groups(rules))) == len(rules.policy.measures)
    assert all(len(gates) == 2 for _, gates in overlaps(rules))


def test_answers_give_verdicts_reasons_nearness_and_departments(service: Service) -> None:
    summary, figure, cards = run(service, ANSWERS)
    assert "600 万元" in summary and "符合 2 项 · 还不能判断 10 项 · 不符合 2 项" in summary
    assert "还差 100 万元" in cards and "已达到门槛的 90%" in cards
    assert "市经信局" in cards and "#clause/hz_ai_2024/m07/" in cards
    assert cards.count("<article") == 14
    assert [trace["name"] for trace in figure["data"]] == ["计入最佳搭配", "符合但不叠加", "待答项满足时"]
    assert len(figure["data"][0]["y"]) == 2


def test_supports_of_the_same_cost_are_not_added_up(service: Service) -> None:
    both = {**ANSWERS, "platform_total_yuan": "2000万", "platform_audited_yuan": "1200万", "platform_covers_rnd": "yes"}
    summary, _, cards = run(service, both)
    assert "未计入最佳搭配" in cards and "不能同时享受" in cards
    apart, _, _ = run(service, {**both, "platform_covers_rnd": "no", "platform_covers_compute": "no"})
    assert "1,100 万元" in apart and "1,100 万元" not in summary


def test_the_export_says_it_all_in_markdown(service: Service) -> None:
    _, _, cards = run(service, ANSWERS)
    text = cards.partition('class="sc-markdown">')[2]
    for said in (
        "# 政策体检结果",
        "## 不符合",
        "- [x] ",
        "- [ ] ",
        "责任单位：",
        "2024-08-19",
        "12000000 × 25% = 3000000.00",
    ):
        assert said in text
    assert "政策體檢結果" in run(service, ANSWERS, "hant")[2]


def test_a_fault_is_told_and_the_rest_still_judged(service: Service) -> None:
    summary, _, cards = run(service, {**ANSWERS, "platform_total_yuan": "很多"})
    assert 'data-path="platform_total_yuan"' in summary and "有 1 处填写需要改正" in summary
    assert cards.count("<article") == 14


@pytest.mark.parametrize("asked", [None, {}, {"answers": 5}, {"answers": {"unknown": "yes"}}])
def test_what_no_page_sends_is_an_empty_form(service: Service, asked: object) -> None:
    summary, _, cards = check(service, asked, "hans")
    assert "任意一项开始回答" in summary and cards == ""


def test_not_answered_is_not_known() -> None:
    form = read_answers(find_eligibility(), {"contracts[0].amount_yuan": "1万", "core_team": "no"})
    assert form.inputs == {"contracts": [{"amount_yuan": "1万", "category": None}], "core_team": False}


def test_a_support_of_another_policy_is_weighed_once_it_is_whole(service: Service) -> None:
    other = {"other_supports[1].measure": "m03", "other_supports[1].name": "区级补贴"}
    before, _, _ = run(service, ANSWERS)
    half, _, _ = run(service, {**ANSWERS, **other})
    assert half == before
    whole, _, cards = run(service, {**ANSWERS, **other, "other_supports[1].amount_yuan": "350万"})
    assert "650 万元" in whole and "区级补贴（其他政策）" in whole
    assert "未计入最佳搭配" in cards
    smaller, _, _ = run(service, {**ANSWERS, **other, "other_supports[1].amount_yuan": "250万"})
    assert "600 万元" in smaller


def test_a_support_of_another_policy_needs_no_name_and_its_fault_stands_where_it_is(service: Service) -> None:
    given = {"other_supports[0].name": "未填完", "other_supports[2].measure": "m03"}
    summary, _, _ = run(service, {**ANSWERS, **given, "other_supports[2].amount_yuan": "许多"})
    assert 'data-path="other_supports[2].amount_yuan"' in summary and "600 万元" in summary
    unnamed, _, _ = run(service, {**ANSWERS, **given, "other_supports[2].amount_yuan": "350万"})
    assert "另一项支持（其他政策）" in unnamed
