"""Inputs are strict and exact, and a fault says field, value, what is allowed and what to ask."""

from datetime import date
from decimal import Decimal

import pytest

from calculators.contract import Result
from calculators.fields import Inputs, known, print_money, read_money, read_percent
from calculators.registry import load_calculators
from calculators.run import calculate, read_json
from corpus.errors import InputError

DAY = date(2026, 1, 1)
LOAN = {"total_investment_yuan": "1亿", "principal_yuan": "6000万", "annual_rate_percent": "4"}
FEE = {"amount_yuan": "1", "category": "other"}


def run(name: str, inputs: object) -> Result:
    return calculate(name, inputs, as_of=DAY)  # type: ignore[arg-type]


AMOUNTS: tuple[object, ...] = (
    True,
    False,
    -1,
    "-1",
    "NaN",
    float("nan"),
    float("inf"),
    Decimal("-Infinity"),
    Decimal("NaN"),
    10**13 + 1,
    "1e14",
    "10万亿零一元",
    "abc",
    "",
    [],
    {},
    "500万美元",
    Decimal("1e-31"),
    Decimal("1e400000"),
)
BAD: list[tuple[str, object, str]] = [
    *(("rnd_matching", {"received_funds_yuan": value}, "received_funds_yuan") for value in AMOUNTS),
    ("rnd_matching", {}, "received_funds_yuan"),
    ("rnd_matching", {"received_funds_yuan": 1, "x": 1}, "x"),
    ("rnd_matching", {"received_fund_yuan": 1}, "received_fund_yuan"),
    ("rnd_matching", [], "inputs"),
    ("rnd_matching", None, "inputs"),
    ("rnd_matching", {1: 2}, "inputs"),
    ("demonstration_award", {"x": 1}, "x"),
    ("compute_voucher", {"contracts": []}, "contracts"),
    ("compute_voucher", {"contracts": "x"}, "contracts"),
    ("compute_voucher", {"contracts": [FEE] * 1001}, "contracts"),
    ("compute_voucher", {"contracts": [7]}, "contracts[0]"),
    ("compute_voucher", {"contracts": [FEE, {"amount_yuan": 1}]}, "contracts[1].category"),
    ("compute_voucher", {"contracts": [{**FEE, "kind": 1}]}, "contracts[0].kind"),
    ("compute_voucher", {"contracts": [{**FEE, "category": "foreign"}]}, "contracts[0].category"),
    ("compute_voucher", {"contracts": [FEE], "multimodal_enterprise": 1}, "multimodal_enterprise"),
    ("compute_voucher", {"contracts": [FEE], "multimodal_enterprise": "true"}, "multimodal_enterprise"),
    ("loan_interest", {"total_investment_yuan": "1亿", "principal_yuan": "1"}, "annual_rate_percent"),
    ("loan_interest", {"total_investment_yuan": "1亿", "annual_rate_percent": "1"}, "principal_yuan"),
    ("loan_interest", {**LOAN, "annual_rate_percent": "101"}, "annual_rate_percent"),
    ("loan_interest", {**LOAN, "annual_rate_percent": True}, "annual_rate_percent"),
    ("loan_interest", {**LOAN, "annual_rate_percent": "-1"}, "annual_rate_percent"),
    ("loan_interest", {**LOAN, "months": 0}, "months"),
    ("loan_interest", {**LOAN, "months": 1.5}, "months"),
    ("loan_interest", {**LOAN, "months": 361}, "months"),
    ("loan_interest", {**LOAN, "months": True}, "months"),
    ("loan_interest", {**LOAN, "months": "十二"}, "months"),
    ("loan_interest", {**LOAN, "loans": [{}]}, "loans"),
    (
        "loan_interest",
        {"total_investment_yuan": "1亿", "loans": [{"principal_yuan": 1}]},
        "loans[0].annual_rate_percent",
    ),
    ("innovation_platform", {"audited_investment_yuan": 1, "years": 101}, "years"),
    ("nothing", {}, "calculator"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "inputs", "field"), BAD)
def test_what_cannot_be_used_is_named(name: str, inputs: object, field: str) -> None:
    with pytest.raises(InputError) as caught:
        run(name, inputs)
    assert caught.value.field == field
    assert caught.value.allowed and "\n" not in str(caught.value)


