"""Shares of a whole as people write them: 三成半, 30%, 百分之三十, 三分之一, 一半, two thirds."""

import re
from fractions import Fraction

from corpus.numerals import parse_numeral

_NUMERAL = r"[一二两三四五六七八九十\d]+"
_SHARE = re.compile(
    rf"(?P<tenths>[一二两三四五六七八九\d])成(?P<half>半|五)?|(?P<percent>\d+(?:\.\d+)?) ?(?:%|percent)"
    rf"|百分之(?P<of_hundred>{_NUMERAL})|(?P<below>{_NUMERAL})分之(?P<above>[一二两三四五六七八九]|\d+)"
    r"|(?P<one_half>一半|半数|half)|(?P<third>(?P<thirds>one|a|two)[ -]thirds?)"
)
HALF = Fraction(1, 2)
Share = tuple[int, int, Fraction]
"""Where a share begins and ends in the folded question, and which part of the whole it is."""


def shares_in(said: str) -> list[Share]:
    """Return the shares of a whole that a folded text names, in order."""
    return [(*found.span(), share) for found in _SHARE.finditer(said) if 0 < (share := _share(found)) < 1]


def _share(found: re.Match[str]) -> Fraction:
    if found["tenths"]:
        return Fraction(parse_numeral(found["tenths"]) * 2 + bool(found["half"]), 20)
    if found["percent"]:
        return Fraction(found["percent"]) / 100
    if found["of_hundred"]:
        return Fraction(parse_numeral(found["of_hundred"]), 100)
    if found["below"]:
        return Fraction(parse_numeral(found["above"]), max(parse_numeral(found["below"]), 1))
    return Fraction(1 + (found["thirds"] == "two"), 3) if found["third"] else HALF
