"""A live model over real HTTP that behaves well, and one whose server fails."""

from datetime import date
from typing import Any

import pytest

from assistant.breaker import FAULTS, CircuitBreaker
from assistant.canned import canned
from assistant.faults import DriverFault, Fault
from assistant.reply import ReplyEvent, Status, StepEvent
from corpus.clause import Policy
from index.search import Searcher
from tests.assistant.live import NAME, live_assistant, with_references
from tests.assistant.scripted_server import ScriptedServer, serving

TODAY = date(2026, 11, 23)
QUESTION = "我们租国产算力签了1000万，能补多少"
INPUTS = {"contracts": [{"amount_yuan": "10000000", "category": "domestic"}]}
SEARCH = {"name": "search_clauses", "args": {"query": QUESTION}}
CALCULATE = {"name": "compute_voucher", "args": INPUTS}
DRAFT = {
    "status": "answered",
    "text": "最高可得 3,000,000 元。使用国产算力的补贴比例不超过算力合同费用的30%[[m03|使用國產算力設施]]。"
    "单家企业每年申领不超过800万元[[m03|申領不超過800萬元]]。",
    "suggestions": ["这一条归谁负责"],
}


@pytest.mark.parametrize("streams", [True, False])
@pytest.mark.parametrize("parallel", [True, False])
def test_a_good_model_s_reply_is_shown(
    policies: dict[str, Policy], searcher: Searcher, policy: Policy, streams: bool, parallel: bool
) -> None:
    calls: list[Any] = [{"calls": [SEARCH, CALCULATE]}] if parallel else [{"calls": [SEARCH]}, {"calls": [CALCULATE]}]
    steps = [*calls, {"draft": with_references(DRAFT, policy)}]
    with serving(steps, streams=streams) as server:
        reply = live_assistant(policies, searcher, server).ask(QUESTION, as_of=TODAY)
    assert (reply.status, reply.model) == (Status.ANSWERED, NAME)
    assert f"{reply.calculations[0].amount_yuan:.2f}" == "3000000.00"
    assert "3,000,000 元" in reply.text and "[1]" in reply.text
    assert all(policy.source[c.start : c.end] == c.quote for c in reply.citations)
    assert [bool(request.get("stream")) for request in server.requests] == [streams] * len(server.requests)


def test_steps_are_reported_on_the_way(policies: dict[str, Policy], searcher: Searcher, policy: Policy) -> None:
    with serving([{"calls": [SEARCH]}, {"calls": [CALCULATE]}, {"draft": with_references(DRAFT, policy)}]) as server:
        events = list(live_assistant(policies, searcher, server).stream(QUESTION, as_of=TODAY))
    assert [event.stage for event in events if isinstance(event, StepEvent)] == ["search", "calculate", "check"]
    assert isinstance(events[-1], ReplyEvent)


def test_a_bad_draft_has_one_more_chance_with_the_finding_named(
    policies: dict[str, Policy], searcher: Searcher, policy: Policy
) -> None:
    good = {"draft": with_references(DRAFT, policy)}
    bad = {"draft": {"status": "answered", "text": "最高可得 3,000,001 元。"}}
    with serving([{"calls": [SEARCH, CALCULATE]}, bad, good]) as server:
        assistant = live_assistant(policies, searcher, server)
        reply = assistant.ask(QUESTION, thread="t", as_of=TODAY)
        assert reply.model == NAME and "3,000,000 元" in reply.text
        assert "没有通过核对" in server.requests[-1]["messages"][-1]["content"]
        assistant.ask("那要是进口的呢", thread="t", as_of=TODAY)
        kept = [message.get("content") for message in server.requests[-1]["messages"]]
    assert not any("没有通过核对" in str(content) or "3,000,001" in str(content) for content in kept[:6])


def test_when_the_live_model_fails_the_conversation_goes_on_as_if_it_had_never_been_asked(
    policies: dict[str, Policy], searcher: Searcher, policy: Policy
) -> None:
    good = [{"calls": [SEARCH, CALCULATE]}, {"draft": with_references(DRAFT, policy)}]
    with serving([*good, {"draft": {"status": "answered", "text": "最高可得 7777 万元。"}}]) as server:
        assistant = live_assistant(policies, searcher, server)
        assert assistant.ask(QUESTION, thread="t", as_of=TODAY).model == NAME
        reply = assistant.ask("要是进口的呢", thread="t", as_of=TODAY)
        assert reply.model == f"offline ({NAME} failed: checks)"
        assert f"{reply.calculations[-1].amount_yuan:.2f}" == "2000000.00", "the rules carry on what the model began"
        again = assistant.ask("记错了，900万", thread="t", as_of=TODAY)
    assert f"{again.calculations[-1].amount_yuan:.2f}" == "1800000.00"


