"""The words of messages that are whole only with what was said before."""

from functools import cache

from assistant.offline.words import FOLDER
from corpus.data_file import DataModel, read_yaml


class EllipticWords(DataModel):
    """elliptic.yaml."""

    mends: tuple[str, ...]
    idle: tuple[str, ...]
    in_yuan: tuple[str, ...]
    ends_here: tuple[str, ...]
    a_count: tuple[str, ...]
    year: tuple[str, ...]
    more: tuple[str, ...]
    less: tuple[str, ...]
    compares: tuple[str, ...]
    compares_with_last: tuple[str, ...]
    times: tuple[str, ...]
    same: tuple[str, ...]
    english_times: dict[str, str]
    alone: tuple[str, ...]
    doubled: tuple[str, ...]
    zeros: tuple[str, ...]
    part: tuple[str, ...]
    no_amount: tuple[str, ...]
    it: tuple[str, ...]
    no_item: tuple[str, ...]
    further: str
    raises: tuple[str, ...]
    results: tuple[str, ...]


@cache
def elliptic_words() -> EllipticWords:
    """Return the words, read once."""
    return read_yaml(FOLDER / "elliptic.yaml", EllipticWords)
