"""The suite can fail: each deliberate fault in the program turns a case red (``docs/evaluation.md`` lists them)."""

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from assistant import review
from assistant.agent import Assistant, open_assistant
from assistant.reply import Reply, Status
from assistant.settings import Settings
from calculators.registry import load_calculators
from corpus import normalise
from corpus.clause import Policy
from evals.case import Case, load_cases
from evals.run import Job, run_job
from index.encoder.encoder import SHIPPED

ROOT = Path(__file__).parents[2]


class Altered:
    """An assistant whose replies are changed on the way out."""

    def __init__(self, other: Assistant, change: Callable[[Reply], Reply]) -> None:
        self.policies: Mapping[str, Policy] = other.policies
        self._other, self._change = other, change

    def ask(self, question: str, *, thread: str | None = None, as_of: date | None = None) -> Reply:
        return self._change(self._other.ask(question, thread=thread, as_of=as_of))


def red(asked: Any, cases: tuple[Case, ...]) -> dict[str, set[str]]:  # noqa: ANN401
    """Return the cases that fail and the checks that they fail."""
    results = [run_job(asked, Job(case)) for case in cases]
    checks = {one.case: [check for turn in one.turns for check in turn.checks if not check.passed] for one in results}
    return {case: {check.name for check in failed} for case, failed in checks.items() if failed}


@pytest.fixture
def voucher(cases: tuple[Case, ...]) -> tuple[Case, ...]:
    return tuple(case for case in cases if case.measure == "m03" and len(case.turns) == 1)


def set_parameter(monkeypatch: pytest.MonkeyPatch, key: str, value: int) -> None:
    parameters = load_calculators()["compute_voucher"].parameters
    epochs = [
        MappingProxyType({**epoch, key: replace(epoch[key], value=Decimal(value))}) for epoch in parameters._by_epoch
    ]
    monkeypatch.setattr(parameters, "_by_epoch", epochs)


def test_unchanged_the_cases_are_green(assistant: Assistant, cases: tuple[Case, ...]) -> None:
    assert red(assistant, cases) == {}


def test_a_rate(assistant: Assistant, voucher: tuple[Case, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    set_parameter(monkeypatch, "voucher_rate_domestic", 29)
    assert "amount" in red(assistant, voucher)["voucher-domestic"]


def test_a_cap(assistant: Assistant, voucher: tuple[Case, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    set_parameter(monkeypatch, "voucher_yearly_cap", 8_000_001)
    assert "amount" in red(assistant, voucher)["voucher-capped"]


def test_a_quote(assistant: Assistant, voucher: tuple[Case, ...]) -> None:
    def change(reply: Reply) -> Reply:
        quotes = [one.model_copy(update={"quote": one.quote[:-1]}) for one in reply.citations]
        return reply.model_copy(update={"citations": tuple(quotes)})

    assert "verbatim" in red(Altered(assistant, change), voucher)["voucher-domestic"]


def test_a_citation(assistant: Assistant, voucher: tuple[Case, ...]) -> None:
    def change(reply: Reply) -> Reply:
        other = assistant.policies["hz_ai_2024"].clause("m04")
        span = other.body
        moved = [
            one.model_copy(update={"clause": other.id, "start": span.start, "end": span.end, "quote": span.of(source)})
            for one in reply.citations
        ]
        return reply.model_copy(update={"citations": tuple(moved)})

    source = assistant.policies["hz_ai_2024"].source
    assert "clauses" in red(Altered(assistant, change), voucher)["voucher-domestic"]


def test_a_citation_left_out(assistant: Assistant, voucher: tuple[Case, ...]) -> None:
    def change(reply: Reply) -> Reply:
        return reply.model_copy(update={"citations": ()})

    assert {"clauses", "quote"} <= red(Altered(assistant, change), voucher)["voucher-domestic"]


def test_a_status(assistant: Assistant, cases: tuple[Case, ...]) -> None:
    def change(reply: Reply) -> Reply:
        return reply.model_copy(update={"status": Status.ANSWERED})

    assert "status" in red(Altered(assistant, change), cases)["recipe"]


def append(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    """Let every draft say one thing more."""
    number = review.number_citations  # type: ignore[attr-defined]

    def more(draft: str, *arguments: Any) -> Any:  # noqa: ANN401
        text, citations = number(draft, *arguments)
        return text + words, citations

    monkeypatch.setattr(review, "number_citations", more)


def test_the_number_lock_taken_off(
    assistant: Assistant, voucher: tuple[Case, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    append(monkeypatch, "\n另可得 77 万元。")
    assert "status" in red(assistant, voucher)["voucher-domestic"], "with the lock on nothing is shown"
    monkeypatch.setattr("assistant.review.faults", lambda *_, **__: [])
    assert red(assistant, voucher)["voucher-domestic"] == {"numbers"}, "the second opinion does not lean on the lock"


def test_the_number_lock_stuck(
    assistant: Assistant, voucher: tuple[Case, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.checks.unbound_figures", lambda *_, **__: {("yuan", Decimal(1))})
    assert "status" in red(assistant, voucher)["voucher-domestic"]


@pytest.fixture
def no_synonyms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The synonym file loses its words."""
    shutil.copytree(normalise.TERMS, tmp_path / "terms")
    (tmp_path / "terms" / "synonyms.yaml").write_text("synonyms: {无人说的话: [补贴]}\n", encoding="utf-8")
    monkeypatch.setattr(normalise, "TERMS", tmp_path / "terms")
    normalise.synonyms.cache_clear()
    yield
    monkeypatch.undo()
    normalise.synonyms.cache_clear()


@pytest.mark.usefixtures("no_synonyms")
def test_a_synonym_file(policies: Mapping[str, Policy], tmp_path: Path) -> None:
    """The head makes up for most synonyms; this case of the real suite, green with them, hangs on 牛人 → 人才."""
    cases = tuple(case for case in load_cases(policies=dict(policies)) if case.id == "everyday-word-lay")
    assert cases and red(open_assistant(Settings(home=tmp_path, model="offline", encoder=SHIPPED)), cases)


def test_the_docs_list_every_mutation() -> None:
    own = re.findall(r"^def (test_(?:a|the_number)_\w+)", Path(__file__).read_text(encoding="utf-8"), re.MULTILINE)
    documented = re.findall(r"`(test_(?:a|the_number)_\w+)`", (ROOT / "docs/evaluation.md").read_text(encoding="utf-8"))
    assert sorted(own) == sorted(documented)
