"""The MCP server: the tools of ``ui.mcp_tools`` in the protocol's terms, over stdio or HTTP."""

import json
from typing import Any

import anyio
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError
from mcp.types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    Tool,
    ToolAnnotations,
)
from pydantic import ValidationError

from corpus.errors import SuanceError
from ui.api_errors import fault_of, validation_fault
from ui.api_service import Service
from ui.api_texts import api_texts
from ui.contract import ErrorOut, Fault
from ui.mcp_tools import Tool as OurTool
from ui.mcp_tools import all_tools

_READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)


def build_server(service: Service) -> Server[Any]:
    """Return the server; it works over any transport."""
    tools = all_tools()
    listed = ListToolsResult(tools=[_listed(tool) for tool in tools.values()])

    async def list_tools(context: object, params: PaginatedRequestParams | None) -> ListToolsResult:
        return listed

    async def call_tool(context: object, params: CallToolRequestParams) -> CallToolResult:
        tool = tools.get(params.name)
        if tool is None:
            raise MCPError(INVALID_PARAMS, f"没有 {params.name} 这个工具。可用的工具：{'、'.join(tools)}")
        return await anyio.to_thread.run_sync(lambda: _run(service, tool, params.arguments or {}))

    return Server(
        "suance", version="1", title=api_texts().title, instructions=api_texts().tools.instructions,
        on_list_tools=list_tools, on_call_tool=call_tool,
    )  # fmt: skip


def serve_stdio(service: Service) -> None:
    """Serve one client on standard input and output until it hangs up."""
    server = build_server(service)

    async def serve() -> None:
        async with stdio_server() as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())

    anyio.run(serve)


def _listed(tool: OurTool) -> Tool:
    return Tool(
        name=tool.name, description=tool.description, input_schema=tool.input_schema,
        output_schema=tool.output.model_json_schema(mode="serialization"), annotations=_READS,
    )  # fmt: skip


def _run(service: Service, tool: OurTool, arguments: dict[str, Any]) -> CallToolResult:
    """Run a tool; what is wrong with the arguments comes back as the tool's error, for the caller to mend."""
    try:
        found = tool.run(service, arguments)
    except ValidationError as error:
        return _failed(validation_fault(error.errors(include_url=False)[0]))
    except SuanceError as error:
        return _failed(fault_of(error))
    text = found.model_dump_json()
    return CallToolResult(content=[TextContent(text=text)], structured_content=json.loads(text))


def _failed(fault: Fault) -> CallToolResult:
    return CallToolResult(content=[TextContent(text=ErrorOut(error=fault).model_dump_json())], is_error=True)
