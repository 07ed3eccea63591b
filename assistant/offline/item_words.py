"""The words for what happens to things calculated before, and for which of them is meant."""

import re
from functools import cache

from assistant.offline.words import FOLDER, any_of
from corpus.data_file import DataModel, read_yaml

_NUMBERS = re.compile(r"[\d.,]+|[零一二三四五六七八九十百千万亿两几]{2,}")


class ItemWords(DataModel):
    """items.yaml."""

    restricts: tuple[str, ...]
    restores: tuple[str, ...]
    restores_all: tuple[str, ...]
    smallest: tuple[str, ...]
    largest: tuple[str, ...]
    falls_away: tuple[str, ...]
    last_one: tuple[str, ...]
    one_of_them: tuple[str, ...]
    letter_labels: tuple[str, ...]
    idle_marks: tuple[str, ...]
    enterprises: tuple[str, ...]
    suppliers: tuple[str, ...]
    enterprise_label: tuple[str, ...]
    alike: tuple[str, ...]
    counted_projects: tuple[str, ...]
    particles: tuple[str, ...]


@cache
def item_words() -> ItemWords:
    """Return the words, read once."""
    return read_yaml(FOLDER / "items.yaml", ItemWords)


def marks_of(said: str) -> set[str]:
    """Return the pairs of neighbouring characters of a text that may tell a thing apart, and one-letter labels."""
    said = _NUMBERS.sub(" ", said)
    idle = any_of(item_words().idle_marks)
    pairs = {said[at : at + 2] for at in range(len(said) - 1)}
    return {pair for pair in pairs if len(pair.strip()) == 2 and not idle.search(pair)} | set(
        any_of(item_words().letter_labels).findall(said)
    )
