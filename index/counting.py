"""Counts the terms of many texts, in a second process where it pays: cutting words is half the work of an index."""

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from index.lexical import Counted
from index.lexical_terms import document_terms

PARALLEL_FROM = 4000
"""Texts from which on the start of other processes pays."""
_AHEAD = 8  # batches counted ahead of their use: memory stays bounded


def count_batches(batches: Sequence[Sequence[str]]) -> Iterator[Counted]:
    """Yield each batch counted, in order."""
    done = 0
    if sum(map(len, batches)) >= PARALLEL_FROM and (os.cpu_count() or 1) > 1:
        try:
            for counted in _beside(batches):
                yield counted
                done += 1
        except (OSError, BrokenProcessPool):
            pass  # no second process on this machine: the rest is counted here
    for batch in batches[done:]:
        yield _count(batch)


def _beside(batches: Sequence[Sequence[str]]) -> Iterator[Counted]:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        waiting = [pool.submit(_count, batch) for batch in batches[:_AHEAD]]
        for following in range(len(batches)):
            yield waiting.pop(0).result()
            if following + _AHEAD < len(batches):
                waiting.append(pool.submit(_count, batches[following + _AHEAD]))


def _count(batch: Sequence[str]) -> Counted:
    return Counted.of(document_terms(text) for text in batch)
