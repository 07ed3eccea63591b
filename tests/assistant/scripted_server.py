"""An OpenAI-compatible server on a free loopback port that answers by script, honestly or not."""

import json
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

Step = Mapping[str, Any]
"""One answer: ``calls``, ``draft``, ``text``, ``status``, ``hang``, ``drop``, ``raw``, ``stall``, ``broken_json``."""


class ScriptedServer:
    """Answers request after request; the last step repeats. ``requests`` holds what was asked."""

    def __init__(self, steps: list[Step | Callable[[dict[str, Any]], Step]], *, streams: bool = True) -> None:
        self.steps, self.streams = steps, streams
        self.requests: list[dict[str, Any]] = []
        self.test_is_over = Event()
        self.url = ""

    def next_step(self, request: dict[str, Any]) -> Step:
        self.requests.append(request)
        step = self.steps[min(len(self.requests), len(self.steps)) - 1]
        return step(request) if callable(step) else step


@contextmanager
def serving(steps: list[Step | Callable[[dict[str, Any]], Step]], *, streams: bool = True) -> Iterator[ScriptedServer]:
    """Run a server until the block ends."""
    script = ScriptedServer(steps, streams=streams)

    class Handler(_Handler):
        server_script = script

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        script.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield script
        finally:
            script.test_is_over.set()
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    server_script: ScriptedServer

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if request.get("stream") and not self.server_script.streams:
            self._send(json.dumps(_frame("chat.completion", {"index": 0, "message": _message({})})))
            return
        step = self.server_script.next_step(request)
        if "hang" in step:
            self.server_script.test_is_over.wait()
        elif "drop" in step:
            self.connection.shutdown(socket.SHUT_RDWR)
        elif "status" in step:
            self._send(json.dumps({"error": {"message": "no", "type": "x"}}), code=step["status"])
        elif "raw" in step:
            self._send(step["raw"])
        elif request.get("stream"):
            self._stream(step)
        else:
            choice = {"index": 0, "message": _message(step), "finish_reason": "stop"}
            self._send(json.dumps(_frame("chat.completion", choice)))

    def _send(self, body: str, code: int = 200) -> None:
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def _stream(self, step: Step) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        message = _message(step)
        for delta in _deltas(message):
            choice = {"index": 0, "delta": delta, "finish_reason": None}
            self.wfile.write(f"data: {json.dumps(_frame('chat.completion.chunk', choice))}\n\n".encode())
            self.wfile.flush()
            if "stall" in step:
                self.server_script.test_is_over.wait()
            if "cut" in step:
                self.connection.shutdown(socket.SHUT_RDWR)
                return
        end = {"index": 0, "delta": {}, "finish_reason": "stop"}
        self.wfile.write(f"data: {json.dumps(_frame('chat.completion.chunk', end))}\n\ndata: [DONE]\n\n".encode())


def _frame(kind: str, choice: dict[str, Any]) -> dict[str, Any]:
    return {"id": "c", "object": kind, "created": 0, "model": "scripted", "choices": [choice]}


def _message(step: Step) -> dict[str, Any]:
    calls = [*step.get("calls", []), *([{"name": "ReplyDraft", "args": step["draft"]}] if "draft" in step else [])]
    return {
        "role": "assistant",
        "content": step.get("text", ""),
        "tool_calls": [
            {
                "id": f"call_{position}",
                "type": "function",
                "function": {
                    "name": call["name"],
                    "arguments": call["args"] if isinstance(call["args"], str) else json.dumps(call["args"]),
                },
            }
            for position, call in enumerate(calls)
        ],
    }


def _deltas(message: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Cut a message into the pieces of a stream; arguments come in halves."""
    yield {"role": "assistant", "content": ""}
    for start in range(0, len(message["content"]), 1000):
        yield {"content": message["content"][start : start + 1000]}
    for position, call in enumerate(message["tool_calls"]):
        arguments = call["function"]["arguments"]
        yield {"tool_calls": [{**call, "index": position, "function": {**call["function"], "arguments": ""}}]}
        half = len(arguments) // 2
        for piece in (arguments[:half], arguments[half:]):
            yield {"tool_calls": [{"index": position, "function": {"arguments": piece}}]}
