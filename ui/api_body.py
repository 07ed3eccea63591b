"""Request bodies: read strictly, refused with one clear line. Numbers stay exact."""

import json
from collections.abc import Callable, Coroutine
from decimal import Decimal
from typing import Any

from fastapi import HTTPException, Request, Response
from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.api_errors import error_response
from ui.api_texts import api_texts
from ui.contract import Fault

MAX_BODY_BYTES = 64 * 1024
_DEPTH = 16


class StrictRoute(APIRoute):
    """A route whose JSON body is read by ``read_json_body``."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap the request."""
        handle = super().get_route_handler()

        async def strict(request: Request) -> Response:
            return await handle(_StrictRequest(request.scope, request.receive))

        return strict


class _StrictRequest(Request):
    async def json(self) -> Any:  # noqa: ANN401 - whatever JSON holds
        return read_json_body(await self.body())


def read_json_body(raw: bytes) -> Any:  # noqa: ANN401
    """Parse a body; 400 for what is no UTF-8 JSON, has a key twice, NaN, deep nesting or half a character."""
    words = api_texts().errors
    try:
        value = _DECODER.decode(raw.decode("utf-8"))
    except UnicodeDecodeError:
        raise _bad(words.encoding) from None
    except RecursionError:
        raise _bad(words.depth.format(limit=_DEPTH)) from None
    except json.JSONDecodeError as error:
        raise _bad(words.syntax.format(line=error.lineno, column=error.colno)) from None
    except ValueError:
        raise _bad(words.digits) from None
    _check(value, _DEPTH)
    return value


def _bad(reason: str) -> HTTPException:
    return HTTPException(400, api_texts().errors.body.format(reason=reason))


def _refuse_constant(_: str) -> None:
    raise _bad(api_texts().errors.constant)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _bad(api_texts().errors.duplicate)
    return found


_DECODER = json.JSONDecoder(parse_float=Decimal, parse_constant=_refuse_constant, object_pairs_hook=_unique)


def _check(value: object, depth: int) -> None:
    if depth == 0:
        raise _bad(api_texts().errors.depth.format(limit=_DEPTH))
    if isinstance(value, str) and any("\ud800" <= character <= "\udfff" for character in value):
        raise _bad(api_texts().errors.surrogate)
    if isinstance(value, dict):
        for key, item in value.items():
            _check(key, depth)
            _check(item, depth - 1)
    elif isinstance(value, list):
        for item in value:
            _check(item, depth - 1)


class BodyLimit:
    """Refuses bodies that are too large, before anything reads them; only below the given prefix."""

    def __init__(self, app: ASGIApp, prefix: str, limit: int = MAX_BODY_BYTES) -> None:
        self._app, self._prefix, self._limit = app, prefix, limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, or answer 413."""
        if scope["type"] != "http" or not scope["path"].startswith(self._prefix):
            await self._app(scope, receive, send)
            return
        whole = await self._read(receive)
        if whole is None:
            message = api_texts().errors.too_large.format(limit=self._limit)
            fault = Fault(type="TooLarge", field="", message=message)
            await error_response(413, fault)(scope, receive, send)
            return
        read = False

        async def again() -> Message:
            nonlocal read
            if read:
                return await receive()
            read = True
            return {"type": "http.request", "body": whole, "more_body": False}

        await self._app(scope, again, send)

    async def _read(self, receive: Receive) -> bytes | None:
        """Return the body, or None as soon as it is too large."""
        body = b""
        while True:
            message = await receive()
            body += bytes(message.get("body", b""))
            if len(body) > self._limit:
                return None
            if message["type"] != "http.request" or not message.get("more_body", False):
                return body
