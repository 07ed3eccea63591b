"""One core behind all: command line, REST, MCP and the page give the same clauses and the same figures."""

import json
from pathlib import Path
from typing import Any

import anyio
import pytest
from fastapi.testclient import TestClient
from mcp import Client
from mcp.types import CallToolResult

from assistant.agent import Assistant, open_assistant
from assistant.settings import Settings
from corpus.data_file import parse_yaml
from index.encoder.encoder import SHIPPED
from tests.ui.conftest import FakeFeedback
from ui.api import build_api
from ui.api_service import Service
from ui.cli import run
from ui.mcp import build_server
from ui.metrics import Metrics

CASES = parse_yaml(Path(__file__).with_name("parity.yaml"))[0]
DAY = "2026-11-23"
Essence = tuple[Any, ...]


@pytest.fixture(scope="module")
def real(home: Path, searcher: object) -> Assistant:
    return open_assistant(Settings(home=home, model="offline", encoder=SHIPPED))


@pytest.fixture
def service(real: Assistant, feedback: FakeFeedback) -> Service:
    return Service(real, feedback)


@pytest.fixture
def rest(service: Service) -> TestClient:
    return TestClient(build_api(service, Metrics()))


@pytest.fixture(autouse=True)
def _home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUANCE_HOME", str(home))


def essence(reply: dict[str, Any]) -> Essence:
    """Return what must be the same wherever a question is asked: status, words, clauses with spans, figures."""
    citations = [(each["clause"], each["start"], each["end"], each["quote"]) for each in reply["citations"]]
    return reply["status"], reply["text"], citations, reply["calculations"], reply["missing"], reply["suggestions"]


def use_tool(service: Service, calls: list[tuple[str, dict[str, Any]]]) -> list[Any]:
    """Call tools through the official client, and return what each gave."""

    async def use() -> list[Any]:
        async with Client(build_server(service)) as client:
            return [_structured(await client.call_tool(name, arguments)) for name, arguments in calls]

    return anyio.run(use)


def _structured(result: CallToolResult) -> Any:  # noqa: ANN401
    assert not result.is_error, result.content
    return result.structured_content


def test_thirty_questions_are_answered_alike(
    service: Service, rest: TestClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    questions: list[str] = CASES["questions"]
    assert len(set(questions)) == 30
    rows = tmp_path / "rows.jsonl"
    lines = [json.dumps({"id": number, "turns": [text], "as_of": DAY}) for number, text in enumerate(questions)]
    rows.write_text("\n".join(lines), encoding="utf-8")
    assert run(["batch", str(rows)]) == 0
    printed = [json.loads(line)["replies"][0] for line in capsys.readouterr().out.splitlines()]
    answered = [rest.post("/api/ask", json={"question": text, "as_of": DAY}).json() for text in questions]
    called = use_tool(service, [("ask", {"question": text, "as_of": DAY}) for text in questions])
    for text, *replies in zip(questions, printed, answered, called, strict=True):
        first, *others = [essence(reply) for reply in replies]
        assert all(other == first for other in others), text
    assert {reply["status"] for reply in printed} >= {"answered", "needs_input", "out_of_scope", "not_stated"}
    assert sum(bool(reply["calculations"]) for reply in printed) >= 10


def test_calculators_calculate_alike(service: Service, rest: TestClient, capsys: pytest.CaptureFixture[str]) -> None:
    inputs: list[dict[str, Any]] = CASES["calculations"]
    called = use_tool(service, [(row["calculator"], {**row["inputs"], "as_of": DAY}) for row in inputs])
    assert {row["calculator"] for row in inputs} == set(service.calculators)
    for row, by_tool in zip(inputs, called, strict=True):
        name, given = row["calculator"], row["inputs"]
        assert run(["calc", name, "--json", json.dumps(given), "--as-of", DAY]) == 0
        printed = json.loads(capsys.readouterr().out)
        posted = rest.post(f"/api/calculators/{name}", json={"inputs": given, "as_of": DAY}).json()
        assert printed == posted == by_tool


def test_searches_and_profiles_are_alike(
    service: Service, rest: TestClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    called = use_tool(service, [("search_clauses", {"text": text, "k": 4}) for text in CASES["searches"]])
    for text, by_tool in zip(CASES["searches"], called, strict=True):
        assert run(["search", text, "-k", "4", "--json"]) == 0
        printed = json.loads(capsys.readouterr().out)
        assert printed == rest.get("/api/search", params={"text": text, "k": 4}).json() == by_tool
    for number, profile in enumerate(CASES["profiles"]):
        file = tmp_path / f"{number}.json"
        file.write_text(json.dumps(profile), encoding="utf-8")
        assert run(["check", str(file), "--json", "--as-of", DAY]) == 0
        printed = json.loads(capsys.readouterr().out)
        body = {"profile": profile, "as_of": DAY}
        (by_tool,) = use_tool(service, [("check_portfolio", body)])
        assert printed == rest.post("/api/portfolio", json=body).json() == by_tool