def test_near_names_are_offered() -> None:
    with pytest.raises(InputError, match="compute_voucher？"):
        run("compute_vouchr", {})
    with pytest.raises(InputError, match="是否想写 received_funds_yuan"):
        run("rnd_matching", {"received_fund_yuan": 1})
    with pytest.raises(InputError, match="没有输入字段"):
        run("open_source_award", {"x": 1})


@pytest.mark.parametrize("value", [1000.1, "1000.10", Decimal("1000.1"), "1,000.1元", "１０００．１"])
def test_numbers_are_read_exactly(value: object) -> None:
    result = run("rnd_matching", {"received_funds_yuan": value})
    assert result.inputs == {"received_funds_yuan": "1000.10"}
    assert result.amount_yuan == Decimal("250.02")


def test_inputs_are_echoed_so_that_they_can_be_run_again() -> None:
    inputs = {
        "total_investment_yuan": "1亿",
        "loans": [{"principal_yuan": "6千万", "annual_rate_percent": "4%", "months": "18"}],
    }
    first = run("loan_interest", inputs)
    again = run("loan_interest", first.inputs)
    assert first == again
    assert first.inputs["loans"] == [{"principal_yuan": "60000000.00", "annual_rate_percent": "4", "months": 18}]
    assert print_money(Decimal("0.001")) == "0.001"


def test_optional_null_counts_as_left_out() -> None:
    given = run("loan_interest", {**LOAN, "months": None, "interest_paid_yuan": None, "subsidised_points": None})
    assert given.amount_yuan == run("loan_interest", LOAN).amount_yuan
    assert [text.partition("（")[2].partition("）")[0] for text in given.assumptions[:3]] == [
        "interest_paid_yuan",
        "months",
        "subsidised_points",
    ]


def test_every_optional_field_left_out_is_named() -> None:
    wanted = {
        "loan_interest": (LOAN, {"months", "subsidised_points", "interest_paid_yuan"}),
        "compute_voucher": ({"contracts": [FEE]}, {"already_claimed_yuan", "multimodal_enterprise"}),
        "innovation_platform": ({"audited_investment_yuan": "1"}, {"total_investment_yuan", "years"}),
    }
    for name, (inputs, fields) in wanted.items():
        said = "".join(run(name, inputs).assumptions)
        assert all(field in said for field in fields)
    given = run("compute_voucher", {"contracts": [FEE], "already_claimed_yuan": 0, "multimodal_enterprise": False})
    assert "未提供" not in "".join(given.assumptions)


def test_percent_and_money_readers() -> None:
    assert read_percent("3.85 %") == read_percent(3.85) == Decimal("3.85")
    assert read_money(0) == 0
    assert known(0) == 0
    with pytest.raises(AssertionError):
        known(None)


def test_json_is_read_exactly_or_refused() -> None:
    assert read_json('{"a": 0.1}') == {"a": Decimal("0.1")}
    for text in ("{", "NaN", "[Infinity]", '{"a": 1, "a": 2}', "[" * 100000, "1" * 5000):
        with pytest.raises(InputError):
            read_json(text)


def test_inputs_are_frozen() -> None:
    for calculator in load_calculators().values():
        assert issubclass(calculator.inputs, Inputs) and calculator.inputs.model_config["frozen"]


def test_every_digit_that_was_written_counts() -> None:
    assert run("filing_award", {"costs_yuan": 0.1 + 0.2}).inputs == {"costs_yuan": "0.30000000000000004"}
    long = "1234567890123.1234567890123456789012345670"
    assert run("filing_award", {"costs_yuan": long}).inputs == {"costs_yuan": long[:-1]}
    assert str(run("filing_award", {"costs_yuan": -0.0}).amount_yuan) == "0.00"
    assert read_money("1.2345678901234567890123456789012万") == Decimal("12345.678901234567890123456789012")


def test_null_beside_the_other_form_of_loans_is_left_out() -> None:
    single = run("loan_interest", {**LOAN, "loans": None})
    assert single.amount_yuan == run("loan_interest", LOAN).amount_yuan
    terms = {name: LOAN[name] for name in ("principal_yuan", "annual_rate_percent")}
    nulls = {"principal_yuan": None, "annual_rate_percent": None, "months": None}
    listed = run("loan_interest", {**nulls, "total_investment_yuan": "1亿", "loans": [terms]})
    assert (listed.amount_yuan, listed.missing) == (single.amount_yuan, ())
