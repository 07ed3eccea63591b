"""What a reply says the asker gets must be what the calculators found, not some other figure of the text."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from assistant.figures import plain_figures, read_figures
from assistant.number_lock import Segment
from assistant.wording import pattern
from calculators.contract import Result


def claim_faults(parts: Sequence[Segment], calculations: Sequence[Result], *, said: Sequence[str]) -> Iterator[str]:
    """Yield amounts promised to the asker that no calculation found, and results that the reply keeps silent about."""
    results = {Fraction(amount) for result in calculations for amount in _amounts(result)}
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
            if award and figure.value not in results and (calculations or asked):
                yield f"“{figure.text}”不是计算的结果"
    final = [Fraction(amount) for result in calculations for amount in _main(result)]
    if any(final) and not told & set(final):
        yield "没有写出计算的结果"


def _main(result: Result) -> list[Decimal]:
    return [amount for amount in (result.amount_yuan, *(result.range_yuan or ())) if amount is not None]


def _amounts(result: Result) -> list[Decimal]:
    """Return every amount that a calculation says may be had, or must be spent for it."""
    amounts = [*_main(result), result.target_yuan, result.ceiling_yuan, *(year.amount_yuan for year in result.years)]
    amounts += [result.possibility.amount_yuan] if result.possibility else []
    amounts += [step.value for step in result.steps if step.unit == "CNY"]
    return [amount for amount in amounts if amount is not None]
