"""Questions that are understood in the light of what was said, or go back to an earlier subject."""

from datetime import date
from decimal import Decimal

import pytest

from assistant.agent import Assistant
from assistant.reply import Reply, Status

TODAY = date(2026, 3, 1)


def ask(assistant: Assistant, *turns: str) -> Reply:
    for turn in turns:
        reply = assistant.ask(turn, thread="".join(turns), as_of=TODAY)
    return reply


@pytest.mark.parametrize(
    ("turns", "clause"),
    [
        (("我哋想租國產卡跑推理，一年租金九百六十萬，可以攞返幾多？", "唔該晒。咁呢樣嘢邊個部門管㗎？"), "m03"),
        (("国家项目的经费进账后市里给配套是吧", "按三成配对吧？我PPT上就这么写的"), "m01"),
        (("单列的人工智能赛道是哪个人才工程里的", "食堂几点关门", "好吧，刚才那个赛道的事哪几家单位管"), "m12"),
        (("租算力的券一年最多领多少", "备案的奖呢", "刚才说券的那个，谁审"), "m03"),
    ],
)
def test_a_question_that_names_no_matter_is_about_what_was_said(
    assistant: Assistant, turns: tuple[str, ...], clause: str
) -> None:
    reply = ask(assistant, *turns)
    assert reply.status is Status.ANSWERED, reply.text
    assert reply.citations[0].clause == f"hz_ai_2024/{clause}"


def test_a_sum_asked_for_right_behind_a_measure_without_one_is_not_stated(assistant: Assistant) -> None:
    reply = ask(assistant, "想跟浙大一起弄个校企人工智能研究院，鼓不鼓励", "鼓励归鼓励，拨多少经费？")
    assert reply.status is Status.NOT_STATED
    assert reply.citations[0].clause == "hz_ai_2024/m14"


def test_a_matter_of_its_own_is_not_drawn_into_the_one_before(assistant: Assistant) -> None:
    assert ask(assistant, "国产算力合同1000万能补多少", "办创新大赛有什么支持").citations[0].clause == "hz_ai_2024/m06"
    assert ask(assistant, "国产算力合同1000万能补多少", "今天天气怎么样").status is Status.OUT_OF_SCOPE


@pytest.mark.parametrize(
    ("turns", "amount"),
    [
        (
            ("国家重点研发的钱到账1200万，市里配多少", "模型备案那个奖是一次性的吗", "报错数了，到账是840万不是1200万"),
            "2100000",
        ),
        (("国产算力合同500万能补多少", "评测花了30万，备案奖多少", "合同500万改成600万呢"), "1800000"),
        (("合同500万，跑推理的，机器国产", "采购刚说我写错了，机器是进口的", "那能拿的变成多少？"), "1000000"),
        (("创新中心今年审定投入960万，总投两千万，团队齐", "会计更正：最后认的是886万。能补的跟着变多少"), "4430000"),
    ],
)
def test_a_correction_finds_the_calculation_that_it_corrects(
    assistant: Assistant, turns: tuple[str, ...], amount: str
) -> None:
    reply = ask(assistant, *turns)
    assert reply.calculations and reply.calculations[-1].amount_yuan == Decimal(amount), reply.text


@pytest.mark.parametrize(
    ("turns", "amount"),
    [
        (("备案下来了，评测花了20万，能奖多少", "忘了还有一张8万的安全评估发票"), "280000"),
        (("备案下来了，评测花了20万，能奖多少", "那张6万的补测也放进去呢"), "260000"),
        (("备案下来了，评测花了20万，能奖多少", "加上补测总共是27万"), "270000"),
        (("大模型备案批了，测评机构收了12万，语料检测9万，内容安全测试7.5万，能奖多少",), "285000"),
        (("大模型备案批了，测评总共花了26万，其中安全评估11万，能奖多少",), "260000"),
        (("省重点研发任务到账300万，能配多少", "剩下的款昨天也到了，260万"), "1400000"),
        (("省重点研发任务到账300万，能配多少", "另外一个国家课题到了400万"), "1750000"),
    ],
)
def test_costs_and_instalments_of_one_matter_add_up(assistant: Assistant, turns: tuple[str, ...], amount: str) -> None:
    reply = ask(assistant, *turns)
    assert reply.calculations and reply.calculations[-1].amount_yuan == Decimal(amount), reply.text


@pytest.mark.parametrize(
    ("question", "amount"),
    [
        ("银行还催着我还90万的装修贷，租昇腾签的是380万，能贴多少", "1140000"),
        ("仓储租金一年72万，寒武纪算力租金一年210万，能补多少", "630000"),
        ("同行说补四成，500万的国产合同能拿200万，是不是真的", "1500000"),
        ("合同260万，国产的。这260万能补几成，折成钱多少", "780000"),
        (
            "Our Series B was RMB 120 million. The Ascend compute contract is RMB 9 million. What is the most?",
            "2700000",
        ),
        ("国产算力合同1000万，谈到九折，能补多少", "2700000"),
        ("国产算力合同900万，这已经是打过九折的价了，能补多少", "2700000"),
    ],
)
def test_sums_beside_the_one_that_counts_are_left_out_and_said(
    assistant: Assistant, question: str, amount: str
) -> None:
    reply = ask(assistant, question)
    assert reply.calculations and reply.calculations[-1].amount_yuan == Decimal(amount), reply.text


@pytest.mark.parametrize(
    ("turns", "amount"),
    [
        (
            ("租了批昇腾，合同620万，能给报多少", "贴息要多大的项目", "先不管贴息，刚才算力那个数，要是换成A100呢"),
            "1240000",
        ),
        (("审定投入700万，团队齐，认定过了，总共投了1600万，能拿多少", "复审下来又调回去了，认了820万"), "4100000"),
        (("租海光一个月18万，签了一年，能补多少", "只签了八个月，我弄错了"), "432000"),
        (("合同290万进口卡", "法务说里头有一半其实是国产卡", "那最后最高多少"), "725000"),
        (("国产算力600万能补多少", "财务刚说还有20万的培训费混在里面，得剔掉"), "1740000"),
        (("课题到账500万，备案评测花了30万，两样一共能拿多少", "课题的钱后来又追加了100万到账"), "1800000"),
        (("创新中心今年审定投入1200万，带头人团队都齐", "能给满600万吧"), "5000000"),
    ],
)
def test_what_is_told_later_is_read_with_what_was_told(
    assistant: Assistant, turns: tuple[str, ...], amount: str
) -> None:
    reply = ask(assistant, *turns)
    assert reply.calculations and reply.calculations[-1].amount_yuan == Decimal(amount), reply.text