@pytest.mark.parametrize(
    ("step", "fault", "requests"),
    [
        ({"hang": True}, "timeout", 1),
        ({"text": "好" * 50, "stall": True}, "timeout", 1),
        ({"status": 429}, "rate_limit", 3),
        ({"status": 500}, "server_error", 3),
        ({"drop": True}, "connection", 3),
        ({"status": 401}, "unauthorized", 1),
        ({"status": 404}, "refused", 1),
        ({"raw": "<html>"}, "bad_response", 2),
        ({"text": "好" * 50_000}, "too_long", 1),
        ({"text": ""}, "no_draft", 2),
    ],
)
def test_faults_are_named_and_the_rules_answer(
    policies: dict[str, Policy], searcher: Searcher, step: dict[str, Any], fault: str, requests: int
) -> None:
    with serving([step]) as server:
        timeout = 0.2 if fault == "timeout" else 30.0
        reply = live_assistant(policies, searcher, server, timeout=timeout).ask(QUESTION, as_of=TODAY)
    assert reply.model == f"offline ({NAME} failed: {fault})"
    assert reply.status is Status.ANSWERED and reply.text.endswith(canned("fallback", "hans"))
    assert f"{reply.calculations[0].amount_yuan:.2f}" == "3000000.00"
    assert len(server.requests) == requests


def test_a_passing_fault_is_tried_again(policies: dict[str, Policy], searcher: Searcher, policy: Policy) -> None:
    good = [{"calls": [SEARCH, CALCULATE]}, {"draft": with_references(DRAFT, policy)}]
    with serving([{"status": 500}, {"status": 429}, *good]) as server:
        assert live_assistant(policies, searcher, server).ask(QUESTION, as_of=TODAY).model == NAME


def test_after_faults_in_a_row_the_model_rests(policies: dict[str, Policy], searcher: Searcher) -> None:
    with serving([{"status": 401}]) as server:
        assistant = live_assistant(policies, searcher, server)
        replies = [assistant.ask("你好", as_of=TODAY) for _ in range(FAULTS + 2)]
    assert [reply.model.partition("failed: ")[2] for reply in replies[-3:]] == ["unauthorized)"] + ["circuit_open)"] * 2
    assert len(server.requests) == FAULTS


def test_the_circuit_closes_again_after_a_success() -> None:
    now = [0.0]
    breaker = CircuitBreaker(clock=lambda: now[0])

    def use(fault: Fault | None) -> None:
        with breaker:
            if fault:
                raise DriverFault(fault)

    for _ in range(FAULTS):
        with pytest.raises(DriverFault, match="timeout"):
            use(Fault.TIMEOUT)
    with pytest.raises(DriverFault, match="circuit_open"):
        use(None)
    now[0] = 61.0
    use(None)
    use(None)
    for _ in range(2 * FAULTS):
        with pytest.raises(DriverFault, match="checks"):
            use(Fault.CHECKS)
    use(None)


def test_only_this_conversation_is_sent(policies: dict[str, Policy], searcher: Searcher) -> None:
    def greet(request: dict[str, Any]) -> dict[str, Any]:
        return {"draft": {"status": "answered", "text": "您好，请说。"}}

    with serving([greet]) as server:
        assistant = live_assistant(policies, searcher, server)
        assistant.ask("你好，我叫甲", thread="a", as_of=TODAY)
        assistant.ask("你好，我叫乙", thread="b", as_of=TODAY)
    assert "甲" not in str(server.requests[-1]["messages"])


def test_the_server_is_a_stranger(policies: dict[str, Policy], searcher: Searcher) -> None:
    server = ScriptedServer([])
    server.url = "http://127.0.0.1:9/v1"  # nobody listens there
    reply = live_assistant(policies, searcher, server).ask(QUESTION, as_of=TODAY)
    assert reply.model == f"offline ({NAME} failed: connection)"
