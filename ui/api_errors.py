"""Whatever is wrong with a request → ``{"error": {"type", "field", "message"}}`` with one Chinese line."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from calculators.reading import print_path
from corpus.errors import InputError, SetupError, SuanceError
from ui.api_conversation import UnknownConversation
from ui.api_texts import api_texts
from ui.contract import ErrorOut, Fault

_NAMED = frozenset({"calculator", "clause"})
"""What an address names: a wrong one is not found."""


def error_response(status: int, fault: Fault, headers: Any = None) -> JSONResponse:  # noqa: ANN401
    """Return the one form of an error."""
    return JSONResponse(ErrorOut(error=fault).model_dump(), status_code=status, headers=headers)


def fault_of(error: SuanceError) -> Fault:
    """Return what an error of ours says to the caller."""
    message = str(error)
    if isinstance(error, SetupError):
        message = api_texts().errors.setup.format(reason=error.problem)
    return _fault(type(error).__name__, getattr(error, "field", ""), message)


def validation_fault(fault: Mapping[str, Any], skip: int = 0) -> Fault:
    """Return what one of pydantic's faults says to the caller; ``skip`` parts of its place are not the caller's."""
    field = print_path(tuple(fault["loc"][skip:]))
    texts = api_texts()
    reason = texts.faults.get(fault["type"], texts.faults["other"]).format_map(fault.get("ctx", {}))
    return _fault("InputError", field, f"{field}：{reason}" if field else reason)


def _fault(kind: str, field: str, message: str) -> Fault:
    line, place = (" ".join(text.split()).encode("utf-8", "replace").decode("utf-8") for text in (message, field))
    return Fault(type=kind, field=place, message=line)


def add_error_handlers(app: FastAPI) -> None:
    """Make the application answer every error in that form."""
    app.add_exception_handler(SuanceError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)


async def _ours(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, SuanceError)
    fault = fault_of(error)
    addressed = isinstance(error, InputError) and fault.field in _NAMED and bool(request.path_params)
    if addressed or isinstance(error, UnknownConversation):
        return error_response(404, fault)
    return error_response(503 if isinstance(error, SetupError) else 422, fault)


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    if tuple(first["loc"]) == ("body",) and isinstance(first["input"], bytes | None):
        return error_response(422, Fault(type="InputError", field="", message=api_texts().errors.empty))
    return error_response(422, validation_fault(first, skip=1))


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    words = api_texts().errors
    messages = {404: words.not_found, 405: words.method.format(method=request.method)}
    message = messages.get(error.status_code, str(error.detail))
    kind = HTTPStatus(error.status_code).phrase.title().replace(" ", "")
    return error_response(error.status_code, _fault(kind, "", message), error.headers)
