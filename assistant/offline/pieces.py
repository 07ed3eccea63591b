"""A message cut into stretches with an amount each, and those that tell of an award without one."""

import re
from dataclasses import dataclass

from assistant.offline.categories import find_categories
from assistant.offline.fields import STOPS
from assistant.offline.quantities import find_values
from assistant.offline.words import any_of, cues, plain, slots
from calculators.money import find_money

_MARK = re.compile(r"[①-⑳]|(?<!\d)[(（]?\d{1,2}[.、)）](?!\d)")
_SIGN = re.compile(r"[、;；/／+＋①-⑳]")
_OF_THE_LAST = re.compile(r"(?:也|都|全|就|这|那|份|是|用|租|跑|走|系|的)*")
_LEAST = 3
"""Characters of a stretch that tells something without an amount."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a message around one amount; ``more`` holds what the next stretches say of it without an amount."""

    text: str
    more: str = ""

    @property
    def whole(self) -> str:
        """The stretch with what is said of it behind."""
        return f"{self.text}，{self.more}" if self.more else self.text


def pieces(text: str) -> list[Piece]:
    """Cut a text into stretches with an amount each; one that has only a rate or a time goes with the one before.

    One that only names computing power goes with the contract behind it: 我们还租了国产算力，合同330万.
    """
    found: list[Piece] = []
    chips = ""
    for stretch in stretches(text):
        kinds = {value.kind for value in find_values(stretch)}
        bare = not find_categories(stretch)
        if "money" in kinds:
            contract = any_of(cues().contract).search(plain(stretch))
            found.append(Piece(f"{chips}，{stretch}" if chips and bare and contract else stretch))
        elif found and (kinds or (not bare and _says_only_chips(stretch))):
            found[-1] = Piece(found[-1].text, f"{found[-1].more}，{stretch}".strip("，"))
            bare = True
        chips = "" if kinds else chips if bare else stretch
    return found


def _says_only_chips(stretch: str) -> bool:
    """Say whether a stretch only says of the amount before it what it runs on: 用的英伟达, 也是国产."""
    return bool(_OF_THE_LAST.fullmatch(plain(stretch)[: find_categories(stretch)[0][0]]))


def stretches(text: str) -> list[str]:
    """Cut a text at its stops and between listed amounts."""
    cuts = [0, *sorted(_cuts(text)), len(text)]
    cut = (_MARK.sub("", text[start:end]).strip(" ,，、;；。\n") for start, end in zip(cuts, cuts[1:], strict=False))
    return [stretch for stretch in cut if stretch]


def bare_stretches(text: str) -> list[str]:
    """Return the stretches of a text that have no number and yet tell something, each thing listed by itself."""
    bare = [part for one in stretches(text) if not find_values(one) for part in any_of(slots().lists).split(one)]
    return [one for one in bare if one and len(one) >= _LEAST]


def _cuts(text: str) -> set[int]:
    """Return where a text is cut: at stops, and between two amounts at the marks and the last word that list things.

    The comma of 1,800万 is no stop.
    """
    money = [value for value in find_values(text) if value.kind == "money"]
    numbers = [(start, end) for start, end, _, _ in find_money(text)]
    stops = [stop for stop in STOPS.finditer(text) if not any(start < stop.start() < end for start, end in numbers)]
    places = {stop.end() for stop in stops}
    for first, second in zip(money, money[1:], strict=False):
        between = [*any_of(slots().lists).finditer(text, first.end, second.start)]
        if between and not any(first.end <= place <= second.start for place in places):
            places |= {between[-1].start(), *(mark.start() for mark in between if _SIGN.match(mark[0]))}
    last = money[-1].end if money else len(text)
    return places | {mark.start() for mark in _SIGN.finditer(text, last)}
