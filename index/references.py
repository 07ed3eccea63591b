"""Clauses that a question names outright: by number ((三), 第三条, 措施3, m03), or by the unit in charge (市科技局)."""

import re
from collections.abc import Sequence

from corpus.clause import Clause, ClauseKind
from corpus.normalise import asks_who_is_in_charge, fold, without_asking
from corpus.numerals import NUMERAL, parse_numeral
from index.filters import Filters, short_unit

_NUMBER = re.compile(
    rf"第([{NUMERAL}]+)(?:条措施|条|项)|\(([{NUMERAL}]+)\)|措施\s*([{NUMERAL}]+)|(?<![a-z0-9])m(\d{{1,2}})(?![a-z0-9])"
)
_BARE = re.compile(rf"(?:第|措施)?\s*([{NUMERAL}]+)\s*(?:条|项|点)?")
_NAMES = {
    ClauseKind.CLOSING: ("附则", "结尾", "closing"),
    ClauseKind.PREAMBLE: ("前言", "preamble"),
}
_MANY = 3  # a question that names more numbers is a list that somebody pasted
_SHORT = 3  # characters of the shortest unit name that is looked for


class References:
    """Rows by what people call them."""

    def __init__(self, clauses: Sequence[Clause], filters: Filters) -> None:
        self._numbers: dict[int, list[int]] = {}
        self._names: dict[str, list[int]] = {}
        for row, clause in enumerate(clauses):
            if clause.number is not None:
                self._numbers.setdefault(clause.number, []).append(row)
            for name in (fold(clause.id), *_NAMES.get(clause.kind, ())):
                self._names.setdefault(name, []).append(row)
        self._units = {
            name: rows for unit, rows in filters.units.items() if len(name := short_unit(unit)) >= _SHORT
        }  # fmt: skip

    def alone(self, question: str) -> list[int]:
        """Return the rows that a text names, if it does nothing but name them."""
        said = fold(question).strip(" 。？?!！，,")
        if said in self._names:
            return self._names[said]
        found = _BARE.fullmatch(said) or _NUMBER.fullmatch(said)
        if found is not None:
            return self._numbers.get(_number(found), [])
        return self._of_unit(said) if short_unit(said) in self._units else []

    def within(self, question: str) -> list[int]:
        """Return the rows that a question names among other words."""
        said = fold(question)
        numbers = {_number(found) for found in _NUMBER.finditer(said)}
        if numbers and len(numbers) <= _MANY:
            return [row for number in sorted(numbers) for row in self._numbers.get(number, [])]
        return self._of_unit(said) if asks_who_is_in_charge(without_asking(said)) else []

    def _of_unit(self, said: str) -> list[int]:
        return sorted({int(row) for name, rows in self._units.items() if name in said for row in rows})


def _number(found: re.Match[str]) -> int:
    return parse_numeral(next(group for group in found.groups() if group is not None))
