"""Script and form of texts: folding for search, script detection, conversion for readers.

Folded text is Simplified, half-width, lower case, one character at a time; it is searched, never shown. OpenCC is
used here and nowhere else.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

import opencc

from corpus.clause import Span
from corpus.data_file import DataModel, read_yaml

Script = Literal["hans", "hant"]

_ALIKE = {"覆": "复"}
"""OpenCC writes 批复 as 批覆 in Traditional and does not take that back: for search the two are one."""

TERMS = Path(__file__).parent / "terms"


@cache
def _converter(name: str) -> opencc.OpenCC:
    return opencc.OpenCC(name)


def _fold_once(character: str) -> str:
    plain = unicodedata.normalize("NFKC", character).lower()
    return "".join(_ALIKE.get(simple, simple) for part in plain for simple in _converter("t2s").convert(part))


@cache
def _fold_character(character: str) -> str:
    """Fold one character until nothing changes; may give none or several characters."""
    folded = character
    while (again := "".join(_fold_once(part) for part in folded)) != folded:
        folded = again
    return folded


class _FoldTable(dict[int, str]):
    """Lazy ``str.translate`` table, filled on first sight of a character."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(chr(code))
        return folded


_FOLD_TABLE = _FoldTable()


def fold(text: str) -> str:
    """Return the search form of a text; folding a folded text changes nothing."""
    return text.translate(_FOLD_TABLE)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text that remembers where each character came from."""

    text: str
    origins: tuple[int, ...]
    """For each folded character the offset of its source character."""

    def source_span(self, start: int, end: int) -> Span:
        """Map a half-open span of the folded text back to the source text."""
        if start >= end:
            here = self.origins[start] if start < len(self.origins) else (self.origins[-1] + 1 if self.origins else 0)
            return Span(here, here)
        return Span(self.origins[start], self.origins[end - 1] + 1)


@lru_cache(maxsize=4096)
def fold_with_offsets(text: str) -> Folded:
    """Fold a text and keep, for each folded character, the offset it came from."""
    pieces = [(_FOLD_TABLE[ord(character)], offset) for offset, character in enumerate(text)]
    folded = "".join(piece for piece, _ in pieces)
    return Folded(folded, tuple(offset for piece, offset in pieces for _ in piece))


def _encodes(character: str, codec: str) -> bool:
    try:
        character.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


@cache
def _script_vote(character: str) -> int:
    """+1 for a character of Traditional writing alone, -1 for Simplified alone, 0 for both or neither.

    GB 2312 holds the Simplified set and Big5 (with the Hong Kong supplement) the Traditional one; a character that only
    one of them can write tells the script.
    """
    if not "\u3400" <= character <= "\u9fff":
        return 0
    traditional, simplified = _encodes(character, "big5hkscs"), _encodes(character, "gb2312")
    if _converter("t2s").convert(character) != character and not simplified:
        return 1
    return int(traditional) - int(simplified)


def detect_script(text: str, default: Script = "hans") -> Script:
    """Return the script a text is written in; ``default`` where no character tells."""
    vote = sum(_script_vote(character) for character in text)
    if vote == 0:
        return default
    return "hant" if vote > 0 else "hans"


def to_script(text: str, script: Script) -> str:
    """Return the text in a reader's script; lengths are kept for Chinese characters.

    Traditional output is OpenCC's ``s2t``, the form in which the policy itself was published.
    """
    return "".join(_piece_in_script(piece, script) for piece in _PIECE.findall(text))


_PIECE = re.compile("[^，。；：\n]*[，。；：\n]|[^，。；：\n]+")
"""OpenCC looks at no word across these marks."""


@lru_cache(maxsize=8192)  # replies are made of set phrases that come again in turn after turn
def _piece_in_script(text: str, script: Script) -> str:
    converted: str = _converter("t2s" if script == "hans" else "s2t").convert(text)
    return converted


class _Synonyms(DataModel):
    """terms/synonyms.yaml: colloquial words → the policy's words."""

    synonyms: dict[str, tuple[str, ...]]


