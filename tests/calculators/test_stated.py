"""Amounts that the text states: each is the parameter of a day, quoted, and what it is says its bound."""

from datetime import date
from decimal import Decimal

import pytest

from calculators.registry import load_calculators
from calculators.stated import quotes_only, stated_amount, stated_amounts
from corpus.errors import InputError
from corpus.load import load_policies

DAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("amount", "yuan", "bound", "binding"),
    [
        ("voucher_yearly_cap", "8000000.00", "upper", "cap"),
        ("voucher_city_total", "250000000.00", "exact", "stated"),
        ("loan_project_threshold", "50000000.00", "exact", "stated"),
        ("open_source_high", "1000000.00", "upper", "grade"),
    ],
)
def test_an_amount_comes_with_its_quote(amount: str, yuan: str, bound: str, binding: str) -> None:
    found = stated_amount(f"hz_ai_2024/{amount}", as_of=DAY)
    assert (found.amount_yuan, found.bound, found.binding) == (Decimal(yuan), bound, binding)
    (step,) = found.steps
    assert load_policies()["hz_ai_2024"].source[step.start : step.end] == step.quote
    assert step.value == found.amount_yuan and found.clause == step.clause


def test_only_the_most_that_is_given_asks_for_a_sum_of_one_s_own() -> None:
    cap, pool = (stated_amount(f"hz_ai_2024/{name}", as_of=DAY) for name in ("filing_award_cap", "voucher_city_total"))
    assert cap.question is not None and cap.question.field == "costs_yuan" and pool.question is None
    assert "这个数是 2.5 亿元" in pool.explanation.hans and "最高" not in pool.explanation.hans


def test_every_amount_with_a_role_is_known_and_no_other() -> None:
    names = {name.partition("/")[2] for name in stated_amounts(load_calculators())}
    assert {"rnd_matching_cap", "platform_threshold", "demonstration_cap"} <= names
    assert "voucher_rate_other" not in names
    with pytest.raises(InputError, match="voucher_yearly_cap"):
        stated_amount("hz_ai_2024/voucher_rate_other", as_of=DAY)


def test_outside_the_policy_s_life_there_is_no_amount() -> None:
    found = stated_amount("hz_ai_2024/voucher_yearly_cap", as_of=date(2028, 1, 1))
    assert (found.status, found.amount_yuan, found.calculator) == ("not_in_force", None, "stated_amount")


@pytest.mark.parametrize(("used", "left"), [("755.5万", "445000.00"), ("8000000", "0.00"), ("900万", "0.00")])
def test_what_is_left_of_a_cap(used: str, left: str) -> None:
    found = stated_amount("hz_ai_2024/voucher_yearly_cap", as_of=DAY, used=used)
    assert (found.amount_yuan, found.bound, found.binding) == (Decimal(left), "upper", "remaining_cap")
    assert not quotes_only(found) and quotes_only(stated_amount("hz_ai_2024/voucher_yearly_cap", as_of=DAY))
    assert [step.value for step in found.steps] == [found.amount_yuan]


def test_nothing_is_left_of_a_threshold() -> None:
    with pytest.raises(InputError, match="只有上限"):
        stated_amount("hz_ai_2024/loan_project_threshold", as_of=DAY, used="100万")


def test_a_yearly_cap_adds_up_only_where_the_text_says_for_how_many_years() -> None:
    found = stated_amount("hz_ai_2024/platform_yearly_cap", as_of=DAY, whole=True)
    assert (found.amount_yuan, found.bound, found.binding) == (Decimal("15000000.00"), "upper", "years")
    assert [step.expression for step in found.steps] == ["5000000", "3", "5000000 × 3"]
    assert "不超過3年" in found.steps[-1].quote
    with pytest.raises(InputError, match="每年上限"):
        stated_amount("hz_ai_2024/voucher_yearly_cap", as_of=DAY, whole=True)
