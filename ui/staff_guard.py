"""Brakes for whoever guesses passwords: by name, by address, and by both."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

WINDOW_SECONDS = 15 * 60
LIMITS = {"both": 5, "address": 20, "name": 50}
"""Wrong passwords within the window: by one address for one name, by one address for any, by anybody for one name.

The last is high, so that a stranger cannot easily keep a colleague out.
"""
_KEPT = 20_000


class Guard:
    """Counts attempts in memory; one that succeeds is taken back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._tries: OrderedDict[tuple[str, str], list[float]] = OrderedDict()

    def attempt(self, name: str, address: str) -> float:
        """Count an attempt and return 0, or return the seconds to wait before the next one is let through."""
        with self._lock:
            now = self._clock()
            waits = [self._wait(key, now) for key in _keys(name, address)]
            if any(waits):
                return max(waits)
            for key in _keys(name, address):
                self._tries.setdefault(key, []).append(now)
                self._tries.move_to_end(key)
            while len(self._tries) > _KEPT:
                self._tries.popitem(last=False)
            return 0.0

    def succeeded(self, name: str, address: str) -> None:
        """Take the attempt back, and forget the pair's wrong ones: the person has shown to be the right one."""
        with self._lock:
            both, *others = _keys(name, address)
            self._tries.pop(both, None)
            for key in others:
                if self._tries.get(key):
                    self._tries[key].pop()

    def _wait(self, key: tuple[str, str], now: float) -> float:
        recent = [at for at in self._tries.get(key, ()) if now - at < WINDOW_SECONDS]
        if recent:
            self._tries[key] = recent
        else:
            self._tries.pop(key, None)
        limit = LIMITS[key[0]]
        return recent[-limit] + WINDOW_SECONDS - now if len(recent) >= limit else 0.0


def _keys(name: str, address: str) -> tuple[tuple[str, str], ...]:
    return ("both", f"{name}\0{address}"), ("address", address), ("name", name)
