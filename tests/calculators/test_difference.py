"""By how much two amounts differ: exact, a step for each with its own quote, and nothing where one is not certain."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from calculators.adding import Part
from calculators.difference import difference
from corpus.errors import InputError
from corpus.load import load_policies

DAY = date(2026, 3, 1)


def contract(amount: str | None, category: str) -> Part:
    return ("compute_voucher", {"contracts": [{"amount_yuan": amount, "category": category}]})


def stated(name: str) -> Part:
    return ("stated_amount", {"amount": f"hz_ai_2024/{name}"})


def test_the_difference_is_bound_to_both() -> None:
    found = difference([contract("5000000", "other"), contract("5000000", "domestic")], as_of=DAY)
    assert (found.amount_yuan, found.bound, found.binding) == (Decimal("500000.00"), "exact", "rate")
    first, second, last = found.steps
    assert (first.value, second.value) == (Decimal(1_000_000), Decimal(1_500_000))
    assert last.expression == "1500000 − 1000000"
    assert "其他算力" in first.label and "20%" in first.quote and "30%" in second.quote
    source = load_policies()["hz_ai_2024"].source
    assert all(source[step.start : step.end] == step.quote for step in found.steps)
    assert "两个上限相差" in found.assumptions[0]


@pytest.mark.parametrize(
    ("parts", "yuan"),
    [
        ([stated("demonstration_cap"), stated("filing_award_cap")], 4_500_000),
        ([("filing_award", {"costs_yuan": "300000"}), ("rnd_matching", {"received_funds_yuan": "1200000"})], 0),
        ([contract("90000000", "domestic"), stated("voucher_yearly_cap")], 0),
        ([("add_up", {"parts": [{"calculator": "rnd_matching", "inputs": {"received_funds_yuan": "4000000"}}] * 2}),
          ("rnd_matching", {"received_funds_yuan": "4000000"})], 1_000_000),
    ],
)  # fmt: skip
def test_whatever_has_an_amount_can_be_compared(parts: list[Part], yuan: int) -> None:
    assert difference(parts, as_of=DAY).amount_yuan == Decimal(yuan)


@pytest.mark.parametrize(
    "parts", [[contract(None, "domestic"), contract("1", "domestic")], [stated("filing_award_cap")], []]
)
def test_without_two_certain_amounts_there_is_no_difference(parts: list[Any]) -> None:
    with pytest.raises(InputError) as caught:
        difference(parts, as_of=DAY)
    assert caught.value.field == "parts"


def test_outside_the_policy_s_life_there_is_no_difference() -> None:
    found = difference([contract("1", "domestic"), contract("2", "domestic")], as_of=date(2030, 1, 1))
    assert (found.status, found.amount_yuan, found.calculator) == ("not_in_force", None, "difference")
