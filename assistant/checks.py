"""Checks that stand between a draft and the user; the same code runs live and in the evaluation.

The number lock: every figure in a reply must stand in a cited quote, in a calculation of this turn, or in the user's
own words.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from assistant.reply import Citation
from calculators.contract import Result
from calculators.money import find_money
from corpus.normalise import fold
from corpus.numerals import parse_numeral

Figure = tuple[str, Decimal]
"""Kind ("yuan", "%", "number") and value."""

_MARK = re.compile(r"\[\d+\]")
_CHINESE = r"[零〇一二三四五六七八九十百千两壹贰叁肆伍陆柒捌玖拾佰仟]+"
_PERCENT = re.compile(rf"(\d+(?:\.\d+)?)\s*(?:%|个?百分点|个点)|百分之(\d+(?:\.\d+)?|{_CHINESE})")
_TENTHS = re.compile(r"([一二两三四五六七八九])成([一二三四五六七八九])?(?![立为果长功本交员熟都品型分])")
_COUNTED = re.compile(rf"({_CHINESE})(?=年|月|日|号|家|个|倍|折|条|次|项|名|人|张|份|天|周)")
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟〇", "一二三四五六七八九十百千零")
_ARTICLES = {Decimal(1), Decimal(2)}  # 一家, 两个: words of speech, no figures of the policy


def figures(text: str) -> set[Figure]:
    """Return every figure of a text: money in yuan, percentages, other numbers."""
    plain = fold(unicodedata.normalize("NFKC", _MARK.sub("", text)))
    found: set[Figure] = set()
    rest = list(plain)
    for start, end, low, high in find_money(plain):
        found |= {("yuan", low.normalize()), ("yuan", high.normalize())}
        rest[start:end] = " " * (end - start)
    left = "".join(rest)
    for match in _PERCENT.finditer(left):
        found |= _figure("%", match[1] or match[2])
    left = _PERCENT.sub(" ", left)
    for match in _TENTHS.finditer(left):
        found |= {("%", Decimal(10 * parse_numeral(match[1]) + parse_numeral(match[2] or "0")))}
    left = _TENTHS.sub(" ", left)
    for match in _COUNTED.finditer(left):
        found |= {figure for figure in _figure("number", match[1]) if figure[1] not in _ARTICLES}
    for digits in _DIGITS.findall(left):
        found |= _figure("number", digits.replace(",", ""))
    return found


def _figure(kind: str, text: str) -> set[Figure]:
    try:
        value = (
            Decimal(text) if text[0].isdigit() and text.isascii() else Decimal(parse_numeral(text.translate(_FORMAL)))
        )
    except (ValueError, InvalidOperation):
        return set()
    return {(kind, value.normalize())}


def unbound_figures(
    text: str, *, citations: Sequence[Citation], calculations: Sequence[Result], said: Iterable[str]
) -> set[Figure]:
    """Return the figures of a reply that nothing binds; empty for a reply that may be shown."""
    allowed: set[Figure] = set()
    for source in [*said, *(citation.quote for citation in citations), *(citation.label for citation in citations)]:
        allowed |= figures(source)
    for calculation in calculations:
        allowed |= _calculated(calculation.model_dump(mode="json"))
    return figures(text) - allowed


def _calculated(part: Any) -> set[Figure]:  # noqa: ANN401
    """Return every figure that a calculation holds, whatever field it stands in."""
    if isinstance(part, dict):
        return set().union(*(_calculated(value) for value in part.values()))
    if isinstance(part, list | tuple):
        return set().union(*(_calculated(value) for value in part))
    if isinstance(part, str | int | float) and not isinstance(part, bool):
        text = str(part)
        bare = _figure("yuan", text) | _figure("number", text) if _DIGITS.fullmatch(text) else set()
        return figures(text) | bare
    return set()
