from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assistant.agent import Assistant
from assistant.offline.criteria import criterion
from assistant.offline.turn import Turn
from assistant.reply import Reply, Status

TODAY = date(2026, 3, 1)


def ask(assistant: Assistant, *turns: str) -> Reply:
    for turn in turns:
        reply = assistant.ask(turn, thread="".join(turns), as_of=TODAY)
    return reply


def cited(reply: Reply) -> set[str]:
    return {citation.clause.rpartition("/")[2] for citation in reply.citations}


@pytest.mark.parametrize(
    ("question", "clauses"),
    [
        ("封顶是500万的措施有哪几条", {"m01", "m07", "m08"}),
        ("單家最高超過500萬的是哪幾條", {"m02", "m03"}),
        ("一家最多拿不到100万的奖励有哪些", {"m04"}),
        ("最高只给一百万的是哪些", {"m05"}),
        ("哪些条款没有写具体金额", {"m06", "m09", "m10", "m11", "m12", "m13", "m14"}),
        ("第二部分都有哪几条措施", {"m04", "m05", "m06"}),
        ("list the measures in part three", {"m07", "m08"}),
        ("算力設施建設那一塊下面分哪三條", {"m01", "m02", "m03"}),
        ("人才队伍那部分里头都有什么", {"m12", "m13", "m14"}),
        ("哪几条跟市经信局没关系", {"m01"}),
        ("which measures are not handled by the economy and information bureau", {"m01"}),
        ("帮我把百分之三十出现的地方都找出来，哪几条", {"m03"}),
        ("提到1千万这个数的是哪些条款", {"m02", "m07"}),
        ("只给一次的有哪几条", {"m04"}),
        ("限定家数的条款有哪几条", {"m05", "m08"}),
        ("哪些措施只由经信局一家负责", {"m03", "m05", "m06", "m07", "m08", "m09"}),
        ("两个部门联合管的有哪几条", {"m04", "m13"}),
        ("好几个部门一起负责的都有哪几条", {"m02", "m04", "m10", "m11", "m12", "m13", "m14"}),
        ("单家上限最高的是哪一条", {"m02"}),
        ("which measure has the smallest award", {"m04"}),
        ("原文里写了几次50%", {"m02", "m07"}),
        ("提到大学生的是哪几条", {"m12", "m14"}),
        ("“智能体”这个词在哪几条里出现", {"m03", "m05"}),
        ("沒有寫錢的是哪幾條", {"m06", "m09", "m10", "m11", "m12", "m13", "m14"}),
        ("寫了具體金額的是哪幾條", {"m01", "m02", "m03", "m04", "m05", "m07", "m08"}),
    ],
)
def test_measures_are_listed_by_amount_and_by_chapter(assistant: Assistant, question: str, clauses: set[str]) -> None:
    reply = ask(assistant, question)
    assert reply.status is Status.ANSWERED, reply.text
    assert cited(reply) == clauses


def test_no_measure_gives_so_much(assistant: Assistant) -> None:
    reply = ask(assistant, "封顶超过一亿的措施有哪几条")
    assert reply.status is Status.NOT_STATED and not reply.calculations


_NO_LISTS = (
    "国产算力合同500万能领多少",
    "最高给多少",
    "500万是哪来的",
    "签了800万合同，哪几条用得上",
    "哪条写了创新中心",
)


@pytest.mark.parametrize("question", _NO_LISTS)
def test_other_questions_with_amounts_are_no_lists(question: str) -> None:
    assert criterion(Turn(question)) is None


def test_a_measure_without_an_amount_fits_no_limit() -> None:
    by = criterion(Turn("封顶不到600万的措施有哪几条"))
    row: dict[str, Any] = {"most_yuan": None}
    assert by is not None and not by.fits(row) and by.fits({"most_yuan": "5000000.00"})


