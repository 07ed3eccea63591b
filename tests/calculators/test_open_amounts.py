from datetime import date
from decimal import Decimal

import pytest

from calculators.forward import calculate
from calculators.ranges import optional_amounts
from calculators.registry import load_calculators
from corpus.errors import InputError

DAY = date(2026, 11, 28)
CONTRACT = {"contracts": [{"amount_yuan": "20000000", "category": "domestic"}]}


def test_an_optional_amount_that_is_not_known_gives_a_range_and_is_asked_for() -> None:
    result = calculate("compute_voucher", CONTRACT, as_of=DAY, unknown=["already_claimed_yuan"])
    assert result.range_yuan == (Decimal("0.00"), Decimal("6000000.00"))
    assert result.question is not None and result.question.field == "already_claimed_yuan"
    assert not any("already_claimed_yuan" in text for text in result.assumptions)  # nothing is assumed of it
    assert any("multimodal_enterprise" in text for text in result.assumptions)


def test_what_is_given_is_known_whatever_is_said_of_it() -> None:
    told = {**CONTRACT, "already_claimed_yuan": "3000000"}
    result = calculate("compute_voucher", told, as_of=DAY, unknown=["already_claimed_yuan"])
    assert (result.amount_yuan, result.range_yuan) == (Decimal("5000000.00"), None)


def test_only_an_optional_amount_of_the_calculator_can_be_open() -> None:
    assert optional_amounts(load_calculators()["compute_voucher"].inputs) == ["already_claimed_yuan"]
    with pytest.raises(InputError, match="already_claimed_yuan"):
        calculate("compute_voucher", CONTRACT, as_of=DAY, unknown=["contracts"])
