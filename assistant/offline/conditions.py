"""Which conditions of a clause the user says are not met, and which have come true since."""

from collections.abc import Iterator, Sequence
from functools import cache

from assistant.offline.fields import STOPS
from assistant.offline.words import FOLDER, any_of, plain
from corpus.data_file import DataModel, read_yaml


class Said(DataModel):
    """How people name a condition, and what says by itself that it is not met."""

    named: tuple[str, ...]
    contrary: tuple[str, ...] = ()
    alternatives: bool = False
    """Either of the things named is enough."""


class ConditionWords(DataModel):
    """conditions.yaml."""

    denied_before: tuple[str, ...]
    denied_after: tuple[str, ...]
    affirmed_before: tuple[str, ...]
    affirmed_after: tuple[str, ...]
    beside: tuple[str, ...]
    open_question: tuple[str, ...]
    all_met: tuple[str, ...]
    fields: dict[str, Said]


@cache
def condition_words() -> ConditionWords:
    """Return the words, read once."""
    return read_yaml(FOLDER / "conditions.yaml", ConditionWords)


def unmet_in(text: str, conditions: Sequence[str]) -> list[str]:
    """Return those of some conditions that a text says are not met: 备案还没批下来, 没有研发团队."""
    return [name for name in conditions if _stands(name, text) is False]


def names_one(text: str, conditions: Sequence[str]) -> bool:
    """Say whether a text names one of some conditions, met or not: 入选了, 没评上."""
    said = [condition_words().fields[name] for name in conditions if name in condition_words().fields]
    return any(any_of(one.named + one.contrary).search(plain(text)) for one in said)


def still_unmet(text: str, before: Sequence[str], conditions: Sequence[str]) -> list[str]:
    """Return the conditions that are not met after a text; what was not met before stays so until it is said to be."""
    if any_of(condition_words().all_met).search(plain(text)):
        return []
    stands = {name: _stands(name, text) for name in conditions}
    return [name for name in conditions if stands[name] is False or (name in before and stands[name] is None)]


def _stands(name: str, text: str) -> bool | None:
    """Say whether a condition is met by what a text says of it; None where it says nothing."""
    said = condition_words().fields.get(name)
    if said is None:
        return None
    last = dict(_events(said, plain(text)))
    if not last:
        return None
    return any(last.values()) if said.alternatives else all(last.values())


def _events(said: Said, text: str) -> Iterator[tuple[str, bool]]:
    """Yield each thing named with whether it is there, in the order of the text."""
    words = condition_words()
    for stretch in STOPS.split(text):
        if any_of(words.open_question).search(stretch):
            continue
        if said.contrary and any_of(said.contrary).search(stretch) and not any_of(words.beside).search(stretch):
            yield "", False
            continue
        for found in any_of(said.named).finditer(stretch):
            before, after = stretch[: found.start()], _up_to_next(stretch[found.end() :])
            if any_of(words.denied_before).search(before) or any_of(words.denied_after).search(after):
                yield found[0], False
            elif any_of(words.affirmed_before).search(before) or any_of(words.affirmed_after).search(after):
                yield found[0], True


def _up_to_next(text: str) -> str:
    """Return a text up to the next thing that is a condition: in 自研模型的备案被退回 it is 备案 that was returned."""
    named = any_of(tuple(name for said in condition_words().fields.values() for name in said.named)).search(text)
    return text[: named.start()] if named else text
