"""What a reply says the asker gets must be what the calculators found, not some other figure of the text."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from fractions import Fraction

from assistant.figures import Figure, plain_figures, read_figures
from assistant.number_lock import Segment, spoken
from assistant.wording import pattern
from calculators.contract import Result
from calculators.stated import NAME as STATED
from calculators.stated import quotes_only

_SENTENCES = re.compile(r"[。；;!！?？\n]")
_PIECES = re.compile(r"[，；;。:：\n]|,(?!\d)")


def claim_faults(
    parts: Sequence[Segment], calculations: Sequence[Result], *, said: Sequence[str], calculated: AbstractSet[Figure]
) -> Iterator[str]:
    """Yield amounts promised to the asker that no calculation found, and results that the reply keeps silent about.

    ``calculated``: what the calculations bind.
    """
    own = [result for result in calculations if not _of_text(result)]
    results = {Fraction(amount) for result in own for amount in _amounts(result)}
    asked = any(figure.kind == "yuan" for figure in read_figures(said[-1]))
    told: set[Fraction] = set()
    for part in parts:
        plain = plain_figures(part.text)
        for figure in read_figures(part.text):
            if figure.kind != "yuan" or not isinstance(figure.value, Fraction):
                continue
            told.add(figure.value)
            before = plain[: figure.start]
            sentence = plain[max(before.rfind(mark) for mark in "。；;\n") + 1 :]
            award = pattern("award").search(before) and not pattern("cap").search(sentence)
            if award and figure.value not in results and (own or asked):
                yield f"“{figure.text}”不是计算的结果"
    final = [Fraction(amount) for result in calculations for amount in _main(result)]
    if any(final) and not told & set(final):
        yield "没有写出计算的结果"
    elif not _told_as_most(parts, calculations):
        yield "计算的结果没有说是最高"
    if calculations:
        yield from _their_rates(parts, [calculated, *map(spoken, said)])


def _told_as_most(parts: Sequence[Segment], calculations: Sequence[Result]) -> bool:
    """Say whether some sentence tells a maximum as one; results that are none need no such word."""
    most = {Fraction(amount) for result in calculations if result.kind == "forward" and result.bound != "exact"
            for amount in _main(result) if amount}  # fmt: skip
    sentences = [text for part in parts for text in _SENTENCES.split(plain_figures(part.text))]
    telling = [text for text in sentences if any(figure.value in most for figure in read_figures(text))]
    return not telling or any(pattern("at_most").search(text) for text in telling)


def _their_rates(parts: Sequence[Segment], used: Sequence[AbstractSet[Figure]]) -> Iterator[str]:
    """Yield rates that a reply calls the asker's although nothing was calculated with them."""
    for piece in (piece for part in parts for piece in _PIECES.split(plain_figures(part.text))):
        for figure in read_figures(piece) if pattern("theirs").search(piece) else ():
            if figure.kind == "percent" and not any(figure in figures for figures in used):
                yield f"您的计算里没有用到“{figure.text}”"


def _of_text(result: Result) -> bool:
    """Say whether a result is what the text states, or rests on it: nobody's own."""
    parts = [part["calculator"] for part in result.inputs.get("parts") or []]
    return quotes_only(result) or STATED in parts


def _main(result: Result) -> list[Decimal]:
    return [amount for amount in (result.amount_yuan, *(result.range_yuan or ())) if amount is not None]


def _amounts(result: Result) -> list[Decimal]:
    """Return every amount that a calculation says may be had, or must be spent for it."""
    if result.kind == "forward" and result.bound == "exact":  # by how much two amounts differ: only they may be had
        return [step.value for step in result.steps[:-1]]
    amounts = [*_main(result), result.target_yuan, result.ceiling_yuan, *(year.amount_yuan for year in result.years)]
    amounts += [result.possibility.amount_yuan] if result.possibility else []
    amounts += [step.value for step in result.steps if step.unit == "CNY"]
    return [amount for amount in amounts if amount is not None]
