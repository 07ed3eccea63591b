"""The judge: every kind of check can hold and can fail, each on its own."""

from collections.abc import Mapping
from typing import Any

import pytest

from assistant.agent import Assistant
from assistant.reply import Reply
from corpus.clause import Policy
from evals.case import DAY, Turn
from evals.count import count
from evals.figures import arabic_figures, unbound
from evals.judge import holds, judge
from evals.result import Check

ASK = "我们用国产算力，合同签了1000万，算力券能拿多少"


@pytest.fixture(scope="module")
def reply(assistant: Assistant) -> Reply:
    return assistant.ask(ASK, as_of=DAY)


def failed(reply: Reply, policies: Mapping[str, Policy], **expected: Any) -> set[str]:  # noqa: ANN401
    turn = Turn.model_validate({"ask": ASK, "status": "answered", **expected})
    return {check.name for check in judge(turn, reply, policies, [ASK]) if not check.passed}


@pytest.mark.parametrize(
    ("key", "right", "wrong"),
    [
        ("status", ["answered", "partial"], "not_stated"),
        ("clauses", ["m01", "hz_ai_2024/m03"], ["m01"]),
        ("also", ["m03"], ["m09"]),
        ("quote", "算力合同费用的30%", "算力合同费用的50%"),
        ("amount", "3000000", "3000000.01"),
        ("bound", "upper", "exact"),
        ("calculator", "compute_voucher", "loan_interest"),
        ("inputs", {"contracts": [{"amount_yuan": 10000000}]}, {"contracts": [{"amount_yuan": 10000001}]}),
        ("say", ["300万元"], ["400万元"]),
        ("say_any", [["最低", "最高"]], [["最低"], ["最高"]]),
        ("never", ["保证"], ["最高"]),
        ("script", "hans", "hant"),
    ],
)
def test_each_check_holds_and_fails(
    key: str, right: object, wrong: object, reply: Reply, policies: Mapping[str, Policy]
) -> None:
    assert failed(reply, policies, **{key: right}) == set()
    assert failed(reply, policies, **{key: wrong}) == {key}


@pytest.mark.parametrize(
    ("expected", "name"),
    [
        ({"range": ["1", "2"]}, "range"),
        ({"missing": True}, "missing"),
        ({"reverse": {"field": "contracts[0].amount_yuan", "amount": "1"}}, "reverse"),
    ],
)
def test_what_is_not_there_fails(
    expected: dict[str, Any], name: str, reply: Reply, policies: Mapping[str, Policy]
) -> None:
    assert failed(reply, policies, **expected) == {name}


def test_a_quote_that_is_not_verbatim_fails(reply: Reply, policies: Mapping[str, Policy]) -> None:
    first = reply.citations[0]
    false = first.model_copy(update={"quote": first.quote.replace("30", "50")})
    forged = reply.model_copy(update={"citations": (false, *reply.citations[1:])})
    assert "verbatim" in failed(forged, policies)


def test_a_quote_from_another_clause_fails(reply: Reply, policies: Mapping[str, Policy]) -> None:
    moved = reply.citations[0].model_copy(update={"clause": "hz_ai_2024/m01"})
    assert "verbatim" in failed(reply.model_copy(update={"citations": (moved, *reply.citations[1:])}), policies)


def test_a_figure_out_of_nowhere_fails(reply: Reply, policies: Mapping[str, Policy]) -> None:
    assert failed(reply.model_copy(update={"text": reply.text + "\n另可得 88 万元。"}), policies) == {"numbers"}


def test_figures_are_read_with_their_units() -> None:
    assert {int(value) for value in arabic_figures("1. 共 2,500 万元[3]，占 30%，2.5亿元")} == {
        25_000_000,
        30,
        250_000_000,
    }
    assert not unbound("最高 500 万元，为期 3 年", ["五百万元", "不超过三年"], [])
    assert unbound("最高 500 万元", ["五十万元"], [{"amount_yuan": "400.00", "flag": True}])


@pytest.mark.parametrize(
    ("whole", "part", "held"),
    [
        ({"a": "1000.00", "b": 1}, {"a": 1000}, True),
        ({"a": "1000.00"}, {"b": 1000}, False),
        ([1, 2], [1], False),
        (True, 1, True),
        ("x", "y", False),
        (None, "0", False),
    ],
)
def test_inputs_are_compared_by_value(whole: object, part: object, held: bool) -> None:
    assert holds(whole, part) is held


def shares(turn: Turn, reply: Reply, policies: Mapping[str, Policy], *checks: Check) -> dict[str, float]:
    found = count(turn, reply, policies, said=[ASK], checks=checks)
    return {name: share.part / share.whole for name, share in found.items()}


def test_a_turn_counts_in_the_metrics_that_it_has_a_say_in(reply: Reply, policies: Mapping[str, Policy]) -> None:
    turn = Turn.model_validate({"ask": ASK, "status": "answered", "clauses": ["m01", "m03"]})
    found = shares(turn, reply, policies)
    assert (found["hit_at_1"], found["mrr"], found["citation_precision"], found["verbatim"]) == (1, 1, 1, 1)
    assert found["unbound"] == 0 and "amounts" not in found and "false_answers" not in found
    refusing = Turn.model_validate({"ask": ASK, "status": "out_of_scope"})
    assert shares(refusing, reply, policies)["false_answers"] == 1


def test_the_second_clause_counts_half_in_mrr(reply: Reply, policies: Mapping[str, Policy]) -> None:
    other = reply.citations[0].model_copy(update={"clause": "hz_ai_2024/m01"})
    second = reply.model_copy(update={"citations": (other, *reply.citations[1:]), "calculations": ()})
    turn = Turn.model_validate({"ask": ASK, "status": "answered", "clauses": ["m03"]})
    found = shares(turn, second, policies)
    assert (found["hit_at_1"], found["hit_at_3"], found["mrr"]) == (0, 1, 0.5)
    assert found["citation_precision"] < 1
