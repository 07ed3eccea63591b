"""What people ask of a policy that its text often leaves out: telephones, papers, seasons, who is shut out."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from assistant.offline.words import FOLDER, any_of, plain, replies
from corpus.data_file import DataModel, read_yaml
from corpus.normalise import fold, without_asking
from index.hit import UNSTATED

_ALONE = 0.85
"""A fact with this share of the chances of all facts is the only one that can be meant; chosen on the bank."""


class Matter(DataModel):
    """How a thing is asked for, and the words that a text has which states it."""

    asked: tuple[str, ...]
    stands: tuple[str, ...]


class Answer(Matter):
    """A kind of thing that a question asks for, and how a text looks that has one."""

    of_fact: bool = False
    """Where the question asks for one fact of a clause, that fact must have it: elsewhere in it is no answer."""


class Desk(DataModel):
    """How somebody asks for a detail of the office itself and names no matter."""

    matters: tuple[str, ...]
    beside: tuple[str, ...]
    """What else is in such a question."""


class Unsaid(DataModel):
    """unsaid.yaml."""

    matters: dict[str, Matter]
    """Details of how things are done."""
    traits: dict[str, Matter]
    """What an applicant may be; asked for only where the question is whether he may get something."""
    limits: tuple[str, ...]
    answers: dict[str, Answer]
    """Kinds of thing that a question asks for: a share, a rank, a date."""
    desk: Desk


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
    said, unsaid = plain(question), unsaid_words()
    details = any(any_of(matter.asked).search(said) for matter in unsaid.matters.values())
    traits = any(any_of(matter.asked).search(said) for matter in unsaid.traits.values())
    return details or (traits and bool(any_of(unsaid.limits).search(said)))


def unsaid_answers(question: str, clause: Mapping[str, Any], facts: Mapping[str, float]) -> list[str]:
    """Return the kinds of thing that a question asks for and a clause has none of; ``facts`` are its facts' chances."""
    said, asked = plain(question), unsaid_words().answers
    absent = _absent(asked, said, clause)
    fact = clause["plain"].get(_only_fact(facts))
    figures = {name: answer for name, answer in asked.items() if answer.of_fact}
    if fact and not any(any_of(answer.stands).search(fact["text"]) for answer in figures.values()):
        absent += [name for name, answer in figures.items() if any_of(answer.asked).search(said)]
    return list(dict.fromkeys(absent))


def _only_fact(facts: Mapping[str, float]) -> str:
    """Return the fact that a question asks for if it asks for any; empty where several are about as likely."""
    chances = {fact: chance for fact, chance in facts.items() if fact != UNSTATED}
    best = max(chances, key=lambda fact: chances[fact], default="")
    return best if best and chances[best] >= _ALONE * sum(chances.values()) else ""


def names_trait(opening: str, asked: str) -> bool:
    """Say whether what is told before a question names a trait that bears on it: 我们是外资，能领吗."""
    traits = unsaid_words().traits.values()
    named = any(any_of(trait.asked).search(opening) for trait in traits)
    return named and bool(any_of(unsaid_words().limits).search(asked))


def asks_desk(question: str) -> bool:
    """Say whether a question asks for a detail of the office itself and names no matter: 你们上班到几点."""
    said, desk, matters = plain(question), unsaid_words().desk, unsaid_words().matters
    asked = any_of(tuple(pattern for name in desk.matters for pattern in matters[name].asked))
    if not asked.search(said):
        return False
    rest = any_of(desk.beside).sub(" ", without_asking(asked.sub(" ", said)))
    return not any(character.isalnum() for character in rest)


def _absent(matters: Mapping[str, Matter] | Mapping[str, Answer], said: str, clause: Mapping[str, Any]) -> list[str]:
    body = fold("".join(sentence["text"] for sentence in clause["sentences"]))
    asked = (name for name, matter in matters.items() if any_of(matter.asked).search(said))
    return [name for name in asked if not re.search("|".join(matters[name].stands), body)]


def called(matters: Iterable[str]) -> str:
    """Return what a reply calls things: 联系方式、办理地点."""
    return "、".join(replies().texts[f"unsaid_{name}"] for name in matters)