@cache
def synonyms() -> dict[str, tuple[str, ...]]:
    """Return the policy's words for colloquial ones, all folded."""
    table = read_yaml(TERMS / "synonyms.yaml", _Synonyms).synonyms
    return {fold(word): tuple(fold(official) for official in table[word]) for word in table}


class _Fillers(DataModel):
    """terms/fillers.yaml: courtesies and fillers, as regular expressions over folded text."""

    fillers: tuple[str, ...]


@cache
def _filler_pattern() -> re.Pattern[str]:
    return re.compile("|".join(read_yaml(TERMS / "fillers.yaml", _Fillers).fillers))


def without_fillers(folded: str) -> str:
    """Return a folded question without courtesies; the question itself where nothing else is in it."""
    bare = _filler_pattern().sub(" ", folded)
    return bare if any(character.isalnum() for character in bare) else folded


@cache
def _courtesies() -> tuple[re.Pattern[str], re.Pattern[str]]:
    one = f"(?:{_filler_pattern().pattern})"
    stops = r"[\s,，.。!！?？、~]"  # without one, what looks like a filler is a part of a word: 金额, 额度
    return re.compile(rf"{stops}*(?:{one}{stops}+)+"), re.compile(rf"(?<={stops})(?:{one}{stops}*)+$")


def without_courtesies(text: str) -> str:
    """Return a text without the courtesies at its beginning and end; the text itself where nothing else is in it."""
    folded = fold_with_offsets(text)
    opening, closing = _courtesies()
    first = opening.match(folded.text)
    start = first.end() if first else 0
    last = closing.search(folded.text, start)
    span = folded.source_span(start, last.start() if last else len(folded.text))
    bare = text[span.start : span.end].rstrip(" ,，、")
    return bare if any(character.isalnum() for character in bare) else text


class _Asking(DataModel):
    """terms/asking.yaml: words of asking, as regular expressions, and words for being in charge."""

    asking: tuple[str, ...]
    in_charge: tuple[str, ...]


@cache
def _asking() -> _Asking:
    return read_yaml(TERMS / "asking.yaml", _Asking)


@cache
def _asking_pattern() -> re.Pattern[str]:
    return re.compile("|".join(_asking().asking))


def without_asking(folded: str) -> str:
    """Return a folded question without words of asking; the question itself where nothing else is in it."""
    bare = _asking_pattern().sub(" ", folded)
    return bare if any(character.isalnum() for character in bare) else folded


def asks_who_is_in_charge(folded: str) -> bool:
    """Say whether a folded question asks for what some unit is in charge of."""
    return any(word in folded for word in _asking().in_charge)


class _Places(DataModel):
    """terms/places.yaml: names of places where the policies do not apply."""

    places: str


@cache
def _place_pattern() -> re.Pattern[str]:
    names = read_yaml(TERMS / "places.yaml", _Places).places.split()
    return re.compile("|".join(sorted((re.escape(fold(name)) for name in names), key=len, reverse=True)))


def with_places_alike(folded: str, mark: str) -> str:
    """Return a folded question in which every other place's name is the same mark."""
    return _place_pattern().sub(mark, folded)


class _Variants(DataModel):
    """terms/variants.yaml: words of Taiwan and Hong Kong → words of the mainland, both in folded form."""

    variants: dict[str, str]


@cache
def variants() -> dict[str, str]:
    """Return the regional words and their mainland counterparts, folded."""
    table = read_yaml(TERMS / "variants.yaml", _Variants).variants
    return {fold(word): fold(mainland) for word, mainland in table.items()}


@cache
def _variant_pattern() -> re.Pattern[str]:
    longest_first = sorted(variants(), key=len, reverse=True)
    return re.compile("|".join(re.escape(word) for word in longest_first))


def to_mainland(folded: str) -> str:
    """Replace regional words of a folded question by the mainland's; length is not kept."""
    return _variant_pattern().sub(lambda found: variants()[found[0]], folded)
