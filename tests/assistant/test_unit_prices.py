"""A price of one thing for one time, times how many and how long; without these it is no sum."""

from decimal import Decimal
from uuid import uuid4

import pytest

from assistant.agent import Assistant
from assistant.offline.contracts import read_contracts
from assistant.offline.unit_prices import worked_out_in


@pytest.mark.parametrize(
    ("question", "amounts"),
    [
        ("租20台昇腾服务器，一台一个月3万，租一年", ["7200000"]),
        ("昇腾910B每卡时12元，用了20万卡时", ["2400000"]),
        ("每台每季度9万，海光的，一共4台，租两个季度", ["720000"]),
        ("A100包了32张，按每张卡每年6万签的，两年", ["3840000"]),
        ("租H20，单卡每天200元，40张，90天", ["720000"]),
        ("租了40张昇腾，一张卡一年3万，又租了10张A100，一张卡一年5万，都租一年", ["1200000", "500000"]),
        ("每个月租国产算力20万，签了8个月", ["1600000"]),
        ("国产算力500万，另外每张卡押金2000，一共64张", ["5000000"]),
    ],
)
def test_a_price_is_multiplied(question: str, amounts: list[str]) -> None:
    assert [one["amount_yuan"] for one in read_contracts(question, "")["contracts"]] == amounts


@pytest.mark.parametrize("question", ["昇腾每卡时12元", "64张卡，每张每月5000块", "一年500万，租了64张"])
def test_without_how_many_and_how_long_nothing_is_worked_out(question: str) -> None:
    assert list(worked_out_in(question)) == []


@pytest.mark.parametrize(
    ("turns", "amount"),
    [
        (("租了64张国产卡，每张每月5000块，券最多多少", "定了10个月"), "960000"),
        (("租A100，一张一个月1万块，能补多少", "50张，一年"), "1200000"),
    ],
)
def test_what_a_price_lacked_may_be_told_later(assistant: Assistant, turns: tuple[str, ...], amount: str) -> None:
    thread = uuid4().hex
    first, *_, last = [assistant.ask(turn, thread=thread) for turn in turns]
    assert not first.calculations or first.calculations[-1].amount_yuan is None
    assert last.calculations[-1].amount_yuan == Decimal(amount)


def test_the_product_is_an_amount_that_the_user_named(assistant: Assistant) -> None:
    reply = assistant.ask(
        "租了64张国产卡，每张每月5000块，合同定了10个月，专门做训练。券最多多少？", thread=uuid4().hex
    )
    assert (reply.status, reply.calculations[-1].amount_yuan) == ("answered", Decimal(960000))
