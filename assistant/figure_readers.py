"""Patterns of figures and what they mean, in the order in which they are tried: the longest and surest first.

Each names signs of which every match holds one, so that most need not be tried on most texts. A reader returns
kinds and values (None: cannot be read), an empty list for what is no figure, or None to pass.
"""

import re
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from assistant.figure_values import english_value, value_of
from assistant.figure_words import figure_words, one_of
from calculators.money_words import money_words

Found = list[tuple[str, Fraction | str | None]]
Reader = Callable[[re.Match[str]], Found | None]
HAN = "零一二两三四五六七八九十百千"
_DIGITS = r"\d(?:[\d,]*\d)?(?:\.\d+)?"
_NUMBER = rf"(?:{_DIGITS}[十百千万亿]*|[{HAN}]+(?:点[{HAN}]+)?[十百千万亿]*)"
_YEAR = r"(?:(?<!\d)(?<!\d[.,])(?:19|20|21)\d\d|[一二][零一二三四五六七八九]{3})"
_SMALL = rf"(?:\d{{1,2}}|[{HAN}]{{1,3}})"
_DAY = rf"(?P<y>{_YEAR})\s*(?:年|[-/.])\s*(?P<m>{_SMALL})\s*(?:月|[-/.])\s*(?P<d>{_SMALL})(?:日|号)?"
_MONTH_OR_DAY = rf"(?<![个\dA-Za-z])(?P<m>{_SMALL})\s*月(?:份|底|初)?|(?<![工作个])(?P<d>{_SMALL})\s*(?:日|号)(?!子)"
_ARTICLES = frozenset({"一", "两", "1", "二"})
_MEASURE = rf"第\s*[(]?(?P<n>{_SMALL})[)]?\s*(?:条|项|款|点|个措施)|[(](?P<p>[{HAN}]{{1,3}})[)]|措施\s*(?P<q>{_SMALL})"
_SHARE = rf"(?P<below>{_NUMBER})分之(?P<above>{_NUMBER})|(?<![\d.])(?P<top>\d{{1,3}})/(?P<bottom>\d{{1,3}})(?![\d.])"
_ROMAN = r"(?<![a-z])(?=[ivxlcdm]{2})m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})(?![a-z\d])"
_TENTHS = r"[一二两三四五六七八九]"
_MONTHS_PER_YEAR = 12
_JIAO_PER_YUAN, _FEN_PER_YUAN = 10, 100
_TIMES = "次期批档"
_LATIN = "abcdefghijklmnopqrstuvwxyz@"


class FigurePattern(NamedTuple):
    """How a figure is written and what it means."""

    pattern: re.Pattern[str]
    reader: Reader
    signs: AbstractSet[str]
    """Characters of which a text must hold one for the pattern to match; none for a pattern that is always tried."""

    def may_match(self, characters: AbstractSet[str]) -> bool:
        """Say whether a text of these characters may hold such a figure."""
        return not self.signs or not self.signs.isdisjoint(characters)


def _compiled(*rows: tuple[str, Reader] | tuple[str, Reader, str]) -> list[FigurePattern]:
    """Compile patterns; one that names no signs needs a numeral."""
    return [
        FigurePattern(re.compile(pattern), reader, frozenset(*signs) if signs else numerals())
        for pattern, reader, *signs in rows
    ]


@cache
def numerals() -> frozenset[str]:
    """Return the digits and numerals of a folded text."""
    words = money_words()
    common = {*HAN, *"半万亿0123456789", *words.digits, *words.tens, *words.powers}
    return frozenset(common | {written for written, meant in words.variants.items() if meant in common})


