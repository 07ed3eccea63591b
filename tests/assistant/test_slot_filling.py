from decimal import Decimal
from typing import Any

import pytest

from assistant.offline.categories import find_categories
from assistant.offline.slot_filling import fill, given, has_figures
from assistant.offline.turn import Call, Turn


def contracts(question: str) -> list[tuple[str | None, str | None]]:
    inputs = fill("compute_voucher", Turn(question), ["contracts"])
    assert inputs is not None
    return [(contract["amount_yuan"], contract["category"]) for contract in inputs["contracts"]]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("昇腾的卡签了420w", [("4200000", "domestic")]),
        ("租H800花了一千二百万", [("12000000", "other")]),
        ("不是国产的，500万", [("5000000", "other")]),
        ("一批昇腾300万，一批A100的500万", [("3000000", "domestic"), ("5000000", "other")]),
        ("300万和500万两份，都是寒武纪", [("3000000", "domestic"), ("5000000", "domestic")]),
        ("一份国产300万，另一份500万", [("3000000", "domestic"), ("5000000", None)]),
        ("在备案过的多模态大模型上做智能体，合同80万", [("800000", "filed_multimodal_model")]),
        ("7 million yuan on H800 and 1 million yuan on Cambricon MLU", [("7000000", "other"), ("1000000", "domestic")]),
        ("寒武纪和A100各一份，前者200万，后者700万", [("2000000", "domestic"), ("7000000", "other")]),
        ("簽了600萬的進口晶片算力", [("6000000", "other")]),
    ],
)
def test_contracts_get_their_own_category(question: str, expected: list[tuple[str | None, str | None]]) -> None:
    assert contracts(question) == expected


@pytest.mark.parametrize(
    ("question", "amounts"),
    [
        ("国产500万，另外两份各100万进口的", [500, 100, 100]),
        ("签了两份国产的，各300万，还有一份500万英伟达的", [300, 300, 500]),
        ("Two Ascend contracts of 2 million yuan each and one Nvidia contract of 1 million", [200, 200, 100]),
        ("两份合同分别是国产300万和国产500万", [300, 500]),
        ("合同总价860万，一半跑国产机，一半跑外国机，按各430万拆", [430, 430]),
        ("国产算力合同940万的券，总共最多多少", [940]),
    ],
)
def test_as_many_contracts_as_are_told(question: str, amounts: list[int]) -> None:
    contracts = given("compute_voucher", question)["contracts"]
    assert [Decimal(one["amount_yuan"]) / 10000 for one in contracts] == amounts


def test_what_was_already_claimed_is_no_contract() -> None:
    inputs = fill("compute_voucher", Turn("今年已经领了700万，又签了500万国产"), ["contracts"])
    assert inputs == {
        "already_claimed_yuan": "7000000",
        "contracts": [{"amount_yuan": "5000000", "category": "domestic"}],
    }


def test_loan_fields_go_by_their_words() -> None:
    question = "项目总投资8000万，跟银行贷了5000万，年利率3.6%，先算一年"
    assert fill("loan_interest", Turn(question), ["total_investment_yuan", "principal_yuan"]) == {
        "total_investment_yuan": "80000000", "principal_yuan": "50000000", "annual_rate_percent": "3.6", "months": 12,
    }  # fmt: skip


def test_what_nobody_said_is_null_and_nothing_said_is_none() -> None:
    inputs = fill("loan_interest", Turn("贷了5000万"), ["total_investment_yuan", "principal_yuan"])
    assert inputs == {"total_investment_yuan": None, "principal_yuan": "50000000"}
    assert fill("loan_interest", Turn("利息能贴吗"), ["principal_yuan"]) is None
    assert not has_figures({"contracts": [{"amount_yuan": None, "category": "domestic"}], "flag": True})


def carry(question: str, *base: dict[str, Any]) -> list[tuple[str | None, str | None]]:
    last = Call("compute_voucher", {"contracts": list(base)}, "{}", failed=False)
    turn = Turn(question, earlier=("前一句",), last_calculation=last, last_draft={"status": "needs_input"})
    inputs = fill("compute_voucher", turn, ["contracts"])
    assert inputs is not None
    return [(contract["amount_yuan"], contract["category"]) for contract in inputs["contracts"]]


OPEN = {"amount_yuan": "10000000", "category": None}
KNOWN = {"amount_yuan": "10000000", "category": "domestic"}


@pytest.mark.parametrize(
    ("question", "base", "expected"),
    [
        ("国产的", OPEN, [("10000000", "domestic")]),
        ("记错了，900万", KNOWN, [("9000000", "domestic")]),
        ("要是进口的呢", KNOWN, [("10000000", "other")]),
        ("另外还有一份60万的", KNOWN, [("10000000", "domestic"), ("600000", None)]),
        ("不知道", OPEN, [("10000000", None)]),
    ],
)
def test_a_calculation_is_carried_on(
    question: str, base: dict[str, Any], expected: list[tuple[str | None, str | None]]
) -> None:
    assert carry(question, base) == expected


def test_categories_are_found_with_their_places() -> None:
    assert [name for _, name in find_categories("昇腾和英伟达")] == ["domestic", "other"]
    assert find_categories("随便什么卡") == []
    assert {name for chip in ("A10", "H20", "T4", "L40S", "V100", "GB200") for _, name in find_categories(chip)} == {
        "other"
    }
    assert find_categories("我们做A轮融资，用Atlas A2") == []


@pytest.mark.parametrize("said", ["打错字，是一百万不是一千万", "打錯字，係一百萬唔係一千萬", "不是一千万，是一百万"])
def test_a_number_that_is_taken_back_is_no_further_contract(said: str) -> None:
    assert [contract["amount_yuan"] for contract in given("compute_voucher", said)["contracts"]] == ["1000000"]


def test_a_bound_that_a_number_keeps_below_is_not_that_number() -> None:
    assert given("filing_award", "备案花了没超过50万，是38万")["costs_yuan"] == "380000"
    assert "total_investment_yuan" not in given("loan_interest", "总投资不到5000万的项目，贷款3000万")
    assert given("loan_interest", "总投资不低于5000万的项目，贷款3000万")["total_investment_yuan"] == "50000000"


def test_who_asked_may_change_what_is_given() -> None:
    asked = "昇腾的算力合同500万，能拿多少"
    given("compute_voucher", asked)["contracts"].clear()
    assert given("compute_voucher", asked)["contracts"]
