"""Calculation → HTML: the amount, its steps, each with the clause's own words. Pure."""

import re
from collections.abc import Mapping, Sequence
from html import escape

from calculators.contract import Result, Step
from calculators.words import words as calculator_words
from corpus.clause import Policy, Span
from corpus.normalise import Script
from ui.render_money import exact_money, money
from ui.render_place import Place, clause_name, find_clause, in_script, published
from ui.web_texts import answer_texts

_LONG_NUMBER = re.compile(r"(?<![\d.])\d{5,}(?!\d)")
_PLAIN_NUMBER = re.compile(r"^[\d,.]+$")
_EXTREME = re.compile(r"^(min|max)\(([\d., ]+)\)$")
_FIELD_NAME = re.compile(r"（[a-z_.\[\]\d]+）")
_BULLET = re.compile(r"^\s*[-•·]\s+")
_MARKS = re.compile(r"\[\d{1,3}\]")


def beside_cards(text: str, results: Sequence[Result], script: Script) -> str:
    """Return a reply's text without the list items that the cards show: a page need not say them twice.

    Dropped are items that begin with a step's label or repeat an assumption, and a lead-in that has no item left.
    """
    labels = tuple(in_script(f"{step.label}：", script) for result in results for step in result.steps)
    assumptions = {in_script(_plain(line), script) for result in results for line in result.assumptions}
    kept: list[str] = []
    dropped = False
    for line in text.splitlines():
        item = _MARKS.sub("", _BULLET.sub("", line)).strip()
        if results and _BULLET.match(line) and (item.startswith(labels) or item in assumptions):
            dropped = True
            continue
        _end_list(kept, line, dropped=dropped)
        kept.append(line)
        dropped = False
    _end_list(kept, "", dropped=dropped)
    return "\n".join(kept)


def _end_list(kept: list[str], line: str, *, dropped: bool) -> None:
    """Drop the lead-in of a list whose items are all on the cards."""
    if dropped and kept and kept[-1].endswith("：") and not _BULLET.match(line):
        kept.pop()


def _plain(assumption: str) -> str:
    """Return an assumption without the name of the input field, which means nothing to a reader."""
    return _FIELD_NAME.sub("", assumption)


def calculation_card(
    result: Result,
    policies: Mapping[str, Policy],
    script: Script,
    marks: Mapping[Span, int] | None = None,
    *,
    picture: str = "",
) -> str:
    """Return one calculation as a card, in the reader's script; ``marks`` numbers the spans that the reply cites."""
    card = _Card(result, policies, script, marks or {})
    parts = (card.header(), card.amount(), card.binding(), picture, card.steps(), card.notes())
    return f'<section class="sc-calculation">{"".join(parts)}</section>'


class _Card:
    """The parts of a calculation's card."""

    def __init__(
        self, result: Result, policies: Mapping[str, Policy], script: Script, marks: Mapping[Span, int]
    ) -> None:
        self.result, self.policies, self.script, self.marks = result, policies, script, marks
        self.words = answer_texts(script).calculation

    def text(self, simplified: str) -> str:
        """Return a text of the result, which is Simplified, in the reader's script and safe."""
        return escape(in_script(simplified, self.script), quote=False)

    def header(self) -> str:
        """Title and the day whose rules apply."""
        dated = answer_texts(self.script).answer.as_of.format(date=self.result.as_of.isoformat())
        return f'<header><b>{self.text(self.result.title)}</b><span class="sc-small">{dated}</span></header>'

    def amount(self) -> str:
        """The result, large; in yuan to the fen beside it where that says more."""
        word, shown, exact = amount_words(self.result, self.script)
        if not shown:
            return f'<p class="sc-amount sc-none">{word}</p>'
        beside = f'<span class="sc-small">{exact}</span>' if exact else ""
        return f'<p class="sc-amount"><span>{word}</span><strong>{shown}</strong>{beside}</p>'

    def binding(self) -> str:
        """What decided the amount, where something did."""
        decided = calculator_words().bindings.get(self.result.binding or "")
        return f'<p class="sc-binding">{self.text(decided)}</p>' if decided else ""

    def steps(self) -> str:
        """The steps in order, each with its arithmetic and its clause's words."""
        if not self.result.steps:
            return ""
        items = "".join(self._step(step) for step in self.result.steps)
        return f'<ol class="sc-steps">{items}</ol>'

    def _step(self, step: Step) -> str:
        summed = escape(sum_text(step.expression, self.script), quote=False)
        shown = f"<span>{summed} =</span>" if summed else ""
        return (
            f'<li><span class="sc-step">{self.text(step.label)}</span>'
            f'<span class="sc-sum">{shown}<b>{escape(step_value(step, self.script), quote=False)}</b></span>'
            f"{self._quote(step)}</li>"
        )

    def _quote(self, step: Step) -> str:
        if not step.quote:
            return ""
        place = Place(step.clause, Span(step.start, step.end), self.script)
        found = find_clause(self.policies, step.clause)
        name = escape(clause_name(*found, self.script)) if found else ""
        quoted = escape(published(found[0], step.quote, self.script) if found else step.quote)
        number = self.marks.get(Span(step.start, step.end))
        mark = f'<span class="sc-mark">{number}</span>' if number else ""
        return (
            f'<a class="sc-quote sc-open" role="button" href="{place.href}">'
            f'<q>{quoted}</q>{mark}<span class="sc-name">{name}</span></a>'
        )

    def notes(self) -> str:
        """What surrounds the amount: thresholds and caps near by, a possibility, assumptions."""
        lines = [self.text(cliff.text) for cliff in self.result.cliffs]
        if possible := self.result.possibility:
            decided = self.words.decided_by.format(who=self.text(possible.decided_by))
            lines.append(f"<b>{self.words.possibility}</b>{self.text(possible.text)}（{decided}）")
        lines.extend(self.text(_plain(assumption)) for assumption in self.result.assumptions)
        return f'<ul class="sc-notes">{"".join(f"<li>{line}</li>" for line in lines)}</ul>' if lines else ""


def amount_words(result: Result, script: Script) -> tuple[str, str, str]:
    """Return what a result says: the word before the amount, the amount, and it to the fen where that says more.

    Where there is no amount the word alone says so.
    """
    words = answer_texts(script).calculation
    if result.status == "not_in_force":
        return words.not_in_force, "", ""
    if result.range_yuan:
        low, high = (money(value, script) for value in result.range_yuan)
        return words.bounds["range"], words.range.format(low=low, high=high), ""
    if result.amount_yuan is None:
        return words.unreachable if result.status == "unreachable" else words.bounds["none"], "", ""
    word = words.reverse if result.kind == "reverse" else words.bounds[result.bound]
    shown, exact = money(result.amount_yuan, script), exact_money(result.amount_yuan, script)
    return word, shown, exact if exact != shown else ""


def step_value(step: Step, script: Script) -> str:
    """Return what a step comes to, with its unit."""
    return exact_money(step.value, script) if step.unit == "CNY" else f"{step.value} {in_script(step.unit, script)}"


def sum_text(expression: str, script: Script) -> str:
    """Return a step's arithmetic as people write it; nothing where it is but a number."""
    if _PLAIN_NUMBER.match(expression):
        return ""
    words = answer_texts(script).calculation
    if found := _EXTREME.match(expression):
        numbers = words.between.join(part.strip() for part in found[2].split(","))
        expression = words.extremes[found[1]].format(numbers=numbers)
    return _LONG_NUMBER.sub(lambda found: f"{int(found[0]):,}", in_script(expression, script))
