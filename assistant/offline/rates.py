"""Rates and shares in a question: 3.5%, 三厘五, a bare 3.45 behind 利率; 月息 and LPR 减点 become a yearly rate."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assistant.offline.words import any_of, slots
from calculators.fields import MONTHS_PER_YEAR
from corpus.numerals import parse_numeral

_NUMERAL = r"[零一二三四五六七八九十百两\d]+"
_NUMBER = rf"\d+(?:\.\d+)?|{_NUMERAL}(?:点{_NUMERAL})?"
_PERCENT = re.compile(
    rf"(?P<li>[零一二两三四五六七八九\d])(?:厘|个点)(?P<rest>[一二三四五六七八九半]|(?<=厘)[1-9])(?![\d.%分成年个十百千万])"
    rf"|(?P<points>(?<![\d.])\d{{1,2}})个点(?P<tenth>[1-9])(?![\d.%年个万])|(?P<halved>{_NUMERAL})个半(?:百分)?点"
    rf"|(?P<mille>{_NUMBER})\s*‰|千分之(?P<thousandths>{_NUMBER})"
    rf"|(?P<unit>{_NUMBER})\s*(?:%|个?百分点|个点|厘|percent)|百分之(?P<hundredths>{_NUMBER})"
    rf"|(?P<of>{_NUMERAL}点{_NUMERAL}|\d{{1,2}}\.\d{{1,2}})\s*的(?:年)?(?:利率|利息|息|年化)"
)
_BARE = re.compile(rf"\s*(?P<bare>{_NUMBER})(?![\d.样致般直共起定些并切]|\s*(?:[万亿元块千百wk年月日天期笔家个]|百万))")
_BASIS_POINTS = re.compile(
    rf"(?P<sign>下浮|上浮|[减降低下]|加|[-+])\S{{0,2}}?\s*(?P<points>{_NUMBER})\s*个?(?P<unit>基点|bp|点差|百分点|个点|点|%)"
)
_POINTS_PER_PERCENT = Decimal(100)
_TENTH = Decimal("0.1")
_HALF = Decimal("0.5")
_HIGHEST_FRACTION = Decimal("0.2")
"""A bare number up to it is a fraction, not percent: 利率0.035."""
_HUNDRED = Decimal(100)
_A_MONTH = re.compile(r"\s*(?:每个?月|一个?月|/月|per month|a month)")
_HIGHEST_BARE = Decimal(36)
"""A bare number above it is no yearly rate."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate in percent with its half-open place in the folded text."""

    start: int
    end: int
    percent: Decimal


def find_rates(folded: str) -> list[Rate]:
    """Return the rates of a folded text in order; where it names the LPR and points off it, the sum of both."""
    written = [*_written(folded)]
    rates = sorted([*written, *_bare(folded, written)], key=lambda rate: rate.start)
    return _with_points(folded, rates)


def _written(folded: str) -> Iterator[Rate]:
    for found in _PERCENT.finditer(folded):
        percent = _percent_of(found)
        if percent is None:
            continue
        monthly = any_of(slots().monthly_rate).search(folded[: found.start()]) or _A_MONTH.match(folded, found.end())
        size = _TENTH if "厘" in found[0] else 1  # 月息三厘 is 0.3 % a month
        yield Rate(*found.span(), percent * size * MONTHS_PER_YEAR if monthly else percent)


def _percent_of(found: re.Match[str]) -> Decimal | None:
    if found["li"]:
        return _decimal(f"{found['li']}点{found['rest'].replace('半', '五')}")
    if found["points"]:
        return Decimal(f"{found['points']}.{found['tenth']}")
    if found["halved"]:
        return _plus(_decimal(found["halved"]), _HALF)
    if mille := found["mille"] or found["thousandths"]:
        value = _decimal(mille)
        return None if value is None else value * _TENTH
    return _decimal(found["unit"] or found["hundredths"] or found["of"])


def _plus(value: Decimal | None, more: Decimal) -> Decimal | None:
    return None if value is None else value + more


def _bare(folded: str, written: list[Rate]) -> Iterator[Rate]:
    """Yield numbers without a unit right behind a word for a rate: 年利率3.2, 利率按三点八."""
    for cue in any_of(slots().before_rate).finditer(folded):
        found = _BARE.match(folded, cue.end())
        percent = _decimal(found["bare"]) if found else None
        if found is None or percent is None or not 0 < percent <= _HIGHEST_BARE:
            continue
        if not any(rate.start < found.end() and found.start("bare") < rate.end for rate in written):
            yield Rate(found.start("bare"), found.end(), percent * (_HUNDRED if percent <= _HIGHEST_FRACTION else 1))


def _with_points(folded: str, rates: list[Rate]) -> list[Rate]:
    """LPR 3.1 减 20 个基点 → 2.9: the base rate moved by the points named beside it."""
    points = next(_BASIS_POINTS.finditer(folded), None)
    if points is None or not any_of(slots().base_rate).search(folded):
        return rates
    moved = _decimal(points["points"])
    base = next((rate for rate in rates if not points.start() <= rate.start < points.end()), None)
    if moved is None or base is None:
        return []
    size = moved / _POINTS_PER_PERCENT if points["unit"] in ("基点", "bp", "点差", "点") else moved
    if "浮" in points["sign"] and points["unit"] == "%":  # 下浮10% is a tenth of the base rate
        size = base.percent * moved / _HUNDRED
    rest = [rate for rate in rates if rate is not base and not points.start() <= rate.start < points.end()]
    rise = points["sign"] in ("加", "上浮", "+")
    return sorted(
        [*rest, Rate(base.start, base.end, base.percent + (size if rise else -size))], key=lambda rate: rate.start
    )


def _decimal(text: str) -> Decimal | None:
    whole, _, part = text.partition("点")
    try:
        if part:
            return Decimal(f"{parse_numeral(whole)}.{''.join(str(parse_numeral(digit)) for digit in part)}")
        return Decimal(text) if text[:1].isascii() else Decimal(parse_numeral(text))
    except (ValueError, ArithmeticError):
        return None