@cache
def before_money() -> list[FigurePattern]:
    """Return the patterns that are read before amounts of money."""
    words = figure_words()
    number = f"(?P<n>{_NUMBER})"
    return _compiled(
        (_link_pattern(), _link, _LATIN),
        (_DAY, _date, "年-/."),
        (rf"(?P<y>{_YEAR})\s*(?:年|[-/](?=\d))\s*(?P<m>{_SMALL})(?:月(?:份|底|初)?|(?!\d|[.,]))", _date, "年-/"),
        (rf"(?P<m>{_SMALL})\s*月\s*(?P<d>{_SMALL})\s*(?:日|号)", _date, "月"),
        (rf"(?P<y>{_YEAR})\s*年", _date, "年"),
        (_MONTH_OR_DAY, _date, "月日号"),
        (r"(?<!\d)\d{2,4}(?:[- ()]+\d{3,})+|(?<!\d)(?<!\d[.,])(?:1[3-9]\d{9}|0\d{9,11})(?!\d)", _code),
        (_foreign_pattern(), _foreign),
        (rf"{number}\s*(?P<u>分|角|毛)(?=钱|人民币|[\s,，.。;；、)）]|$)", _coins, "分角毛"),
        (_MEASURE, _clause, "第(措"),
        (r"(?<![a-z])m(?P<n>\d\d?)(?!\d)", _clause, "m"),
        (rf"第\s*(?P<n>{_SMALL})\s*(?:章|部分)", _named("chapter"), "第"),
        (rf"第\s*(?:{_SMALL})(?=[,，、:：])", _nothing, "第"),
        (rf"(?:百分之|%){number}", _named("percent"), "百%"),
        (rf"{number}\s*(?:%|个?百分点|个点|percent|per cent|pct)", _named("percent"), "%百个p"),
        (rf"(?P<li>{_TENTHS})厘(?P<rest>[一二三四五六七八九半])?|(?P<n>{_DIGITS})\s*厘", _interest, "厘"),
        (rf"{number}\s*‰", _scaled("percent", Fraction(1, 10)), "‰"),
        (_SHARE, _fraction, "分/"),
        (rf"(?P<tens>{_TENTHS}|\d)成(?P<ones>半|{_TENTHS})?(?![立为果长功本交员熟都品型分绩就效])", _tenths, "成"),
        (rf"(?P<tens>{_TENTHS}|\d)(?P<ones>{_TENTHS}|(?<=\d)\.?\d)?折", _discount, "折"),
        *((pattern, _fixed("percent", share), "") for share, pattern in words.shares.items()),
        *((pattern, _fixed("times", multiple), "") for multiple, pattern in words.multiples.items()),
        (rf"{number}\s*(?:倍|x(?![a-z]))", _named("times"), "倍x"),
        (words.vague, _vague, ""),
        (words.pinyin, _unreadable, _LATIN),
        (_english_pattern(), _english, _LATIN),
        (r"半\s*(?P<u>年|个?月|天|日)", _half, "半"),
        (rf"{number}\s*(?P<u>{one_of(words.months)})(?P<more>半)?", _months, "".join(words.months)),
        (rf"{number}\s*(?P<u>{one_of(words.days)})", _days, "".join(words.days)),
        (rf"{number}\s*(?={words.measures})", _count),
        (r"(?<![a-z\d])(?=[a-z\d.+-]*[a-z])(?=[a-z.+-]*\d)[a-z\d]+(?:[.+-][a-z\d]+)*", _token, _LATIN),
        (_ROMAN, _unreadable, _LATIN),
        (r"(?<![a-z\d])[ivxlcdmk]\s*(?=[元圆块%百千万亿])", _unreadable, _LATIN),
    )  # fmt: skip


@cache
def after_money() -> list[FigurePattern]:
    """Return the patterns for what is left when the amounts of money are out: bare numbers."""
    return _compiled(
        (rf"{_DIGITS}", _bare),
        (r"(?<![零一二两三四五六七八九十百千万亿几半])[一两](?![零一二两三四五六七八九十百千万亿半])", _nothing),
        (rf"(?P<n>[{HAN}万亿点]*[{HAN}万亿])", _bare),
        (r"半", _unreadable, "半"),
    )


def may_hold_money(characters: AbstractSet[str]) -> bool:
    """Say whether a folded text of these characters may hold an amount: it needs a numeral, or a word in English."""
    return not characters.isdisjoint(numerals()) or not characters.isdisjoint(_LATIN)


def _link_pattern() -> str:
    host = rf"(?<![a-z\d.])(?:[a-z\d][a-z\d-]*\.)+(?:{figure_words().domains})(?![a-z])"
    return rf"(?:[a-z][a-z\d+.-]*:/|www\.)\S+|[\w.+-]+@[\w-]+\.\w+|{host}"


def _foreign_pattern() -> str:
    number, abroad = (
        rf"{_NUMBER}(?:\s*[十百千万亿]+)?",
        one_of([*money_words().foreign_after, *money_words().foreign_before]),
    )
    after = one_of(money_words().foreign_after)
    return rf"(?:{abroad})\s*{number}|{number}\s*(?:{after})"


def _english_pattern() -> str:
    words = figure_words()
    number = one_of([*words.english, *words.english_powers])
    between = r"(?:[ -]+(?:and[ -]+)?|(?![a-z]))"
    return rf"(?<![a-z])(?:{number}{between})+\s*(?P<unit>percent|per cent|yuan|rmb|cny)?"


def _named(kind: str) -> Reader:
    return lambda match: [(kind, value_of(match["n"]))] if match["n"] else None


