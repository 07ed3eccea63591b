"""What many tests share: the real policy, an index in a temporary home, one assistant, a fixed day."""

from datetime import date
from pathlib import Path

import pytest

from assistant.agent import Assistant, open_assistant
from assistant.settings import Settings
from corpus.clause import Policy
from corpus.load import load_policies
from index.encoder.encoder import SHIPPED
from index.search import Searcher, open_searcher

TODAY = date(2026, 11, 23)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep a file's tests on one worker, and all that drive a browser on the same one: browsers are greedy."""
    for item in items:
        group = "browser" if item.get_closest_marker("browser") else item.path.as_posix()
        item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data directory that the whole run shares."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def policies() -> dict[str, Policy]:
    """Return the shipped policies."""
    return load_policies()


@pytest.fixture(scope="session")
def policy(policies: dict[str, Policy]) -> Policy:
    """Return the first policy."""
    return policies["hz_ai_2024"]


@pytest.fixture(scope="session")
def searcher(policies: dict[str, Policy], home: Path) -> Searcher:
    """Return a searcher over the shipped policies."""
    return open_searcher(policies, home)[0]


@pytest.fixture(scope="session")
def assistant(searcher: Searcher, home: Path) -> Assistant:
    """Return the offline assistant; pass ``as_of`` so that no test depends on today."""
    return open_assistant(Settings(home=home, model="offline", encoder=SHIPPED))