def test_a_contract_that_fell_through_no_longer_counts(assistant: Assistant) -> None:
    reply = ask(
        assistant, "昇腾算力签了300万，算力券多少", "再加一份A100的200万呢", "A100那份黄了，不算它了，现在是多少"
    )
    assert reply.calculations[0].amount_yuan == Decimal("900000.00")


def test_a_correction_said_twice_is_no_question_to_confirm(assistant: Assistant) -> None:
    reply = ask(assistant, "英伟达算力合同660万，能领多少", "不对不对，财务说那是国产算力")
    assert reply.calculations[0].amount_yuan == Decimal("1980000.00")


def test_going_backward_keeps_what_was_said(assistant: Assistant) -> None:
    reply = ask(assistant, "国产算力合同500万能领多少算力券", "那我想领到240万呢，得签多少？")
    assert reply.calculations[0].kind == "reverse"
    assert reply.calculations[0].amount_yuan == Decimal("8000000.00")


def test_money_that_has_arrived_counts_before_money_agreed_on(assistant: Assistant) -> None:
    reply = ask(assistant, "国家课题批下来2000万，目前只打过来1200万，市里最多配多少")
    assert reply.calculations[0].amount_yuan == Decimal("3000000.00")


def test_years_beyond_the_limit_are_named_with_their_unit(assistant: Assistant) -> None:
    reply = ask(assistant, "我们是认定的未来产业制造业创新中心，连着四年每年审定投入都是1600万，一共能拿多少")
    assert reply.calculations[0].amount_yuan == Decimal("15000000.00")
    assert "3 年" in reply.text


def test_a_month_before_the_policy_is_outside_its_life(assistant: Assistant) -> None:
    assert ask(assistant, "2024年7月底能不能按这份措施享受支持").status is Status.NOT_IN_FORCE


def test_a_further_payment_of_the_same_project_adds_up(assistant: Assistant) -> None:
    reply = ask(assistant, "国家重点研发到账300万，市里配多少", "同一个项目上礼拜又到账200万，合起来算")
    assert reply.calculations[0].amount_yuan == Decimal("1250000.00")


def test_not_knowing_the_chip_is_an_answer_however_it_is_said(assistant: Assistant) -> None:
    reply = ask(assistant, "算力合同450万，券给多少", "不知道，合同里没写是不是国产")
    assert reply.calculations[0].range_yuan == (Decimal("900000.00"), Decimal("1350000.00"))


def test_a_word_that_no_measure_mentions_makes_no_list(assistant: Assistant) -> None:
    reply = ask(assistant, "哪些条款提到了盖公章")
    assert "没有这样的措施" not in reply.text and "一共找到" not in reply.text


@pytest.mark.parametrize(
    ("turns", "first", "last"),
    [
        (("按金额从高到低排",), "m02", "m14"),
        (("领导要个表：各条补贴上限，高的在前面",), "m02", "m14"),
        (("把給錢的措施由高到低排一次",), "m02", "m14"),
        (("sort the measures by cap, smallest first",), "m04", "m14"),
        (("经信局管的措施，按奖励额度从小到大列",), "m04", "m14"),
        (("科技局负责的按钱多少排",), "m01", "m01"),
        (("第二章的按金额排一下",), "m05", "m06"),
        (("哪些措施写了金额", "那几条从少到多排"), "m04", "m02"),
    ],
)
def test_measures_are_put_in_the_order_of_their_amounts(
    assistant: Assistant, turns: tuple[str, ...], first: str, last: str
) -> None:
    reply = ask(assistant, *turns)
    assert reply.status is Status.ANSWERED, reply.text
    clauses = [citation.clause.rpartition("/")[2] for citation in reply.citations]
    assert (clauses[0], clauses[-1]) == (first, last)


@pytest.mark.parametrize(
    ("question", "clause"),
    [("国家给的钱到账多少能补，从低到高分几档", "m01"), ("模型性能排名从高到低怎么排的", "m05")],
)
def test_an_order_within_one_measure_is_no_list(assistant: Assistant, question: str, clause: str) -> None:
    assert cited(ask(assistant, question)) == {clause}
