"""One call of the suite: which cases and sets run, with what, and where the report goes."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol, get_args

from assistant.settings import Settings
from corpus.errors import InputError
from corpus.load import load_policies
from evals.case import CASES, Case, Section, load_cases
from evals.external import external_sets, measure_external
from evals.page import page
from evals.place import commit, run_folder
from evals.report import About, Report, make_report, write_report
from evals.result import CaseResult
from evals.retrieval import measure_bank
from evals.run import RESULTS, Job, jobs_for, read_results, run_jobs
from index.search import open_searcher

PAGE = "report.html"
SUITES = ("all", "dialogue", "retrieval", *get_args(Section))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the caller asked for."""

    suite: str = "all"
    repeat: int = 1
    processes: int = 1
    forms: bool = True
    """Also ask every case in the other script and dressed."""
    fresh: bool = False
    """Forget the results that are there."""
    cases: Path = CASES
    out: Path | None = None
    external: Path | None = None
    """Folder of further retrieval sets."""


class Tells(Protocol):
    """Hears how a run goes."""

    def start(self, total: int, done: int) -> None:
        """The run has ``total`` conversations, ``done`` of them already on disk."""

    def result(self, result: CaseResult) -> None:
        """One more has ended."""


@dataclass(frozen=True, slots=True)
class Ran:
    """A finished run."""

    report: Report
    cases: tuple[Case, ...]
    results: list[CaseResult]
    folder: Path


def run_suite(settings: Settings, wanted: Wanted, tells: Tells) -> Ran:
    """Run what is wanted, go on where an interrupted run stopped, and write the report."""
    began, name = time.monotonic(), commit()
    policies = load_policies()
    cases = chosen(load_cases(wanted.cases, policies), wanted.suite)
    folder = wanted.out or run_folder(settings)
    if wanted.fresh:
        (folder / RESULTS).unlink(missing_ok=True)
    searcher, _ = open_searcher(policies, settings.home, encoder=settings.encoder, server=settings.chroma)
    jobs = jobs_for(cases, repeat=wanted.repeat, with_forms=wanted.forms)
    results = _dialogue(jobs, settings, wanted, folder=folder, tells=tells)
    retrieval = [measure_bank(searcher)] if wanted.suite in ("all", "retrieval") else []
    if wanted.external is not None:
        retrieval += [measure_external(one, settings.encoder) for one in external_sets(wanted.external)]
    about = About(
        commit=name, model=settings.model, encoder=settings.encoder, suite=wanted.suite, cases=len(cases),
        missing=len(jobs) - len(results), repeat=wanted.repeat, forms=wanted.forms,
        seconds=round(time.monotonic() - began, 1), made=datetime.now(UTC),
    )  # fmt: skip
    report = make_report(about, cases, results, retrieval)
    write_report(report, folder)
    (folder / PAGE).write_text(page(report, cases, results), encoding="utf-8")
    return Ran(report, cases, results, folder)


def chosen(cases: Sequence[Case], suite: str) -> tuple[Case, ...]:
    """Return the cases of a suite; ``InputError`` where it has none."""
    if suite == "retrieval":
        return ()
    own = tuple(case for case in cases if suite in ("all", "dialogue", case.section))
    if not own:
        raise InputError("--suite", suite, allowed="有题的范围", question="请检查 evals/cases/")
    return own


def _dialogue(
    jobs: Sequence[Job], settings: Settings, wanted: Wanted, *, folder: Path, tells: Tells
) -> list[CaseResult]:
    if not jobs:
        return []
    done = read_results(folder, jobs)
    tells.start(len(jobs), len(done))
    for result in done.values():
        tells.result(result)
    left = [job for job in jobs if job.key not in done]
    run_jobs(left, settings, folder, processes=wanted.processes, on_result=tells.result)
    done = read_results(folder, jobs)
    return [done[job.key] for job in jobs if job.key in done]
