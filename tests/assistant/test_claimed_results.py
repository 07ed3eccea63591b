from decimal import Decimal

import pytest

from assistant.offline.claimed_results import claimed_results
from assistant.offline.slot_filling import given


@pytest.mark.parametrize(
    ("question", "claimed"),
    [
        ("海光的机时费签了260万，供应商讲能退五成，130万到手，靠谱吗", ["1300000"]),
        ("租4090花咗150萬，係咪返三成即係45萬？", ["450000"]),
        ("We rented A100s for 2 million yuan, so 50% back means 1 million, right?", ["1000000"]),
        ("机房总投资1.2亿，贷了一半，6000万，利率4%，对吧", []),
        ("总共1000万的合同，国产占一半，500万，其余是H100，对吧", []),
        ("A800合同400万，昇腾120万，按三成能领多少", []),
    ],
)
def test_a_share_put_up_as_the_result_is_no_input(question: str, claimed: list[str]) -> None:
    assert [f"{value.low:f}" for value in claimed_results(question)] == claimed


def test_the_share_may_be_of_what_was_told_before() -> None:
    known = [Decimal(6_000_000)]
    assert [value.low for value in claimed_results("三百万？", known, "是配五成吧")] == [Decimal(3_000_000)]
    assert not claimed_results("改成三百万", known, "是配五成吧")


def test_contracts_are_read_without_the_claim() -> None:
    contracts = given("compute_voucher", "思元的卡签了70万，老板说报一半就是35万，没错吧")["contracts"]
    assert contracts == [{"amount_yuan": "700000", "category": "domestic"}]
