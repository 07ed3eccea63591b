"""Backward: the smallest input, to the fen, with what binds; or why no input does."""

from datetime import date
from decimal import Decimal

import pytest

from calculators.contract import Result
from calculators.run import solve
from corpus.errors import InputError
from tests.calculators.test_cases import check_steps

DAY = date(2026, 1, 1)
DOMESTIC = {"contracts": [{"category": "domestic"}]}
LOAN = {"total_investment_yuan": "1亿", "annual_rate_percent": "4"}


def run(name: str, inputs: dict[str, object], field: str, target: Decimal | str = "cap") -> Result:
    result = solve(name, inputs, field=field, target=target, as_of=DAY)
    check_steps(result)
    assert result.kind == "reverse" and result.explanation.hans and result.explanation.hant
    return result


REACHED = [
    ("rnd_matching", {}, "received_funds_yuan", "cap", "20000000.00", "rate", "5000000 ÷ 25%"),
    ("rnd_matching", {}, "received_funds_yuan", "0.01", "0.04", "rate", "0.01 ÷ 25%"),
    ("filing_award", {}, "costs_yuan", "cap", "500000.00", "costs", "500000"),
    ("compute_voucher", DOMESTIC, "amount_yuan", "cap", "26666666.67", "rate", "8000000 ÷ 30%"),
    (
        "compute_voucher",
        {**DOMESTIC, "already_claimed_yuan": "200万"},
        "amount_yuan",
        "cap",
        "20000000.00",
        "rate",
        "6000000 ÷ 30%",
    ),
    ("loan_interest", LOAN, "principal_yuan", "cap", "666666666.67", "points", "10000000 ÷ 1.5%"),
    (
        "loan_interest",
        {**LOAN, "annual_rate_percent": "2"},
        "principal_yuan",
        "cap",
        "1000000000.00",
        "half_of_interest",
        "20000000 ÷ 2%",
    ),
    (
        "loan_interest",
        {**LOAN, "months": 6},
        "principal_yuan",
        "90万",
        "120000000.00",
        "points",
        "900000 ÷ (1.5% × 6 ÷ 12)",
    ),
    (
        "loan_interest",
        {"principal_yuan": "6000万", "annual_rate_percent": 4},
        "total_investment_yuan",
        "90万",
        "50000000.00",
        "points",
        "50000000",
    ),
    ("innovation_platform", {}, "audited_investment_yuan", "cap", "10000000.00", "rate", "5000000 ÷ 50%"),
    ("innovation_platform", {"years": 5}, "audited_investment_yuan", "cap", "10000000.00", "years", "5000000 ÷ 50%"),
    (
        "innovation_platform",
        {"total_investment_yuan": "1亿"},
        "audited_investment_yuan",
        "1",
        "2.00",
        "rate",
        "1 ÷ 50%",
    ),
]


@pytest.mark.parametrize(("name", "inputs", "field", "target", "amount", "binding", "expression"), REACHED)
def test_smallest_input(
    name: str, inputs: dict[str, object], field: str, target: str, amount: str, binding: str, expression: str
) -> None:
    result = run(name, inputs, field, target)
    assert (str(result.amount_yuan), result.bound, result.binding) == (amount, "exact", binding)
    assert result.steps[-1].expression == expression


UNREACHABLE = [
    ("rnd_matching", {}, "received_funds_yuan", "500万零1元", "5000000.00", "cap"),
    ("loan_interest", {**LOAN, "total_investment_yuan": "4000万"}, "principal_yuan", "cap", "0.00", "threshold"),
    (
        "loan_interest",
        {"total_investment_yuan": "1亿", "interest_paid_yuan": "800万"},
        "principal_yuan",
        "cap",
        "4000000.00",
        "half_of_interest",
    ),
    ("loan_interest", {**LOAN, "principal_yuan": "6000万"}, "total_investment_yuan", "cap", "900000.00", "points"),
    ("compute_voucher", {**DOMESTIC, "already_claimed_yuan": "800万"}, "amount_yuan", "cap", "0.00", "remaining_cap"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "inputs", "field", "target", "ceiling", "binding"), UNREACHABLE)
