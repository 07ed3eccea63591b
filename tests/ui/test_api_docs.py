"""The curl examples of docs/api.md do what they say."""

import json
import re
import shlex
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.ui.conftest import FakeAssistant, FakeFeedback
from ui.api import build_api
from ui.api_service import Service
from ui.metrics import Metrics

ROOT = Path(__file__).parents[2]
SERVER = "http://127.0.0.1:7860"
TEXT = (ROOT / "docs/api.md").read_text(encoding="utf-8")
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", TEXT, re.S) for line in block.splitlines()]


@pytest.fixture
def client() -> TestClient:
    return TestClient(build_api(Service(FakeAssistant(), FakeFeedback()), Metrics()), base_url=SERVER)


@pytest.mark.parametrize("command", COMMANDS)
def test_an_example_works(client: TestClient, command: str) -> None:
    program, *words = shlex.split(command)
    assert program == "curl"
    body, headers, address = None, {}, ""
    while words:
        word = words.pop(0)
        if word == "-d":
            body = words.pop(0)
        elif word == "-H":
            name, _, value = words.pop(0).partition(": ")
            headers[name] = value
        elif not word.startswith("-"):
            address = word
    assert address.startswith(SERVER)
    response = client.request("GET" if body is None else "POST", address, content=body, headers=headers)
    assert response.status_code in (200, 201), response.text


def test_every_address_is_described(client: TestClient) -> None:
    for path in client.get("/openapi.json").json()["paths"]:
        assert path.partition("{")[0].rstrip("/") in TEXT


def test_every_operation_has_an_example_and_documents_its_errors(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    assert {"/api/ask", "/api/search", "/api/portfolio", "/healthz", "/metrics"} <= set(document["paths"])
    for schema in ("AskIn", "CalculateIn"):
        assert "examples" in json.dumps(document["components"]["schemas"][schema])
    for path, operations in document["paths"].items():
        for operation in operations.values():
            if "requestBody" in operation:
                assert {"400", "413", "422"} <= set(operation["responses"]), path
