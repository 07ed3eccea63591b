from datetime import date
from decimal import Decimal

import pytest

from assistant.agent import Assistant
from assistant.reply import Reply

TODAY = date(2026, 3, 1)


def ask(assistant: Assistant, *turns: str) -> Reply:
    for turn in turns:
        reply = assistant.ask(turn, thread="".join(turns), as_of=TODAY)
    return reply


@pytest.mark.parametrize(
    ("turns", "amount"),
    [
        (("燧原的卡 500 万，能补多少", "要是进口卡呢", "回到最开始说的那个情况，再加一份 100 万的国产"), "1800000"),
        (("燧原的卡 500 万，能补多少", "评测花了 40 万能奖多少", "回到最开始说的那个情况，是多少"), "1500000"),
        (("国家课题到账 1000 万，能配多少", "再到 600 万呢", "回到最初只到 1000 万的情况"), "2500000"),
        (("Hygon contract of 5 million, voucher?", "what if it were Nvidia", "back to the first case"), "1500000"),
        (("燧原的卡 500 万，能补多少", "进口卡合同 300 万能补多少", "那两种情况加起来呢"), "2100000"),
        (
            ("创新中心累计投入 4000 万，今年审计认了 1500 万，能补多少", "如果只认了 640 万呢",
             "那两种情况分别是两年的，加起来呢"),
            "8200000",
        ),
        (("总投资 8000 万，贷款 3000 万利率 4%", "换成贷 1000 万呢", "两种情况加在一起"), "600000"),
    ],
)  # fmt: skip
def test_a_turn_comes_back_to_cases_told_before(assistant: Assistant, turns: tuple[str, ...], amount: str) -> None:
    reply = ask(assistant, *turns)
    assert reply.calculations and reply.calculations[-1].amount_yuan == Decimal(amount), reply.text


@pytest.mark.parametrize(
    "turns",
    [
        ("開源的模型社群貢獻度很高，有獎金嗎", "金額大概落在哪個區間？"),
        ("我們的開源模型入選了市裡的名單，獎金會落在哪個範圍？",),
        ("开源奖励给多少", "几家？每家多少"),
    ],
)
def test_the_range_of_an_award_is_told_as_one(assistant: Assistant, turns: tuple[str, ...]) -> None:
    result = ask(assistant, *turns).calculations[-1]
    assert result.range_yuan == (Decimal(200_000), Decimal(1_000_000))


def test_what_a_support_is_for_is_no_range_of_money(assistant: Assistant) -> None:
    assert not ask(assistant, "开源社区建设支持的范围是什么").calculations
