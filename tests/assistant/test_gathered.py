"""Facts told message by message, and asked about only then."""

from decimal import Decimal

import pytest

from assistant.agent import Assistant
from assistant.offline.gathered import gathered
from assistant.offline.turn import Turn


def ask(assistant: Assistant, *turns: str) -> Decimal | None:
    thread = "|".join(turns)
    reply = [assistant.ask(turn, thread=thread) for turn in turns][-1]
    assert reply.calculations, reply.text
    return reply.calculations[-1].amount_yuan


@pytest.mark.parametrize(
    ("turns", "amount"),
    [
        (("先报个数：1450万", "这是跟规划内智算中心签的一年算力合同，全是英伟达的，补助上限多少"), "2900000"),
        (("算力中心总投6亿", "建行贷了1亿，年利率3%", "工行又贷一亿五，利率2.8%", "满一年，两笔一共贴多少"), "3600000"),
        (("未来产业创新中心，总投入3200万", "第一年审核420万", "第二年审核1300万", "两年加起来最多多少"), "7100000"),
        (("测评机构开价48万", "谈完付了39.8万，网信办备案也批了", "备案奖励最高"), "398000"),
        (("今年租国产算力付了330万", "券能拿多少啊"), "990000"),
        (("国产合同620万，能补多少", "里面有20万其实是培训费，剔掉"), "1800000"),
        (("总投9600万", "建设银行放了5200万，年利率3.1%", "一年能贴几个钱"), "780000"),
        (("评测花了32万，网信办批了", "里头5万是吃饭的，剔掉", "那最高奖多少"), "270000"),
    ],
)  # fmt: skip
def test_what_was_told_is_counted_when_it_is_asked_for(
    assistant: Assistant, turns: tuple[str, ...], amount: str
) -> None:
    assert ask(assistant, *turns) == Decimal(amount)


def test_a_question_is_read_with_the_statements_before_it_and_no_further() -> None:
    turn = Turn(
        "一共能拿多少",
        ("算力券是什么", "签了300万昇腾", "又签了200万A100"),
        worked_for=(0, 0, 0),
        subjects=("", "", ""),
    )
    read = gathered(turn, {})
    assert read.question == "签了300万昇腾。又签了200万A100。一共能拿多少"
    assert read.earlier == ("算力券是什么",)


@pytest.mark.parametrize("question", ["这条归谁管", "要是进口的呢，能拿多少", "谢谢"])
def test_other_questions_stand_alone(question: str) -> None:
    turn = Turn(question, ("签了300万昇腾",), worked_for=(0,), subjects=("",))
    assert gathered(turn, {}) is turn


def test_what_was_calculated_already_is_gathered_only_for_a_sum_of_several() -> None:
    earlier = ("签了300万昇腾", "又签了200万A100")
    turn = Turn("能拿多少", earlier, worked_for=(1, 1), subjects=("", ""))
    assert gathered(turn, {}) is turn
    assert gathered(Turn("合计能拿多少", earlier, worked_for=(0, 0), subjects=("", "")), {}).earlier == ()
