"""The numbers that a reply counts its own lines and points with: 1. 2. 3., 第一 第二, 三个条件. They state nothing."""

import re
from collections.abc import Iterator

_NO_UNIT = r"(?!\d|\s*[万亿元%百千十])"  # (1)亿元 is no numbering
_AT_LINE = re.compile(
    rf"^[ \t>*#-]*(?:[(（](\d{{1,2}})[)）]|(\d{{1,2}})(?:[.．](?!\d)|[)）、])|步骤(\d{{1,2}})(?=[:：])){_NO_UNIT}",
    re.MULTILINE,
)
_HAN_AT_LINE = re.compile(
    rf"^[ \t>*#-]*(?:[(（]([一二三四五六七八九十])[)）]|([一二三四五六七八九十])、){_NO_UNIT}", re.MULTILINE
)
_IN_TEXT = re.compile(
    r"(?<![\u4e00-\u9fff\d])(?:第([一二三四五六])(?:步|点|个|项)?(?=[,，:：、是])|其([一二三四五六])(?=[,，:：、是])|([一二三四五六])是)"
)
_INLINE = re.compile(rf"(?:(?<=[:：；;，,。\s])|^)(?:[(（](\d)[)）]|([①②③④⑤⑥⑦⑧⑨])){_NO_UNIT}", re.MULTILINE)
_ALONE = r"(?<![第十百千万\d一二三四五六七八九])"
_COUNT = re.compile(
    _ALONE + r"([两二三四五六七])(个|点|条|项|种|方面|步|类|大|道|层|重|部分)(?:[\u4e00-\u9fff]{0,6}?)(?=[:：。，,]|\n)"
)
_VALUES = {character: place for place, character in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_CIRCLES = "①②③④⑤⑥⑦⑧⑨"
_ITEM_LINE = re.compile(r"^[ \t]*(?:[-*•·]|[(（]?\d{1,2}[)）.、．])", re.MULTILINE)
_LISTED = re.compile(r"[、；;]")


def without_numbering(text: str) -> str:
    """Return a text of the same length in which its own numbering is blank.

    Only numbers that count on from one are numbering, and a count of points only if as many points follow.
    """
    places = [place for pattern in (_AT_LINE, _HAN_AT_LINE, _IN_TEXT, _INLINE) for place in _series(pattern, text)]
    counts = _COUNT.finditer(text)
    counted = {found[1] + found[2] for found in counts if _follow(text[found.end() :], _VALUES[found[1]])}
    places += [found.span() for words in counted for found in re.finditer(f"{_ALONE}{words[0]}(?={words[1:]})", text)]
    blank = list(text)
    for start, end in places:
        blank[start:end] = " " * (end - start)
    return "".join(blank)


def _series(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """Yield the places of numbers that count one, two, three …; a new one begins a new series."""
    expected = 1
    for found in pattern.finditer(text):
        number = next(part for part in found.groups() if part)
        value = _value(number)
        if value not in (1, expected):
            continue
        expected = value + 1
        yield found.start(), found.end()


def _value(number: str) -> int:
    if number in _CIRCLES:
        return _CIRCLES.index(number) + 1
    return int(number) if number.isascii() else _VALUES[number]


def _follow(rest: str, count: int) -> bool:
    """Say whether a number of points follows: lines of a list, parts of the sentence, or 一是 … 二是 …"""
    paragraph = rest.split("\n\n")[0]
    if count == len(list(_series(_IN_TEXT, paragraph))):
        return True
    body = rest.lstrip(":： ")
    if not rest.startswith((":", "：", "\n")):
        return False
    if body.startswith("\n"):
        return len(_ITEM_LINE.findall(body.lstrip("\n").split("\n\n")[0])) == count
    return len(_LISTED.findall(re.split(r"[。\n]", body)[0])) + 1 == count
