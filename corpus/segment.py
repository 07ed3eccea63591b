"""Source text → clauses with exact offsets, by the document's own numbering. Lossless."""

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from corpus.clause import Clause, ClauseKind, Span
from corpus.errors import DataError
from corpus.normalise import fold
from corpus.numbering import (
    CHAPTER_DEPTH,
    MEASURE_DEPTH,
    Level,
    Line,
    Mark,
    find_marks,
    heading_text,
    number_faults,
    split_lines,
)

_UNITS_NOTE = re.compile(
    r"[(（\[【〔](?:责任单位|責任單位|牵头单位|牽頭單位|负责部门|負責部門)[:：]"
    r"(?P<units>[^;；\n]*?)(?:[;；][^\n]*)?[)）\]】〕][\s　]*$"
)
_UNIT = re.compile(r"各[区區]、[县縣](?:[(（]市[)）])?(?:人民)?政府|[^、,，]+")
_CLOSING_OPENS = re.compile(r"^\s*(?:本(?:措施|办法|意见|政策|规定|细则|方案|通知)|以上(?:措施|政策))")
_TITLE_ENDS = re.compile(
    r"(?:措施|办法|意见|通知|规定|条例|细则|方案|决定|规划|纲要|公告|批复|解释|规则|章程|政策|法)(?:\(.{1,20}\))?$"
)
_HEADING_CHARS = 40  # a longer first sentence is text, not a heading


@dataclass(frozen=True, slots=True)
class Segmentation:
    """A source text cut into pieces that tile it without gap or overlap."""

    clauses: tuple[Clause, ...]
    chapters: tuple[str, ...]
    title: Span | None
    lead: Span
    """What stands before the title, news for instance: kept, never cited."""
    pieces: tuple[Span, ...]
    """Half-open spans in order; joined they give the source back."""
    faults: tuple[DataError, ...]
    """Numbers that are missing or stand twice, in print order; empty for a sound document."""


def segment(source: str, policy_id: str, *, file: Path | str, title: str | None = None) -> Segmentation:
    """Cut a document into clauses; missing and doubled numbers are named in ``faults``, which the caller judges.

    ``title`` is the title line, compared folded (``DataError`` if it is not there); without it the last line that reads
    like a title is taken.
    """
    lines = split_lines(source)
    marks = find_marks(lines)
    first = marks[0].line.span.start if marks else len(source)
    title_line = _find_title([line for line in lines if line.span.start < first], title, file)
    title_span = title_line.span if title_line else None
    lead = Span(0, title_span.start if title_span else 0)
    clauses = _preamble(lines, policy_id, source, Span(title_span.end if title_span else 0, first))
    clauses += _numbered(source, policy_id, lines, marks)
    chapters = tuple(heading_text(mark.line) for mark in marks if mark.level is Level.HEADING)
    spans = [lead, *([title_span] if title_span else []), *(clause.span for clause in clauses)]
    pieces = _tile(len(source), spans)
    return Segmentation(tuple(clauses), chapters, title_span, lead, pieces, number_faults(marks, file))


def is_lossless(source: str, pieces: tuple[Span, ...]) -> bool:
    """Say whether the pieces, joined in order, give the source back."""
    return "".join(piece.of(source) for piece in pieces) == source and all(
        a.end == b.start for a, b in pairwise(pieces)
    )


def split_units(note: str) -> tuple[str, ...]:
    """Split a list of responsible units; 各區、縣(市)政府 stays one unit."""
    return tuple(unit.strip() for unit in _UNIT.findall(note) if unit.strip())


def _find_title(head: list[Line], title: str | None, file: Path | str) -> Line | None:
    if title is not None:
        for line in head:
            if fold(line.text).strip() == fold(title):
                return line
        raise DataError(file, "标题", found="正文编号之前没有这一行", expected=title)
    likely = [line for line in head if _TITLE_ENDS.search(fold(heading_text(line)))]
    titled = [line for line in likely if line.text.startswith("# ")] or likely
    return titled[-1] if titled else None


def _preamble(lines: list[Line], policy_id: str, source: str, room: Span) -> list[Clause]:
    """The sentences between title and first number; lines without a full stop (dates, addressees) are left out."""
    sentences = [line for line in lines if line.span in room and "。" in line.text]
    if not sentences:
        return []
    span = _trimmed(source, Span(sentences[0].span.start, sentences[-1].span.end))
    return [_clause(source, f"{policy_id}/preamble", ClauseKind.PREAMBLE, span)]


