"""What an amount was spent on, where that is said and is no computing power: 监控摄像头买了60万, 请外包团队花了150万.

No list of things can be complete. So the words that say nothing of a thing (who, when, how much, by what verb) are
taken away; what is left beside a verb of spending names one.
"""

import re
from functools import cache

from assistant.offline.words import FOLDER, any_of, cues
from corpus.data_file import DataModel, read_yaml
from index.tokenise import words

_THING = re.compile(r"[一-鿿]{2,}|[a-z]{3,}")


class Spending(DataModel):
    """spending.yaml."""

    verbs: tuple[str, ...]
    buys: tuple[str, ...]
    bought_behind: tuple[str, ...]
    computes: tuple[str, ...]
    partners: tuple[str, ...]
    neutral: tuple[str, ...]


@cache
def spending() -> Spending:
    """Return the words, read once."""
    return read_yaml(FOLDER / "spending.yaml", Spending)


def strange_object(front: str, behind: str) -> str:
    """Return the thing that the words around an amount name and that is no computing power; empty for none.

    ``front`` and ``behind`` are folded, and speak of this amount alone.
    """
    table = spending()
    computes = any_of((*table.computes, *cues().computing))
    if any_of(table.verbs).search(front):
        thing = _thing(any_of(table.partners).sub(" ", front))
        if thing:
            return "" if computes.search(front) or computes.search(behind) else thing
    told = any_of(table.bought_behind).match(behind)
    if told is None or computes.search(front + behind) or any_of(cues().asks_amount).search(behind):
        return ""
    return _thing(behind[told.end() :])


def buys_in(before: str, front: str) -> bool:
    """Say whether the thing was bought in the stretch before the one with the amount: 买了十张桌子，花了2万."""
    buys = any_of(spending().buys).search(before)
    return bool(buys and any_of(spending().verbs).search(front) and not _thing(front) and _thing(before))


def _thing(text: str) -> str:
    """Return the first words of a text that name a thing; empty for none."""
    neutral = re.compile(f"(?:{any_of(spending().neutral).pattern})+")
    found = _THING.search("".join(" " if neutral.fullmatch(word) else word for word in words(text)))
    return found[0] if found else ""
