"""The explanation says each step and the conclusion, in both scripts, and no figure that no step has."""

import re
from datetime import date
from decimal import Decimal

import pytest

from calculators.money import find_money
from calculators.run import calculate
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
        assert step.label in result.explanation.hans and step.expression in result.explanation.hans
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
    assert say_yuan(Decimal(8000000), "hant") == "800 萬元"
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
        "mixed",
    }
    assert words().bindings.keys() == named


def test_quotes_may_stand_in_the_preamble_or_the_closing() -> None:
    result = calculate("demonstration_award", {}, as_of=date(2028, 1, 1))
    assert "依据附则" in result.explanation.hans and "依據附則" in result.explanation.hant
