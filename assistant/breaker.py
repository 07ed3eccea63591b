"""A circuit breaker: after several faults in a row a driver rests for a while and is not asked."""

import time
from collections.abc import Callable
from threading import Lock
from types import TracebackType

from assistant.faults import DriverFault, Fault

FAULTS = 3
"""Faults in a row that open the circuit."""
REST_SECONDS = 60.0
"""How long it stays open; then one turn tries again."""
_NOT_ITS_FAULT = frozenset({Fault.CHECKS, Fault.NO_DRAFT, Fault.TOO_MANY_CALLS, Fault.LOOP, Fault.CIRCUIT_OPEN})


class CircuitBreaker:
    """Wrap each use in ``with breaker:``; entering raises ``DriverFault`` while the circuit is open. Thread-safe."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, Lock()
        self._faults = 0
        self._open_until: float | None = None

    def __enter__(self) -> None:
        with self._lock:
            if self._open_until is None:
                return
            if self._clock() < self._open_until:
                raise DriverFault(Fault.CIRCUIT_OPEN)
            self._open_until = self._clock() + REST_SECONDS  # this turn tries; the others go on waiting

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if isinstance(error, Exception) and not (isinstance(error, DriverFault) and error.fault in _NOT_ITS_FAULT):
            with self._lock:
                self._faults += 1
                if self._faults >= FAULTS:
                    self._open_until = self._clock() + REST_SECONDS
        elif not isinstance(error, GeneratorExit):
            with self._lock:
                self._faults, self._open_until = 0, None
