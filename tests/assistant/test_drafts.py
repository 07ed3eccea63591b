"""Drafts as a good live model writes them are shown; sentences without a false figure that lie are not."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from corpus.clause import Policy
from corpus.data_file import DataModel, read_yaml
from index.search import Searcher
from tests.assistant.live import NAME, live_assistant, with_references
from tests.assistant.scripted_server import serving

TODAY = date(2026, 11, 23)


class Group(DataModel):
    """A question, the tools that a model calls for it, and what it may write."""

    name: str
    ask: str
    calls: list[dict[str, Any]]
    status: str = "answered"
    honest: list[str]
    lies: list[str]


class Drafts(DataModel):
    """drafts*.yaml."""

    groups: list[Group]


FILES = sorted(Path(__file__).parent.glob("drafts*.yaml"))
GROUPS = [group for file in FILES for group in read_yaml(file, Drafts).groups]
HONEST = [(group, text) for group in GROUPS for text in group.honest]
LIES = [(group, text) for group in GROUPS for text in group.lies]


def model_of_reply(group: Group, text: str, *, policies: dict[str, Policy], searcher: Searcher) -> str:
    draft = {"status": group.status, "text": text}
    with serving(with_references([{"calls": group.calls}, {"draft": draft}], policies["hz_ai_2024"])) as server:
        return live_assistant(policies, searcher, server).ask(group.ask, as_of=TODAY).model


@pytest.mark.parametrize(("group", "text"), HONEST, ids=lambda part: getattr(part, "name", part))
def test_an_honest_draft_is_shown(policies: dict[str, Policy], searcher: Searcher, group: Group, text: str) -> None:
    assert model_of_reply(group, text, policies=policies, searcher=searcher) == NAME


@pytest.mark.parametrize(("group", "text"), LIES, ids=lambda part: getattr(part, "name", part))
def test_a_lie_without_a_false_figure_is_not_shown(
    policies: dict[str, Policy], searcher: Searcher, group: Group, text: str
) -> None:
    assert model_of_reply(group, text, policies=policies, searcher=searcher) == f"offline ({NAME} failed: checks)"
