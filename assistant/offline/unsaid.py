"""What people ask of a policy that its text often leaves out: telephones, papers, seasons, who is shut out."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from assistant.offline.words import FOLDER, any_of, plain, replies
from corpus.data_file import DataModel, read_yaml
from corpus.normalise import fold


class Matter(DataModel):
    """How a thing is asked for, and the words that a text has which states it."""

    asked: tuple[str, ...]
    stands: tuple[str, ...]


class Unsaid(DataModel):
    """unsaid.yaml."""

    matters: dict[str, Matter]
    """Details of how things are done."""
    traits: dict[str, Matter]
    """What an applicant may be; asked for only where the question is whether he may get something."""
    limits: tuple[str, ...]


@cache
def unsaid_words() -> Unsaid:
    """Return the words, read once."""
    return read_yaml(FOLDER / "unsaid.yaml", Unsaid)


def unsaid_details(question: str, clause: Mapping[str, Any]) -> list[str]:
    """Return the details that a question asks for and a clause does not state."""
    return _absent(unsaid_words().matters, plain(question), clause)


def unsaid_traits(question: str, clause: Mapping[str, Any]) -> list[str]:
    """Return what a question says of an applicant, asking whether he may or must, of which a clause says nothing."""
    said = plain(question)
    return _absent(unsaid_words().traits, said, clause) if any_of(unsaid_words().limits).search(said) else []


def asks_unsaid(question: str) -> bool:
    """Say whether a question asks for such a detail, or whether such an applicant may get something."""
    said, words = plain(question), unsaid_words()
    details = any(any_of(matter.asked).search(said) for matter in words.matters.values())
    traits = any(any_of(matter.asked).search(said) for matter in words.traits.values())
    return details or (traits and bool(any_of(words.limits).search(said)))


def _absent(matters: Mapping[str, Matter], said: str, clause: Mapping[str, Any]) -> list[str]:
    body = fold("".join(sentence["text"] for sentence in clause["sentences"]))
    asked = (name for name, matter in matters.items() if any_of(matter.asked).search(said))
    return [name for name in asked if not re.search("|".join(matters[name].stands), body)]


def called(matters: Iterable[str]) -> str:
    """Return what a reply calls things: 联系方式、办理地点."""
    return "、".join(replies().texts[f"unsaid_{name}"] for name in matters)
