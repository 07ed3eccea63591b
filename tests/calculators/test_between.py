from datetime import date
from decimal import Decimal

from calculators.between import calculate_between, ends_of, is_wide, span_of
from calculators.contract import Result
from calculators.run import calculate

DAY = date(2026, 3, 1)


def voucher(amount: str | None, category: str | None = "domestic") -> Result:
    inputs = {"contracts": [{"amount_yuan": amount, "category": category}]}
    return calculate_between("compute_voucher", inputs, as_of=DAY)


def test_both_ends_are_calculated_and_told_as_one_range() -> None:
    result = voucher("7000000-8000000")
    assert result.range_yuan == (Decimal("2100000.00"), Decimal("2400000.00"))
    assert (result.bound, result.amount_yuan) == ("range", None)
    assert [step.label[:4] for step in result.steps] == ["【最低】", "【最高】", "【最高】"]
    assert "210 万元" in result.explanation.hans and "240 万元" in result.explanation.hans


def test_an_amount_that_is_certain_is_calculated_as_ever() -> None:
    inputs = {"contracts": [{"amount_yuan": "7000000", "category": "domestic"}]}
    assert voucher("7000000") == calculate("compute_voucher", inputs, as_of=DAY)


def test_ends_beyond_the_cap_give_one_amount() -> None:
    assert voucher("40000000-50000000").amount_yuan == Decimal("8000000.00")


def test_what_is_unknown_besides_widens_the_range() -> None:
    assert voucher("7000000-8000000", None).range_yuan == (Decimal("1400000.00"), Decimal("2400000.00"))


def test_outside_the_policy_s_life_there_is_no_range() -> None:
    result = calculate_between("rnd_matching", {"received_funds_yuan": "100-200"}, as_of=date(2030, 1, 1))
    assert result.status == "not_in_force" and result.range_yuan is None


def loan(total: str) -> Result:
    inputs = {"total_investment_yuan": total, "principal_yuan": "20000000", "annual_rate_percent": "4"}
    return calculate_between("loan_interest", inputs, as_of=DAY)


def test_an_end_that_is_not_reached_does_not_reach_the_threshold() -> None:
    assert loan("40000000-<50000000").amount_yuan == 0
    assert loan("40000000-50000000").range_yuan == (Decimal(0), Decimal("300000.00"))
    assert loan("45000000-<60000000").range_yuan == (Decimal(0), Decimal("300000.00"))


def test_an_end_that_is_not_reached_is_the_bound_of_an_amount() -> None:
    assert voucher("1000000-<2000000") == voucher("1000000-2000000")


def test_ends_and_span_are_each_other_s_inverse() -> None:
    low, high = {"a": ["1", {"b": "2"}], "c": None}, {"a": ["1", {"b": "5"}], "c": None}
    both = span_of(low, high)
    assert both == {"a": ["1", {"b": "2-5"}], "c": None}
    assert ends_of(both) == (low, high)


def test_only_a_vague_input_is_wide() -> None:
    assert is_wide({"contracts": [{"amount_yuan": "2000000-<10000000", "category": None}]})
    assert not is_wide({"received_funds_yuan": "7000000-8000000", "months": 12})
