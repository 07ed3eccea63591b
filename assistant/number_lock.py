"""The number lock: every figure of a reply stands in a quote cited there, in a calculation of this turn, or was said.

A sentence with marks is bound by its own quotes, one without marks by any quote of the reply.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from assistant.figures import Figure, read_figures
from assistant.reply import Citation
from calculators.contract import Result, Step

_MARKS = re.compile(r"((?:\[\d+\])+)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_AMOUNTS = re.compile(r"\d+(?:\.\d+)?(?:-\d+(?:\.\d+)?)?")
_MONTHS_PER_YEAR = 12
_MONTHS_FIELD, _YEARS_FIELDS, _YEAR_FIELD = "months", ("years", "received_years"), "year"


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a reply with the numbers of the citations behind it; none for a piece without marks."""

    text: str
    marks: tuple[int, ...]

    def cited(self, citations: Sequence[Citation]) -> list[Citation]:
        """Return the citations that this piece rests on."""
        return [citation for citation in citations if not self.marks or citation.n in self.marks]


def segments(text: str) -> Iterator[Segment]:
    """Cut a reply at its marks and lines."""
    for line in text.split("\n"):
        parts = _MARKS.split(line)
        for piece, marks in zip(parts[::2], [*parts[1::2], ""], strict=True):
            if any(character.isalnum() for character in piece):
                yield Segment(piece, tuple(int(number) for number in re.findall(r"\d+", marks)))


def unbound_figures(
    text: str, *, citations: Sequence[Citation], calculated: AbstractSet[Figure], said: Iterable[str]
) -> list[Figure]:
    """Return the figures of a reply that nothing binds; empty for a reply that may be shown.

    ``calculated``: what the calculations of the turn bind.
    """
    everywhere = [calculated, *map(spoken, said)]
    quoted = {citation.n: _quoted(citation) for citation in citations}
    unbound = []
    for segment in segments(text):
        sources = [*everywhere, *(quoted[citation.n] for citation in segment.cited(citations))]
        unbound += [figure for figure in read_figures(segment.text) if not any(figure in bound for bound in sources)]
    return unbound


def _quoted(citation: Citation) -> frozenset[Figure]:
    return _written(citation.quote) | {figure for figure in read_figures(citation.label) if figure.kind == "clause"}


@lru_cache(maxsize=2048)  # quotes, labels of steps, questions: the same few sentences in turn after turn
def _written(text: str) -> frozenset[Figure]:
    """Return what a text binds: its figures and the parts of its dates."""
    return frozenset(part for figure in read_figures(text) for part in _parts(figure))


@lru_cache(maxsize=2048)  # every check of a turn asks for all that was said in the conversation
def spoken(text: str) -> frozenset[Figure]:
    """Return what the user's words bind; a number without a unit may be money."""
    bare = {Figure(kind, figure.value) for figure in read_figures(text) if figure.kind in ("number", "yuan")
            for kind in ("yuan", "number")}  # fmt: skip
    return _written(text) | bare


def _parts(figure: Figure) -> Iterator[Figure]:
    """Return a figure and, of a date, every part of it that may be said alone."""
    yield figure
    if figure.kind == "date":
        year, month, day = str(figure.value).split("-")
        for parts in ((year, month, ""), (year, "", ""), ("", month, day), ("", month, ""), ("", "", day)):
            if any(parts):
                yield Figure("date", "-".join(parts))


def calculated_figures(results: Iterable[Result]) -> frozenset[Figure]:
    """Return every figure that calculations bind."""
    return frozenset().union(*map(_calculated, results))


def _calculated(result: Result) -> set[Figure]:
    found = set().union(*(step_figures(step) for step in result.steps), *_inputs("", result.inputs))
    amounts = [result.amount_yuan, *(result.range_yuan or ()), result.target_yuan, result.ceiling_yuan]
    amounts += [year.amount_yuan for year in result.years]
    for cliff in result.cliffs:
        amounts += [cliff.limit_yuan, cliff.distance_yuan]
        found |= _written(cliff.text)
    if result.possibility:
        amounts.append(result.possibility.amount_yuan)
        found |= _written(result.possibility.text)
    for text in (*result.assumptions, *(question.question for question in result.missing)):
        found |= _written(text)
    days = (result.as_of, result.in_force.first, result.in_force.last)
    found |= set().union(*(_written(day.isoformat()) for day in days))
    return found | set().union(*(_money(amount) for amount in amounts if amount is not None))


def _money(amount: Decimal) -> set[Figure]:
    return {Figure("yuan", Fraction(amount)), Figure("number", Fraction(amount))}


def step_figures(step: Step) -> set[Figure]:
    """Return every figure of a step: its value, what its label and its arithmetic name."""
    kind = {"CNY": "yuan", "%": "percent", "percent": "percent"}.get(step.unit, "count")
    value = Fraction(step.value)
    bare = {
        Figure(kind, Fraction(number)) for number in _NUMBER.findall(step.expression) for kind in ("yuan", "number")
    }
    found = {Figure(kind, value), Figure("number", value), *bare, *_written(step.label)}
    if step.unit == "year":
        found.add(Figure("months", value * _MONTHS_PER_YEAR))
    return found | _written(step.expression)


def _inputs(name: str, value: Any) -> Iterator[set[Figure]]:  # noqa: ANN401
    """Return the figures of a calculator's inputs by what their fields hold."""
    if isinstance(value, dict):
        for field, part in value.items():
            yield from _inputs(field, part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _inputs(name, part)
    elif value is not None and not isinstance(value, bool) and _AMOUNTS.fullmatch(str(value)):
        yield from (_input(name, Fraction(end)) for end in str(value).split("-"))


def _input(name: str, value: Fraction) -> set[Figure]:
    kinds = {
        _MONTHS_FIELD: ("months", 1),
        **dict.fromkeys(_YEARS_FIELDS, ("months", _MONTHS_PER_YEAR)),
        _YEAR_FIELD: ("date", 1),
    }
    kind, unit = kinds.get(name, ("yuan" if name.endswith("_yuan") else "percent", 1))
    if kind == "date":
        return {Figure("date", f"{int(value):04d}--")}
    return {Figure(kind, value * unit), Figure("number", value)}
