"""What stands in a form becomes inputs: nothing made up, nothing lost, every fault named."""

from typing import Any

import pytest

from calculators.registry import load_calculators
from ui.form_values import MAX_CHARS, read_form

CALCULATORS = load_calculators()


def inputs(name: str, values: object) -> dict[str, Any]:
    form = read_form(CALCULATORS[name], values)
    assert not form.faults
    return form.inputs


def test_what_is_empty_is_not_known() -> None:
    assert read_form(CALCULATORS["compute_voucher"], {}).empty
    assert inputs("compute_voucher", {"already_claimed_yuan": " "}) == {"contracts": None}
    filled = inputs("compute_voucher", {"contracts[0].amount_yuan": " 420万 ", "multimodal_enterprise": "no"})
    assert filled == {"contracts": [{"amount_yuan": "420万", "category": None}], "multimodal_enterprise": False}


def test_what_is_needed_depends_on_what_is_given() -> None:
    assert inputs("loan_interest", {"interest_paid_yuan": "30万"}) == {
        "interest_paid_yuan": "30万", "total_investment_yuan": None, "principal_yuan": None,
    }  # fmt: skip
    assert inputs("loan_interest", {"loans[1].months": "6"}) == {
        "loans": [
            {"principal_yuan": None, "annual_rate_percent": None},
            {"principal_yuan": None, "annual_rate_percent": None, "months": "6"},
        ],
        "total_investment_yuan": None,
    }


def test_every_fault_is_named_and_the_rest_still_read() -> None:
    form = read_form(
        CALCULATORS["compute_voucher"],
        {"contracts[0].amount_yuan": "-1", "contracts[1].category": "gpu", "already_claimed_yuan": "很多"},
    )
    assert set(form.faults) == {"contracts[0].amount_yuan", "contracts[1].category", "already_claimed_yuan"}
    both = read_form(CALCULATORS["loan_interest"], {"principal_yuan": "1亿", "loans[0].months": "3"})
    assert set(both.faults) == {"loans"}


@pytest.mark.parametrize(
    "values",
    [
        None,
        [],
        "x",
        {"unknown": "1"},
        {"contracts": "x"},
        {"contracts[0]": "x"},
        {"costs_yuan": 5},
        {"costs_yuan[0].x": "1"},
    ],
)
def test_what_no_form_sends_is_left_out(values: object) -> None:
    assert inputs("filing_award", values) == {"costs_yuan": None}


def test_endless_text_is_cut() -> None:
    form = read_form(CALCULATORS["filing_award"], {"costs_yuan": "1" * 10**6})
    assert len(str(form.faults["costs_yuan"].value)) == MAX_CHARS
