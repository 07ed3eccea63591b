"""Several projects in one message or over turns; money that is not the state's; figures only held up to ask about."""

from datetime import date

import pytest

from assistant.agent import Assistant
from assistant.offline.slot_filling import given
from assistant.reply import Reply

TODAY = date(2026, 3, 1)


def ask(assistant: Assistant, *turns: str) -> Reply:
    thread = "projects " + " ".join(turns)
    return [assistant.ask(turn, thread=thread, as_of=TODAY) for turn in turns][-1]


def amounts(reply: Reply) -> list[tuple[str, str]]:
    return [(result.calculator, f"{result.amount_yuan:.0f}") for result in reply.calculations]


def sums(*parts: int) -> list[tuple[str, str]]:
    return [*(("rnd_matching", str(part)) for part in parts), ("add_up", str(sum(parts)))]


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("手上两个课题，一个科技部的进账2200万，一个省里的进账360万，配套共多少", (5000000, 900000)),
        ("三个省级项目分别到账80万、160万、3000万，市里配多少", (200000, 400000, 5000000)),
        ("两个国家项目各到账2400万，能配多少", (5000000, 5000000)),
        ("We have two state projects, one received 24 million yuan, the other 2 million yuan. Total city match?",
         (5000000, 500000)),
        ("国家专项拨了900万，省里的专项拨了100万，是两个项目，合计能配套多少", (2250000, 250000)),
    ],
)  # fmt: skip
def test_each_project_is_calculated_and_then_added_up(
    assistant: Assistant, question: str, parts: tuple[int, ...]
) -> None:
    reply = ask(assistant, question)
    assert amounts(reply) == sums(*parts)
    assert reply.status == "answered" and "合起来最高可得" in reply.text


def test_projects_are_added_corrected_and_taken_away_over_turns(assistant: Assistant) -> None:
    turns = ["国家课题到账1200万，能配多少", "另外还有一个省的课题，到账2800万，两个一起呢"]
    assert amounts(ask(assistant, *turns)) == sums(3000000, 5000000)
    turns.append("第二个写错了，是400万")
    assert amounts(ask(assistant, *turns)) == sums(3000000, 1000000)
    turns.append("再加一个省专项，到账200万")
    assert amounts(ask(assistant, *turns)) == sums(3000000, 1000000, 500000)
    turns.append("第一个黄了，去掉")
    assert amounts(ask(assistant, *turns)) == sums(1000000, 500000)


def test_projects_told_in_a_message_each_are_taken_together(assistant: Assistant) -> None:
    turns = [
        "甲项目，国家重点研发，到账2600万",
        "乙项目，省里的重点研发，到账360万",
        "这俩是独立的项目，市里一共最多给多少",
    ]
    assert amounts(ask(assistant, *turns)) == sums(5000000, 900000)
    reply = ask(assistant, *turns, "甲的黄了")
    assert amounts(reply) == [("rnd_matching", "900000")]
    assert {citation.clause for citation in reply.citations} == {"hz_ai_2024/m01"}


@pytest.mark.parametrize(
    ("turns", "amount"),
    [
        (["同一个国家项目先到账1600万，后来又到了1200万，市里配多少"], "5000000"),
        (["省课题到账500万，能配多少", "同一个项目又到账300万，一共配多少"], "2000000"),
        (["省里到账480万，区里又配套了200万，市里配多少"], "1200000"),
        (["国家项目拨了720万，我们自筹500万，能配多少"], "1800000"),
        (["国家课题批了5000万，实际到账1000万，配多少"], "2500000"),
        (["同一个科研任务，国家到账1200万，省里到账400万，市里给几多"], "4000000"),
        (
            ["同一个科研任务，国家到账1200万，省里到账400万，市里给几多", "省里那400万后来被全额收回去了，按剩下的算"],
            "3000000",
        ),
        (["同一课题批了2000万，到账800万，给多少"], "2000000"),
        (["国家课题到账500万给多少", "记错了，是550万", "两个项目一共"], "1375000"),
        (["省里拨了我们480万，另外街道给了120万", "市里能按600万的25%算吗？给多少"], "1200000"),
        (["国家项目到账2400万，市里的封顶是不是1000万，能拿多少"], "5000000"),
    ],
)
def test_one_project_counts_what_the_state_has_paid(assistant: Assistant, turns: list[str], amount: str) -> None:
    assert amounts(ask(assistant, *turns)) == [("rnd_matching", amount)]


@pytest.mark.parametrize(
    ("turns", "amount"),
    [
        (["备案的评测先花了15万，后来又花了20万，能奖多少"], "350000"),
        (["备案评测费31万，奖多少", "漏了一笔，还有12万评测费，也算上"], "430000"),
        (["备案评测费31万，奖多少", "写错了，是21万"], "210000"),
        (["备案评测费31万，奖多少", "明年再来领一次31万可以吗"], "310000"),
    ],
)
def test_a_further_cost_comes_on_top(assistant: Assistant, turns: list[str], amount: str) -> None:
    assert amounts(ask(assistant, *turns)) == [("filing_award", amount)]


def test_a_figure_held_up_to_ask_about_is_no_new_contract(assistant: Assistant) -> None:
    turns = ["A100合同1500万，今年领过200万券，还能拿多少", "为什么不是只按300万算？还拿得到多少"]
    reply = ask(assistant, *turns)
    assert amounts(reply)[-1] == ("compute_voucher", "3000000")
    assert reply.calculations[-1].inputs["contracts"][0]["amount_yuan"] == "15000000.00"


def test_what_the_state_and_the_province_gave_is_the_asker_s_own_figure() -> None:
    found = given("rnd_matching", "同一个研发项目，国家给到640万，省里又给到200万，都落袋了，杭州再给多少")
    assert found == {"received_funds_yuan": "8400000"}
    assert not given("rnd_matching", "听说市里给到500万对吧")
