"""aims.yaml: the words of reverse questions."""

from functools import cache

from assistant.offline.words import FOLDER
from corpus.data_file import DataModel, read_yaml


class AimWords(DataModel):
    """aims.yaml: regular expressions over folded text."""

    asks_size: tuple[str, ...]
    full: tuple[str, ...]


@cache
def aim_words() -> AimWords:
    """Return the words of reverse questions."""
    return read_yaml(FOLDER / "aims.yaml", AimWords)
