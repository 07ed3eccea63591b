"""What a question for a list goes by: the most that a measure gives, a figure, a unit left out, a stated fact."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from assistant.offline.follow_up import one_of_several
from assistant.offline.pick import figures_of
from assistant.offline.quantities import find_values
from assistant.offline.turn import Turn
from assistant.offline.words import any_of, cues, departments_in, plain
from calculators.money import find_money
from corpus.normalise import fold
from corpus.numerals import parse_numeral

Row = dict[str, Any]
_SEVERAL = 2  # units at least that are in charge together
_NEAR = 8  # characters beside an amount in which it is said to be the most
_STOP = re.compile(r"[,，。;；!！?？]")
_QUOTED = re.compile(r"[“\"'「『]([一-鿿a-z+]{2,10})[”\"'」』]")
_QUOTES = "“”\"'「」『』【】《》 "


@dataclass(frozen=True, slots=True)
class Criterion:
    """Which measures belong on a list, and which of a measure's facts the list tells."""

    fits: Callable[[Row], bool]
    facts: Callable[[Row], list[str]]
    """The facts to tell, the best first; none where the responsible units are told."""
    broad: bool = False
    """Goes only by words that many questions hold in passing: one with a matter of its own wants no list."""
    guess: bool = False
    """What it goes by may be no word of the text; where nothing fits, the question is answered like any other."""
    ranked: Literal["", "down", "up"] = ""
    """Tells every measure that it goes by in the order of the most that it gives."""
    extreme: Callable[[Iterable[Decimal]], Decimal] | None = None
    """``max`` or ``min`` where of those that fit only the ones that give the most or the least are wanted."""

    def choose(self, rows: Sequence[Row]) -> list[Row]:
        """Return the measures that belong on the list, in their order."""
        fitting = [row for row in rows if self.fits(row)]
        if self.ranked:
            sign = -1 if self.ranked == "down" else 1
            return sorted(fitting, key=lambda row: (not most(row), sign * most(row)))
        if self.extreme is None or not fitting:
            return fitting
        wanted = self.extreme(most(row) for row in fitting)
        return [row for row in fitting if most(row) == wanted]


def criterion(turn: Turn) -> Criterion | None:
    """Return what a question for a list goes by; None where it asks for no such list."""
    said = plain(turn.question)
    if each := of_each_told(turn):
        return each
    if ranking := by_rank(turn):
        return ranking
    listed = any_of(cues().lists_clauses).search(said)
    if listed or any_of(cues().asks_clause).search(said):
        found = _by_units(turn.question, said) or _by_extreme(said)
        if found:
            return found
    if not listed:
        return None
    return _by_amount(turn.question, said) or _by_figure(turn.question) or _by_word(said) or _by_fact(said)


def of_each_told(turn: Turn) -> Criterion | None:
    """Go by the clauses told last, where a question is for the unit of each: 分别归谁."""
    said = plain(turn.question)
    asks = any_of(cues().of_those_told).search(said) and any_of(cues().asks_unit).search(said)
    told = turn.last_cited
    if not asks or len(told) < _SEVERAL or one_of_several(turn) is not None:
        return None
    return Criterion(lambda row: row["clause"] in told, lambda row: [])


def _by_units(question: str, said: str) -> Criterion | None:
    """Go by units that are not in charge, alone in charge, or several of them together."""
    named = departments_in(question)
    department = named[0] if named else ""
    if len(named) > 1 and any_of((*cues().asks_each, *cues().of_those_told)).search(said):
        return Criterion(lambda row: any(one in unit for unit in row["units"] for one in named), lambda row: [])
    if len(named) > 1 and any_of(cues().between_sides).search(said):
        return Criterion(lambda row: all(any(one in unit for unit in row["units"]) for one in named), lambda row: [])
    if department and any_of(cues().alone_in_charge).search(said):
        return Criterion(lambda row: len(row["units"]) == 1 and department in row["units"][0], lambda row: [])
    if department and any_of(cues().not_in_charge).search(said):
        return Criterion(lambda row: not any(department in unit for unit in row["units"]), lambda row: [])
    together = any_of(cues().together_in_charge).search(said)
    if together is None:
        return None
    least = parse_numeral(together[1]) if together[1] else _SEVERAL
    if together[1] and not together[2]:
        return Criterion(lambda row: len(row["units"]) == least, lambda row: [])
    return Criterion(lambda row: len(row["units"]) >= least, lambda row: [])


