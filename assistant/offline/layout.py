"""Questions on how the document is laid out: 几章几条, 最后一章, 倒数第二条, 第八条后面, 头三条."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from typing import Any

from assistant.offline.words import FOLDER, plain
from corpus.data_file import DataModel, read_yaml
from corpus.numerals import parse_numeral

Row = dict[str, Any]


class LayoutWords(DataModel):
    """layout.yaml; ``{unit}`` stands for what chapters or measures are called."""

    chapter: str
    measure: str
    first: str
    final: str
    from_end: str
    numbered: str
    first_several: str
    last_several: str
    counted: str
    behind: str
    before: str
    below: str
    above: str
    most: str
    english_numbers: dict[str, int]
    filler: str


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of the document's chapters or measures."""

    chapters: bool
    start: int = 0
    """From 0 on; below 0 from the end."""
    length: int | None = None
    """None for all from there on."""
    step: int = 0
    """1 for what stands behind the stretch, -1 for what stands before it."""
    largest: bool = False
    """Only the chapter with the most measures."""

    @property
    def whole(self) -> bool:
        """Whether this is the whole document."""
        return self == Place(chapters=self.chapters)

    def of(self, rows: Sequence[Row]) -> list[Row]:
        """Return the measures that stand there; none beyond either end."""
        things = _chapters(rows) if self.chapters else [[row] for row in rows]
        if self.largest:
            most = max(map(len, things), default=0)
            return [row for thing in things if len(thing) == most for row in thing]
        start = self._at(len(things))
        end = len(things) if self.length is None else start + self.length
        return [row for thing in things[max(start, 0) : max(end, 0)] for row in thing]

    def beyond(self, rows: Sequence[Row]) -> str:
        """Return the clause that stands right before or behind all measures where that is the place; else empty."""
        count = len(_chapters(rows) if self.chapters else rows)
        at = self._at(count)
        return "" if not self.step else "preamble" if at == -1 else "closing" if at == count else ""

    def _at(self, count: int) -> int:
        return (self.start if self.start >= 0 else count + self.start) + self.step


def _chapters(rows: Sequence[Row]) -> list[list[Row]]:
    return [list(group) for _, group in groupby(rows, key=lambda row: row["chapter"])]


@cache
def _words() -> LayoutWords:
    return read_yaml(FOLDER / "layout.yaml", LayoutWords)


@cache
def _pattern(name: str, *, chapters: bool) -> re.Pattern[str]:
    words = _words()
    return re.compile(str(getattr(words, name)).replace("{unit}", words.chapter if chapters else words.measure))


@cache
def _filler() -> re.Pattern[str]:
    words = (word.strip() for line in _words().filler.splitlines() for word in line.split("|"))
    return re.compile("|".join(sorted((word for word in words if word), key=len, reverse=True)))


def layout_asked(question: str) -> Place | None:
    """Return the place in the document that a question asks for, and nothing besides; None for another question.

    A measure by its number alone is none: that is read by its number.
    """
    said = plain(question)
    for chapters in (False, True):
        if found := _stretch(said, chapters=chapters):
            place, start, end = found
            return place if _says_no_more(f"{said[:start]} {said[end:]}") else None
    chapters = bool(_pattern("most", chapters=True).search(said))
    if chapters:
        return Place(chapters=True, largest=True) if _says_no_more(said) else None
    counted = [_pattern("counted", chapters=chapters).search(said) for chapters in (False, True)]
    return Place(chapters=counted[0] is None) if any(counted) and _says_no_more(said) else None


def _stretch(said: str, *, chapters: bool) -> tuple[Place, int, int] | None:
    """Return the place that a text names, and where it does."""
    places: dict[str, Callable[[int], Place]] = {
        "first": lambda n: Place(chapters, 0, 1),
        "from_end": lambda n: Place(chapters, -n, 1),
        "final": lambda n: Place(chapters, -1, 1),
        "first_several": lambda n: Place(chapters, 0, n),
        "last_several": lambda n: Place(chapters, -n, n),
        "numbered": lambda n: Place(chapters, n - 1, 1),
    }
    for name, place in places.items():
        found = _pattern(name, chapters=chapters).search(said)
        if found is None:
            continue
        at = place(_number(next((said for said in found.groupdict().values() if said), "1")))
        step, end = _step(said, found, chapters=chapters)
        if name in ("numbered", "first") and not (step or chapters):
            return None
        return replace(at, step=step), found.start(), end
    return None


def _number(said: str) -> int:
    english = _words().english_numbers
    return english[said] if said in english else parse_numeral(said)


def _step(said: str, found: re.Match[str], *, chapters: bool) -> tuple[int, int]:
    """Return whether what stands behind (1) or before (-1) is asked for, and where the words for it end.

    What is below a measure stands behind it; what is below a chapter is its own.
    """
    names = {"behind": 1, "before": -1} if chapters else {"behind": 1, "before": -1, "below": 1, "above": -1}
    for name, step in names.items():
        pattern = _pattern(name, chapters=False)
        if after := pattern.match(said[found.end() :]):
            return step, found.end() + after.end()
        if pattern.search(said[: found.start()]) and said[: found.start()].isascii():
            return step, found.end()
    return 0, found.end()


def _says_no_more(said: str) -> bool:
    without = _filler().sub(" ", _pattern("behind", chapters=False).sub(" ", said) if said.isascii() else said)
    return not any(character.isalnum() for character in without)
