from datetime import date
from typing import Any

import pytest

from assistant.agent import Assistant
from assistant.offline.stated import asserts
from assistant.offline.unstated import asks_beyond, counts_otherwise, denies_condition, stands_in
from assistant.reply import Status

TODAY = date(2026, 3, 1)
CLAUSE: dict[str, Any] = {"sentences": [{"text": "政策有效期内资助不超过3年,每年择优5个,不少于6个月"}]}


@pytest.mark.parametrize(
    "question", ["审核要几个工作日", "材料一式几份", "得盖几个公章", "要满多少个员工才行", "how many pages is the form"]
)
def test_what_a_clause_does_not_count_it_does_not_state(question: str) -> None:
    assert counts_otherwise(question, CLAUSE)


@pytest.mark.parametrize("question", ["满几个月算", "写在第几页", "我们几个人想办公司", "最多几家", "三个工作日行吗"])
def test_other_counts_are_left_to_the_heads(question: str) -> None:
    assert not counts_otherwise(question, CLAUSE)


def found(answerable: float, score: float) -> dict[str, Any]:
    return {"answerable": answerable, "hits": [{"score": score}]}


def test_a_question_on_the_money_granted_is_about_the_policy() -> None:
    assert asks_beyond("这笔奖金要交税吗", found(0.25, 0.1))
    assert asks_beyond("does the document say who pays the tax", found(0.45, 0.1))
    assert not asks_beyond("这笔奖金要交税吗", found(0.1, 0.1))
    assert not asks_beyond("上海那笔奖金要交税吗", found(0.3, 0.1))
    assert not asks_beyond("文件里写没写怎么做菜", found(0.3, 0.1))
    assert not asks_beyond("这笔奖金有多少", found(0.9, 0.9))


@pytest.mark.parametrize(
    ("turns", "clause"),
    [
        (("贴息从交材料到拨款一般等几个月",), "m02"),
        (("算力券的申请书要盖几个章呀",), "m03"),
        (("券批了以后，几个工作日钱能到",), "m03"),
        (("经信局办理这类申请要几个工作日",), "closing"),
        (("備案獎的申請表一式幾份？",), "m04"),
        (("how many pages is the application form for the interest subsidy",), "m02"),
        (("首次应用的奖励每年几个名额", "评审专家的名单有没有"), "m08"),
    ],
)
def test_what_is_not_stated_is_said_beside_the_right_clause(
    assistant: Assistant, turns: tuple[str, ...], clause: str
) -> None:
    for turn in turns:
        reply = assistant.ask(turn, thread="".join(turns), as_of=TODAY)
    assert reply.status is Status.NOT_STATED, reply.text
    assert {citation.clause for citation in reply.citations} == {f"hz_ai_2024/{clause}"}


def test_only_a_condition_of_the_clause_is_denied() -> None:
    clause = {"plain": {"who": {"text": "要获得中央网信办的生成式人工智能模型备案"}}}
    assert denies_condition("我们没做过备案，奖能要吗", clause)
    assert not denies_condition("公司还没注册，奖能要吗", clause)
    assert not denies_condition("备案过了，奖能要吗", clause)
    assert not denies_condition("没备案也行吗", {"plain": {}})
    assert not denies_condition("公司还没注册，模型备案的奖能要吗", clause)


def test_a_word_looked_up_stands_in_the_clause_as_it_is() -> None:
    assert stands_in("资助不超过3年？", CLAUSE) and not stands_in("资助五年", CLAUSE) and not stands_in("?", CLAUSE)


@pytest.mark.parametrize(
    ("question", "status", "clause"),
    [
        ("實訓基地", Status.ANSWERED, "m14"),
        ("钱还没到账的课题，算不算进去", Status.ANSWERED, "m01"),
        ("創新中心要投入幾多先合資格", Status.ANSWERED, "m07"),
        ("模型没拿去备案，评测花的钱也给奖吗", Status.ANSWERED, "m04"),
        ("创新中心归谁管，电话号码给一个", Status.PARTIAL, "m07"),
        ("企业能不能自己认定人才，条文是怎么写的", Status.ANSWERED, "m13"),
        ("整套政策到底是哪个局负责组织实施，不是教育局吧", Status.ANSWERED, "closing"),
    ],
)
def test_what_is_stated_is_told(assistant: Assistant, question: str, status: Status, clause: str) -> None:
    reply = assistant.ask(question, thread=question, as_of=TODAY)
    assert reply.status is status, reply.text
    assert reply.citations[0].clause == f"hz_ai_2024/{clause}"


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("算力券是电子的还是纸质的", "m03"),
        ("券是发在手机里还是印出来的", "m03"),
        ("下载量看累计的还是看今年的", "m05"),
        ("授权是一年一签还是长期有效", "m13"),
        ("配套下来的钱能拿去发工资吗", "m01"),
    ],
)
def test_what_is_put_up_to_be_affirmed_is_not_taken_for_stated(
    assistant: Assistant, question: str, clause: str
) -> None:
    reply = assistant.ask(question, thread=question, as_of=TODAY)
    assert reply.status is Status.NOT_STATED, reply.text
    assert reply.citations[0].clause == f"hz_ai_2024/{clause}"


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("房租减免是市里给还是区里给", "m11"),
        ("开源奖是每家一样多还是分档的", "m05"),
        ("别人早就用过的方案，我们照搬一遍，能评示范奖吗", "m08"),
        ("服务器能押给银行借钱吗", "m02"),
        ("随便哪家银行借的都行,还是得合作银行", "m02"),
    ],
)
def test_what_is_put_up_and_stated_is_answered(assistant: Assistant, question: str, clause: str) -> None:
    reply = assistant.ask(question, thread=question, as_of=TODAY)
    assert reply.status is Status.ANSWERED, reply.text
    assert reply.citations[0].clause == f"hz_ai_2024/{clause}"


def test_only_a_question_that_names_nothing_unknown_asserts() -> None:
    assert asserts("贴息按月结还是按年结") and asserts("房租交不交") and asserts("is it paid out monthly?")
    assert not asserts("贴息一年能贴多少") and not asserts("哪个部门管贴息，是金融办吗")
