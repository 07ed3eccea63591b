"""MCP over streamable HTTP, beside REST: no sessions, so a restarted server loses nothing."""

from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from mcp.server.transport_security import TransportSecuritySettings
from starlette.routing import BaseRoute

from ui.api_body import MAX_BODY_BYTES
from ui.api_service import Service
from ui.mcp import build_server

PATH = "/mcp"
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True)
class Mounted:
    """The route, and what must be entered while the application runs."""

    route: BaseRoute
    run: Callable[[], AbstractAsyncContextManager[None]]


def mount_mcp(service: Service, allowed_hosts: Iterable[str] = ()) -> Mounted:
    """Return the MCP endpoint; it answers only to loopback and the hosts named, against DNS rebinding."""
    server = build_server(service)
    app = server.streamable_http_app(
        streamable_http_path=PATH, stateless_http=True, json_response=True, max_request_body_size=MAX_BODY_BYTES,
        transport_security=security(allowed_hosts),
    )  # fmt: skip
    return Mounted(app.routes[0], server.session_manager.run)


def security(allowed_hosts: Iterable[str]) -> TransportSecuritySettings:
    """Return which Host and Origin headers are served: loopback on any port, and the hosts named."""
    names = [*_LOOPBACK, *allowed_hosts]
    hosts = [form for name in names for form in (name, f"{name}:*")]
    origins = [f"{scheme}://{host}" for host in hosts for scheme in ("http", "https")]
    return TransportSecuritySettings(allowed_hosts=hosts, allowed_origins=origins)
