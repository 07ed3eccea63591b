"""The explanation says each step and the conclusion, in both scripts, and no figure that no step has."""

import re
from datetime import date
from decimal import Decimal

import pytest

from calculators.contract import Step
from calculators.money import find_money
from calculators.run import calculate
from calculators.spoken import say_arithmetic
from calculators.words import say, say_yuan, show, words
from corpus.normalise import to_script

DAY = date(2026, 1, 1)
VOUCHER = {"contracts": [{"amount_yuan": "4000万", "category": "domestic"}], "multimodal_enterprise": True}
LOAN = {"total_investment_yuan": "5100万", "principal_yuan": "8亿", "annual_rate_percent": "3", "months": 30}
RESULTS: list[tuple[str, dict[str, object]]] = [
    ("rnd_matching", {"received_funds_yuan": "1234567.89"}),
    ("loan_interest", {"total_investment_yuan": "4900万", "principal_yuan": "1", "annual_rate_percent": "3"}),
    ("loan_interest", LOAN),
    ("compute_voucher", VOUCHER),
    ("compute_voucher", {"contracts": None}),
    ("open_source_award", {}),
    ("innovation_platform", {"audited_investment_yuan": "2000万", "years": 5}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "inputs"), RESULTS)
def test_both_scripts_say_the_same(name: str, inputs: dict[str, object]) -> None:
    result = calculate(name, inputs, as_of=DAY)
    assert to_script(result.explanation.hant, "hans") == result.explanation.hans
    assert to_script(result.explanation.hans, "hans") == result.explanation.hans
    for step in result.steps:
        assert f"{step.label}，{say_arithmetic(step)}" in result.explanation.hans
    assert not re.search(r"[{}]", result.explanation.hans)


@pytest.mark.parametrize(("name", "inputs"), RESULTS)
def test_every_amount_said_comes_from_a_step(name: str, inputs: dict[str, object]) -> None:
    result = calculate(name, inputs, as_of=DAY)
    said = {low for _, _, low, _ in find_money(result.explanation.hans) if low >= 10000}
    numbers = {Decimal(found) for step in result.steps for found in re.findall(r"\d+(?:\.\d+)?", step.expression)}
    bound = {step.value for step in result.steps} | numbers
    assert said <= {value.normalize() for value in bound} | bound


def test_cliffs_say_how_far() -> None:
    def cliffs(total: str) -> list[tuple[str, str, str]]:
        inputs = {"total_investment_yuan": total, "principal_yuan": "6.2亿", "annual_rate_percent": "3"}
        result = calculate("loan_interest", inputs, as_of=DAY)
        return [(cliff.kind, cliff.state, str(cliff.distance_yuan)) for cliff in result.cliffs]

    assert cliffs("4900万") == [("threshold", "short", "1000000.00")]
    assert cliffs("5100万") == [("threshold", "near", "1000000.00"), ("cap", "near", "700000.00")]
    assert cliffs("8000万") == [("cap", "near", "700000.00")]


def test_amounts_as_people_read_them() -> None:
    assert [say_yuan(Decimal(value)) for value in ("8000000", "250000000", "26666666.67", "12345", "9999", "0")] == [
        "800 万元", "2.5 亿元", "26,666,666.67 元", "12,345 元", "9,999 元", "0 元",
    ]  # fmt: skip
    assert say(Decimal("1.5"), "percentage_point") == "1.5 个百分点"
    assert (show(Decimal("100.50")), show(Decimal("0.00"))) == ("100.5", "0")


def test_every_binding_has_words() -> None:
    named = {
        "rate",
        "cap",
        "remaining_cap",
        "points",
        "half_of_interest",
        "threshold",
        "costs",
        "grade",
        "years",
        "condition",
        "mixed",
        "stated",
    }
    assert words().bindings.keys() == named


def test_quotes_may_stand_in_the_preamble_or_the_closing() -> None:
    result = calculate("demonstration_award", {}, as_of=date(2028, 1, 1))
    assert "依据附则" in result.explanation.hans and "依據附則" in result.explanation.hant


