"""The MCP server through the official client: over HTTP in process, and over stdio as programs start it."""

import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import jsonschema
import pytest
from fastapi.testclient import TestClient
from mcp import Client, MCPError, StdioServerParameters
from mcp.types import CallToolResult

from calculators.registry import load_calculators
from corpus.load import load_policies
from tests.ui.conftest import FakeAssistant, FakeFeedback
from ui.api import build_api
from ui.api_service import Service
from ui.contract import ClauseOut, Reply
from ui.mcp import build_server
from ui.metrics import Metrics

DAY = "2026-11-23"
CONTRACT = {"contracts": [{"amount_yuan": "10000000", "category": "domestic"}]}
Use = Callable[[Client], Awaitable[Any]]


@pytest.fixture
def service(assistant: FakeAssistant, feedback: FakeFeedback) -> Service:
    return Service(assistant, feedback)


def with_client(service: Service, use: Use) -> Any:  # noqa: ANN401
    """Run something with a client of a server in this process."""

    async def run() -> Any:  # noqa: ANN401
        async with Client(build_server(service)) as client:
            return await use(client)

    return anyio.run(run)


def call(service: Service, name: str, arguments: dict[str, Any]) -> CallToolResult:
    result: CallToolResult = with_client(service, lambda client: client.call_tool(name, arguments))
    return result


def test_every_calculator_is_a_tool_with_a_strict_schema(service: Service) -> None:
    tools = {tool.name: tool for tool in with_client(service, lambda client: client.list_tools()).tools}
    others = {"ask", "search_clauses", "read_clause", "solve_input", "check_portfolio"}
    assert set(tools) == {*load_calculators(), *others}
    for tool in tools.values():
        schema = tool.input_schema
        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.Draft202012Validator.check_schema(tool.output_schema)
        assert schema["additionalProperties"] is False and '"default"' not in json.dumps(schema)
        for definition in schema.get("$defs", {}).values():
            assert definition.get("additionalProperties") is False
    assert tools["compute_voucher"].input_schema["required"] == ["contracts"]
    assert tools["loan_interest"].input_schema["required"]
    assert tools["check_portfolio"].input_schema["properties"]["profile"]["additionalProperties"] is False


def test_a_calculator_answers_with_the_result_of_the_contract(service: Service) -> None:
    result = call(service, "compute_voucher", {**CONTRACT, "as_of": DAY})
    assert not result.is_error and result.structured_content["amount_yuan"] == "3000000.00"
    assert json.loads(result.content[0].text) == result.structured_content  # type: ignore[union-attr]
    inputs = {"contracts": [{"amount_yuan": None, "category": "domestic"}]}
    arguments = {"calculator": "compute_voucher", "inputs": inputs, "field": "contracts[0].amount_yuan"}
    found = call(service, "solve_input", {**arguments, "target": "cap", "as_of": DAY})
    assert (found.structured_content["kind"], found.structured_content["amount_yuan"]) == ("reverse", "26666666.67")


def test_the_other_tools_answer(service: Service, policy_text: str) -> None:
    reply = Reply.model_validate(call(service, "ask", {"question": "签了3000万"}).structured_content)
    assert reply.status == "answered"
    clause = ClauseOut.model_validate(call(service, "read_clause", {"clause": "第三条"}).structured_content)
    assert policy_text[clause.start : clause.end] == clause.text
    assert call(service, "search_clauses", {"text": "利息"}).structured_content == {"hits": []}
    portfolio = call(service, "check_portfolio", {"profile": {}, "as_of": DAY}).structured_content
    assert len(portfolio["measures"]) == 14


@pytest.fixture
def policy_text() -> str:
    return load_policies()["hz_ai_2024"].source


@pytest.mark.parametrize(
    ("name", "arguments", "field"),
    [
        ("compute_voucher", {}, "contracts"), ("compute_voucher", {**CONTRACT, "tip": 1}, "tip"),
        ("compute_voucher", {**CONTRACT, "as_of": "soon"}, "as_of"), ("rnd_matching", {}, "received_funds_yuan"),
        ("rnd_matching", {"received_funds_yuan": -1}, "received_funds_yuan"), ("ask", {"question": ""}, "question"),
        ("ask", {"question": "a", "model": "x"}, "model"), ("search_clauses", {"text": "a", "k": 0}, "k"),
        ("search_clauses", {"text": "a", "k": True}, "k"), ("read_clause", {"clause": "99"}, "clause"),
        ("solve_input", {"calculator": "rnd_matching", "inputs": {}, "field": "received_funds_yuan"}, "target"),
        ("check_portfolio", {}, "profile"), ("check_portfolio", {"profile": {"x": 1}}, "x"),
    ],
)  # fmt: skip
def test_a_wrong_argument_is_named_in_the_tools_own_error(
    service: Service, name: str, arguments: dict[str, Any], field: str
) -> None:
    result = call(service, name, arguments)
    assert result.is_error
    error = json.loads(result.content[0].text)["error"]  # type: ignore[union-attr]
    assert error["field"] == field and error["message"]


def test_an_unknown_tool_is_an_error_of_the_protocol(service: Service) -> None:
    async def use(client: Client) -> None:
        with pytest.raises(MCPError, match="compute_voucher"):
            await client.call_tool("compute_vouchers", {})

    with_client(service, use)


INITIALIZE = {
    "jsonrpc": "2.0", "id": 1, "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}},
}  # fmt: skip


@pytest.mark.parametrize(
    ("hosts", "headers", "code"),
    [
        ((), {"Host": "127.0.0.1:7860"}, 200), ((), {"Host": "localhost"}, 200), ((), {"Host": "evil.example"}, 421),
        ((), {"Host": "127.0.0.1.evil.example"}, 421),
        ((), {"Host": "127.0.0.1", "Origin": "http://evil.example"}, 403),
        (("desk.example",), {"Host": "desk.example:8443"}, 200), (("desk.example",), {"Host": "evil.example"}, 421),
    ],
)  # fmt: skip
def test_only_known_hosts_are_served_over_http(
    service: Service, hosts: tuple[str, ...], headers: dict[str, str], code: int
) -> None:
    accept = {"Accept": "application/json, text/event-stream"}
    with TestClient(build_api(service, Metrics(), allowed_hosts=hosts)) as client:
        response = client.post("/mcp", json=INITIALIZE, headers={**accept, **headers})
        assert response.status_code == code
        call = {"jsonrpc": "2.0", "id": 2, "method": "tools/call"}
        params = {"name": "compute_voucher", "arguments": {**CONTRACT, "as_of": DAY}}
        if code == 200:  # no session: a server that was restarted in between answers as well
            response = client.post("/mcp", json={**call, "params": params}, headers={**accept, **headers})
            assert response.json()["result"]["structuredContent"]["amount_yuan"] == "3000000.00"


def test_suance_mcp_speaks_on_standard_input_and_output(home: Path) -> None:
    environment = {**os.environ, "SUANCE_HOME": str(home)}
    server = StdioServerParameters(command=sys.executable, args=["-m", "ui.cli", "mcp"], env=environment)

    async def use() -> tuple[int, Any]:
        async with Client(server) as client:
            tools = (await client.list_tools()).tools
            answer = await client.call_tool("compute_voucher", {**CONTRACT, "as_of": DAY})
            return len(tools), answer.structured_content

    count, result = anyio.run(use)
    assert count == len(load_calculators()) + 5 and result["amount_yuan"] == "3000000.00"
