from datetime import date
from typing import Any

import pytest

from assistant.agent import Assistant
from assistant.offline.unsaid import asks_unsaid, called, unsaid_details, unsaid_traits, unsaid_words
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


def test_everything_left_out_has_a_name() -> None:
    words = unsaid_words()
    for name in (*words.matters, *words.traits):
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
