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
