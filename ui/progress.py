"""A progress bar for index builds, shown only when there is something to build."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tqdm import tqdm


@contextmanager
def index_progress() -> Iterator[Callable[[int, int], None]]:
    """Yield a callback for (done, total) that draws on stderr."""
    bars: list[tqdm[Any]] = []

    def show(done: int, total: int) -> None:
        if total and not bars:
            bars.append(tqdm(total=total, desc="建立索引", unit="条", file=sys.stderr))
        if bars:
            bars[0].update(done - bars[0].n)

    try:
        yield show
    finally:
        for bar in bars:
            bar.close()
