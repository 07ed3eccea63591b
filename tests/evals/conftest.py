"""What the tests of the evaluation share: a small set of cases, their results, and a listener."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from assistant.agent import Assistant
from corpus.clause import Policy
from evals.case import Case, load_cases
from evals.result import CaseResult
from evals.run import jobs_for, run_job

CASES = Path(__file__).parent / "cases"


class Quiet:
    """Hears how a run goes and only counts."""

    def __init__(self) -> None:
        self.total = self.before = self.heard = 0

    def start(self, total: int, done: int) -> None:
        self.total, self.before = total, done

    def result(self, result: CaseResult) -> None:
        self.heard += 1


@pytest.fixture
def quiet() -> Quiet:
    return Quiet()


@pytest.fixture(scope="session")
def cases(policies: Mapping[str, Policy]) -> tuple[Case, ...]:
    return load_cases(CASES, dict(policies))


@pytest.fixture(scope="session")
def results(cases: tuple[Case, ...], assistant: Assistant) -> list[CaseResult]:
    return [run_job(assistant, job) for job in jobs_for(cases, repeat=2)]
