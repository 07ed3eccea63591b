"""Start the page's server. Light to import: Gradio and the assistant come in only once the port is known to be free."""

import contextlib
import errno
import socket
import threading
import webbrowser
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import click

from corpus.errors import SetupError
from ui.web_texts import page_texts

if TYPE_CHECKING:
    import uvicorn
    from fastapi import FastAPI

_HIGHEST_PORT = 65535
_GRACE_SECONDS = 3  # an open page holds a stream for ever; stopping does not wait for it


def serve(
    app_factory: Callable[[], "FastAPI"], host: str = "127.0.0.1", port: int = 7860, open_browser: bool = True
) -> None:
    """Serve until interrupted; port 0 takes a free one. ``SetupError`` at once if the port cannot be had."""
    with reserved(host, port) as listening, contextlib.suppress(KeyboardInterrupt):
        server = page_server(app_factory(), lambda: announce(listening, open_browser=open_browser))
        server.run(sockets=[listening])


def page_server(app: "FastAPI", ready: Callable[[], None]) -> "uvicorn.Server":
    """Return a server that calls ``ready`` when the first request can be answered."""
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            ready()

    return Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=_GRACE_SECONDS))


@contextlib.contextmanager
def reserved(host: str, port: int) -> Iterator[socket.socket]:
    """Yield a socket that listens on the port, so that nobody else takes it while the assistant loads."""
    words = page_texts().server
    repair = words.port_repair.format(other=port + 1 if 0 < port < _HIGHEST_PORT else 7861)
    if not 0 <= port <= _HIGHEST_PORT:  # getaddrinfo would quietly take it modulo 65536
        problem = words.port_range.format(port=port, highest=_HIGHEST_PORT)
        raise SetupError(problem, repair=repair)
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.create_server(address[:2], family=family)
    except OSError as error:
        problem = words.port_invalid.format(host=host, port=port, reason=error.strerror)
        if error.errno == errno.EADDRINUSE:
            problem = words.port_taken.format(port=port)
        raise SetupError(problem, repair=repair) from None
    with listening:
        yield listening


def announce(listening: socket.socket, *, open_browser: bool) -> None:
    """Say on the terminal where the page is, and open it."""
    host, port = listening.getsockname()[:2]
    named = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    address = f"http://{named}:{port}"
    click.echo(page_texts().server.ready.format(address=address))
    if open_browser:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
