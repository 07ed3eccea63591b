"""Numbers in one form: 五百万 = 500万 = 5,000,000 → 5000000; 三十 → 30. Percentages are the search form's matter."""

import re
from decimal import Decimal

from corpus.numerals import parse_numeral

_WRITTEN = re.compile(
    r"(?P<arabic>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:\s*(?P<unit>[十百千]?[万亿]))?"
    r"|(?P<chinese>[一二两三四五六七八九十百千][零一二两三四五六七八九十百千]*)(?P<large>[万亿])?"
)
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_PLACES = frozenset("十百千")


def with_plain_numbers(form: str) -> str:
    """Return a folded text with every amount in digits; a single 三 or 十 stays, for it is mostly part of a word."""
    return _WRITTEN.sub(_plain, form)


def _plain(found: re.Match[str]) -> str:
    if found["arabic"] is not None:
        return _digits(Decimal(found["arabic"].replace(",", "")), found["unit"] or "")
    said = found["chinese"]
    if found["large"] is None and (len(said) == 1 or not _PLACES & set(said)):
        return found[0]
    return _digits(Decimal(parse_numeral(said)), found["large"] or "")


def _digits(number: Decimal, units: str) -> str:
    for unit in units:
        number *= _UNITS[unit]
    return f"{number.normalize():f}"
