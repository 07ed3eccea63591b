from datetime import date
from decimal import Decimal

import pytest

from assistant.agent import Assistant
from assistant.reply import Reply

TODAY = date(2026, 11, 22)


def ask(assistant: Assistant, *turns: str) -> Reply:
    thread = "put up " + " ".join(turns)
    return [assistant.ask(turn, thread=thread, as_of=TODAY) for turn in turns][-1]


@pytest.mark.parametrize(
    ("question", "calculator", "bounds"),
    [
        ("听说开源社区奖励每家固定50万对吗", "open_source_award", ["200000.00", "1000000.00"]),
        ("开源那个奖，是不是只要入选每家保底一百万？", "open_source_award", ["200000.00", "1000000.00"]),
        ("示范应用那个奖最高800万是吧", "demonstration_award", ["5000000.00"]),
    ],
)
def test_an_amount_put_up_for_an_award_is_answered_with_its_own(
    assistant: Assistant, question: str, calculator: str, bounds: list[str]
) -> None:
    reply = ask(assistant, question)
    assert [one.calculator for one in reply.calculations] == [calculator]
    found = reply.calculations[0]
    assert [*(found.range_yuan or [found.amount_yuan])] == [Decimal(bound) for bound in bounds]


def test_an_amount_that_the_clause_does_not_have_is_corrected_first(assistant: Assistant) -> None:
    assert ask(assistant, "示范应用那个奖最高800万是吧").text.startswith("这一条里没有您说的800万")


def test_a_number_of_places_put_up_needs_no_calculation(assistant: Assistant) -> None:
    assert not ask(assistant, "开源奖是不是最多选20家").calculations


@pytest.mark.parametrize(
    "doubt", ["以前领没领过？记不清了，前任会计走了，不知道", "有没有申领过券我也想不起来了，当时不是我经手的"]
)
def test_not_knowing_what_was_claimed_gives_a_range_from_nothing_to_all(assistant: Assistant, doubt: str) -> None:
    reply = ask(assistant, "昇腾合同2000万，这单还能领多少", doubt)
    assert reply.status == "answered"
    assert reply.calculations[-1].range_yuan == (Decimal(0), Decimal(6_000_000))


def test_how_another_support_is_worked_out_is_not_told_with_the_last_calculation(assistant: Assistant) -> None:
    reply = ask(assistant, "租了昇腾500万能补多少", "贷款贴息是怎么算的")
    assert reply.citations[0].clause.endswith("/m02") and not reply.calculations
