from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from assistant.agent import Assistant
from assistant.offline.portions import asks_for_whole, said_portion
from assistant.offline.slot_filling import given

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("一半今年付，剩下那一半明年付", Fraction(1, 2)),
        ("今年先做三分之一，后面的以后再说，只算三分之一", Fraction(1, 3)),
        ("已经还了三分之二，剩下那三分之一一年贴多少", Fraction(1, 3)),
        ("剩下那三分之一以后再说", Fraction(2, 3)),
        ("what if we only use a third", Fraction(1, 3)),
        ("能补一半吗", None),
        ("是不是只能按一半算", None),
        ("只按两成算", None),  # a share of what is granted
        ("合同500万，只用了六成", Fraction(3, 5)),
        ("实际只执行了70%", Fraction(7, 10)),
        ("今年只提了一半的货", Fraction(1, 2)),
        ("六成用了国产卡", None),  # a share of the kinds
        ("用了六成国产的", None),
        ("剩下那一半也进账的话，总共多少", None),
        ("贷款3.6亿，年利率只有百分之二", None),
    ],
)
def test_which_part_of_what_was_told_is_meant(question: str, part: Fraction | None) -> None:
    assert said_portion(question) == part
    assert asks_for_whole(question) == ("也进账" in question)


@pytest.mark.parametrize(
    ("question", "fee"),
    [
        ("国产算力合同预付30%，150万，能领多少券", 500),
        ("租昇腾，付了30%的定金90万，补多少", 300),
        ("昇腾合同付了一半，200万，能补多少", 400),
        ("国产算力合同900万，预付30%，也就是270万", 900),  # the whole stands there
        ("一共800万的昇腾合同，一半今年付，剩下一半明年付，今年能领多少", 400),
    ],
)
def test_a_payment_told_with_its_share_tells_the_fee(question: str, fee: int) -> None:
    contracts = given("compute_voucher", question)["contracts"]
    assert [Decimal(one["amount_yuan"]) for one in contracts] == [fee * 10_000]


def test_a_share_that_has_come_in_is_what_was_received() -> None:
    told = given("rnd_matching", "国家课题拨款1000万，到账一半，另一半年底到")
    assert Decimal(told["received_funds_yuan"]) == 5_000_000
    assert not given("rnd_matching", "国家课题拨款1000万，到账一部分")  # how much is not said


@pytest.mark.parametrize(
    ("turns", "amount"),
    [
        (("昇腾合同600万，能补多少", "先按一半算，剩下那一半以后再说"), "900000"),
        (("昇腾合同600万，能补多少", "剩下那一半呢"), "900000"),
        (("总投资1亿，贷款6000万，利率4%", "要是只借三分之一呢"), "300000"),
        (("省里的课题先打进来一半，148万，能配多少", "剩下那一半年底也进账的话，总共能配多少"), "740000"),
    ],
)
def test_a_later_message_takes_a_part_of_what_was_told(
    assistant: Assistant, turns: tuple[str, ...], amount: str
) -> None:
    for turn in turns:
        reply = assistant.ask(turn, thread="".join(turns), as_of=TODAY)
    assert reply.calculations and reply.calculations[-1].amount_yuan == Decimal(amount), reply.text
