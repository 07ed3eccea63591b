"""Every amount, rate and date that a tool is called with must come from the user's words."""

from typing import Any

import pytest

from assistant.arguments import check_arguments, check_named
from corpus.errors import InputError


def voucher(*amounts: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"contracts": [{"amount_yuan": amount, "category": "domestic"} for amount in amounts], **more}


LOAN = {"total_investment_yuan": "60000000", "principal_yuan": "30000000", "annual_rate_percent": "3.5"}


@pytest.mark.parametrize(
    ("said", "arguments"),
    [
        (["签了1000万"], voucher("10000000")),
        (["签了壹仟万元整"], voucher("10000000.00")),
        (["签了1000万"], voucher("1000万")),
        (["10 million RMB"], voucher("10000000")),
        (["签了1000万", "其中360万是英伟达"], voucher("6400000", "3600000")),
        (["总共800万，300万昇腾，其余是A800"], voucher("3000000", "5000000")),
        (["两份各500万"], voucher("5000000", "5000000")),
        (["两份各500万"], voucher("10000000")),
        (["每月20万，签了一年，12个月"], voucher("2400000")),
        (["1000万，国产和进口各一半"], voucher("5000000", "5000000")),
        (["七八百万"], voucher("7000000")),
        (["七八百万"], voucher("8000000")),
        (["签了1000万，今年还没领过"], voucher("10000000", already_claimed_yuan="0")),
        (["总投资6000万，贷款3000万，年利率3.5%"], LOAN),
        (["总投资6000万，贷款3000万，利率三厘五"], LOAN),
        (["总投资6000万，贷款3000万，LPR 3.45%加5个基点"], LOAN),
        (["总投资6000万，贷款3000万，年利率3.5%，贷两年"], {**LOAN, "months": 24}),
        (["总投资6000万，贷款3000万，年利率3.5%"], {**LOAN, "months": 12}),
        (["总投资6000万，贷款3000万"], {**LOAN, "annual_rate_percent": None}),
        (["想拿到300万得签多大"], {"target": "3000000", "contracts": [{"category": "domestic"}]}),
        (["想拿满得签多大"], {"target": "cap"}),
        (["连续投了3年，每年1000万"], {"audited_investment_yuan": "10000000", "years": 3}),
    ],
)
def test_arguments_from_the_user_s_words_pass(said: list[str], arguments: dict[str, Any]) -> None:
    check_arguments(arguments, said)


@pytest.mark.parametrize(
    ("said", "arguments", "field"),
    [
        (["能补多少"], voucher("10000000"), "contracts[0].amount_yuan"),
        (["签了1000万"], voucher("20000000"), "contracts[0].amount_yuan"),
        (["签了1000万"], voucher("10000000.01"), "contracts[0].amount_yuan"),
        (["签了1000万"], voucher("10000000", "10000001"), "contracts[1].amount_yuan"),
        (["签了1000万"], voucher("10000000", already_claimed_yuan="0"), "already_claimed_yuan"),
        (["签了1000万"], voucher("10000000", already_claimed_yuan="5000000.5"), "already_claimed_yuan"),
        (["总投资6000万，贷款3000万"], LOAN, "annual_rate_percent"),
        (["总投资6000万，贷款3000万，利率35%"], LOAN, "annual_rate_percent"),
        (["总投资6000万，贷款3000万，年利率3.5%"], {**LOAN, "months": 36}, "months"),
        (["总投资6000万，贷款3000万，年利率3.5%"], {**LOAN, "subsidised_points": "1.2"}, "subsidised_points"),
        (["想多拿点"], {"target": "3000000"}, "target"),
        (["投了1000万"], {"audited_investment_yuan": "10000000", "years": 3}, "years"),
        (["贷了3000万"], {"loans": [{"principal_yuan": "30000000", "year": 2025}]}, "loans[0].year"),
    ],
)
def test_an_invented_argument_is_refused_with_the_question_to_ask(
    said: list[str], arguments: dict[str, Any], field: str
) -> None:
    with pytest.raises(InputError, match="请先问用户") as refused:
        check_arguments(arguments, said)
    assert refused.value.field == field


def projects(*amounts: str) -> dict[str, Any]:
    return {"parts": [{"calculator": "rnd", "inputs": {"received_funds_yuan": amount}} for amount in amounts]}


@pytest.mark.parametrize(
    ("said", "arguments"),
    [
        (["一个到账3000万", "另一个800万"], projects("30000000", "8000000")),
        (["两个各1000万"], projects("10000000", "10000000")),
        (["一个1000万，一个1000万"], projects("10000000", "10000000")),
        (["一个1000万，一个不知道"], projects("10000000", None)),  # type: ignore[arg-type]
    ],
)
def test_parts_of_a_sum_that_the_user_named_pass(said: list[str], arguments: dict[str, Any]) -> None:
    check_named(arguments, said)


@pytest.mark.parametrize(
    ("said", "arguments"),
    [
        (["到账3000万，两笔"], projects("15000000", "15000000")),
        (["到账3000万"], projects("30000000", "30000000")),
        (["一个3000万，一个800万"], projects("30000000", "8000000", "38000000")),
    ],
)
def test_one_amount_cannot_be_cut_or_counted_twice(said: list[str], arguments: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        check_named(arguments, said)