def _by_extreme(said: str) -> Criterion | None:
    """Go by the most or the least that one enterprise gets: 哪一条给得最多."""
    if not any_of(cues().superlative).search(said) or find_money(said):
        return None
    extreme = min if any_of(cues().the_least).search(said) else max
    return Criterion(lambda row: most(row) > 0, lambda row: ["amount"], broad=True, extreme=extreme)


def by_rank(turn: Turn) -> Criterion | None:
    """Put measures in the order of the most that each gives; those told last where they are meant: 按金额从高到低排."""
    said, words = plain(turn.question), cues()
    if not any_of(words.ranks).search(said) or any_of(words.ranked_by_place).search(said) or find_money(said):
        return None
    told = turn.last_cited if any_of(words.of_those_told).search(said) and len(turn.last_cited) >= _SEVERAL else ()
    return Criterion(
        lambda row: not told or row["clause"] in told,
        lambda row: ["amount"] if most(row) else [],
        broad=True,
        ranked="up" if any_of(words.ranks_up).search(said) else "down",
    )


def _by_amount(question: str, said: str) -> Criterion | None:
    if any_of(cues().without_amount).search(said):
        return Criterion(lambda row: not row["has_figures"], lambda row: [])
    if any_of(cues().with_amount).search(said):
        return Criterion(lambda row: bool(row["has_figures"]), lambda row: ["amount"])
    amounts = find_money(question)
    if len(amounts) != 1 or _written(question):
        return None
    start, end, low, high = amounts[0]
    before, behind = fold(question[:start])[-_NEAR:], fold(question[end:])[:_NEAR]
    near = f"{_STOP.split(before)[-1]} {_STOP.split(behind)[0]}"
    if (
        low != high
        or not any_of(cues().most).search(near)
        or any(value.kind == "percent" for value in find_values(question))
    ):
        return None
    if any_of(cues().more_than).search(said):
        return Criterion(lambda row: most(row) > low, lambda row: ["amount"])
    if any_of(cues().less_than).search(said):
        return Criterion(lambda row: 0 < most(row) < low, lambda row: ["amount"])
    return Criterion(lambda row: most(row) == low, lambda row: ["amount"])


def most(row: Row) -> Decimal:
    """Return the most yuan that one enterprise gets from a measure; 0 without a calculator."""
    return Decimal(row["most_yuan"] or 0)


def _by_figure(question: str) -> Criterion | None:
    written = _written(question) or _listed_for(question)
    if not written:
        return None
    return Criterion(
        lambda row: any(written & _figures(sentence["text"]) for sentence in row["sentences"]),
        lambda row: [fact for fact, words in row["plain"].items() if written & _figures(words["text"])],
    )


def _written(question: str) -> set[Decimal | str]:
    """Return the figures that a question speaks of as standing in the text: 写着50%的, 1000万这个数字."""
    return {
        value
        for start, end, value in _places(question)
        if any_of(cues().writes_figure).search(fold(question[:start]).rstrip(_QUOTES))
        or any_of(cues().figure_written).search(fold(question[end:]).lstrip(_QUOTES))
    }


def _listed_for(question: str) -> set[Decimal | str]:
    """Return the figures whose clauses a question wants: 50%的是哪两条."""
    behind = any_of(cues().whose_figure)
    return {value for _, end, value in _places(question) if behind.search(fold(question[end:]).lstrip(_QUOTES))}


def _places(question: str) -> Iterator[tuple[int, int, Decimal | str]]:
    for start, end, low, high in find_money(question):
        if low == high:
            yield start, end, low
    for value in find_values(question):
        if value.kind == "percent":
            yield value.start, value.end, f"{value.low:f}%"


def _figures(text: str) -> set[Decimal | str]:
    return {value for _, value in figures_of(text)}


def _by_word(said: str) -> Criterion | None:
    """Go by a word that the text mentions: 哪几条提到了大学生."""
    quoted = None if any_of(cues().names_chapter).search(said) else _QUOTED.search(said)
    found = any_of(cues().mentions).search(said) or quoted
    if found is None:
        return None
    word = next(part for part in found.groups() if part)
    return Criterion(
        lambda row: any(word in fold(sentence["text"]) for sentence in row["sentences"]),
        lambda row: [fact for fact, words in row["plain"].items() if word in fold(words["text"])],
        guess=True,
    )


def _by_fact(said: str) -> Criterion | None:
    wanted = [fact for fact, pattern in cues().facts_listed.items() if any_of(pattern).search(said)]
    if not wanted:
        return None
    return Criterion(
        lambda row: wanted[0] in row["plain"], lambda row: [wanted[0]] if wanted[0] in row["plain"] else [], broad=True
    )
