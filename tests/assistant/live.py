"""Assistants with a live model behind a scripted server, and references as a model would copy them."""

import re
from typing import Any

from assistant.agent import Assistant
from assistant.models import load_live, load_offline
from assistant.settings import LiveSettings
from calculators.registry import load_calculators
from corpus.clause import Policy
from index.search import Searcher
from tests.assistant.scripted_server import ScriptedServer

NAME = "openai:scripted"
_REPEATED = re.compile(r"<<(\w+)×(\d+)>>")
_PLACE = re.compile(r"\[\[(\w+)\|([^\]]+)\]\]")


def live_assistant(
    policies: dict[str, Policy], searcher: Searcher, server: ScriptedServer, *, timeout: float = 30.0
) -> Assistant:
    """Return an assistant that asks the server first; retries don't wait."""
    live = load_live(LiveSettings("scripted", "none", server.url, timeout))
    live.model._pause = lambda seconds: None  # type: ignore[attr-defined]
    return Assistant(policies, searcher, calculators=load_calculators(), model=load_offline(), live=live)


def with_references(part: Any, policy: Policy) -> Any:  # noqa: ANN401
    """Replace [[m03|不超過800萬元]] in the texts of a step by the reference of the sentence that holds those words."""
    if isinstance(part, dict):
        return {key: with_references(value, policy) for key, value in part.items()}
    if isinstance(part, list):
        return [with_references(value, policy) for value in part]
    if not isinstance(part, str):
        return part
    long = _REPEATED.sub(lambda found: found[1] * int(found[2]), part)
    return _PLACE.sub(lambda found: _reference(policy, found[1], found[2]), long)


def _reference(policy: Policy, clause_id: str, words: str) -> str:
    clause = policy.clause(clause_id)
    at = policy.source.index(words, clause.span.start, clause.span.end)
    start = max(policy.source.rfind("。", clause.span.start, at), clause.span.start - 1) + 1
    end = policy.source.find("。", at, clause.span.end)
    return f"[{clause.id}@{start}-{clause.span.end if end < 0 else end + 1}]"
