"""A live model whose figures are all true, and used for something else; and one that tells them as they are."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.canned import canned
from corpus.clause import Policy
from corpus.data_file import DataModel, read_yaml
from index.search import Searcher
from tests.assistant.live import NAME, live_assistant, with_references
from tests.assistant.scripted_server import serving

TODAY = date(2026, 11, 23)


class Twisted(DataModel):
    """twisted.yaml."""

    ask: str
    calls: list[dict[str, Any]]
    opening: str
    honest: list[str]
    lies: list[str]


GIVEN = read_yaml(Path(__file__).parent / "twisted.yaml", Twisted)


def reply_to(text: str, policies: dict[str, Policy], searcher: Searcher, policy: Policy) -> Any:  # noqa: ANN401
    draft = {"status": "answered", "text": text.replace("{R}", GIVEN.opening)}
    with serving(with_references([{"calls": GIVEN.calls}, {"draft": draft}], policy)) as server:
        return live_assistant(policies, searcher, server).ask(GIVEN.ask, as_of=TODAY)


@pytest.mark.parametrize("text", GIVEN.lies)
def test_a_true_figure_in_another_part_is_not_shown(
    policies: dict[str, Policy], searcher: Searcher, policy: Policy, text: str
) -> None:
    reply = reply_to(text, policies, searcher, policy)
    assert reply.model == f"offline ({NAME} failed: checks)"
    assert reply.text.endswith(canned("fallback", reply.script))


@pytest.mark.parametrize("text", GIVEN.honest)
def test_the_same_figures_told_as_they_are_are_shown(
    policies: dict[str, Policy], searcher: Searcher, policy: Policy, text: str
) -> None:
    assert reply_to(text, policies, searcher, policy).model == NAME
