"""The lines of a document that carry a number, and whether the numbers run without gap.

Three numbering schemes are known: articles (第X条 under 编/章/节), measures ((一) under 一、), and points (一、 alone).
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from corpus.clause import Span
from corpus.errors import DataError
from corpus.numerals import NUMERAL, parse_numeral

_INDENT = r"^[\s　]*(?:[#*>]+[\s　]*)?"
_ARTICLE = re.compile(
    _INDENT + rf"(?P<mark>第(?P<number>[{NUMERAL}]+)[条條](?:之(?P<sub>[{NUMERAL}]+))?)(?P<gap>[\s　【]|[*]+|$)?"
)
_PAREN = re.compile(_INDENT + r"(?P<mark>[(（](?P<number>[一二三四五六七八九十]+)[)）])")
_POINT = re.compile(_INDENT + r"(?P<mark>(?P<number>[一二三四五六七八九十]+)、)")
_DIVISION = re.compile(_INDENT + rf"(?P<mark>第(?P<number>[{NUMERAL}]+)(?P<level>分编|分編|[编編章节節]))")
_MARKDOWN = re.compile(r"^#{2,6}[\s　]+\S")
_ANNEX_OPENS = re.compile(r"^[\s　#*]*附(?:件|表|录|錄)?[\s　:：0-9一二三四五六七八九十]*$|^[\s　#*]*附件")
_DIVISION_DEPTHS = {"编": 1, "編": 1, "分编": 2, "分編": 2, "章": 3, "节": 4, "節": 4}

CHAPTER_DEPTH = 3
MEASURE_DEPTH = 9


class Level(StrEnum):
    """What a numbered line opens."""

    HEADING = "heading"
    MEASURE = "measure"
    ANNEX = "annex"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the source, numbered from 1, without its line break."""

    number: int
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A line that opens a heading, a measure or the annexes."""

    level: Level
    depth: int
    """1 编, 2 分编, 3 章 or 一、, 4 节, 9 measure."""
    number: int
    sub: int
    mark: str
    line: Line
    after: int
    """Offset behind the marker."""


def split_lines(source: str) -> list[Line]:
    """Cut a text at its line breaks."""
    lines, start = [], 0
    for number, text in enumerate(source.splitlines(keepends=True), 1):
        lines.append(Line(number, Span(start, start + len(text.rstrip("\r\n"))), text.rstrip("\r\n")))
        start += len(text)
    return lines


def find_marks(lines: list[Line]) -> list[Mark]:
    """Return the numbered lines in order, by the scheme that the document uses."""
    if any(_ARTICLE.match(line.text) for line in lines):
        marks = _article_marks(lines)
    elif any(_PAREN.match(line.text) for line in lines):
        marks = _point_marks(lines, nested=True)
    else:
        marks = _point_marks(lines, nested=False)
    return _without_contents_list(marks)


def _mark(found: re.Match[str], line: Line, level: Level, *, depth: int) -> Mark:
    groups = found.groupdict()
    return Mark(
        level, depth, parse_numeral(groups["number"]), parse_numeral(groups["sub"]) if groups.get("sub") else 0,
        groups["mark"], line, line.span.start + found.end("mark"),
    )  # fmt: skip


def _article_marks(lines: list[Line]) -> list[Mark]:
    marks: list[Mark] = []
    last_article = max(line.number for line in lines if _ARTICLE.match(line.text))
    following = 1
    for line in lines:
        behind = line.number > last_article and _MARKDOWN.match(line.text)
        if marks and (behind or _ANNEX_OPENS.match(line.text)):
            marks.append(_annex(line))
            break
        if (found := _DIVISION.match(line.text)) and "。" not in line.text:
            marks.append(_mark(found, line, Level.HEADING, depth=_DIVISION_DEPTHS[found["level"]]))
        elif _MARKDOWN.match(line.text) and (found := _POINT.match(line.text)):
            marks.append(_mark(found, line, Level.HEADING, depth=CHAPTER_DEPTH))
        elif found := _ARTICLE.match(line.text):
            # a paragraph may begin with a reference (第五条规定的…): the next number, or a gap behind it, tells
            number = parse_numeral(found["number"])
            if found["gap"] is not None or number == following:
                marks.append(_mark(found, line, Level.MEASURE, depth=MEASURE_DEPTH))
                following = number + 1
    return marks


def _point_marks(lines: list[Line], *, nested: bool) -> list[Mark]:
    marks: list[Mark] = []
    for line in lines:
        if nested and (found := _PAREN.match(line.text)):
            marks.append(_mark(found, line, Level.MEASURE, depth=MEASURE_DEPTH))
        elif found := _POINT.match(line.text):
            level, depth = (Level.HEADING, CHAPTER_DEPTH) if nested else (Level.MEASURE, MEASURE_DEPTH)
            marks.append(_mark(found, line, level, depth=depth))
        elif marks and _ANNEX_OPENS.match(line.text):
            marks.append(_annex(line))
            break
    return [_childless_as_measure(mark, marks[position + 1 :]) for position, mark in enumerate(marks)]


def _annex(line: Line) -> Mark:
    return Mark(Level.ANNEX, 1, 0, 0, "", line, line.span.start)


def _childless_as_measure(mark: Mark, rest: list[Mark]) -> Mark:
    """A chapter with no measure beneath it is itself the thing to cite."""
    childless = not rest or rest[0].level is not Level.MEASURE
    return replace(mark, level=Level.MEASURE) if mark.level is Level.HEADING and childless else mark


def _without_contents_list(marks: list[Mark]) -> list[Mark]:
    """Drop the headings of a table of contents: each stands again later, with clauses beneath it."""
    headings = [" ".join(heading_text(mark.line).split()) for mark in marks]
    kept = []
    for position, mark in enumerate(marks):
        empty = position + 1 < len(marks) and marks[position + 1].level is not Level.MEASURE
        if mark.level is Level.HEADING and empty and headings[position] in headings[position + 1 :]:
            continue
        kept.append(mark)
    return kept


def heading_text(line: Line) -> str:
    """Return a heading line without Markdown marks and outer spaces."""
    return line.text.strip("#*> 　\t")


def number_faults(marks: list[Mark], file: Path | str) -> tuple[DataError, ...]:
    """Find missing and doubled numbers; measures count through, or start again in each chapter."""
    faults = []
    following: dict[int, int] = {}
    chapter_opened = False
    for mark in marks:
        if mark.level is Level.ANNEX:
            break
        wanted = following.get(mark.depth, 1)
        restarts = mark.number == 1 and mark.level is Level.MEASURE and chapter_opened
        if mark.number != wanted and not restarts and not mark.sub:
            name = "章节编号" if mark.level is Level.HEADING else "条款编号"
            fix = "检查是否漏号、重号或编号写错"
            wanted_text = f"第 {wanted} 个编号"
            faults.append(DataError(file, name, line=mark.line.number, found=mark.mark, expected=wanted_text, fix=fix))
        following[mark.depth] = mark.number + 1
        if mark.level is Level.HEADING:
            following = {d: n for d, n in following.items() if d <= mark.depth or d == MEASURE_DEPTH}
        chapter_opened = mark.level is Level.HEADING
    return tuple(faults)
