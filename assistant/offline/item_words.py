"""The words for what happens to things calculated before, and for which of them is meant."""

from functools import cache

from assistant.offline.words import FOLDER
from corpus.data_file import DataModel, read_yaml


class ItemWords(DataModel):
    """items.yaml."""

    restricts: tuple[str, ...]
    restores: tuple[str, ...]
    restores_all: tuple[str, ...]
    smallest: tuple[str, ...]
    largest: tuple[str, ...]
    falls_away: tuple[str, ...]
    last_one: tuple[str, ...]
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
