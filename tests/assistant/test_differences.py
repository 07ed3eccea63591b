"""By how much two amounts differ, asked as a figure, within a message and over several."""

from datetime import date
from decimal import Decimal

import pytest

from assistant.agent import Assistant
from assistant.claims import claim_faults
from assistant.number_lock import calculated_figures, segments
from assistant.reply import Reply
from assistant.roles import role_faults
from calculators.difference import difference

TODAY = date(2026, 3, 1)


def ask(assistant: Assistant, *turns: str) -> Reply:
    thread = "differences " + " ".join(turns)
    return [assistant.ask(turn, thread=thread, as_of=TODAY) for turn in turns][-1]


@pytest.mark.parametrize(
    ("turns", "yuan"),
    [
        (["国产算力500万能领多少", "要是进口的呢", "两种差多少"], 500_000),
        (["国产算力500万能领多少", "要是进口的呢，少拿多少"], 500_000),
        (["同样800万的合同，国产比进口多拿多少"], 800_000),
        (["甲公司国家项目到账800万，乙公司到账1200万，两家差多少"], 1_000_000),
        (["甲家国产合同2000万，乙家国产合同3000万，两家相差几多"], 2_000_000),
        (["研发到账600万能配多少", "到账1000万呢", "比刚才多了多少"], 1_000_000),
        (["国产算力500万能领多少", "改成700万，能多拿多少"], 600_000),
        (["国产算力500万能领多少", "研发到账1000万呢", "这两个差多少"], 1_000_000),
        (["备案奖和示范应用奖上限差多少"], 4_500_000),
        (["创新中心和贴息的门槛差多少"], 40_000_000),
        (["算力券封顶多少", "备案奖顶格多少", "这两个差多少"], 7_500_000),
    ],
)
def test_the_difference_is_worked_out_and_led_with(assistant: Assistant, turns: list[str], yuan: int) -> None:
    reply = ask(assistant, *turns)
    found = reply.calculations[-1]
    assert (reply.status, found.calculator, found.amount_yuan) == ("answered", "difference", Decimal(yuan))
    assert reply.text.startswith("两样相差") and f"{yuan:,}" in reply.text


@pytest.mark.parametrize(
    "turns",
    [
        ["国产合同2500万，离封顶还差多少"],
        ["国产算力500万能领多少", "最多多少"],
        ["国产算力500万能领多少", "要是进口的呢", "两种模型有什么差别"],
    ],
)
def test_how_far_from_a_limit_is_no_difference_of_two(assistant: Assistant, turns: list[str]) -> None:
    assert not any(result.calculator == "difference" for result in ask(assistant, *turns).calculations)


def test_nothing_is_carried_on_from_a_difference(assistant: Assistant) -> None:
    reply = ask(assistant, "国产算力500万能领多少", "要是进口的呢", "两种差多少", "改成900万呢")
    assert reply.calculations[-1].amount_yuan == Decimal(1_800_000)


def test_a_difference_is_nothing_that_anybody_gets(assistant: Assistant) -> None:
    """A live model may not promise what two amounts differ by."""
    pair = [("rnd_matching", {"received_funds_yuan": f"{number}000000"}) for number in (6, 10)]
    found, said = [difference(pair, as_of=TODAY)], ["到账600万和1000万差多少"]
    promise = list(segments("您可以领到1000000元。"))
    assert list(claim_faults(promise, found, said=said, calculated=calculated_figures(found)))
    most = list(segments("最高1000000元。"))
    assert list(role_faults(most, (), assistant.policies, calculations=found, words=said))
