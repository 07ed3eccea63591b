from datetime import date

import pytest

from assistant.agent import Assistant
from assistant.offline.follow_up import one_of_several, returns_here
from assistant.offline.turn import Turn
from assistant.reply import Reply, Status

TODAY = date(2026, 3, 1)


def ask(assistant: Assistant, *turns: str) -> Reply:
    for turn in turns:
        reply = assistant.ask(turn, thread="".join(turns), as_of=TODAY)
    return reply


@pytest.mark.parametrize(
    ("turns", "clause"),
    [
        (("开源奖励跟备案奖励，条件上差在哪", "前面那个一共给几家"), "m05"),
        (("贴息和开源奖励哪个多", "后者归谁管"), "m05"),
        (("贴息和开源奖励哪个多", "第一个要投多大的项目才行"), "m02"),
        (("单项冠军有奖吗", "是哪条写的"), "m10"),
        (("贴息要什么条件", "那示范应用的呢", "前面那个归谁管"), "m02"),
        (("这政策谁牵头", "话说回来，备案奖那条归哪几家管"), "m04"),
        (("深圳给不给开源社区发钱", "那杭州呢"), "m05"),
        (("what is the subsidy for model filing in Shanghai", "and in Hangzhou?"), "m04"),
        (("第四条讲什么", "后面那条呢"), "m05"),
        (("第四条讲什么", "再前一条"), "m03"),
        (("what does measure 9 say", "and the next one?"), "m10"),
        (("备案奖归谁管", "苏州有吗", "先不管苏州，看什么费用来奖"), "m04"),
        (("Tell me about the interest subsidy", "how large does a project have to be"), "m02"),
    ],
)
def test_a_follow_up_finds_its_clause(assistant: Assistant, turns: tuple[str, ...], clause: str) -> None:
    reply = ask(assistant, *turns)
    assert reply.status in (Status.ANSWERED, Status.NEEDS_INPUT), reply.text
    assert reply.citations[0].clause == f"hz_ai_2024/{clause}"


@pytest.mark.parametrize("question", ["再签第二个合同 300 万", "后面的项目还要投钱", "第二条讲什么"])
def test_further_contracts_and_numbered_clauses_are_none_of_several_things(question: str) -> None:
    assert one_of_several(Turn(question, earlier=("算力券和贴息哪个多",))) is None


def test_only_a_turn_about_another_city_is_come_back_from() -> None:
    assert returns_here(Turn("那杭州的呢", earlier=("宁波有没有算力券",)))
    assert not returns_here(Turn("那杭州的呢", earlier=("有没有算力券",)))
    assert not returns_here(Turn("杭州和宁波哪个多", earlier=("宁波有没有算力券",)))


def test_a_follow_up_that_may_be_about_the_clause_told_last_stays_there(assistant: Assistant) -> None:
    reply = ask(assistant, "what does measure 11 ask the districts to do", "and the funds, whom shall they back?")
    assert reply.citations[0].clause == "hz_ai_2024/m11"


def test_the_policies_of_the_districts_are_not_stated_but_how_they_overlap_is(assistant: Assistant) -> None:
    assert ask(assistant, "区里自己的补贴政策细则").status is Status.NOT_STATED
    assert ask(assistant, "区里自己的政策和市里的能叠加吗").status is Status.ANSWERED
