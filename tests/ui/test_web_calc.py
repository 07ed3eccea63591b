"""算补贴 without a browser: the forms, what a change shows, and the picture."""

import json
from typing import Any

import pytest

from calculators.profile import find_eligibility
from calculators.registry import load_calculators
from calculators.run import calculate
from calculators.words import words
from corpus.load import load_policies
from tests.ui.conftest import AS_OF, FakeAssistant, FakeFeedback
from ui.api_service import Service
from ui.form_english import english, said_in
from ui.profile_form import profile_fields
from ui.render_calc import Results, Scenario, forms_html, intro_html
from ui.web_calc import compute
from ui.web_plot import curve_figure
from ui.web_texts import LANGUAGES, Language

CALCULATORS = load_calculators()
ONE = {"contracts[0].amount_yuan": "420万", "contracts[0].category": "domestic"}


@pytest.fixture
def service() -> Service:
    return Service(FakeAssistant(), FakeFeedback())


def run(service: Service, asked: Any, language: Language = "hans") -> tuple[str, Any]:  # noqa: ANN401
    html, plot = compute(service, asked, language)
    drawn = getattr(plot, "value", None)
    return html, json.loads(drawn["plot"]) if drawn else None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_input_of_every_calculator_has_a_field(language: Language) -> None:
    html = forms_html(CALCULATORS, load_policies(), language)
    for calculator in CALCULATORS.values():
        assert f'data-calculator="{calculator.name}"' in html
        for field in calculator.fields.values():
            assert f'data-path="{field.path.replace("[]", "[#]")}"' in html
    assert intro_html(CALCULATORS, language).count("data-name=") == len(CALCULATORS)


def test_a_change_shows_amount_binding_steps_and_clause(service: Service) -> None:
    html, figure = run(service, {"name": "compute_voucher", "scenarios": [ONE]})
    for said in ("126 万元", "由资助（补贴）比例决定", "4,200,000 × 30%", "单家企业每年", "#clause/hz_ai_2024/m03/"):
        assert said in html
    assert [trace["mode"] for trace in figure["data"]] == ["lines", "markers+text"]
    assert "126 万元" in figure["data"][1]["text"][0]


def test_traditional_and_english_pages_keep_the_figures(service: Service) -> None:
    asked = {"name": "compute_voucher", "scenarios": [ONE, {**ONE, "contracts[0].category": "other"}]}
    assert "126 萬元" in run(service, asked, "hant")[0]
    assert "Side by side" in run(service, asked, "en")[0]


def test_scenarios_stand_side_by_side_with_their_difference(service: Service) -> None:
    other = {**ONE, "contracts[0].category": "other"}
    html, figure = run(service, {"name": "compute_voucher", "scenarios": [ONE, other, ONE, ONE]})
    assert html.count('class="sc-result"') == 1 + 3, "a table and three cards: the fourth is more than the page has"
    assert "少 420,000.00 元" in html and "<td>一样</td>" in html
    ends = {trace["x"][-1] for trace in figure["data"] if trace["mode"] == "lines"}
    assert len(ends) == 1, "all lines are as wide as the widest"


def test_a_fault_stands_beside_its_field_and_the_picture_stays(service: Service) -> None:
    bad = {"contracts[0].amount_yuan": "<b>abc</b>"}
    html, figure = run(service, {"name": "compute_voucher", "scenarios": [ONE, bad]})
    assert 'data-form="1" data-path="contracts[0].amount_yuan"' in html
    assert "&lt;b&gt;abc&lt;/b&gt;”无法使用，应为" in html and "<b>abc" not in html
    assert figure is None and "126 万元" in html


def test_backward_is_to_the_cap_or_a_target(service: Service) -> None:
    asked = {"name": "compute_voucher", "scenarios": [ONE], "reverse": {"field": "contracts[0].amount_yuan"}}
    html, _ = run(service, asked)
    assert 'data-value="26666666.67"' in html
    html, _ = run(service, {**asked, "reverse": {"field": "contracts[0].amount_yuan", "target": "300万"}})
    assert 'data-value="10000000.00"' in html
    html, _ = run(service, {**asked, "reverse": {"field": "contracts[0].amount_yuan", "target": "零"}})
    assert 'data-form="1" data-path="target"' in html


@pytest.mark.parametrize("asked", [None, {}, {"name": "x"}, {"name": 5, "scenarios": "y"}])
def test_what_no_page_sends_shows_nothing(service: Service, asked: object) -> None:
    assert run(service, asked) == ("", None)


@pytest.mark.parametrize("name", CALCULATORS)
def test_an_empty_form_says_what_to_do_or_the_result_that_needs_nothing(service: Service, name: str) -> None:
    html, figure = run(service, {"name": name, "scenarios": [{}], "reverse": None})
    fields = CALCULATORS[name].fields
    assert ("填入数额" in html) == bool(fields)
    assert (figure is not None) == bool(fields)


def test_the_picture_runs_over_the_field_that_says_most(service: Service) -> None:
    loan = {"total_investment_yuan": "4800万", "principal_yuan": "3000万", "annual_rate_percent": "3.5"}
    _, figure = run(service, {"name": "loan_interest", "scenarios": [loan]})
    assert "项目总投资" in figure["layout"]["xaxis"]["title"]["text"], "below the threshold: how far off"
    _, figure = run(service, {"name": "loan_interest", "scenarios": [{**loan, "total_investment_yuan": "6000万"}]})
    assert "贷款本金" in figure["layout"]["xaxis"]["title"]["text"]
    _, figure = run(service, {"name": "loan_interest", "scenarios": [loan], "over": "interest_paid_yuan"})
    assert "利息" in figure["layout"]["xaxis"]["title"]["text"]


def test_there_is_no_picture_without_a_line() -> None:
    assert curve_figure([], "hans") is None


def test_what_is_unknown_is_asked_for() -> None:
    result = calculate("compute_voucher", {"contracts": [{"amount_yuan": "1万", "category": None}]}, as_of=AS_OF)
    html = Results(load_policies(), "hans").html([Scenario(result, {})])
    assert "范围就会缩小：用的是国产算力" in html


def test_every_word_of_the_forms_has_its_english_and_no_other() -> None:
    rules = find_eligibility()
    fields = [field for calculator in CALCULATORS.values() for field in calculator.fields.values()]
    said = {calculator.title for calculator in CALCULATORS.values()}
    said |= {word for field in fields for word in (field.label, field.unit, field.question)}
    said |= {field.help for field in fields if not field.choices}
    said |= {word for asked in profile_fields(rules).values() for word in (asked.label, asked.unit, asked.help)}
    said |= {name for field in fields for name in field.choice_names.values()}
    said |= set(words().bindings.values())
    assert said - {""} == set(english())
    assert said_in("新词", "en") == "新词"
