"""Unknowns: the tight range, the question that narrows most, and steps that show no invented figure."""

from datetime import date
from decimal import Decimal

import pytest

from calculators.contract import Result
from calculators.run import calculate
from tests.calculators.test_cases import check_steps

DAY = date(2026, 1, 1)
ALL_UNKNOWN: dict[str, tuple[dict[str, object], str]] = {
    "rnd_matching": ({"received_funds_yuan": None}, "5000000.00"),
    "loan_interest": (
        {"total_investment_yuan": None, "principal_yuan": None, "annual_rate_percent": None},
        "10000000.00",
    ),
    "compute_voucher": ({"contracts": [{"amount_yuan": None, "category": None}]}, "8000000.00"),
    "filing_award": ({"costs_yuan": None}, "500000.00"),
    "innovation_platform": ({"audited_investment_yuan": None}, "5000000.00"),
}


def run(name: str, inputs: dict[str, object]) -> Result:
    return calculate(name, inputs, as_of=DAY)


@pytest.mark.parametrize("name", ALL_UNKNOWN)
def test_nothing_known(name: str) -> None:
    inputs, high = ALL_UNKNOWN[name]
    result = run(name, dict(inputs))
    assert result.range_yuan == (Decimal("0.00"), Decimal(high))
    assert (result.bound, result.amount_yuan) == ("range", None)
    assert result.question in result.missing and result.question is not None and result.question.question
    check_steps(result)
    assert max(step.value for step in result.steps) <= Decimal(high)
    assert result.steps[0].label.startswith("【最低】") and result.steps[-1].label.startswith("【最高】")
    assert result.steps[-1].value == Decimal(high)
    assert "E+" not in result.model_dump_json()


def test_threshold_is_asked_first() -> None:
    result = run("loan_interest", dict(ALL_UNKNOWN["loan_interest"][0]))
    assert [item.field for item in result.missing] == ["total_investment_yuan", "principal_yuan", "annual_rate_percent"]


def test_the_question_that_narrows_most_is_named() -> None:
    contracts = [{"amount_yuan": "3000万", "category": None}, {"amount_yuan": "10万", "category": None}]
    result = run("compute_voucher", {"contracts": contracts})
    assert result.range_yuan == (Decimal("6020000.00"), Decimal("8000000.00"))
    assert result.question is not None and result.question.field == "contracts[0].category"


def test_many_unknown_items_stay_quick() -> None:
    contracts = [{"amount_yuan": None, "category": None}] * 200
    assert run("compute_voucher", {"contracts": contracts}).range_yuan == (Decimal("0.00"), Decimal("8000000.00"))


def test_an_unknown_list_is_one_question() -> None:
    result = run("loan_interest", {"total_investment_yuan": "1亿", "loans": None})
    assert [item.field for item in result.missing] == ["loans"]
    assert result.range_yuan == (Decimal("0.00"), Decimal("10000000.00"))


def test_interest_null_and_no_rate_is_not_known() -> None:
    inputs: dict[str, object] = {
        "total_investment_yuan": "1亿",
        "principal_yuan": "6000万",
        "annual_rate_percent": None,
    }
    result = run("loan_interest", {**inputs, "interest_paid_yuan": None})
    assert result.range_yuan == (Decimal("0.00"), Decimal("900000.00"))
    assert run("loan_interest", {**inputs, "interest_paid_yuan": "100万"}).amount_yuan == Decimal("500000.00")


def test_principal_unknown_interest_known() -> None:
    result = run(
        "loan_interest", {"total_investment_yuan": "1亿", "principal_yuan": None, "interest_paid_yuan": "100万"}
    )
    assert result.range_yuan == (Decimal("0.00"), Decimal("500000.00"))


def test_what_is_certain_in_spite_of_unknowns_is_no_range() -> None:
    result = run("compute_voucher", {"contracts": None, "already_claimed_yuan": "800万"})
    assert (result.amount_yuan, result.range_yuan, result.bound) == (Decimal("0.00"), None, "upper")
    assert result.question is None and result.missing
    assert result.steps[-1].value == 0


def test_remaining_cap_bounds_the_range() -> None:
    result = run("compute_voucher", {"contracts": None, "already_claimed_yuan": "300万"})
    assert result.range_yuan == (Decimal("0.00"), Decimal("5000000.00"))
    assert result.binding == "remaining_cap"