def _clause(source: str, clause_id: str, kind: ClauseKind, span: Span) -> Clause:
    return Clause(
        clause_id, kind, number=None, marker="", heading="", path=(), span=span, body=span, units=(), units_span=None,
        text=span.of(source),
    )  # fmt: skip


def _numbered(source: str, policy_id: str, lines: list[Line], marks: list[Mark]) -> list[Clause]:
    numbers = [mark.number for mark in marks if mark.depth == MEASURE_DEPTH and not mark.sub]
    restarts = len(set(numbers)) < len(numbers)
    clauses: list[Clause] = []
    path: list[Mark] = []
    chapter = 0
    for position, mark in enumerate(marks):
        end = marks[position + 1].line.span.start if position + 1 < len(marks) else len(source)
        if mark.level is Level.HEADING:
            chapter += 1
            path = [above for above in path if above.depth < mark.depth] + [mark]
        elif mark.level is Level.MEASURE:
            block, rest = _last_block(
                source, lines, Span(mark.line.span.start, end), is_last=position + 1 == len(marks)
            )
            prefix = f"c{chapter:02d}" if restarts and mark.depth == MEASURE_DEPTH else ""
            chapter += mark.depth == CHAPTER_DEPTH
            above = [part for part in path if part.depth < mark.depth]
            clauses.append(_measure(source, f"{policy_id}/{prefix}", mark, block, above))
            if rest is not None:
                clauses.append(_clause(source, f"{policy_id}/closing", ClauseKind.CLOSING, rest))
    return clauses


def _last_block(source: str, lines: list[Line], block: Span, *, is_last: bool) -> tuple[Span, Span | None]:
    """Split what follows the last number into the measure and the closing (施行日期、解释权 …), if there is one."""
    inside = [line for line in lines if line.span in block and line.text.strip()]
    closing: Span | None = None
    if is_last:
        noted = [at for at, line in enumerate(inside) if _UNITS_NOTE.search(line.text)]
        opens = [at for at, line in enumerate(inside) if at and _CLOSING_OPENS.match(fold(line.text))]
        start = noted[0] + 1 if noted else (opens[0] if opens else len(inside))
        if start < len(inside):
            closing = _trimmed(source, Span(inside[start].span.start, block.end))
            block = Span(block.start, inside[start].span.start)
    return _trimmed(source, block), closing


def _measure(source: str, prefix: str, mark: Mark, block: Span, above: list[Mark]) -> Clause:
    start = mark.after - len(mark.mark)
    span = Span(start, max(block.end, mark.after))
    text = span.of(source)
    note = _UNITS_NOTE.search(text)
    units_span = Span(start + note.start("units"), start + note.end("units")) if note else None
    heading = _heading_span(source, Span(mark.after, start + note.start() if note else span.end))
    body = _trimmed(source, Span(heading.end, start + note.start() if note else span.end))
    if body.of(source).startswith("。"):
        body = _trimmed(source, Span(body.start + 1, body.end))
    short = f"m{mark.number:02d}" if mark.depth == MEASURE_DEPTH else f"c{mark.number:02d}"
    short += f"-{mark.sub}" if mark.sub else ""
    return Clause(
        prefix + short, ClauseKind.MEASURE, mark.number, mark.mark, heading.of(source),
        tuple(heading_text(part.line) for part in above), span, body,
        split_units(note["units"]) if note else (), units_span, text,
    )  # fmt: skip


def _heading_span(source: str, room: Span) -> Span:
    """The first sentence, where it is short and more follows, or a title in 【 】; else an empty span."""
    text = room.of(source)
    start = room.start + len(text) - len(text.lstrip())
    text = text.strip()
    if text.startswith("【") and "】" in text:
        return Span(start, start + text.index("】") + 1)
    first_line = text.split("\n", 1)[0].rstrip()
    ends = first_line.find("。")
    length = ends if ends >= 0 else len(first_line)
    more = len(text) > length + 1
    return Span(start, start + length) if more and length <= _HEADING_CHARS else Span(start, start)


def _trimmed(source: str, span: Span) -> Span:
    text = span.of(source)
    start = span.start + len(text) - len(text.lstrip())
    return Span(start, max(start, span.start + len(text.rstrip())))


def _tile(length: int, spans: list[Span]) -> tuple[Span, ...]:
    """Fill the gaps between spans so that the pieces cover 0..length once."""
    pieces, at = [], 0
    for span in sorted(spans):
        if span.start > at:
            pieces.append(Span(at, span.start))
        if span.end > span.start:
            pieces.append(span)
        at = span.end
    if at < length:
        pieces.append(Span(at, length))
    return tuple(pieces)
