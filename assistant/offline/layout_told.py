"""What stands at a place of the document, told as a list; and the one clause that is to be read instead."""

from collections.abc import Sequence
from itertools import groupby
from typing import Literal

from assistant.draft import ReplyDraft
from assistant.offline.layout import Place, Row
from assistant.offline.words import replies, say


def clause_there(place: Place, rows: Sequence[Row]) -> str:
    """Return the one clause that stands at a place; empty where there are several, or the place is a chapter."""
    there = place.of(rows)
    if not there:
        return place.beyond(rows)
    return str(there[0]["clause"]) if len(there) == 1 and not place.chapters else ""


def told_by_place(place: Place, rows: Sequence[Row]) -> ReplyDraft:
    """List the measures at a place of the document, or all of them by chapter, and say from which to which they run."""
    there = place.of(rows)
    chapters = [(chapter, list(group)) for chapter, group in groupby(there, lambda row: str(row["chapter"]))]
    if not there:
        lines = [say("no_such_clause"), say("layout_end"), list_line(rows[-1])]
    elif place.whole or place.largest:
        lines = [
            say("layout_whole", first=_marker(there[0]), last=_marker(there[-1]))
            if place.whole
            else say("layout_largest")
        ]
        lines += [_chapter_line(chapter, group) for chapter, group in chapters]
    elif place.chapters and len(chapters) == 1:
        lines = [chapter_head(there), *map(list_line, there)]
    else:
        lines = [say("list_found"), *map(list_line, there)]
    status: Literal["answered", "not_stated"] = "answered" if there else "not_stated"
    return ReplyDraft(status=status, text="\n".join(lines), suggestions=list(replies().suggestions["clause"]))


def chapter_head(rows: Sequence[Row]) -> str:
    """Return what a list of a chapter's measures begins with."""
    heading = heading_of(str(rows[0]["chapter"]))
    return say("layout_chapter", heading=heading, first=_marker(rows[0]), last=_marker(rows[-1]))


def _marker(row: Row) -> str:
    return str(row["label"]).partition(" ")[0]


def heading_of(chapter: str) -> str:
    """Return a chapter's heading without its number: 一、加快算力设施建设 → 加快算力设施建设."""
    return chapter.rpartition("、")[2].strip()


def list_line(row: Row) -> str:
    """Return a measure as a line of a list, with its responsible units."""
    marker, _, heading = str(row["label"]).partition(" ")
    units = "、".join(row["units"])
    return say("list_item", marker=marker, heading=heading, units=units, ref=row["units_ref"])


def _chapter_line(chapter: str, rows: Sequence[Row]) -> str:
    named = (str(row["label"]).partition(" ") for row in rows)
    measures = "、".join(
        say("layout_measure", marker=marker, heading=heading, ref=row["heading_ref"])
        for (marker, _, heading), row in zip(named, rows, strict=True)
    )
    return say("layout_line", heading=heading_of(chapter), measures=measures)
