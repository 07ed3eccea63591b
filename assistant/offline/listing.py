"""Lists of measures: by department, chapter or amount, or all of them."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from assistant.draft import ReplyDraft
from assistant.offline.kinds import top_kind
from assistant.offline.portfolio import asks_for_everything
from assistant.offline.quantities import find_values
from assistant.offline.tool import Arguments
from assistant.offline.turn import Turn
from assistant.offline.words import any_of, cues, department_in, plain, replies
from calculators.money import find_money
from corpus.numerals import parse_numeral, print_numeral
from index.hit import ANSWERABLE

_LIST_KINDS = frozenset({"list", "portfolio"})
_CLEAR_SCORE = 0.4  # a list about a hit with this score is of its chapter
Row = dict[str, Any]
Fits = Callable[[Row], bool]


def listing(turn: Turn, found: dict[str, Any]) -> Arguments | None:
    """Return what to list by; None where the question asks for no list."""
    if turn.results("read_clause"):
        return None
    said = plain(turn.question)
    department = department_in(turn.question)
    if chapter := _chapter(said):
        return {"chapter": f"{chapter}、"}
    if "章" in said and top_kind(found) == "list" and found["hits"]:
        return {"chapter": found["hits"][0]["chapter"]}
    if department and (any_of(cues().lists_department).search(said) or top_kind(found) == "list"):
        return {"department": department}
    if by_amount(turn) or asks_for_everything(turn, found):
        return {}
    if found["answerable"] < ANSWERABLE:
        return None
    if top_kind(found) not in _LIST_KINDS or not any_of(cues().lists_all).search(said):
        return None
    about = found["hits"][0] if found["hits"] and found["hits"][0]["score"] >= _CLEAR_SCORE else None
    return {"chapter": about["chapter"]} if about and about["chapter"] else {}


def _chapter(said: str) -> str:
    """Return the chapter that a question names by its number, as documents print it: 第二部分 → 二."""
    named = any_of(cues().names_chapter).search(said)
    if named is None:
        return ""
    number = next(part for part in named.groups() if part)
    english = cues().english_numbers
    return print_numeral(english.index(number) + 1 if number in english else parse_numeral(number))


def by_amount(turn: Turn) -> Fits | None:
    """Return which measures a question for a list wants by the most they give; None where it does not go by amount."""
    said = plain(turn.question)
    if not any_of(cues().lists_clauses).search(said):
        return None
    if any_of(cues().without_amount).search(said):
        return lambda row: not row["has_figures"]
    amounts = find_money(turn.question)
    if len(amounts) != 1 or not any_of(cues().most).search(said):
        return None
    _, _, low, high = amounts[0]
    if low != high or any(value.kind == "percent" for value in find_values(turn.question)):
        return None
    if any_of(cues().more_than).search(said):
        return lambda row: _most(row) > low
    if any_of(cues().less_than).search(said):
        return lambda row: 0 < _most(row) < low
    return lambda row: _most(row) == low


def _most(row: Row) -> Decimal:
    return Decimal(row["most_yuan"] or 0)


def listed(turn: Turn, rows: list[Row]) -> ReplyDraft:
    """Write a list of measures, each with its responsible units; one by amount with the amounts."""
    texts = replies().texts
    fits = by_amount(turn)
    wanted = [row for row in rows if fits(row)] if fits else rows
    if not wanted:
        most = max(rows, key=_most, default=None)
        none = texts["list_empty"].format(department=department_in(turn.question))
        if fits and most:
            none = f"{texts['list_none']}\n{_priced(most)}"
        return ReplyDraft(status="not_stated", text=none, suggestions=list(replies().suggestions["nothing_found"]))
    lines = [_priced(row) if fits and row["most_yuan"] else _line(row) for row in wanted]
    text = "\n".join([texts["list_found"], *lines])
    return ReplyDraft(status="answered", text=text, suggestions=list(replies().suggestions["clause"]))


def _line(row: Row) -> str:
    marker, _, heading = str(row["label"]).partition(" ")
    units = "、".join(row["units"])
    return replies().texts["list_item"].format(marker=marker, heading=heading, units=units, ref=row["units_ref"])


def _priced(row: Row) -> str:
    marker, _, heading = str(row["label"]).partition(" ")
    words = row["plain"]["amount"]
    return replies().texts["list_amount"].format(marker=marker, heading=heading, amount=words["text"], ref=words["ref"])
