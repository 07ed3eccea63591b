from datetime import date

import pytest

from assistant.agent import Assistant
from assistant.offline.parts import split
from assistant.reply import Reply, Status

TODAY = date(2026, 3, 1)


def ask(assistant: Assistant, *turns: str) -> Reply:
    thread = "parts " + " ".join(turns)
    return [assistant.ask(turn, thread=thread, as_of=TODAY) for turn in turns][-1]


def amounts(reply: Reply) -> list[tuple[str, str]]:
    return [(result.calculator, f"{result.amount_yuan:.2f}") for result in reply.calculations]


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("签了500万昇腾，能补多少？这事归谁管？", ["签了500万昇腾，能补多少？", "这事归谁管？"]),
        ("我们在滨江，做语音的。能申请吗", ["我们在滨江，做语音的。能申请吗"]),
        ("算力券", ["算力券"]),
        ("①贴息归谁②开源奖给几家", ["①贴息归谁", "②开源奖给几家"]),
        ("开源企业评几家？示范方案又评几个？", ["开源企业评几家？", "示范方案评几个？"]),
        ("利息全包，对吧", ["利息全包，对吧"]),
        ("能报吗？多少？谁管？何时？为何？", ["能报吗？多少？谁管？何时？为何？"]),
    ],
)
def test_a_message_is_cut_behind_its_questions(question: str, parts: list[str]) -> None:
    assert split(question) == parts


def test_two_questions_on_two_clauses_are_both_answered(assistant: Assistant) -> None:
    reply = ask(assistant, "租算力能补几成？还有我们模型备案的评测费花了30万，拿得回来吗？")
    assert reply.status is Status.ANSWERED
    assert {citation.clause for citation in reply.citations} >= {"hz_ai_2024/m03", "hz_ai_2024/m04"}
    assert amounts(reply) == [("filing_award", "300000.00")]


def test_a_part_that_the_text_does_not_say_makes_the_answer_partial(assistant: Assistant) -> None:
    reply = ask(assistant, "算力券一年最多领多少？申请要交哪些材料？")
    assert reply.status is Status.PARTIAL
    assert "800万元" in reply.text and "没有写明" in reply.text


def test_the_second_question_leans_on_the_first(assistant: Assistant) -> None:
    reply = ask(assistant, "租寒武纪花了200万，能补多少？归谁管？")
    assert amounts(reply) == [("compute_voucher", "600000.00")]
    assert "由市经信局负责" in reply.text


def test_one_question_in_two_sentences_stays_one(assistant: Assistant) -> None:
    reply = ask(assistant, "听说算力券能补一半？真的吗？")
    assert reply.status is Status.ANSWERED
    assert "关于“" not in reply.text and "没有您说的一半" in reply.text


@pytest.mark.parametrize("guess", ["是造电动车那帮人吗", "就是卖车的那些吧"])
def test_a_guess_at_the_answer_is_no_question_of_its_own(assistant: Assistant, guess: str) -> None:
    reply = ask(assistant, f"文件写的新势力企业指哪一种啊,{guess}?")
    assert reply.status is Status.ANSWERED and reply.citations[0].clause == "hz_ai_2024/m10"


def test_costs_of_several_measures_are_added_up(assistant: Assistant) -> None:
    reply = ask(assistant, "租国产卡的合同600万，国家课题到账400万，模型备案测评35万，一共能拿多少")
    assert amounts(reply) == [
        ("rnd_matching", "1000000.00"), ("compute_voucher", "1800000.00"), ("filing_award", "350000.00"),
        ("match_profile", "3150000.00"),
    ]  # fmt: skip
    assert "最高可得 3,150,000 元" in reply.text


def test_what_was_said_in_earlier_turns_is_added_up(assistant: Assistant) -> None:
    reply = ask(assistant, "省里的课题经费到账200万", "另外租了80万的寒武纪", "那合起来能拿多少")
    assert amounts(reply)[-1] == ("match_profile", "740000.00")


def test_a_question_that_names_no_matter_gets_an_overview(assistant: Assistant) -> None:
    reply = ask(assistant, "能报多少")
    assert reply.status is Status.NEEDS_INPUT
    assert len({citation.clause for citation in reply.citations}) > 7
    assert reply.missing and not reply.calculations


def test_remarks_around_one_question_are_not_answered(assistant: Assistant) -> None:
    reply = ask(
        assistant,
        "哎呀我这个人记性差，昨天在茶馆里听隔壁桌讲了半天什么什么大模型，讲得云里雾里的，我女婿就是搞这行，"
        "回家问他他也懒得理我，我就想问一下他们公司去年刚评上隐形冠军，头一次评上的，这文件里有没有说给奖",
    )
    assert reply.status is Status.ANSWERED, reply.text
    assert {citation.clause for citation in reply.citations} == {"hz_ai_2024/m10"}


def test_a_second_question_in_a_long_message_is_still_answered(assistant: Assistant) -> None:
    reply = ask(
        assistant,
        "我们是做工业质检的，去年刚把大模型用进车间，全国头一家这么干，领导很重视，要我查一查首次应用的奖励一年选几个，"
        "还有一件事，算力券一家企业一年最多领多少",
    )
    assert {citation.clause for citation in reply.citations} >= {"hz_ai_2024/m08", "hz_ai_2024/m03"}


def test_a_greeting_before_a_question_is_not_answered(assistant: Assistant) -> None:
    reply = ask(assistant, "哈喽，在不在呀，能听见吗，贴息那条归谁管")
    assert reply.status is Status.ANSWERED and "算策" not in reply.text
    assert {citation.clause for citation in reply.citations} == {"hz_ai_2024/m02"}


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("今天人不多吧。备案奖找谁", Status.ANSWERED),
        ("公司倒闭了奖金要不要退,措施里有规定吗", Status.NOT_STATED),
    ],
)
def test_small_talk_and_whether_the_text_says_so_are_no_questions_of_their_own(
    assistant: Assistant, question: str, status: Status
) -> None:
    assert ask(assistant, question).status is status


def test_machines_that_do_not_compute_are_not_stated(assistant: Assistant) -> None:
    assert ask(assistant, "技改买机械臂，按设备款补几成").status in (Status.NOT_STATED, Status.OUT_OF_SCOPE)
