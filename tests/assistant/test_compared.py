"""Things held against each other: two measures told before, two kinds of computing power, another policy's support."""

from datetime import date

import pytest

from assistant.agent import Assistant
from assistant.reply import Reply

TODAY = date(2026, 3, 1)


def ask(assistant: Assistant, *turns: str) -> Reply:
    thread = "compared " + " ".join(turns)
    return [assistant.ask(turn, thread=thread, as_of=TODAY) for turn in turns][-1]


def clauses(reply: Reply) -> set[str]:
    return {citation.clause.partition("/")[2] for citation in reply.citations}


@pytest.mark.parametrize(
    ("turns", "cited", "said"),
    [
        (["创新中心自己得投多少才够门槛", "新建算力机房贴息,总投资门槛又是多少", "这两道门槛哪个更高"],
         {"m07", "m02"}, ("5000万元", "1000万元", "数更大的是第(二)条")),
        (["制造业头一回用上大模型的好方案奖多少", "开源贡献那个奖一家又是多少",
          "单看一家最多能到手的,前一个高还是后一个高"],
         {"m08", "m05"}, ("500万元", "100万元", "数更大的是第(八)条")),
        (["備案獎勵最多多少", "創新中心一年最多補多少", "兩個比起來誰封頂高"],
         {"m04", "m07"}, ("50萬元", "500萬元", "第(七)條")),
    ],
)  # fmt: skip
def test_two_measures_told_before_are_compared(
    assistant: Assistant, turns: list[str], cited: set[str], said: tuple[str, ...]
) -> None:
    reply = ask(assistant, *turns)
    assert reply.status == "answered" and clauses(reply) == cited
    assert all(words in reply.text for words in said)


@pytest.mark.parametrize(
    ("turns", "amounts"),
    [
        (["同样花1200万买算力,一家用国产的机器,一家用英伟达的,券上头差在哪儿"], ["3600000.00", "2400000.00"]),
        (["租昇腾要900万，租A100只要700万，哪个拿的券多"], ["2700000.00", "1400000.00"]),
        (["手上800万预算。方案A签国产,方案B签进口,哪个退回来的钱多", "等下,改成一千万预算再比一遍"],
         ["3000000.00", "2000000.00"]),
    ],
)  # fmt: skip
def test_two_kinds_of_computing_power_are_calculated_side_by_side(
    assistant: Assistant, turns: list[str], amounts: list[str]
) -> None:
    reply = ask(assistant, *turns)
    assert [str(one.amount_yuan) for one in reply.calculations] == amounts
    assert reply.status == "answered" and "用国产算力的得的更多" in reply.text


def test_contracts_that_are_both_signed_are_one_calculation(assistant: Assistant) -> None:
    reply = ask(assistant, "昇腾签了500万，A100签了300万，一共能拿多少券")
    assert [str(one.amount_yuan) for one in reply.calculations] == ["2100000.00"]


def test_what_another_policy_gives_is_answered_by_the_closing(assistant: Assistant) -> None:
    reply = ask(assistant, "滨江那边同类的给300万,市里这条算出来420万。最后落袋是七百二还是四百二")
    assert reply.status == "answered" and "就高" in reply.text


def test_a_year_spelled_out_is_a_year(assistant: Assistant) -> None:
    assert ask(assistant, "國產算力合約九百萬,幫我算能補多少", "如果係二零二八年二月先申請呢").status == "not_in_force"


def test_all_there_is_to_get_takes_in_an_award_that_is_told(assistant: Assistant) -> None:
    reply = ask(assistant, "开源社区下载量我们排很前面,另外今年签了四百万的国产算力。整份看下来,我们有机会拿的有哪几项")
    assert {"m03", "m05"} <= clauses(reply)


@pytest.mark.parametrize("later", ["就这两样,帮我把能拿的都合在一起说", "两项加起来是多少"])
def test_a_sum_is_told_once_more(assistant: Assistant, later: str) -> None:
    first = "备案下来了评测花了30万；国产算力合同300万。全部能申请的项目和上限列一下"
    reply = ask(assistant, first, later)
    assert {"m03", "m04"} <= clauses(reply) and str(reply.calculations[-1].amount_yuan) == "1200000.00"


@pytest.mark.parametrize(
    "question",
    [
        "机房盖了4800万,进了市里统一布局的盘子,贷款也是合作银行的,能补多少利息",
        "新建的智算中心总共砸了4200万，跟合作银行借了钱，利息能补吗",
    ],
)
def test_a_project_below_the_threshold_gets_nothing_whatever_else_is_unknown(
    assistant: Assistant, question: str
) -> None:
    reply = ask(assistant, question)
    assert (reply.status, str(reply.calculations[-1].amount_yuan)) == ("answered", "0.00")


def test_the_clause_told_last_is_meant_where_as_much_speaks_for_it(assistant: Assistant) -> None:
    reply = ask(assistant, "製造業大模型示範應用那個獎，全市一年挑幾個？", "名額先不管，被選上的話獎金天花板是多少")
    assert reply.citations[0].clause == "hz_ai_2024/m08"
