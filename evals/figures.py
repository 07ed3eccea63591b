"""A second opinion on figures, by other code than the assistant's number lock: if the lock breaks, this still tells.

Coarser than the lock: it reads the Arabic figures of a reply and compares bare values, whatever their unit.
"""

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Any

from calculators.money import find_money
from corpus.normalise import fold
from corpus.numerals import parse_numeral

_MARK = re.compile(r"\[\d+\]")
_LISTED = re.compile(r"^\s*\d+[.、)）]\s*", re.MULTILINE)
_FIGURE = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*([千万亿]*)")
_CHINESE = re.compile(r"[零〇一二三四五六七八九十百千]+")
_UNITS = {"千": Decimal(1000), "万": Decimal(10_000), "亿": Decimal(100_000_000)}


def arabic_figures(text: str) -> set[Decimal]:
    """Return the values of a text's Arabic figures with their Chinese units; marks and list numbers left out."""
    plain = fold(unicodedata.normalize("NFKC", _LISTED.sub("", _MARK.sub("", text))))
    values = set()
    for digits, units in _FIGURE.findall(plain):
        value = Decimal(digits.replace(",", "").rstrip("."))
        for unit in units:
            value *= _UNITS[unit]
        values.add(value.normalize())
    return values


@lru_cache(maxsize=20_000)
def said_figures(text: str) -> frozenset[Decimal]:
    """Return every value that a source of figures may stand for: Arabic, Chinese, and as money."""
    plain = fold(unicodedata.normalize("NFKC", text))
    values = arabic_figures(text)
    values |= {Decimal(digits.replace(",", "")).normalize() for digits, _ in _FIGURE.findall(plain)}
    for _, _, low, high in find_money(plain):
        values |= {low.normalize(), high.normalize()}
    for written in _CHINESE.findall(plain):
        try:
            values.add(Decimal(parse_numeral(written)).normalize())
        except ValueError:
            continue
    return frozenset(values)


def unbound(text: str, sources: Iterable[str], calculations: Any) -> set[Decimal]:  # noqa: ANN401
    """Return the figures of a text that stand in no source and in no value of the calculations' JSON."""
    figures = arabic_figures(text)
    if not figures:
        return figures
    return figures - frozenset[Decimal]().union(*map(said_figures, [*sources, *_texts(calculations)]))


def _texts(part: Any) -> Iterable[str]:  # noqa: ANN401
    if isinstance(part, dict):
        part = list(part.values())
    if isinstance(part, list | tuple):
        for item in part:
            yield from _texts(item)
    elif isinstance(part, str | int | float | Decimal) and not isinstance(part, bool):
        yield str(part)
