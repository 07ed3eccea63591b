"""Runs cases against an assistant; what is finished is on disk at once, so that a broken run can go on."""

import json
import signal
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from pydantic import ValidationError

from assistant.agent import failed_reply, open_assistant
from assistant.reply import Reply
from assistant.settings import Settings
from corpus.clause import Policy
from corpus.errors import InputError
from corpus.normalise import detect_script
from evals.case import Case
from evals.count import count
from evals.judge import judge
from evals.result import CaseResult, TurnResult, Variant
from evals.variants import asked_as, variants_of
from evals.watch import Watch

RESULTS = "results.jsonl"


class Asks(Protocol):
    """What a run needs of an assistant."""

    policies: Mapping[str, Policy]

    def ask(self, question: str, *, thread: str | None = None, as_of: date | None = None) -> Reply:
        """Answer one question of a conversation."""
        ...


@dataclass(frozen=True, slots=True)
class Job:
    """One run through a case in one form."""

    case: Case
    variant: Variant = "asked"
    attempt: int = 0

    @property
    def key(self) -> tuple[str, str, str, int]:
        """Name of the result that this job makes."""
        return (self.case.id, self.case.digest, self.variant, self.attempt)


def jobs_for(cases: Iterable[Case], *, repeat: int = 1, with_forms: bool = True) -> list[Job]:
    """Return every job: each case as written ``repeat`` times, and once in each other form."""
    jobs = []
    for case in cases:
        jobs += [Job(case, "asked", attempt) for attempt in range(repeat)]
        jobs += [Job(case, variant) for variant in variants_of(case, with_forms=with_forms) if variant != "asked"]
    return jobs


def run_job(assistant: Asks, job: Job) -> CaseResult:
    """Hold one conversation and judge every turn."""
    thread = uuid4().hex
    said: list[str] = []
    turns = []
    for number, text in enumerate(asked_as(job.case, job.variant)):
        said.append(text)
        turns.append(_turn(assistant, job, number, thread=thread, said=said))
    return CaseResult(case=job.case.id, digest=job.case.digest, variant=job.variant, attempt=job.attempt,
                      turns=tuple(turns))  # fmt: skip


def _turn(assistant: Asks, job: Job, number: int, *, thread: str, said: Sequence[str]) -> TurnResult:
    turn = job.case.turns[number]
    if job.variant == "converted":
        turn = turn.model_copy(update={"script": None})
    began, refused = time.perf_counter(), False
    try:
        reply = assistant.ask(said[-1], thread=thread, as_of=job.case.as_of)
    except InputError as error:  # what every interface makes of a question that nobody can read; no driver failed
        refused = True
        reply = failed_reply(said[-1], str(error), script=detect_script(said[-1]), model="offline",
                             as_of=job.case.as_of, began=began)  # fmt: skip
    checks = judge(turn, reply, assistant.policies, said)
    shares = count(turn, reply, assistant.policies, said=said, checks=checks)
    if refused:
        del shares["failed"]
    return TurnResult(ask=said[-1], reply=reply.model_dump(mode="json"), checks=checks, shares=shares)


def read_results(folder: Path, wanted: Iterable[Job]) -> dict[tuple[str, str, str, int], CaseResult]:
    """Return the finished results of these jobs; a half-written last line and outdated ones are left out."""
    keys = {job.key for job in wanted}
    found = {result.key: result for result in stored_results(folder)}
    return {key: result for key, result in found.items() if key in keys}


def stored_results(folder: Path) -> Iterator[CaseResult]:
    """Yield every whole result of a run's folder."""
    file = folder / RESULTS
    if not file.is_file():
        return
    for line in file.read_text(encoding="utf-8").splitlines():
        try:
            yield CaseResult.model_validate_json(line)
        except ValidationError:  # the line that was being written when the run was killed
            continue


def run_jobs(
    jobs: Sequence[Job], settings: Settings, folder: Path, *, processes: int, on_result: Callable[[CaseResult], None]
) -> None:
    """Run the jobs, writing each result as it comes; ``SetupError`` when the model asked for is down."""
    folder.mkdir(parents=True, exist_ok=True)
    watch = Watch(settings.model)
    with (folder / RESULTS).open("a", encoding="utf-8") as stream:
        stream.write("" if _ends_with_a_line(folder / RESULTS) else "\n")
        for result in _results(jobs, settings, processes):
            if not watch.counts(result):
                continue
            stream.write(json.dumps(result.model_dump(mode="json"), ensure_ascii=False) + "\n")
            stream.flush()
            on_result(result)


def _ends_with_a_line(file: Path) -> bool:
    text = file.read_bytes() if file.exists() else b""
    return not text or text.endswith(b"\n")


def _results(jobs: Sequence[Job], settings: Settings, processes: int) -> Iterator[CaseResult]:
    if processes == 1 or len(jobs) < 2:
        assistant = _ready(settings)
        yield from (run_job(assistant, job) for job in jobs)
        return
    pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_open, initargs=(settings,))
    waiting: set[Future[CaseResult]] = set()
    left = iter(jobs)
    try:
        while True:
            for job in left:
                waiting.add(pool.submit(_work, job))
                if len(waiting) >= 2 * processes:
                    break
            if not waiting:
                return
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            yield from (future.result() for future in done)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _ready(settings: Settings) -> Asks:
    """Open an assistant; the first question must not pay for what is loaded once."""
    assistant = open_assistant(settings, keep=False)
    if settings.model == "offline":
        assistant.warm_up()
    return assistant


_assistants: list[Asks] = []  # one in each worker process


def _open(settings: Settings) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent stops the workers
    _assistants.append(_ready(settings))


def _work(job: Job) -> CaseResult:
    return run_job(_assistants[-1], job)
