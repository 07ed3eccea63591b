"""Lists of measures: by department, chapter or amount, or all of them."""

from typing import Any

from assistant.draft import ReplyDraft
from assistant.offline.criteria import Row, criterion, most
from assistant.offline.kinds import is_sure, top_kind
from assistant.offline.layout import layout_asked
from assistant.offline.layout_told import chapter_head, list_line, told_by_place
from assistant.offline.portfolio import asks_for_everything
from assistant.offline.tool import Arguments
from assistant.offline.turn import Turn
from assistant.offline.unstated import untold
from assistant.offline.words import any_of, cues, department_in, plain, replies, say
from corpus.normalise import fold
from corpus.numerals import parse_numeral, print_numeral
from index.hit import ANSWERABLE
from index.tokenise import words

_LIST_KINDS = frozenset({"list", "portfolio"})
_CLEAR_SCORE = 0.4  # a list about a hit with this score is of its chapter
_OWN_MATTER = 0.6  # a question with a hit of this score has a matter of its own
_SURELY_ABOUT = 0.8  # a who with a hit of this score is about that measure, whatever department it names
_UNTOLD = 0.7  # with this chance the likeliest measure does not state what is asked
_HEADING = 4  # characters of a chapter's heading that name it


def listing(turn: Turn, found: dict[str, Any]) -> Arguments | None:
    """Return what to list by; None where the question asks for no list."""
    if turn.results("read_clause"):
        return None
    return {} if layout_asked(turn.question) else _listing_by(turn, found, plain(turn.question))


def _of_one(found: dict[str, Any]) -> bool:
    """Say whether one measure is meant: surely, or by a question for what it does not state (分几档)."""
    return is_sure(found) or any(untold(found, hit) >= _UNTOLD for hit in found["hits"][:1])


def _listing_by(turn: Turn, found: dict[str, Any], said: str) -> Arguments | None:
    by, department = criterion(turn), department_in(turn.question)
    if by and by.ranked and not department and _of_one(found) and top_kind(found) not in _LIST_KINDS:
        return None  # 到账的钱从低到高分几档: of one measure
    if by and not by.ranked:
        return None if by.broad and _has_own_matter(said, found) else {}
    if chapter := _chapter(said) or _named_chapter(said, found):
        return {"chapter": chapter}
    lists = any_of(cues().lists_department).search(said) or any_of(cues().lists_clauses).search(said)
    asks_who = top_kind(found) == "who" and found["hits"][0]["score"] >= _SURELY_ABOUT  # 那条哪个局管？经信局说不是
    if department and (by or (not asks_who and (lists or top_kind(found) == "list"))):
        return {"department": department}
    if by or asks_for_everything(turn, found):
        return {}
    if found["answerable"] < ANSWERABLE:
        return None
    if top_kind(found) not in _LIST_KINDS or not any_of(cues().lists_all).search(said):
        return None
    about = found["hits"][0] if found["hits"] and found["hits"][0]["score"] >= _CLEAR_SCORE else None
    return {"chapter": about["chapter"]} if about and about["chapter"] else {}


def _has_own_matter(said: str, found: dict[str, Any]) -> bool:
    """Say whether a question is surely about one measure and names it by a word of its heading."""
    hits = found["hits"]
    if not hits or hits[0]["score"] < _OWN_MATTER:
        return False
    title = fold(found["policy"]["title"])
    named = {word for word in words(fold(hits[0]["label"])) if len(word) > 1 and word not in title}
    return any(word in said for word in named)


def _chapter(said: str) -> str:
    """Return the chapter that a question names by its number, as documents print it: 第二部分 → 二、."""
    named = any_of(cues().names_chapter).search(said)
    if named is None:
        return ""
    number = next(part for part in named.groups() if part)
    english = cues().english_numbers
    return f"{print_numeral(english.index(number) + 1 if number in english else parse_numeral(number))}、"


def _named_chapter(said: str, found: dict[str, Any]) -> str:
    """Return the chapter whose measures a question wants and whose heading it names; empty for none."""
    hits = found["hits"]
    if hits and "章" in said and top_kind(found) == "list":
        return str(hits[0]["chapter"])
    if not any_of(cues().lists_clauses).search(said) and not any_of(cues().below).search(said):
        return ""
    title = fold(found["policy"]["title"])
    chapters = (hit["chapter"] for hit in hits if _names(said, fold(hit["chapter"]), title))
    return next(chapters, "")


def _names(said: str, heading: str, title: str) -> bool:
    """Say whether a text holds a stretch of a heading that is no part of the policy's title, which all share."""
    stretches = (heading[at : at + _HEADING] for at in range(len(heading) - _HEADING + 1))
    return any(stretch in said and stretch not in title for stretch in stretches)


def listed(turn: Turn, rows: list[Row]) -> ReplyDraft | None:
    """Write a list of measures, each with its responsible units or what it goes by; None where no list is meant."""
    texts = replies().texts
    if place := layout_asked(turn.question):
        return None if turn.results("read_clause") else told_by_place(place, rows)
    by = criterion(turn)
    wanted = by.choose(rows) if by else rows
    if not wanted and by and by.guess:
        return None
    if not wanted:
        best = max(rows, key=most, default=None)
        none = texts["list_empty"].format(department=department_in(turn.question))
        if by and best:
            none = f"{texts['list_none']}\n{_told(best, 'amount')}"
        return ReplyDraft(status="not_stated", text=none, suggestions=list(replies().suggestions["nothing_found"]))
    facts = [next(iter(by.facts(row)), "") if by else "" for row in wanted]
    lines = [_told(row, fact) if fact else list_line(row) for row, fact in zip(wanted, facts, strict=True)]
    head = say("list_ranked_up" if by.ranked == "up" else "list_ranked") if by and by.ranked else _head(turn, wanted)
    text = "\n".join([head, *lines])
    return ReplyDraft(status="answered", text=text, suggestions=list(replies().suggestions["clause"]))


def _head(turn: Turn, rows: list[Row]) -> str:
    """Return what a list begins with; one of a single chapter says which, and how many they are."""
    by_chapter = any(call.name == "list_measures" and call.arguments.get("chapter") for call in turn.calls)
    return chapter_head(rows) if by_chapter else replies().texts["list_found"]


def _told(row: Row, fact: str) -> str:
    marker, _, heading = str(row["label"]).partition(" ")
    told = row["plain"][fact]
    return replies().texts["list_told"].format(marker=marker, heading=heading, told=told["text"], ref=told["ref"])
