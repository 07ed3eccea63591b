from decimal import Decimal

import pytest

from assistant.offline.quantities import claimed_money, find_target, find_values


def found(question: str) -> list[tuple[str, str]]:
    return [(value.kind, f"{value.low:f}") for value in find_values(question)]


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("签了1千5百万", [("money", "15000000")]),
        ("贷3000万，利率3.5%，18个月", [("money", "30000000"), ("percent", "3.5"), ("months", "18")]),
        ("利率三点五个点，贷一年半", [("percent", "3.5"), ("months", "18")]),
        ("百分之四，半年", [("percent", "4"), ("months", "6")]),
        ("年利率3.2，贷了四千万", [("percent", "3.2"), ("money", "40000000")]),
        ("利息三厘八", [("percent", "3.8")]),
        ("银行说月息三厘", [("percent", "3.6")]),
        ("LPR是3.1，再减20个基点", [("percent", "2.9")]),
        ("LPR 3.1% 上浮0.5个百分点", [("percent", "3.6")]),
        ("月息两厘五", [("percent", "3.00")]),
        ("月利率0.3%", [("percent", "3.6")]),
        ("贷12个月利率3.5%", [("months", "12"), ("percent", "3.5")]),
        ("利率3.5‰每月", [("percent", "4.20")]),
        ("利率千分之三十五，三个季度", [("percent", "3.5"), ("months", "9")]),
        ("利率三个半点", [("percent", "3.5")]),
        ("利率3个点5", [("percent", "3.5")]),
        ("利率3厘5", [("percent", "3.5")]),
        ("LPR 3%，下浮10%", [("percent", "2.7")]),
        ("利率0.035", [("percent", "3.500")]),
        ("loan for 2 years at 3.6%", [("months", "24"), ("percent", "3.6")]),
        ("贷款利率3年不变", [("months", "36")]),
        ("at a rate of 3.5 percent", [("percent", "3.5")]),
        ("注册资本500万，合同200万", [("money", "2000000")]),
        ("算力券最多500万对吧", []),
        ("2026年签的", []),
        ("合同四百二十来万，我翻一下啊，是四百二十六万整", [("money", "4260000")]),
        ("合同五百来万，发票上写的是512万", [("money", "5120000")]),
        ("国产的四百来万，进口的是四百三十万", [("money", "4000000"), ("money", "4300000")]),
    ],
)
def test_the_user_s_own_numbers_are_read(question: str, values: list[tuple[str, str]]) -> None:
    assert found(question) == values


def test_vague_amounts_are_ranges() -> None:
    value = find_values("大概七八百万")[0]
    assert (value.low, value.high) == (Decimal(7_000_000), Decimal(8_000_000))


def test_claims_about_the_text_are_told_apart() -> None:
    assert [value.low for value in claimed_money("封顶500万，我签了200万")] == [Decimal(5_000_000)]


@pytest.mark.parametrize(
    ("question", "target"),
    [
        ("想拿到300万得签多大的合同", "3000000"),
        ("拿满的话要贷多少", "cap"),
        ("to get 2 million yuan, how big a contract do we need", "2000000"),
        ("签了300万能拿多少", None),
        ("贷款3000万能贴多少", None),
    ],
)
def test_reverse_questions_are_recognised(question: str, target: str | None) -> None:
    assert find_target(question) == target


def test_a_vague_amount_stays_below_its_upper_end() -> None:
    assert [value.below for value in find_values("总投资四千多万", upper=True)] == [True]
    assert [value.below for value in find_values("总投资四五千万", upper=True)] == [False]
    assert [value.below for value in find_values("总投资四千多万")] == [False]
