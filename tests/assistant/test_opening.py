from datetime import date

import pytest

from assistant.agent import Assistant
from assistant.offline.anything import asks_for_anything
from assistant.offline.opening import opening_and_rest, stands_alone
from assistant.reply import Status

TODAY = date(2026, 3, 1)
SURE = {"answerable": 0.9, "hits": [{"score": 0.8}]}
PARTS = ("我在杭州开了家小公司，", "备案奖归谁管")
UNSURE = {"answerable": 0.8, "hits": [{"score": 0.2}]}


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("我在杭州开了家小公司，备案奖归谁管", "备案奖归谁管"),
        ("老师您好，我帮朋友打听一下。服务器能抵押吗？", "服务器能抵押吗？"),
        ("Hello! We build robots here. Who pays for the vouchers?", "Who pays for the vouchers?"),
    ],
)
def test_what_only_says_who_speaks_is_an_opening(question: str, asked: str) -> None:
    parts = opening_and_rest(question)
    assert parts is not None and parts[1] == asked


@pytest.mark.parametrize(
    "question",
    [
        "备案奖归谁管",
        "我们签了500万的合同，能补多少",  # a figure
        "我公司2029年才成立，还赶得上吗",  # a date
        "我们没去备案，备案奖能拿吗",  # a condition denied
        "我们是外资企业，算力券能领吗",  # a trait that bears on it
        "我们全用昇腾，比例是几成",  # a kind of chip
        "我们公司做质检的，能拿多少钱",  # the speaker's own amount
    ],
)
def test_what_an_answer_needs_is_no_opening(question: str) -> None:
    assert opening_and_rest(question) is None


def test_an_opening_on_other_things_stays() -> None:
    assert stands_alone(PARTS, SURE, {"answerable": 0.4}, SURE)
    assert not stands_alone(PARTS, SURE, {"answerable": 0.05}, SURE)  # 我想开个餐馆
    assert not stands_alone(PARTS, SURE, {"answerable": 0.4}, UNSURE)
    assert stands_alone(PARTS, {"answerable": 0.45, "hits": []}, {"answerable": 0.4}, UNSURE)


@pytest.mark.parametrize(
    ("question", "status", "clause", "told"),
    [
        ("我在杭州开了家小公司，贴息的电话是多少", "not_stated", "m02", "联系方式"),
        ("我刚接手这块，不太懂。创新中心最少要投多少钱", "answered", "m07", "1000万元"),
        ("老板让我来打听一下，算力券一年发几次", "not_stated", "m03", "分几次"),
        ("Hello there! I'm a founder building chatbots. Can servers be mortgaged?", "answered", "m02", "抵押"),
        ("As a German citizen running an AI startup here, what subsidies are there?", "needs_input", "m01", "25%"),
        ("As a foreign entrepreneur, may I claim the filing award?", "not_stated", "m04", "外国人"),
        ("What incentives does Hangzhou offer AI companies?", "needs_input", "m01", "25%"),
        ("As a foreign entrepreneur, which department handles the filing award?", "answered", "m04", "网信办"),
        ("do foreign GPUs get a lower voucher rate?", "answered", "m03", "20%"),
        ("我家孩子要上小学，有什么补贴", "out_of_scope", "", "没有依据"),
    ],
)
def test_a_question_is_understood_without_its_opening(
    assistant: Assistant, question: str, status: str, clause: str, told: str
) -> None:
    reply = assistant.ask(question, thread=question, as_of=TODAY)
    assert reply.status is Status(status), reply.text
    assert [citation.clause.partition("/")[2] for citation in reply.citations][:1] == ([clause] if clause else [])
    assert told in reply.text


@pytest.mark.parametrize(
    ("question", "bare"),
    [
        ("有什么补贴", True),
        ("企业能拿到哪些好处", True),
        ("what support is there for a company like mine?", True),
        ("开店有什么补贴", False),
        ("要什么申请材料", False),
        ("what support can I get for renting GPUs?", False),
    ],
)
def test_a_question_for_anything_names_nothing_in_particular(question: str, *, bare: bool) -> None:
    assert asks_for_anything(question) is bare
