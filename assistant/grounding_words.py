"""The words that need no support, and the ways to say that something is not stated, from grounding.yaml."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from assistant.figures import plain_figures
from assistant.offline.words import replies, slots
from calculators.portfolio_result import portfolio_words
from corpus.data_file import DataModel, read_yaml
from index.tokenise import words as cut

_PLACE = re.compile(r"\{[^}]*\}|[^\u4e00-\u9fff]+")
_LEAST_PHRASE = 5  # characters of a template's fragment that is as good as a word
_HEAD = 2
_CUT = 2  # characters up to which a general word must be one where the text is cut into words


class GroundingWords(DataModel):
    """grounding.yaml; words stand many in a line, the rest are regular expressions."""

    singles: str
    alone: str
    never: str
    weighty: str
    words: tuple[str, ...]
    support: tuple[str, ...]
    silent: tuple[str, ...]
    unsure: tuple[str, ...]
    asks: tuple[str, ...]
    steps: tuple[str, ...]
    embedded: tuple[str, ...]
    embedded_states: tuple[str, ...]
    opens: tuple[str, ...]
    wish: tuple[str, ...]
    sequence: str
    askable: tuple[str, ...]
    duties: tuple[str, ...]
    lacking: tuple[str, ...]
    compares: tuple[str, ...]
    answers: tuple[str, ...]
    permits: tuple[str, ...]
    exclusive: tuple[str, ...]
    unlike: tuple[str, ...]
    denied: tuple[str, ...]
    allows: tuple[str, ...]
    theirs: tuple[str, ...]
    heard: tuple[str, ...]
    confirms: tuple[str, ...]
    asked: tuple[str, ...]
    latin: frozenset[str]


class GeneralWords(DataModel):
    """general_words.yaml; words stand many in a line."""

    connecting: tuple[str, ...]
    judging: tuple[str, ...]
    talking: tuple[str, ...]


Phrases = Mapping[str, tuple[str, ...]]
"""First two characters → the phrases that begin so, longest first."""


@cache
def grounding_words() -> GroundingWords:
    """Return the words, read once."""
    return read_yaml(Path(__file__).parent / "grounding.yaml", GroundingWords)


@cache
def cue(name: str) -> re.Pattern[str]:
    """Return a list of patterns of grounding.yaml as one."""
    return re.compile("|".join(f"(?:{part})" for part in getattr(grounding_words(), name)))


@cache
def frame() -> Phrases:
    """Return what a clerk says around the matter: his words and the phrases of the replies by rules."""
    fragments = (part for text in replies().texts.values() for part in _PLACE.split(plain_figures(text)))
    told = (part for text in portfolio_words().model_dump().values() for part in _PLACE.split(plain_figures(str(text))))
    phrases = [part for part in (*fragments, *told) if len(part) >= _LEAST_PHRASE]
    return _by_head([*_listed("words"), *phrases])


@cache
def general() -> frozenset[str]:
    """Return the everyday words of talk, which say nothing of a policy."""
    data = read_yaml(Path(__file__).parent / "general_words.yaml", GeneralWords)
    lines = (*data.connecting, *data.judging, *data.talking)
    return frozenset(word for line in lines for word in line.split())


@cache
def long_general() -> tuple[str, ...]:
    """Return the everyday words that are no less than what they say wherever the text is cut into words."""
    return tuple(word for word in general() if len(word) > _CUT or cut(word) != [word])


@cache
def askable() -> Phrases:
    """Return what one may be told to ask an office for."""
    return _by_head(_listed("askable"))


@cache
def singles() -> frozenset[str]:
    """Return the characters that need no support even when they stand alone."""
    return frozenset(grounding_words().singles)


@cache
def groups() -> tuple[tuple[str, ...], ...]:
    """Return the groups of words for the same thing."""
    return tuple(tuple(line.split()) for line in grounding_words().support)


@cache
def chips() -> re.Pattern[str]:
    """Return the names of kinds of computing: the rules know them, whatever a clause calls them."""
    names = "|".join(f"(?:{word})" for words in slots().categories.values() for word in words)
    return re.compile(f"(?:{names})(?:显?卡|芯片|gpu)*")


def _listed(name: str) -> Iterator[str]:
    for line in getattr(grounding_words(), name):
        yield from line.split()


def _by_head(words: list[str] | Iterator[str]) -> Phrases:
    heads: dict[str, set[str]] = {}
    for word in words:
        heads.setdefault(word[:_HEAD], set()).add(word)
    return {head: tuple(sorted(found, key=len, reverse=True)) for head, found in heads.items()}
