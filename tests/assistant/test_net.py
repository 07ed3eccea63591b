from decimal import Decimal

import pytest

from assistant.offline.contracts_again import less_refunded
from assistant.offline.parts import split
from assistant.offline.quantities import find_values
from assistant.offline.slot_filling import given


def _money(question: str) -> list[str]:
    return [f"{value.low / 10_000:f}" for value in find_values(question) if value.kind == "money"]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("昇腾算力花了1200万，退了200万，实际花1000万", ["1000"]),
        ("国拨经费收到800万，退回100万，净额700万", ["700"]),
        ("签了昇腾合同500万，中途退租退了120万", ["380"]),
        ("国家课题到账600万，后来收回去200万", ["400"]),
        ("Ascend contract 5 million, 1 million refunded", ["400"]),
        ("评测费50万退了5万，另外租昇腾300万", ["45", "300"]),
        ("退租以前付了500万", ["500"]),
        ("租海光200万，退休返聘的人工100万", ["200", "100"]),
        ("两个课题到账400万和600万，600万那个还没验收", ["400", "600"]),
        ("昇腾合同含税1130万，税率13%", ["1130"]),
        ("租英伟达算力含税价106万，不含税100万", ["106"]),
        ("不含税100万的英伟达合同", ["100"]),
        ("交税交了30万，昇腾合同300万", ["300"]),
    ],
)
def test_what_an_amount_comes_to_in_the_end(question: str, wanted: list[str]) -> None:
    assert [f"{Decimal(one).normalize():f}" for one in _money(question)] == wanted


def test_a_later_refund_goes_off_the_one_contract() -> None:
    one = given("compute_voucher", "租昇腾300万")
    two = given("compute_voucher", "租昇腾500万，A100 300万")
    assert less_refunded(one, "后来退了50万") == [{"amount_yuan": "2500000", "category": "domestic"}]
    assert less_refunded(two, "后来退了50万") == []  # of which one is not said


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("I said 5 million wrongly, the Ascend contract is 3 million, not 5", ["300"]),
        ("评测费用哪有60万，才46万", ["46"]),
        ("投资额不是说的6000万吗，其实只有4600万", ["4600"]),
        ("总投资不是6000万吗，贷款2000万", ["6000", "2000"]),  # asked back: it is
        ("昇腾合同500万写错了，300万才对", ["300"]),
        ("The 5 million was a typo, our Ascend contract is 3 million", ["300"]),
        ("没有800万那么多，昇腾合同就600万", ["600"]),
    ],
)
def test_a_denied_amount_is_none(question: str, wanted: list[str]) -> None:
    assert [f"{Decimal(one).normalize():f}" for one in _money(question)] == wanted


def test_a_denial_is_no_question_of_its_own() -> None:
    assert split("评测费用哪有60万，才46万，能拿多少") == ["评测费用哪有60万，才46万，能拿多少"]
