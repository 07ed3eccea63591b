"""A message with its sums of money → the features by which each sum's role is told."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from assistant.offline.words import any_of, slots
from index.tokenise import search_form, words

_STOPS = re.compile(r"[,，。;；!！?？\n、:：]")
_NEAR, _BEHIND, _FAR = 14, 12, 30  # characters looked at in front, behind, and beyond the nearest stop
_EDGE = 8  # characters beyond a stop whose pairs are looked at
_GRAMS = (1, 2, 3)
_ENDS = (1, 2, 3, 4)
_MOST = 4  # sums beyond which a message counts as long
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_CHIP = "芯片卡"
_NO_WORD = re.compile(r"[^一-鿿a-z]")


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of money in a message; half-open offsets, yuan."""

    start: int
    end: int
    yuan: Decimal


def role_features(text: str, sums: Sequence[Sum], calculator: str) -> list[list[str]]:
    """Return for each sum the character n-grams and words around it, its place and how it compares to the others.

    ``sums`` are all of the message, in order; ``calculator`` is the one that the message is about.
    """
    told = _told(text, tuple((one.start, one.end) for one in sums))
    return [[*around, *_size(sums, at, calculator)] for at, around in enumerate(told)]


def blank_features(text: str, sums: Sequence[Sum], blank: tuple[int, int], calculator: str) -> list[str]:
    """Return the features of a place that asks for a size, beside the sums of the message, in order."""
    spans = sorted([(one.start, one.end) for one in sums] + [blank])
    return [*_told(text, tuple(spans))[spans.index(blank)], f"m{calculator}", f"b{_form(text[slice(*blank)])}"]


@lru_cache(maxsize=512)
def _told(text: str, spans: tuple[tuple[int, int], ...]) -> tuple[tuple[str, ...], ...]:
    """Return what the words tell of each sum, whichever calculator the message is about."""
    cuts = [0, *(place for span in spans for place in span), len(text)]
    gaps = [_form(text[cuts[2 * at] : cuts[2 * at + 1]]) for at in range(len(spans) + 1)]
    anywhere = [f"q{word}" for word in {word for gap in gaps for word in words(gap)}]
    return tuple((*_around(gaps[at], gaps[at + 1]), *anywhere, *_place(gaps, at)) for at in range(len(spans)))


def _form(gap: str) -> str:
    """Return a stretch between sums with all chips alike and all numbers alike: there are more than anybody lists."""
    chips = (pattern for patterns in slots().categories.values() for pattern in patterns)
    return _NUMBER.sub("#", any_of(tuple(chips)).sub(_CHIP, search_form(gap)))


def _around(left: str, right: str) -> list[str]:
    *far_left, near = _STOPS.split(left)
    behind, *far_right = _STOPS.split(right)
    near, behind = near.strip(), behind.strip()
    before, after = "|".join(far_left)[-_FAR:], "|".join(far_right)[:_FAR]
    own, next_words = words(near), words(behind)
    return [
        *_grams(near[-_NEAR:], _GRAMS, "L"),
        *(f"E{near[-size:]}" for size in _ENDS if len(near) >= size),
        *_grams(behind[:_BEHIND], _GRAMS, "R"),
        *(f"S{behind[:size]}" for size in _ENDS if len(behind) >= size),
        *(f"lw{word}" for word in own),
        *(f"rw{word}" for word in next_words),
        *(f"lr{first}_{second}" for first in own[-2:] for second in next_words[:2]),
        *(f"fl{word}" for word in words(before)),
        *(f"fr{word}" for word in words(after)),
        *_grams(_NO_WORD.sub("", before)[-_EDGE:], (2,), "FL"),
        *_grams(_NO_WORD.sub("", after)[:_EDGE], (2,), "FR"),
        f"cl{_CHIP in near}",
        f"cr{_CHIP in behind}",
        f"le{not near}",
        f"re{not behind}",
    ]


def _place(gaps: Sequence[str], at: int) -> list[str]:
    count, last = len(gaps) - 1, at == len(gaps) - 2
    joined_left = at > 0 and not _STOPS.search(gaps[at])
    joined_right = not last and not _STOPS.search(gaps[at + 1])
    return [
        f"n{min(count, _MOST)}",
        f"i{min(at, _MOST - 1)}",
        f"last{last}",
        f"only{count == 1}",
        f"jl{joined_left}",
        f"jr{joined_right}",
    ]


def _size(sums: Sequence[Sum], at: int, calculator: str) -> list[str]:
    own, all_of_them = sums[at].yuan, [one.yuan for one in sums]
    alone = len(sums) == 1
    return [
        f"m{calculator}",
        f"mag{calculator}{max(own, Decimal(1)).adjusted()}",
        f"max{own == max(all_of_them)}{alone}",
        f"min{own == min(all_of_them)}{alone}",
        f"sum{len(sums) > 2 and sum(all_of_them) == 2 * own}",
        f"part{len(sums) == 2 and own < max(all_of_them)}",
    ]


def _grams(text: str, sizes: Sequence[int], name: str) -> list[str]:
    return [f"{name}{text[at : at + size]}" for size in sizes for at in range(len(text) - size + 1)]
