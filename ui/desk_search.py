"""Looking clauses up as a clerk types: by number, words, department, chapter, amount and status. No HTML here."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, get_args

from calculators.money import find_money
from corpus.clause import Clause, Policy, Span
from corpus.errors import InputError
from corpus.load import resolve_clause
from corpus.normalise import Folded, fold, fold_with_offsets, synonyms
from index.hit import Found
from index.tokenise import search_form, words

MAX_CHARS = 200
_ALIKE = 5
"""At most so many clauses are shown that do not have the words but mean something like it."""
_ALIKE_SCORE = 0.05
_GAP = re.compile(r"[\s,，、;；。？?！!]+")
_PERCENT = re.compile(r"\d+(?:\.\d+)?%")
_CITING = re.compile(r"^(?:第.+条|[（(].+[)）]|m?\d{1,3}|.+/.+|附则|前言|附則)$")
State = Literal["current", "coming", "past"]
STATES: tuple[State, ...] = get_args(State)
Kind = Literal["number", "words", "alike", "all"]


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for; empty parts do not narrow."""

    text: str = ""
    chapter: str = ""
    unit: str = ""
    state: State | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A clause found, and where: spans of the policy's source, in order, none within another."""

    policy: Policy
    clause: Clause
    kind: Kind
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entry:
    """A clause made ready."""

    policy: Policy
    clause: Clause
    folded: Folded
    amounts: tuple[tuple[Span, Decimal, Decimal], ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of what was typed: any of these words, or an amount."""

    forms: tuple[str, ...]
    amount: tuple[Decimal, Decimal] | None = None


def state_of(policy: Policy, today: date) -> State:
    """Say whether a policy applies on that day, or when."""
    if policy.in_force(today):
        return "current"
    return "coming" if today < policy.in_force_from else "past"


class Desk:
    """All clauses, ready to be searched; safe to share between threads."""

    def __init__(self, policies: Mapping[str, Policy], find: Callable[[str, int], Found]) -> None:
        self.policies, self._find = policies, find
        self._entries = [_entry(policy, clause) for policy in policies.values() for clause in policy.clauses]
        self._by_id = {entry.clause.id: entry for entry in self._entries}

    @property
    def units(self) -> tuple[str, ...]:
        """Every responsible unit, the one with most clauses first."""
        named = [unit for entry in self._entries for unit in entry.clause.units]
        return tuple(sorted(dict.fromkeys(named), key=lambda unit: -named.count(unit)))

    @property
    def chapters(self) -> tuple[str, ...]:
        """Every chapter, in print order."""
        return tuple(dict.fromkeys(entry.clause.path[0] for entry in self._entries if entry.clause.path))

    def search(self, query: Query, today: date) -> list[Match]:
        """Return what is found: the clause cited first, then those with the words, then some that mean the like."""
        entries = [entry for entry in self._entries if _kept(entry, query, today)]
        text = query.text[:MAX_CHARS].strip()
        if not text:
            return [Match(entry.policy, entry.clause, "all") for entry in entries]
        pieces = _pieces(text)
        cited = [entry for entry in entries if entry.clause.id in self._cited(text)]
        found = [Match(entry.policy, entry.clause, "number") for entry in cited]
        found += self._with_words([entry for entry in entries if entry not in cited], pieces)
        found += self._alike(
            text, pieces, {entry.clause.id for entry in entries}, known={each.clause.id for each in found}
        )
        return found

    def marks(self, clause: Clause, text: str) -> tuple[Span, ...]:
        """Return where a clause has what was typed, or words of it."""
        entry, pieces = self._by_id[clause.id], _pieces(text[:MAX_CHARS])
        return _spans(entry, pieces) or _spans(entry, _loose(text[:MAX_CHARS]), every=False)

    def amounts(self, clause: Clause) -> tuple[str, ...]:
        """Return the amounts and shares that a clause states, in its own words."""
        entry = self._by_id[clause.id]
        spans = [span for span, _, _ in entry.amounts]
        spans += [_source(entry, one.start(), one.end()) for one in _PERCENT.finditer(entry.folded.text)]
        return tuple(dict.fromkeys(span.of(entry.policy.source) for span in sorted(spans)))

    def _cited(self, text: str) -> set[str]:
        if not _CITING.match(fold(text)):
            return set()
        found = set()
        for policy in self.policies.values():
            try:
                found.add(resolve_clause(policy, text).id)
            except InputError:
                continue
        return found

    @staticmethod
    def _with_words(entries: Sequence[_Entry], pieces: Sequence[_Piece]) -> list[Match]:
        found = [(entry, spans) for entry in entries if (spans := _spans(entry, pieces))]
        found.sort(key=lambda one: (one[1][0].start >= one[0].clause.body.start, -len(one[1])))  # in the heading first
        return [Match(entry.policy, entry.clause, "words", spans) for entry, spans in found]

    def _alike(self, text: str, pieces: Sequence[_Piece], among: set[str], known: set[str]) -> Iterator[Match]:
        if len(text) < 2 or all(piece.amount for piece in pieces) or not any(map(str.isalnum, text)):
            return
        hits = [hit for hit in self._find(text, _ALIKE + len(known)).hits if hit.score >= _ALIKE_SCORE]
        for hit in [hit for hit in hits if hit.clause.id in among and hit.clause.id not in known][:_ALIKE]:
            entry = self._by_id[hit.clause.id]
            yield Match(entry.policy, entry.clause, "alike", _spans(entry, _loose(text), every=False))


def _entry(policy: Policy, clause: Clause) -> _Entry:
    start = clause.span.start
    amounts = tuple((Span(start + a, start + b), low, high) for a, b, low, high in find_money(clause.text))
    return _Entry(policy, clause, fold_with_offsets(clause.text), amounts)


def _kept(entry: _Entry, query: Query, today: date) -> bool:
    return (
        (not query.chapter or query.chapter in entry.clause.path)
        and (not query.unit or query.unit in entry.clause.units)
        and (query.state is None or query.state == state_of(entry.policy, today))
    )


def _pieces(text: str) -> list[_Piece]:
    """Cut what was typed: amounts for themselves, the rest at gaps; every piece must be found."""
    pieces, at = [], 0
    for start, end, low, high in find_money(text):
        pieces += _word_pieces(text[at:start])
        pieces.append(_Piece((fold(text[start:end]),), (low, high)))
        at = end
    return pieces + _word_pieces(text[at:])


def _word_pieces(text: str) -> list[_Piece]:
    return [_Piece(tuple(dict.fromkeys((fold(word), search_form(word))))) for word in _GAP.split(text) if fold(word)]


def _loose(text: str) -> list[_Piece]:
    """Return the words of a sentence, with the policy's words for colloquial ones; none of them has to be there."""
    form = search_form(text)
    official = [word for said, found in synonyms().items() if said in form for word in found]
    return [_Piece((word,)) for word in [*words(form), *official] if len(word) > 1]


def _spans(entry: _Entry, pieces: Sequence[_Piece], *, every: bool = True) -> tuple[Span, ...]:
    """Return where the pieces stand; nothing if ``every`` one has to and one does not."""
    found = [[*_literal(entry, piece), *_equal(entry, piece)] for piece in pieces]
    if not found or (every and not all(found)):
        return ()
    spans: list[Span] = []
    for span in sorted({span for each in found for span in each}):
        if spans and span.start <= spans[-1].end:
            spans[-1] = Span(spans[-1].start, max(spans[-1].end, span.end))
        else:
            spans.append(span)
    return tuple(spans)


def _literal(entry: _Entry, piece: _Piece) -> Iterator[Span]:
    for form in piece.forms:
        at = entry.folded.text.find(form)
        while at >= 0 and form:
            if not (_within_number(entry.folded.text, at, form)):
                yield _source(entry, at, at + len(form))
            at = entry.folded.text.find(form, at + len(form))


def _within_number(text: str, at: int, form: str) -> bool:
    """Say whether the find is but a part of a longer number: 30 in 300, 0% in 20%."""
    before, after = text[max(0, at - 1) : at], text[at + len(form) : at + len(form) + 1]
    return form[0].isdigit() and (before.isdigit() or before == ".") or form[-1].isdigit() and after.isdigit()


def _equal(entry: _Entry, piece: _Piece) -> Iterator[Span]:
    if piece.amount:
        yield from (span for span, low, high in entry.amounts if low <= piece.amount[1] and piece.amount[0] <= high)


def _source(entry: _Entry, start: int, end: int) -> Span:
    found, offset = entry.folded.source_span(start, end), entry.clause.span.start
    return Span(found.start + offset, found.end + offset)
