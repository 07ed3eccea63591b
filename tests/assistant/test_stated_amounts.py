"""Amounts of the text that are asked for without a sum of one's own come back as calculations."""

from datetime import date
from decimal import Decimal

import pytest

from assistant.agent import Assistant
from assistant.claims import claim_faults
from assistant.number_lock import calculated_figures, segments
from assistant.reply import Reply
from assistant.roles import role_faults
from calculators.stated import stated_amount

TODAY = date(2026, 3, 1)


def ask(assistant: Assistant, *turns: str) -> Reply:
    thread = "stated " + " ".join(turns)
    return [assistant.ask(turn, thread=thread, as_of=TODAY) for turn in turns][-1]


@pytest.mark.parametrize(
    ("turns", "yuan", "quote"),
    [
        (["算力券比例多少", "那上限呢"], "8000000", "800萬元"),
        (["算力券谁来管", "那封顶呢"], "8000000", "800萬元"),
        (["一間公司一年封頂幾錢，算力券"], "8000000", "800萬元"),
        (["全市算力券盘子有多大"], "250000000", "2.5億元"),
        (["研发配套单个项目最多贴多少"], "5000000", "500萬元"),
        (["贴息的门槛是投多少钱"], "50000000", "5000萬元"),
        (["创新中心补几成", "门槛呢"], "10000000", "1000萬元"),
        (["创新中心能补几年", "每年上限呢"], "5000000", "500萬元"),
        (["备案奖归谁", "顶格给多少"], "500000", "50萬元"),
        (["Compute voucher: what's the cap per company per year?"], "8000000", "800萬元"),
    ],
)
def test_the_amount_that_is_told_is_bound(assistant: Assistant, turns: list[str], yuan: str, quote: str) -> None:
    reply = ask(assistant, *turns)
    (found,) = reply.calculations
    assert (reply.status, found.amount_yuan) == ("answered", Decimal(yuan))
    assert quote in found.steps[0].quote and found.clause == reply.citations[0].clause


@pytest.mark.parametrize(
    "turns",
    [
        ["算力券是干嘛用的"],
        ["创新中心补贴比例是多少"],
        ["备案奖归谁管"],
        ["创新中心能补几年"],
        ["评测费花了44万，已经备案", "另外天使轮融了一千万，不相干。备案奖归谁管"],
    ],
)
def test_who_asks_for_no_amount_gets_none(assistant: Assistant, turns: list[str]) -> None:
    assert not any(result.calculator == "stated_amount" for result in ask(assistant, *turns).calculations)


def test_who_is_told_the_most_is_asked_for_his_own_sum(assistant: Assistant) -> None:
    reply = ask(assistant, "备案奖励最多给多少")
    assert reply.status == "answered" and "模型评测等相关费用是多少" in reply.text


def test_a_cap_is_nothing_to_go_on_from(assistant: Assistant) -> None:
    reply = ask(assistant, "国产算力合同500万能领多少", "算力券封顶多少", "要是进口的呢")
    assert reply.calculations[-1].amount_yuan == Decimal(1_000_000)


def test_what_the_text_states_is_neither_a_maximum_nor_the_asker_s_own(assistant: Assistant) -> None:
    """A live model that has looked up a threshold or a cap may not promise it to anybody."""
    stated = [
        stated_amount(f"hz_ai_2024/{name}", as_of=TODAY) for name in ("loan_project_threshold", "voucher_yearly_cap")
    ]
    threshold, promise = list(segments("最高5000万元。")), list(segments("您可以领到800万元。"))
    said = ["国产算力合同500万能领多少"]
    bound = calculated_figures(stated)
    assert list(role_faults(threshold, (), assistant.policies, calculations=stated, words=said))
    assert any("800万" in fault for fault in claim_faults(promise, stated, said=said, calculated=bound))


@pytest.mark.parametrize(
    ("turns", "amount"),
    [
        (("由今年一月到而家，批咗落嚟嘅券係七百五十五萬五，我間公司今年個額仲淨返幾多可以用？",), "445000"),
        (("一家公司一年最多拿多少算力券？", "那我今年已经用掉330万了，往后最多还能申多少"), "4700000"),
        (("We already received 5 million in compute vouchers this year, how much is left?",), "3000000"),
        (("今年已经领了900万的券，还能拿多少",), "0"),
        (("已经拿了600万算力券，再签500万国产的，还能拿多少",), "1500000"),  # a contract: no longer the cap alone
    ],
)
def test_what_is_left_of_the_cap_is_told(assistant: Assistant, turns: tuple[str, ...], amount: str) -> None:
    reply = ask(assistant, *turns)
    assert reply.status == "answered"
    assert reply.calculations[-1].amount_yuan == Decimal(amount)


@pytest.mark.parametrize("question", ["创新中心年年拿满，整个政策期总共能拿多少", "创新中心每年顶格，到期一共多少"])
def test_all_years_add_up_where_the_text_says_how_many(assistant: Assistant, question: str) -> None:
    reply = ask(assistant, question)
    assert (reply.status, reply.calculations[-1].amount_yuan) == ("answered", Decimal(15_000_000))
    assert "各年合计最高 15,000,000 元" in reply.text


@pytest.mark.parametrize("question", ["算力券年年领满，到政策到期一共多少", "贴息每年都封顶，到2027年底加起来多少"])
def test_where_it_does_not_there_is_no_sum(assistant: Assistant, question: str) -> None:
    reply = ask(assistant, question)
    assert (reply.status, reply.calculations) == ("partial", ())
    assert "没有写明各年合计" in reply.text and "2027年12月31日" in reply.text
    assert ask(assistant, "算力券每年一共能拿多少").status == "answered"


def test_other_numbers_of_years_are_not_taken_for_all(assistant: Assistant) -> None:
    assert not ask(assistant, "创新中心每年顶格，两年一共多少").calculations
    three = ask(assistant, "创新中心每年顶格，三年一共多少")
    assert three.calculations[-1].amount_yuan == Decimal(15_000_000)


def test_one_end_of_what_is_graded_does_not_stand_for_the_whole(assistant: Assistant) -> None:
    question = "开源模型下载量冲到前几了，社区也常年在维护，真选上了能拿几多奖金？房租一年就一百五十万呢"
    assert not any(found.amount_yuan == Decimal(200_000) for found in ask(assistant, question).calculations)


@pytest.mark.parametrize(
    ("question", "amount"),
    [
        ("群里有人信誓旦旦说，模型过了中央网信办备案杭州直接奖200万，真的假的", "500000"),
        ("示范应用每家能拿1000万吧", "5000000"),
        ("听说今年算力券全市预算只有1亿，真的吗", "250000000"),
        ("我的项目是滨江区给的钱，区里拨款也能让市里再配四分之一么", None),  # asks whether, not how much
    ],
)
def test_a_sum_put_up_is_held_against_that_of_the_text(assistant: Assistant, question: str, amount: str | None) -> None:
    told = [result.amount_yuan for result in ask(assistant, question).calculations]
    assert told == ([Decimal(amount)] if amount else [])


@pytest.mark.parametrize(
    "question", ["Do you pay companies for open sourcing models? How much?", "How much money is the open-source bonus"]
)
def test_how_much_in_english_is_a_question_for_the_amount(assistant: Assistant, question: str) -> None:
    (result,) = ask(assistant, question).calculations
    assert result.range_yuan == (Decimal(200_000), Decimal(1_000_000))
