from datetime import date
from typing import Any

import pytest

from assistant.agent import Assistant
from assistant.offline.unsaid import (
    asks_desk,
    asks_unsaid,
    called,
    unsaid_answers,
    unsaid_details,
    unsaid_traits,
    unsaid_words,
)
from assistant.reply import Status

TODAY = date(2026, 3, 1)
CLAUSE: dict[str, Any] = {"sentences": [{"text": "支持企業在杭舉辦賽會,申报时间为每年三月"}]}


@pytest.mark.parametrize(
    ("question", "details"),
    [
        ("贴息的热线是多少", ["contact"]),
        ("我打电话问过，说能补三成", []),
        ("示范奖的表去哪儿下载", ["place"]),
        ("线上机时费怎么补", []),
        ("赛会什么时候开赛", []),
        ("补贴几个月能到手", ["arrival"]),
        ("要准备哪些材料，审批要多久", ["duration", "papers"]),
        ("找的银行不在名单里也行吗", []),
        ("入围企业的名录在哪", ["roster"]),
        ("奖金要不要交税", ["tax"]),
        ("which bank account is it paid into", ["account"]),
    ],
)
def test_a_detail_counts_where_it_is_asked_for_and_the_clause_lacks_it(question: str, details: list[str]) -> None:
    assert unsaid_details(question, CLAUSE) == details


def test_an_applicant_counts_where_the_question_is_whether_he_may() -> None:
    assert unsaid_traits("外商独资的厂能不能领", CLAUSE) == ["foreign"]
    assert unsaid_traits("我们是外资企业，上海来的", CLAUSE) == []
    assert unsaid_traits("外地企业能办吗", CLAUSE) == []  # 在杭举办 is said
    assert asks_unsaid("只有央企才能报吗") and not asks_unsaid("央企报了三百万")


OPEN_SOURCE: dict[str, Any] = {
    "sentences": [{"text": "对下载量靠前的企业,择优选择不超过10家给予每家20万元—100万元奖励;组织人才参与揭榜"}],
    "plain": {"amount": {"text": "每家20万元—100万元。"}, "talent": {"text": "组织人才参与揭榜。"}},
}


@pytest.mark.parametrize(
    ("question", "absent"),
    [
        ("下载量排到前几名才算", ["rank"]),
        ("企业占比要几成", ["share"]),
        ("奖金是分几期发的", ["often"]),
        ("评一回得多长时间", ["span"]),
        ("哪天公布", ["day"]),
        ("团队要几个人", ["people"]),
        ("How big must the core team be?", ["people"]),
        ("How do they rank the models?", ["score"]),
        ("及格是几分", ["score"]),
        ("怎么报名", ["steps"]),
        ("带头的人要什么学历", ["standing"]),
        ("至少给多少", []),  # the lower end of a range
        ("每家多少钱", []),
        ("我们几个人做的模型，能评吗", []),
    ],
)
def test_a_kind_of_thing_that_a_clause_has_none_of_is_left_out(question: str, absent: list[str]) -> None:
    assert unsaid_answers(question, OPEN_SOURCE, {"amount": 0.4, "talent": 0.3}) == absent


def test_an_amount_of_another_fact_is_none_of_the_one_asked_for() -> None:
    question = "揭榜的一个给多少钱"
    assert unsaid_answers(question, OPEN_SOURCE, {"talent": 0.6, "-": 0.35}) == ["money"]
    assert unsaid_answers(question, OPEN_SOURCE, {"amount": 0.3, "talent": 0.3}) == []


@pytest.mark.parametrize(
    "question", ["你们礼拜六开门吗", "有没有公开的热线", "地址发一下", "你哋幾點收工", "What are your office hours?"]
)
def test_the_office_itself_may_be_asked_for(question: str) -> None:
    assert asks_desk(question)


@pytest.mark.parametrize(
    "question", ["医院几点上班", "社保窗口电话多少", "券的申请网址", "你们归谁管", "When does the library open?"]
)
def test_other_offices_and_matters_are_no_question_for_the_desk(question: str) -> None:
    assert not asks_desk(question)


def test_everything_left_out_has_a_name() -> None:
    words = unsaid_words()
    for name in (*words.matters, *words.traits, *words.answers):
        assert called([name])


@pytest.mark.parametrize(
    ("question", "status", "clauses", "told"),
    [
        ("我们厂在绍兴，你们这个算力券能不能也给我们", "not_stated", {"m03"}, "注册地在外地"),
        ("开源那个奖是不是只给民营企业", "not_stated", {"m05"}, "民营企业"),
        ("算力券和贴息都归谁管，电话多少", "partial", {"m03", "m02"}, "市委金融办"),
        ("When do they accept applications for the filing award?", "not_stated", {"m04", "closing"}, "具体日期"),
        ("我在高雄打電話，小巨人獎勵要找哪個部門", "answered", {"m10"}, "市發改委"),
        ("算力券每年哪个月开始收材料", "not_stated", {"m03"}, "市经信局"),
        ("补贴是不是打进法人个人账户", "not_stated", {"closing"}, "牵头单位"),
        ("示范方案评下来要考到多少分", "not_stated", {"m08"}, "怎样打分"),
        ("算力券一年放几轮", "not_stated", {"m03"}, "分几次"),
        ("办贴息找金融办哪个处", "partial", {"m02"}, "哪个处室"),
        ("揭榜挂帅的项目每个给多少钱", "not_stated", {"m05"}, "具体金额"),
        ("提额以前的算力券盘子有多大", "not_stated", {"m03"}, "以前"),
        ("你们上班到几点", "not_stated", {"closing"}, "市经信局"),
        ("窗口电话多少，周末开不开门", "not_stated", {"closing"}, "市经信局"),
        ("Is there a phone number I can call?", "not_stated", {"closing"}, "市经信局"),
        ("税务局窗口电话多少", "out_of_scope", set(), "没有依据"),
        ("我在深圳，有没有算力券", "out_of_scope", set(), "没有依据"),
    ],
)
def test_what_is_left_out_is_called_by_name(
    assistant: Assistant, question: str, status: str, clauses: set[str], told: str
) -> None:
    reply = assistant.ask(question, thread=question, as_of=TODAY)
    assert reply.status is Status(status), reply.text
    assert {citation.clause.partition("/")[2] for citation in reply.citations} <= clauses
    assert told in reply.text
