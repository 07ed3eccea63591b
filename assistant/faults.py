"""Why a driver could not answer a turn: codes that stand in a reply's ``model``, and the exception that carries one."""

from enum import StrEnum


class Fault(StrEnum):
    """What went wrong with a driver."""

    TIMEOUT = "timeout"
    RATE_LIMIT = "rate_limit"
    SERVER_ERROR = "server_error"
    CONNECTION = "connection"
    UNAUTHORIZED = "unauthorized"
    REFUSED = "refused"
    """The server rejects the request itself: unknown model, bad parameter."""
    BAD_RESPONSE = "bad_response"
    """What came back is no chat completion."""
    TOO_LONG = "too_long"
    TOO_MANY_CALLS = "too_many_calls"
    LOOP = "loop"
    NO_DRAFT = "no_draft"
    """The turn ended without a reply draft, twice."""
    CHECKS = "checks"
    """The draft failed the checks, twice."""
    CIRCUIT_OPEN = "circuit_open"
    """Not asked at all: it failed too often just before."""


class DriverFault(Exception):
    """A driver gives up on a turn."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        self.fault = fault
        super().__init__(f"{fault}: {detail}" if detail else str(fault))


_BY_CLASS = {
    "APITimeoutError": Fault.TIMEOUT,
    "TimeoutException": Fault.TIMEOUT,
    "RateLimitError": Fault.RATE_LIMIT,
    "InternalServerError": Fault.SERVER_ERROR,
    "APIConnectionError": Fault.CONNECTION,
    "TransportError": Fault.CONNECTION,
    "AuthenticationError": Fault.UNAUTHORIZED,
    "PermissionDeniedError": Fault.UNAUTHORIZED,
    "APIStatusError": Fault.REFUSED,
    "GraphRecursionError": Fault.LOOP,
}
"""Names of exception classes of the client and its transport; the nearest in an exception's ancestry counts."""


def fault_of(error: Exception) -> Fault:
    """Return the code for whatever a driver raised."""
    if isinstance(error, DriverFault):
        return error.fault
    names = (kind.__name__ for kind in type(error).__mro__)
    return next((_BY_CLASS[name] for name in names if name in _BY_CLASS), Fault.BAD_RESPONSE)