def test_no_input_reaches_it(
    name: str, inputs: dict[str, object], field: str, target: str, ceiling: str, binding: str
) -> None:
    result = run(name, inputs, field, target)
    assert (result.status, result.amount_yuan, result.bound) == ("unreachable", None, "none")
    assert (str(result.ceiling_yuan), result.binding) == (ceiling, binding)
    assert result.steps[-1].value == result.ceiling_yuan


def test_unknown_conditions_give_a_range_or_an_assumption() -> None:
    result = run("compute_voucher", {}, "contracts")
    assert result.range_yuan == (Decimal("26666666.67"), Decimal("40000000.00"))
    assert "contracts[0].category" in result.assumptions[0]
    loan = run("loan_interest", {}, "principal_yuan")
    assert loan.amount_yuan == Decimal("666666666.67")
    assert "total_investment_yuan" in loan.assumptions[0]


def test_the_item_that_is_not_known_is_meant() -> None:
    items: list[dict[str, object]] = [{"category": "other", "amount_yuan": "1000万"}, {"category": "domestic"}]
    result = run("compute_voucher", {"contracts": items}, "amount_yuan")
    assert (result.field, result.amount_yuan) == ("contracts[1].amount_yuan", Decimal("20000000.00"))
    for path in ("contracts[0].amount_yuan", "contracts.0.amount_yuan", "contracts[0]", "contracts[].amount_yuan"):
        assert run("compute_voucher", {"contracts": items[:1]}, path).amount_yuan == Decimal("40000000.00")
    assert run("compute_voucher", {"contracts": []}, "amount_yuan", "100万").range_yuan
    loans = [{"principal_yuan": "1亿", "annual_rate_percent": 4}, {"annual_rate_percent": 4}]
    result = run("loan_interest", {"total_investment_yuan": "1亿", "loans": loans}, "principal_yuan")
    assert (result.field, result.amount_yuan) == ("loans[1].principal_yuan", Decimal("566666666.67"))


BAD = [
    ("rnd_matching", {}, "received_fund_yuan", "cap", "field"),
    ("demonstration_award", {}, "anything", "cap", "field"),
    ("compute_voucher", {"contracts": [{"amount_yuan": 1, "category": "other"}] * 2}, "amount_yuan", "cap", "field"),
    (
        "compute_voucher",
        {"contracts": [{"category": "other"}]},
        "contracts[3].amount_yuan", "cap", "field"),
    ("compute_voucher", DOMESTIC, "already_claimed_yuan", "cap", "field"),
    ("compute_voucher", {"contracts": [3]}, "amount_yuan", "cap", "contracts[0]"),
    ("compute_voucher", {"contracts": "x"}, "amount_yuan", "cap", "contracts"),
    ("rnd_matching", {}, "received_funds_yuan", "0", "target"),
    ("rnd_matching", {}, "received_funds_yuan", "-3", "target"),
    ("rnd_matching", {}, "received_funds_yuan", "七八百万", "target"),
    ("rnd_matching", {"x": 1}, "received_funds_yuan", "cap", "x"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "inputs", "field", "target", "fault"), BAD)
def test_what_cannot_be_solved_is_named(
    name: str, inputs: dict[str, object], field: str, target: str, fault: str
) -> None:
    with pytest.raises(InputError) as caught:
        run(name, inputs, field, target)
    assert caught.value.field == fault


def test_not_in_force() -> None:
    result = solve("rnd_matching", {}, field="received_funds_yuan", target="cap", as_of=date(2024, 8, 18))
    assert (result.status, result.kind, result.field) == ("not_in_force", "reverse", "received_funds_yuan")
    assert str(result.in_force.first) in result.explanation.hant


def test_the_half_year_decides_over_full_years() -> None:
    result = run("loan_interest", {**LOAN, "months": 30}, "principal_yuan")
    assert result.amount_yuan == Decimal("1333333333.34")
    assert result.steps[-1].expression == "10000000 ÷ (1.5% × 6 ÷ 12)"
