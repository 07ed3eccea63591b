"""The picture of a calculation: its line, its limits and where the user stands, against worked figures."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from calculators.curve import Curve, curve_fields, draw_curve
from calculators.registry import load_calculators
from calculators.run import calculate
from corpus.errors import InputError

DAY = date(2026, 11, 22)
DOMESTIC = {"contracts": [{"amount_yuan": "420万", "category": "domestic"}]}
LOAN = {"total_investment_yuan": "6000万", "principal_yuan": "1亿", "annual_rate_percent": "3.5"}


def draw(name: str, inputs: Mapping[str, object], field: str, **more: Decimal) -> Curve:
    return draw_curve(name, inputs, field=field, as_of=DAY, **more)


def test_a_line_rises_to_its_cap_and_stays() -> None:
    curve = draw("compute_voucher", DOMESTIC, "contracts[0].amount_yuan")
    assert (curve.field, curve.label) == ("contracts[0].amount_yuan", "合同费用")
    assert curve.cap is not None and curve.threshold is None and curve.own is not None
    assert [curve.cap.yuan, curve.cap.label] == [8_000_000, "单家企业每年申领上限"]
    assert [curve.own.at_yuan, curve.own.high_yuan] == [4_200_000, 1_260_000]
    assert curve.points[0].high_yuan == 0 and curve.points[-1].high_yuan == 8_000_000
    assert all(first.high_yuan <= second.high_yuan for first, second in pairwise(curve.points))


def test_the_line_cuts_no_corner() -> None:
    """Between two points the line is what the rule says, to a thousandth of the cap."""
    curve = draw("compute_voucher", DOMESTIC, "contracts[0].amount_yuan")
    for first, second in pairwise(curve.points):
        middle = (first.at_yuan + second.at_yuan) / 2
        real = calculate(
            "compute_voucher", {"contracts": [{"amount_yuan": middle, "category": "domestic"}]}, as_of=DAY
        ).amount_yuan
        assert real is not None and abs((first.high_yuan + second.high_yuan) / 2 - real) <= 16_000


def test_what_is_not_known_makes_a_band() -> None:
    curve = draw("compute_voucher", {"contracts": None}, "contracts[0].amount_yuan")
    assert curve.own is None and curve.cap is not None
    middle = next(point for point in curve.points if 0 < point.high_yuan < 8_000_000)
    assert middle.low_yuan / middle.high_yuan == Decimal(2) / 3


def test_a_threshold_is_a_jump_with_both_sides() -> None:
    curve = draw("innovation_platform", {"audited_investment_yuan": "1200万"}, "audited_investment_yuan")
    assert curve.threshold is not None and curve.threshold.yuan == 10_000_000
    amounts = {point.at_yuan: point.high_yuan for point in curve.points}
    assert [amounts[Decimal("9999999.99")], amounts[Decimal(10_000_000)]] == [0, 5_000_000]


def test_a_threshold_of_another_input_is_not_on_this_line() -> None:
    unknown = draw("loan_interest", {**LOAN, "total_investment_yuan": None}, "principal_yuan")
    assert unknown.threshold is None and unknown.cap is not None
    invested = draw("loan_interest", dict(LOAN), "total_investment_yuan")
    assert invested.threshold is not None and invested.cap is None
    low = draw("loan_interest", {**LOAN, "total_investment_yuan": "1000万"}, "principal_yuan")
    assert low.threshold is None and {point.high_yuan for point in low.points} == {0}


def test_one_contract_of_several_moves_alone_and_the_line_may_be_wider() -> None:
    two = {"contracts": [*DOMESTIC["contracts"], {"amount_yuan": "1000万", "category": "other"}]}
    curve = draw("compute_voucher", two, "contracts[1].amount_yuan", wide=Decimal(10) ** 9)
    assert curve.points[0].high_yuan == 1_260_000
    assert curve.points[-1].at_yuan == 10**9


def test_an_unfilled_input_has_no_place_of_its_own() -> None:
    curve = draw("filing_award", {"costs_yuan": None}, "costs_yuan")
    assert curve.own is None and curve.cap is not None and curve.cap.label == "备案一次性奖励上限"


def test_outside_the_policy_s_life_there_is_no_line() -> None:
    assert draw_curve("filing_award", {"costs_yuan": "1"}, field="costs_yuan", as_of=date(2030, 1, 1)).points == ()


def test_only_money_that_can_be_solved_for_makes_a_curve() -> None:
    calculators = load_calculators()
    assert [field.path for field in curve_fields(calculators["compute_voucher"])] == ["contracts[].amount_yuan"]
    assert curve_fields(calculators["open_source_award"]) == ()
    with pytest.raises(InputError, match="already_claimed_yuan"):
        draw("compute_voucher", dict(DOMESTIC), "already_claimed_yuan")
