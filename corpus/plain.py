"""plain.yaml beside a policy's text → what each clause says in plain words, every sentence bound to verbatim quotes."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from pydantic import Field, RootModel

from corpus.clause import Clause, PlainWords, Span
from corpus.data_file import DataModel, read_yaml
from corpus.errors import DataError
from corpus.normalise import fold

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


class _Said(DataModel):
    text: str
    quotes: tuple[str, ...]


_Fact = Annotated[str, Field(pattern=r"^[a-z]+$")]


class _PlainFile(RootModel[dict[str, dict[_Fact, _Said]]]):
    """By short clause id and fact."""


def load_plain(file: Path, clauses: Sequence[Clause]) -> tuple[PlainWords, ...]:
    """Return the plain words of a policy; none where it has no such file.

    ``DataError`` for a clause that does not exist, a quote that does not stand in its clause, or a number that none of
    the quotes has.
    """
    if not file.is_file():
        return ()
    known = {clause.short_id: clause for clause in clauses}
    record = read_yaml(file, _PlainFile).root
    for short_id in record:
        if short_id not in known:
            raise DataError(file, short_id, found=short_id, expected="这份政策的条款：" + "、".join(known))
    return tuple(
        _bound(file, known[short_id], fact, said) for short_id, facts in record.items() for fact, said in facts.items()
    )


def _bound(file: Path, clause: Clause, fact: str, said: _Said) -> PlainWords:
    key = f"{clause.short_id}.{fact}"
    absent = [quote for quote in said.quotes if quote not in clause.text]
    if absent or not said.quotes:
        raise DataError(file, f"{key}.quotes", found=absent[0] if absent else "没有引文", expected="条文原话，逐字")
    written = _NUMBER.findall(fold("".join(said.quotes)))
    invented = [number for number in _NUMBER.findall(fold(said.text)) if number not in written]
    if invented:
        raise DataError(file, f"{key}.text", found=invented[0], expected="引文里有的数")
    starts = [clause.span.start + clause.text.index(quote) for quote in said.quotes]
    spans = tuple(Span(start, start + len(quote)) for start, quote in zip(starts, said.quotes, strict=True))
    return PlainWords(clause.id, fact, said.text, spans)
