"""Many people ask a live model at the same time: everyone gets an own answer, and never another's figures."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

from assistant.reply import Reply
from corpus.clause import Policy
from index.search import Searcher
from tests.assistant.live import NAME, live_assistant, with_references
from tests.assistant.scripted_server import Step, serving

TODAY = date(2026, 11, 23)
USERS = 8
WAN = 10_000
RATE = "使用国产算力的补贴比例不超过算力合同费用的30%[[m03|使用國產算力設施]]。"


def _asked(request: dict[str, Any]) -> int:
    """Return the amount of the last question in 万元."""
    said = [str(message["content"]) for message in request["messages"] if message["role"] == "user"]
    found = re.search(r"签了(\d+)万", said[-1])
    assert found
    return int(found[1])


def _step(request: dict[str, Any], policy: Policy, takes: dict[int, int]) -> Step:
    """Calculate with the amount that the model takes for this user's, and tell what came out."""
    asked = _asked(request)
    if request["messages"][-1]["role"] == "user":
        contracts = [{"amount_yuan": str(takes[asked] * WAN), "category": "domestic"}]
        search = {"name": "search_clauses", "args": {"query": "算力补贴"}}
        return {"calls": [search, {"name": "compute_voucher", "args": {"contracts": contracts}}]}
    results = [
        json.loads(m["content"]) for m in request["messages"] if m["role"] == "tool" and "amount" in m["content"]
    ]
    amounts = [result["amount_yuan"] for result in results if "amount_yuan" in result]
    told = f"最高可得 {float(amounts[0]):,.0f} 元。" if amounts else ""
    return {"draft": with_references({"status": "answered", "text": told + RATE}, policy)}


def _together(
    policies: dict[str, Policy], searcher: Searcher, policy: Policy, takes: dict[int, int]
) -> dict[int, Reply]:
    with serving([lambda request: _step(request, policy, takes)]) as server:
        assistant = live_assistant(policies, searcher, server)

        def ask(amount: int) -> Reply:
            return assistant.ask(f"我们租国产算力签了{amount}万，能补多少", thread=f"user-{amount}", as_of=TODAY)

        with ThreadPoolExecutor(USERS) as pool:
            return dict(zip(takes, pool.map(ask, takes), strict=True))


def test_everyone_gets_an_own_answer(policies: dict[str, Policy], searcher: Searcher, policy: Policy) -> None:
    amounts = [100 + 10 * user for user in range(USERS)]
    for amount, reply in _together(policies, searcher, policy, {amount: amount for amount in amounts}).items():
        assert reply.model == NAME
        assert [result.amount_yuan for result in reply.calculations] == [amount * WAN * 30 // 100]
        assert f"{amount * WAN * 30 // 100:,} 元" in reply.text


def test_what_another_has_said_binds_nothing(policies: dict[str, Policy], searcher: Searcher, policy: Policy) -> None:
    amounts = [100 + 10 * user for user in range(USERS)]
    mixed_up = dict(zip(amounts, reversed(amounts), strict=True))
    for amount, reply in _together(policies, searcher, policy, mixed_up).items():
        assert [result.amount_yuan for result in reply.calculations if result.amount_yuan] in (
            [],
            [amount * WAN * 30 // 100],
        )
        assert f"{mixed_up[amount] * WAN * 30 // 100:,}" not in reply.text