SAID = [
    ("10000000 × 30%", "3000000.00", "CNY", "1,000 万元 × 30% = 300 万元"),
    ("60000000 × 1.5% × 6 ÷ 12", "450000.00", "CNY", "6,000 万元 × 1.5% × 6 ÷ 12 = 45 万元"),
    ("8000000 ÷ (1.5% × 6 ÷ 12)", "1066666666.67", "CNY", "800 万元 ÷ (1.5% × 6 ÷ 12) = 1,066,666,666.67 元"),
    ("min(3000000, 8000000)", "3000000.00", "CNY", "300 万元没有超过 800 万元，为 300 万元"),
    ("min(8000000, 8000000)", "8000000.00", "CNY", "800 万元没有超过 800 万元，为 800 万元"),
    ("min(8000000.01, 8000000)", "8000000.00", "CNY", "8,000,000.01 元超过 800 万元，按 800 万元计"),
    ("min(?, 8000000)", "8000000.00", "CNY", "数额未知，最多按 800 万元计"),
    ("? + 5", "5.00", "CNY", "未知数额 + 5 元 = 5 元"),
    ("min(2, 1.5)", "1.5", "percentage_point", "2 个百分点超过 1.5 个百分点，按 1.5 个百分点计"),
    ("min(5, 3)", "3", "year", "5 年超过 3 年，按 3 年计"),
    ("5000000 × 3", "15000000.00", "CNY", "500 万元 × 3 = 1,500 万元"),
    ("max(0, 8000000 − 3000000)", "5000000.00", "CNY", "800 万元 − 300 万元 = 500 万元"),
    ("max(0, 8000000 − 9000000)", "0.00", "CNY", "800 万元 − 900 万元，没有余额"),
    ("60000000 ≥ 50000000", "60000000.00", "CNY", "6,000 万元不低于 5,000 万元，已达到"),
    ("49000000 < 50000000", "0.00", "CNY", "4,900 万元低于 5,000 万元"),
    ("500000", "500000.00", "CNY", "50 万元"),
    ("2028-01-01 − 2027-12-31", "1", "day", "2028-01-01 − 2027-12-31 = 1 天"),
]


@pytest.mark.parametrize(("expression", "value", "unit", "said"), SAID)
def test_arithmetic_as_people_say_it(expression: str, value: str, unit: str, said: str) -> None:
    step = Step(label="", expression=expression, value=Decimal(value), unit=unit, clause="", quote="", start=0, end=0)
    assert say_arithmetic(step) == said


def test_an_amount_is_always_the_most_and_never_a_promise() -> None:
    for name, inputs in RESULTS:
        result = calculate(name, inputs, as_of=DAY)
        if result.range_yuan or result.amount_yuan:
            assert "最高" in result.explanation.hans
            assert "所列标准均为最高标准，结果是上限，不是承诺" in result.assumptions
        assert not re.search("保证|一定能|肯定能|将获得|可以拿到", result.explanation.hans)


def test_the_clause_is_named_once_for_its_steps() -> None:
    assert calculate("compute_voucher", VOUCHER, as_of=DAY).explanation.hans.count("依据第(三)条：") == 1


def test_a_used_up_cap_is_called_what_is_left_of_it() -> None:
    result = calculate("compute_voucher", {**VOUCHER, "already_claimed_yuan": "300万"}, as_of=DAY)
    assert [cliff.text for cliff in result.cliffs] == [
        "本年度剩余额度为 500 万元，按此计算为 1,200 万元，超出的 700 万元不再增加数额。"
    ]


def test_the_cliffs_of_several_years_are_told_apart() -> None:
    result = calculate("loan_interest", {**LOAN, "annual_rate_percent": "4"}, as_of=DAY)
    over = [cliff.label for cliff in result.cliffs if cliff.state == "over"]
    assert over == ["单个企业每年贴息上限（第 1 年）", "单个企业每年贴息上限（第 2 年）"]
