"""Questions for whatever there is to get that name nothing at all: 有什么补贴, what subsidies are there."""

from functools import cache

from assistant.offline.words import FOLDER, any_of, plain
from corpus.data_file import DataModel, read_yaml
from corpus.normalise import without_asking


class Anything(DataModel):
    """anything.yaml."""

    asked: tuple[str, ...]
    support: tuple[str, ...]
    beside: tuple[str, ...]
    """What else may stand in such a question."""


@cache
def _words() -> Anything:
    return read_yaml(FOLDER / "anything.yaml", Anything)


def asks_for_anything(question: str) -> bool:
    """Say whether a question asks what there is to get and has no word for anything in particular."""
    said, words = plain(question), _words()
    if not any_of(words.asked).search(said) or not any_of(words.support).search(said):
        return False
    rest = any_of(words.beside).sub(" ", without_asking(any_of((*words.asked, *words.support)).sub(" ", said)))
    return not any(character.isalnum() for character in rest)
