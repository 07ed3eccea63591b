"""One sum shared out among kinds of computing power."""

from decimal import Decimal

import pytest

from assistant.offline.shares import shared_out
from assistant.offline.slot_filling import given

WHOLE = Decimal(10_000_000)


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("租算力1000万，六成是国产的，剩下的是英伟达的", {"domestic": 6, "other": 4}),
        ("国产的占七成半，其余英伟达", {"domestic": "7.5", "other": "2.5"}),
        ("40% on Ascend, the rest on Nvidia", {"domestic": 4, "other": 6}),
        ("昇腾占百分之四十，A100占百分之六十", {"domestic": 4, "other": 6}),
        ("四分之一跑的是H20，其餘都係昇騰", {"other": "2.5", "domestic": "7.5"}),
        ("租了八百万，国产和进口对半", {"domestic": 5, "other": 5}),
        ("一半是国产卡", {"domestic": 5, None: 5}),
    ],
)
def test_a_sum_is_shared_out(question: str, parts: dict[str, str]) -> None:
    assert {kind: amount for amount, kind in shared_out(question, WHOLE)} == {
        kind: Decimal(share) * 1_000_000 for kind, share in parts.items()
    }


@pytest.mark.parametrize(
    "question",
    [
        "国产补三成进口补两成对吧",
        "国产30%、进口20%",
        "国产按三成算",
        "国产卡八折",
        "我们国产化率60%",
        "六成国产七成进口",
        "签了一千万昇腾",
    ],
)
def test_what_is_granted_or_no_share_of_the_sum_shares_nothing_out(question: str) -> None:
    assert shared_out(question, WHOLE) == []


def test_thirds_come_to_the_whole_to_the_fen() -> None:
    parts = shared_out("三分之一用的昇腾，剩下的是H800", Decimal("1000.01"))
    assert parts == [(Decimal("333.34"), "domestic"), (Decimal("666.67"), "other")]


def test_a_contract_is_read_in_its_shares() -> None:
    contracts = given("compute_voucher", "租算力1000万，六成是国产的，剩下的是英伟达的")["contracts"]
    assert [(one["amount_yuan"], one["category"]) for one in contracts] == [
        ("6000000", "domestic"),
        ("4000000", "other"),
    ]
