"""A live model that lies, over real HTTP: none of its lies may reach the user."""

import json
from datetime import date
from pathlib import Path
from typing import Any, Literal

import pytest

from assistant.agent import Assistant
from assistant.canned import canned
from corpus.clause import Policy
from corpus.data_file import DataModel, read_yaml
from index.search import Searcher
from tests.assistant.live import NAME, live_assistant, with_references
from tests.assistant.scripted_server import serving

TODAY = date(2026, 11, 23)


class Case(DataModel):
    """What a model tries, and what must not be seen of it."""

    name: str
    ask: str | list[str]
    model: list[dict[str, Any]]
    lies: list[str]
    fault: str = ""
    shown: Literal["offline", "live"] = "offline"
    as_of: date = TODAY


class Cases(DataModel):
    """hostile.yaml."""

    cases: list[Case]


CASES = read_yaml(Path(__file__).parent / "hostile.yaml", Cases).cases


def test_there_are_enough_cases() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 60


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_lie_reaches_the_user(
    policies: dict[str, Policy], searcher: Searcher, policy: Policy, assistant: Assistant, case: Case
) -> None:
    turns = [case.ask] if isinstance(case.ask, str) else case.ask
    timeout = 0.3 if case.fault == "timeout" else 30.0
    with serving(with_references(case.model, policy)) as server:
        live = live_assistant(policies, searcher, server, timeout=timeout)
        reply = [live.ask(turn, thread="t", as_of=case.as_of) for turn in turns][-1]
    offline = [assistant.ask(turn, thread=f"hostile {case.name}", as_of=case.as_of) for turn in turns][-1]
    seen = json.dumps([reply.text, reply.missing, reply.suggestions], ensure_ascii=False)
    honest = json.dumps([offline.text, offline.missing, offline.suggestions], ensure_ascii=False)
    assert [lie for lie in case.lies if lie in seen and lie not in honest] == []
    if case.shown == "live":
        assert reply.model == NAME
        assert not any(lie in seen for lie in case.lies)
    else:
        assert reply.model == f"offline ({NAME} failed: {case.fault})"
        assert reply.text == f"{offline.text}\n{canned('fallback', reply.script)}"
        assert (reply.citations, reply.calculations) == (offline.citations, offline.calculations)
