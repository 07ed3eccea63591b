from datetime import date
from decimal import Decimal

import pytest

from assistant.agent import Assistant
from assistant.offline.conditions import condition_words, still_unmet, unmet_in
from assistant.offline.fields import read_fields
from calculators.eligibility import load_eligibility
from calculators.unmet import conditions_of

PLATFORM = ("recognised_centre", "core_team")
FILING = ("self_developed_model", "model_filed")
LOAN = ("planned_compute_project", "partner_bank_loan")


@pytest.mark.parametrize(
    ("text", "conditions", "unmet"),
    [
        ("备案被退回来了，评测花了35万", FILING, ["model_filed"]),
        ("自研模型的备案被退回来重报了", FILING, ["model_filed"]),
        ("网信办那边还没批下来", FILING, ["model_filed"]),
        ("not filed with the CAC yet", FILING, ["model_filed"]),
        ("模型不是自研的", FILING, ["self_developed_model"]),
        ("团队还没组建，认定也没下来", PLATFORM, ["recognised_centre", "core_team"]),
        ("冇納入政府統一佈局", LOAN, ["planned_compute_project"]),
        ("放款的不是合作银行", LOAN, ["partner_bank_loan"]),
        ("付给合作银行的利息175万；股东借款的利息另有90万", LOAN, []),
        ("方案落选了", ("demonstration_selected",), ["demonstration_selected"]),
        ("别处早就用过好几轮了", ("first_application",), ["first_application"]),
        ("不是智算中心的，是撮合来的", ("buys_listed_compute",), []),
    ],
)
def test_a_denial_is_bound_to_the_condition_that_it_denies(
    text: str, conditions: tuple[str, ...], unmet: list[str]
) -> None:
    assert unmet_in(text, conditions) == unmet


@pytest.mark.parametrize(
    "text",
    [
        "备案拿到了，没有别的补贴",
        "备案费没超过50万",
        "有没有备案都一样吗",
        "不知道备案没有",
        "没算错吧，团队认定都有",
        "还没领过资助，创新中心认定了",
        "团队没问题，未来产业的",
        "合作银行的贷款，没有逾期",
    ],
)
def test_what_denies_something_else_denies_no_condition(text: str) -> None:
    assert unmet_in(text, (*FILING, *PLATFORM, *LOAN)) == []


def test_a_condition_stays_unmet_until_it_is_said_to_be_met() -> None:
    assert still_unmet("投入改成1600万呢", ["core_team"], PLATFORM) == ["core_team"]
    assert still_unmet("上周团队组起来了，带头人也签了", ["core_team"], PLATFORM) == []
    assert still_unmet("条件都齐了", list(PLATFORM), PLATFORM) == []


def test_every_condition_that_a_user_may_deny_has_its_words() -> None:
    for rules in load_eligibility().values():
        named = {field for name in rules.calculators for field in conditions_of(rules, name)}
        assert named == set(condition_words().fields)


@pytest.mark.parametrize(
    ("turns", "amounts"),
    [
        (("备案评测费40万，奖多少", "哦对了，备案还在排队呢", "昨天备案批下来了"), (400_000, 0, 400_000)),
        (("开源贡献奖没入选的话拿多少",), (0,)),
        (("国产算力合同500万，备案评测费30万但备案还没批下来，一共多少",), (1_500_000,)),
    ],
)
def test_an_amount_is_held_to_the_conditions_over_a_conversation(
    assistant: Assistant, turns: tuple[str, ...], amounts: tuple[int, ...]
) -> None:
    for turn, amount in zip(turns, amounts, strict=True):
        reply = assistant.ask(turn, thread="".join(turns), as_of=date(2026, 3, 1))
        assert reply.calculations[-1].amount_yuan == Decimal(amount), reply.text
        assert amount or "没有达到" in reply.text


@pytest.mark.parametrize(
    ("question", "received"),
    [
        ("批文写的是900万，可账上只进来600万", "6000000"),
        ("任務書核定700萬，撥到戶頭420萬", "4200000"),
        ("到账400万，还有600万没到账", "4000000"),
        ("批了1000万，一分钱都没到账", "0"),
        ("经费600万还没到账", "0"),
        ("到账500万，尾款还没到账", "5000000"),
    ],
)
def test_only_money_that_has_come_in_is_matched(question: str, received: str) -> None:
    assert read_fields("rnd_matching", question, "") == {"received_funds_yuan": received}


@pytest.mark.parametrize(
    ("said", "received"),
    [
        ("国家级项目总共1200万，到账只有一半，能配套多少", "6000000"),
        ("国家专项1000万才拨了三成，配多少", "3000000"),
        ("省里给的800万只到位了一部分", None),
        ("国家课题1000万，到了500万，能配多少", "5000000"),
        ("合同额900万，账上进来600万，配多少", "6000000"),
        ("省里重点研发给了700万，其中已经打过来的有250万", "2500000"),
        ("国家课题到账300万，又到账200万", "5000000"),
        ("国家课题1200万到账，按25%给多少", "12000000"),
    ],
)
def test_of_a_total_only_what_has_come_in_counts(said: str, received: str | None) -> None:
    assert read_fields("rnd_matching", said, "").get("received_funds_yuan") == received