def _scaled(kind: str, by: Fraction) -> Reader:
    def read(match: re.Match[str]) -> Found:
        value = value_of(match["n"])
        return [(kind, None if value is None else value * by)]

    return read


def _fixed(kind: str, value: int) -> Reader:
    return lambda match: [(kind, Fraction(value))]


def _link(match: re.Match[str]) -> Found:
    return [("link", match[0])]


def _code(match: re.Match[str]) -> Found:
    return [("code", re.sub(r"\D", "", match[0]))]


def _foreign(match: re.Match[str]) -> Found:
    return [("foreign", re.sub(r"[\s,]", "", match[0]))]


def _coins(match: re.Match[str]) -> Found:
    """Return an amount in 角 or 分 alone, as yuan."""
    value = value_of(match["n"])
    return [("yuan", None if value is None else value / (_FEN_PER_YUAN if match["u"] == "分" else _JIAO_PER_YUAN))]


def _token(match: re.Match[str]) -> Found:
    return [("code", match[0])]


def _vague(match: re.Match[str]) -> Found:
    return [("vague", match[0])]


def _unreadable(match: re.Match[str]) -> Found | None:
    return [("unreadable", match[0])] if match[0] else None


def _nothing(match: re.Match[str]) -> Found:
    return []


def _date(match: re.Match[str]) -> Found | None:
    """Return year-month-day with what is missing left out: 2027--, -12-31, 2027-12-31."""
    parts: list[str] = []
    for name, digits in (("y", 4), ("m", 2), ("d", 2)):
        written = match.groupdict().get(name)
        value = value_of(written) if written else None
        if written and value is None:
            return [("date", None)]
        parts.append(f"{int(value):0{digits}d}" if value is not None else "")
    if parts[1] and not 1 <= int(parts[1]) <= 12 or parts[2] and not 1 <= int(parts[2]) <= 31:
        return None
    return [("date", "-".join(parts))]


def _clause(match: re.Match[str]) -> Found:
    groups = match.groupdict()
    return [("clause", value_of(groups.get("n") or groups.get("p") or groups.get("q") or ""))]


def _interest(match: re.Match[str]) -> Found:
    """三厘五 is 3.5 % a year; so is 3.5 厘."""
    if match["n"]:
        return [("percent", value_of(match["n"]))]
    rest = {"半": Fraction(1, 2), None: Fraction(0)}.get(match["rest"])
    whole, part = value_of(match["li"]), rest if rest is not None else (value_of(match["rest"]) or Fraction(0)) / 10
    return [("percent", None if whole is None else whole + part)]


def _fraction(match: re.Match[str]) -> Found:
    above, below = value_of(match["above"] or match["top"]), value_of(match["below"] or match["bottom"])
    return [("percent", None if above is None or not below else above / below * 100)]


def _tenths(match: re.Match[str]) -> Found:
    tens = value_of(match["tens"]) or Fraction(0)
    ones = Fraction(5) if match["ones"] == "半" else value_of(match["ones"] or "零") or Fraction(0)
    return [("percent", tens * 10 + ones)]


def _discount(match: re.Match[str]) -> Found:
    tens, ones = value_of(match["tens"]), value_of((match["ones"] or "零").lstrip("."))
    return [("percent", None if tens is None or ones is None else tens * 10 + ones)]


def _english(match: re.Match[str]) -> Found | None:
    value = english_value(match[0])
    if value is None:
        return [("number", None)]
    unit = match["unit"]
    return [("percent" if unit and unit.startswith("per") else "yuan" if unit else "number", value)]


def _half(match: re.Match[str]) -> Found:
    return [("months", Fraction(_MONTHS_PER_YEAR, 2))] if match["u"] == "年" else [("days", Fraction(15))]


def _months(match: re.Match[str]) -> Found:
    value, unit = value_of(match["n"]), figure_words().months[match["u"]]
    return [("months", None if value is None else (value + (Fraction(1, 2) if match["more"] else 0)) * unit)]


def _days(match: re.Match[str]) -> Found:
    value = value_of(match["n"])
    return [("days", None if value is None else value * figure_words().days[match["u"]])]


def _count(match: re.Match[str]) -> Found:
    """Two of a thing is a way of speaking, two times or two instalments are not."""
    article = match["n"] in _ARTICLES and not (match["n"] not in "一1" and match.string[match.end()] in _TIMES)
    return [] if article else [("count", value_of(match["n"]))]


def _bare(match: re.Match[str]) -> Found:
    return [("number", value_of(match[0]))]
