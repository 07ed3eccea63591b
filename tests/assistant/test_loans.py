from decimal import Decimal
from typing import Any

import pytest

from assistant.offline.loans import with_loans
from assistant.offline.slot_filling import given

LOAN = "loan_interest"


def _loans(inputs: dict[str, Any]) -> list[tuple[str, str | None]]:
    """Return principal in 万 and rate of each loan."""
    terms = inputs.get("loans") or [inputs]
    return [(f"{Decimal(one['principal_yuan']) / 10_000:f}", one.get("annual_rate_percent")) for one in terms]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("项目总投资2亿，一笔1.2亿3%，一笔3000万4%", [("12000", "3"), ("3000", "4")]),
        ("总投资9000万，向工行借了2000万3.8%，向建行借了1500万4.2%", [("2000", "3.8"), ("1500", "4.2")]),
        ("总投资1億，同兆豐借咗3000萬4厘，另外同建行借多2000萬3厘半", [("3000", "4"), ("2000", "3.5")]),
        ("one loan of 50 million at 4% and another of 30 million at 3%", [("5000", "4"), ("3000", "3")]),
        ("贷款5000万，其中3000万是工行的4%，剩下的是建行3.5%", [("3000", "4"), ("2000", "3.5")]),
        ("贷款一共8000万，工行5000万4%，建行3000万3%", [("5000", "4"), ("3000", "3")]),  # the sum is no third one
        ("贷款2000万和1000万各一笔，都是4%，总投资7000万", [("2000", "4"), ("1000", "4")]),
        ("三家银行各借了2000万，利率4%", [("2000", "4")] * 3),
        ("搞两个算力基地，一个贷4亿，一个贷5亿，利率都是4%", [("40000", "4"), ("50000", "4")]),
    ],
)
def test_loans_told_together_keep_their_own_terms(question: str, wanted: list[tuple[str, str]]) -> None:
    assert _loans(given(LOAN, question)) == wanted


@pytest.mark.parametrize(
    ("question", "principal"),
    [
        ("投资9000万，授信6000万，实际贷了4000万，4%", "4000"),
        ("一个基地总投9000万，贷了4000万，4%", "4000"),
        ("总投资8000万，自筹3000万，贷款5000万，利率4%", "5000"),
        ("总投资7000万，贷款5000万利率4%，去年还了2000万", "5000"),
    ],
)
def test_one_loan_stays_one(question: str, principal: str) -> None:
    assert _loans(given(LOAN, question)) == [(principal, "4")]


def test_a_time_that_is_said_of_one_loan_is_its_own() -> None:
    told = given(LOAN, "两笔贷款，3000万和2000万，利率分别4%和3.5%，第二笔只借半年")["loans"]
    assert [one.get("months") for one in told] == [None, 6]


@pytest.mark.parametrize(
    ("messages", "wanted"),
    [
        (["另外还有一笔1000万的，4%"], [("2000", "3.6"), ("1000", "4")]),
        (["再贷1500万"], [("2000", "3.6"), ("1500", None)]),
        (["又从招行借了1500万，利率一样"], [("2000", "3.6"), ("1500", "3.6")]),
        (["第二笔3000万，利率4%"], [("2000", "3.6"), ("3000", "4")]),
        (["还有一笔1000万，4%", "第二笔其实是1200万"], [("2000", "3.6"), ("1200", "4")]),
        (["还有一笔1000万，4%", "2000万那笔改成2500万"], [("2500", "3.6"), ("1000", "4")]),
        (["还有一笔1000万，4%", "第一笔不算了"], [("1000", "4")]),
        (["还有一笔1000万，4%", "要是利率都降到3%呢"], [("2000", "3"), ("1000", "3")]),
        (["刚才说错了，是2500万"], [("2500", "3.6")]),
        (["要是只贷1500万呢"], [("1500", "3.6")]),
    ],
)
def test_loans_told_over_several_messages(messages: list[str], wanted: list[tuple[str, str | None]]) -> None:
    inputs = given(LOAN, "数据中心总投资8000万，一笔贷款2000万，利率3.6%，贴多少")
    for message in messages:
        inputs = with_loans(inputs, given(LOAN, message), message)
    assert _loans(inputs) == wanted
    assert inputs["total_investment_yuan"] == "80000000"


def test_another_bank_s_loan_comes_on_top() -> None:
    inputs = given(LOAN, "总投资30亿，甲行4亿，年利率3.3%")
    inputs = with_loans(inputs, given(LOAN, "乙行2.5亿，年利率3.5%"), "乙行2.5亿，年利率3.5%", ["甲行4亿，年利率3.3%"])
    assert _loans(inputs) == [("40000", "3.3"), ("25000", "3.5")]
    told = given(LOAN, "甲行4亿，年利率3.3%，乙行2.5亿，年利率3.5%，总投30亿")
    assert _loans(told) == [("40000", "3.3"), ("25000", "3.5")]
