"""Every figure of a text, whatever it is written in. What looks like a number and cannot be read is a figure too.

A figure has a kind, so that 30 % never stands for 30 companies, and a value.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, lru_cache

from assistant.figure_readers import HAN, FigurePattern, after_money, before_money, may_hold_money
from assistant.figure_words import figure_words
from calculators.money import find_money
from corpus.normalise import fold

_NOT = r"(?:不是|并非|不等于|而非|没有)[^\d，,。；;]{0,4}"
_MASK = "\x1f"
_INVISIBLE = frozenset({"Cf", "Mn", "Me"})
_APART = re.compile(rf"(?<=\d)[ \t]+(?=[\d万亿])|(?<=[{HAN}])[ \t]+(?=[{HAN}万亿])")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a text; two are equal if they mean the same."""

    kind: str
    """yuan, foreign, percent, times, months, days, date, clause, chapter, count, number, code, link, vague, unreadable.
    """
    value: Fraction | str
    text: str = field(compare=False, default="")
    start: int = field(compare=False, default=0)
    """Place in ``plain_figures(text)``."""


@lru_cache(maxsize=4096)
def plain_figures(text: str) -> str:
    """Return a text without disguises: no invisible characters, no fancy digits, common characters, digits together."""
    folded = fold(unicodedata.normalize("NFKC", text.translate(_SHOWN))).replace("⁄", "/").translate(_rare())
    return _APART.sub("", folded)


class _ShownTable(dict[int, str]):
    """Lazy ``str.translate`` table: invisible characters out, digits of any writing as ASCII digits."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        category = unicodedata.category(character)
        if category in ("Nd", "No", "Nl") and not character.isascii() and character != "〇":
            value = unicodedata.numeric(character, -1.0)
            self[code] = str(int(value)) if value in range(10) else character
        else:
            self[code] = "" if category in _INVISIBLE else character
        return self[code]


_SHOWN = _ShownTable({ord("，"): "， "})  # half-width it would join two numbers


@cache
def _rare() -> dict[int, str]:
    return str.maketrans(figure_words().variants)


@lru_cache(maxsize=4096)
def read_figures(text: str) -> tuple[Figure, ...]:
    """Return every figure of a text in order."""
    plain = plain_figures(text)
    rest = _idioms().sub(lambda match: _MASK * len(match[0]), plain)
    found: list[Figure] = []
    characters = set(rest)
    for one in before_money():
        rest = _read(rest, one, found) if one.may_match(characters) else rest
    left = list(rest)
    for start, end, low, high in find_money(rest) if may_hold_money(characters) else ():
        found += [Figure("yuan", Fraction(value), plain[start:end], start) for value in dict.fromkeys((low, high))]
        left[start:end] = _MASK * (end - start)
    rest = "".join(left)
    for one in after_money():
        rest = _read(rest, one, found) if one.may_match(characters) else rest
    return tuple(sorted(found, key=lambda figure: figure.start))


@cache
def _idioms() -> re.Pattern[str]:
    return re.compile(rf"(?<![\d{HAN}万亿])(?:{'|'.join(figure_words().idioms)})")  # never the tail of a number


def _read(text: str, one: FigurePattern, found: list[Figure]) -> str:
    """Read every match and take it out; a match that the reader refuses stays for the next pattern."""

    def read(match: re.Match[str]) -> str:
        for kind, value in (results := one.reader(match)) or ():
            known = value is not None
            found.append(Figure(kind if known else "unreadable", value if known else match[0], match[0], match.start()))  # type: ignore[arg-type]
        return match[0] if results is None else _MASK * len(match[0])

    return one.pattern.sub(read, text)


def denied_figure(text: str, figure: Figure) -> bool:
    """Say whether a text says that something is not so much, 不是 50 %, or holds up what was said so: “全额”."""
    words = re.escape(figure.text)
    return re.search(rf"{_NOT}{words}|[“「][^”」]*{words}[^“「]*[”」]", plain_figures(text)) is not None
