"""Runs: what is finished stays, what is interrupted goes on, a model that is down stops the run."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

import evals.run
from assistant.agent import Assistant
from assistant.faults import Fault
from assistant.reply import Reply
from assistant.settings import Settings
from corpus.clause import Policy
from corpus.errors import InputError, SetupError
from evals.case import Case
from evals.report import read_report
from evals.result import CaseResult
from evals.run import RESULTS, jobs_for, read_results, run_jobs
from evals.suite import Wanted, run_suite
from evals.variants import asked_as, variants_of
from evals.watch import DOWN_AFTER
from index.encoder.encoder import SHIPPED
from tests.evals.conftest import CASES, Quiet


class Flaky:
    """Asks another assistant until it breaks."""

    def __init__(self, other: Assistant, breaks_after: int, problem: type[BaseException] | str) -> None:
        self.policies: Mapping[str, Policy] = other.policies
        self._other, self._left, self._problem = other, breaks_after, problem

    def warm_up(self) -> None:
        """Nothing to load."""

    def ask(self, question: str, *, thread: str | None = None, as_of: date | None = None) -> Reply:
        self._left -= 1
        reply = self._other.ask(question, thread=thread, as_of=as_of)
        if self._left >= 0:
            return reply.model_copy(update={"model": "openai:x"})
        if isinstance(self._problem, str):
            return reply.model_copy(update={"model": f"offline (openai:x failed: {self._problem})"})
        raise self._problem


@pytest.fixture
def settings(home: Path) -> Settings:
    return Settings(home=home, model="offline", encoder=SHIPPED)


def test_an_interrupted_run_goes_on(
    settings: Settings, cases: tuple[Case, ...], assistant: Assistant, tmp_path: Path, quiet: Quiet,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    wanted = Wanted(suite="dialogue", cases=CASES, out=tmp_path, forms=False)
    monkeypatch.setattr(evals.run, "open_assistant", lambda _, **__: Flaky(assistant, 5, KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        run_suite(settings, wanted, quiet)
    with (tmp_path / RESULTS).open("a", encoding="utf-8") as stream:
        stream.write('{"case": "half a li')
    kept = len(read_results(tmp_path, jobs_for(cases, with_forms=False)))
    assert 0 < kept < len(cases)
    monkeypatch.setattr(evals.run, "open_assistant", lambda _, **__: assistant)
    ran = run_suite(settings, wanted, quiet)
    report, folder = ran.report, ran.folder
    assert (quiet.total, quiet.before) == (len(cases), kept)
    assert folder == tmp_path and report.metrics is not None and report.metrics.overall.cases == len(cases)
    assert read_report(folder) == report
    assert "| 状态正确 |" in (folder / "report.md").read_text(encoding="utf-8")


def test_a_changed_case_is_asked_again(settings: Settings, cases: tuple[Case, ...], tmp_path: Path) -> None:
    heard: list[CaseResult] = []
    jobs = jobs_for(cases[:2], with_forms=False)
    run_jobs(jobs, settings, tmp_path, processes=1, on_result=heard.append)
    changed = cases[0].model_copy(update={"as_of": date(2026, 1, 1)})
    assert len(read_results(tmp_path, jobs)) == len(heard) == 2
    assert len(read_results(tmp_path, jobs_for([changed, cases[1]], with_forms=False))) == 1


@pytest.mark.parametrize("fault", [Fault.TIMEOUT, Fault.CONNECTION, Fault.CIRCUIT_OPEN])
def test_a_model_that_is_down_stops_the_run_and_keeps_what_is_done(
    fault: str, settings: Settings, cases: tuple[Case, ...], assistant: Assistant, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(evals.run, "open_assistant", lambda _, **__: Flaky(assistant, 3, fault))
    live = Settings(home=settings.home, model="openai:x", encoder=SHIPPED)
    heard: list[CaseResult] = []
    single = [case for case in cases if len(case.turns) == 1]
    assert len(single) > 3 + DOWN_AFTER
    with pytest.raises(SetupError, match="openai:x.*重跑"):
        run_jobs(jobs_for(single, with_forms=False), live, tmp_path, processes=1, on_result=heard.append)
    assert [one.passed for one in heard] == [True] * 3
    assert len(read_results(tmp_path, jobs_for(single, with_forms=False))) == 3


def test_a_model_that_is_wrong_does_not_stop_the_run(
    settings: Settings, cases: tuple[Case, ...], assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evals.run, "open_assistant", lambda _, **__: Flaky(assistant, 3, Fault.CHECKS))
    heard: list[CaseResult] = []
    live = Settings(home=settings.home, model="openai:x", encoder=SHIPPED)
    run_jobs(jobs_for(cases, with_forms=False), live, tmp_path, processes=1, on_result=heard.append)
    assert len(heard) == len(cases)
    assert heard[-1].turns[-1].shares["stood_in"].part == 1 and heard[0].turns[0].shares["stood_in"].part == 0


def test_two_processes_find_the_same_as_one(settings: Settings, cases: tuple[Case, ...], tmp_path: Path) -> None:
    jobs = jobs_for(cases[:4], with_forms=False)
    for processes in (1, 2):
        run_jobs(jobs, settings, tmp_path / str(processes), processes=processes, on_result=lambda _: None)
    one, two = (read_results(tmp_path / name, jobs) for name in ("1", "2"))
    assert {key: result.answers for key, result in one.items()} == {key: result.answers for key, result in two.items()}


def test_an_unreadable_question_is_a_failed_turn(settings: Settings, cases: tuple[Case, ...], tmp_path: Path) -> None:
    turn = cases[0].turns[0].model_copy(update={"ask": "？？？"})
    broken = cases[0].model_copy(update={"turns": (turn,)})
    heard: list[CaseResult] = []
    run_jobs(jobs_for([broken], with_forms=False), settings, tmp_path, processes=1, on_result=heard.append)
    assert not heard[0].passed and heard[0].turns[0].reply["status"] == "failed"


def test_forms_change_script_and_manners(cases: tuple[Case, ...]) -> None:
    case = next(case for case in cases if case.id == "voucher-domestic")
    assert asked_as(case, "converted")[0].startswith("我們用國產算力")
    assert asked_as(case, "dressed") == ["您好，我们用国产算力，合同签了１０００万，算力券能拿多少，谢谢"]
    attack = next(case for case in cases if case.kind == "attack")
    assert variants_of(attack, with_forms=True) == ("asked", "converted")


def test_a_suite_without_cases_is_refused(settings: Settings, quiet: Quiet, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="counterfactual"):
        run_suite(settings, Wanted(suite="counterfactual", cases=CASES, out=tmp_path), quiet)
