"""算补贴 → HTML: the picker and the forms once, and for every change the results. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import cast

from calculators.calculator import Calculator
from calculators.contract import Result
from calculators.curve import curve_fields
from calculators.words import words as calculator_words
from corpus.clause import Policy
from corpus.errors import InputError
from ui.day import day_html
from ui.form_english import said_in
from ui.render_calculation import calculation_card
from ui.render_form import button_html, calculator_fields, jump_html
from ui.render_money import exact_money, money
from ui.render_place import Place, clause_name, find_clause, in_script
from ui.web_texts import Language, page_texts, script_of

SCENARIOS = 3


@dataclass(frozen=True)
class Scenario:
    """One form's outcome: a result, or what is wrong with it; neither where nothing is filled in."""

    result: Result | None
    faults: Mapping[str, InputError]


def intro_html(calculators: Mapping[str, Calculator], language: Language) -> str:
    """Return heading and picker."""
    words = page_texts(language).calc
    picks = "".join(
        f'<a href="?name={name}" data-name="{name}">{escape(said_in(each.title, language))}</a>'
        for name, each in calculators.items()
    )
    return (
        f'<header class="sc-intro"><h1>{escape(words.heading)}</h1>{day_html(language)}'
        f"<p>{escape(words.hint)}</p></header>"
        f'<nav class="sc-picker" aria-label="{escape(words.pick)}">{picks}</nav>'
    )


def forms_html(calculators: Mapping[str, Calculator], policies: Mapping[str, Policy], language: Language) -> str:
    """Return a pattern for the form of every calculator; the page's script shows one."""
    words, form = page_texts(language).calc, page_texts(language).form
    patterns = "".join(_pattern(each, policies, language) for each in calculators.values())
    names = "|".join(words.scenario.format(name=name) for name in words.scenarios)
    removes = "|".join(words.remove_scenario.format(name=name) for name in words.scenarios)
    return (
        f'{patterns}<div class="sc-forms" data-names="{escape(names)}" data-removes="{escape(removes)}"></div>'
        f'<div class="sc-form-tools">{button_html("sc-add-scenario", words.add_scenario)}'
        f"{button_html('sc-copy', form.copy_link, done=form.copied)}{button_html('sc-clear', form.clear)}</div>"
        f'<div class="sc-reverse-place"></div>{jump_html(language)}'
    )


def _pattern(calculator: Calculator, policies: Mapping[str, Policy], language: Language) -> str:
    form, script = page_texts(language).form, script_of(language)
    found = find_clause(policies, calculator.clause)
    name = clause_name(*found, script) if found else calculator.clause
    place = Place(calculator.clause, None, script)
    return (
        f'<template data-calculator="{calculator.name}"><form class="sc-form" novalidate>'
        f"<h2></h2>{calculator_fields(calculator, language)}"
        f'<a class="sc-basis sc-open" role="button" href="{place.href}">{escape(form.clause.format(clause=name))}</a>'
        f"</form></template>{_reverse(calculator, language)}"
    )


def _reverse(calculator: Calculator, language: Language) -> str:
    """Return the pattern of the backward question; none where no money input can be solved for."""
    words = page_texts(language).calc
    fields = curve_fields(calculator)
    if not fields:
        return ""
    options = "".join(
        f'<option value="{field.path.replace("[]", "[0]")}">{escape(said_in(field.label, language))}</option>'
        for field in fields
        if "[]" not in field.path or calculator.fields[field.path.partition("[]")[0]].required
    )
    return (
        f'<template data-reverse="{calculator.name}"><details class="sc-reverse">'
        f"<summary>{escape(words.reverse)}</summary>"
        f'<p class="sc-help">{escape(words.reverse_hint)}</p><div class="sc-pair">'
        f'<div class="sc-field" data-path="field"><label>{escape(words.reverse_field)}</label>'
        f"<select>{options}</select></div>"
        f'<div class="sc-field" data-path="target"><label>{escape(words.reverse_target)}</label>'
        f'<input type="text" autocomplete="off" maxlength="100" placeholder="{escape(words.reverse_full)}">'
        '<p class="sc-fault" role="alert"></p></div></div></details></template>'
    )


def fault_line(error: InputError, language: Language) -> str:
    """Return the one line beside a field; a list's value means nothing to a reader."""
    words = page_texts(language).form
    form = words.fault if isinstance(error.value, str | int) else words.fault_bare
    return in_script(form.format(value=str(error.value)[:40], allowed=error.allowed), script_of(language))


class Results:
    """The right side of the page after a change."""

    def __init__(self, policies: Mapping[str, Policy], language: Language) -> None:
        self.policies, self.language, self.script = policies, language, script_of(language)
        self.words = page_texts(language).calc

    def html(self, scenarios: Sequence[Scenario], reverse: Scenario | None = None) -> str:
        """Return faults for the script to put beside their fields, the comparison, and a card for each scenario."""
        results = [scenario.result for scenario in scenarios]
        cards = "".join(self._card(number, scenario, len(scenarios)) for number, scenario in enumerate(scenarios))
        backward = self._reverse(reverse) if reverse else ""
        told = [scenario.faults for scenario in scenarios] + ([reverse.faults] if reverse else [])
        several = " sc-several" if len(scenarios) > 1 else ""
        faults = "".join(self._faults(number, each) for number, each in enumerate(told))
        return f'{faults}{self._comparison(results)}<div class="sc-results{several}">{cards}</div>{backward}'

    def _faults(self, number: int, faults: Mapping[str, InputError]) -> str:
        return "".join(
            f'<span hidden class="sc-told" data-form="{number}" data-path="{escape(path)}">'
            f"{escape(fault_line(error, self.language))}</span>"
            for path, error in faults.items()
        )

    def _card(self, number: int, scenario: Scenario, count: int) -> str:
        name = self.words.scenario.format(name=self.words.scenarios[number])
        heading = f"<h2>{escape(name)}</h2>" if count > 1 else ""
        if scenario.faults:
            told = self.words.faulty.format(count=len(scenario.faults))
            return f'<section class="sc-result">{heading}<p class="sc-state sc-bad">{escape(told)}</p></section>'
        if scenario.result is None:
            return f'<section class="sc-result">{heading}<p class="sc-state">{escape(self.words.empty)}</p></section>'
        card = calculation_card(scenario.result, self.policies, self.script)
        return f'<section class="sc-result">{heading}{self._question(scenario.result)}{card}</section>'

    def _question(self, result: Result) -> str:
        """Return what to find out next: the unknown that narrows the range most."""
        if not result.question:
            return ""
        asked = self.words.narrow.format(question=said_in(result.question.question, self.language))
        return f'<p class="sc-state">{escape(asked)}</p>'

    def _reverse(self, scenario: Scenario) -> str:
        result = scenario.result
        if result is None:
            return ""
        use = ""
        if result.amount_yuan is not None and result.field:
            use = button_html("sc-use", self.words.use_answer, path=result.field, value=str(result.amount_yuan))
        card = calculation_card(result, self.policies, self.script)
        return f'<section class="sc-result"><h2>{escape(self.words.reverse)}</h2>{card}{use}</section>'

    def _comparison(self, results: Sequence[Result | None]) -> str:
        """Return the scenarios side by side in a table."""
        if len(results) < 2:
            return ""
        words = self.words
        names = "".join(
            f'<th scope="col">{escape(words.scenario.format(name=words.scenarios[number]))}</th>'
            for number in range(len(results))
        )
        rows = [
            (words.amount, [self.amount(result) for result in results]),
            (words.decided, [self._decided(result) for result in results]),
            (words.difference, ["", *(self._difference(results[0], result) for result in results[1:])]),
        ]
        body = "".join(
            f'<tr><th scope="row">{escape(name)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in cells)}</tr>'
            for name, cells in rows
        )
        return (
            f'<section class="sc-result"><h2>{escape(words.compare)}</h2><div class="sc-scroll" tabindex="0">'
            f'<table class="sc-table"><thead><tr><td></td>{names}</tr></thead><tbody>{body}</tbody></table>'
            "</div></section>"
        )

    def amount(self, result: Result | None) -> str:
        """Return an amount or a range in a word; a dash where there is neither."""
        if result and result.range_yuan:
            low, high = (money(value, self.script) for value in result.range_yuan)
            return page_texts(self.language).calculation.range.format(low=low, high=high)
        return money(result.amount_yuan, self.script) if result and result.amount_yuan is not None else "—"

    def _decided(self, result: Result | None) -> str:
        return said_in(calculator_words().bindings.get((result and result.binding) or "", "—"), self.language)

    def _difference(self, first: Result | None, other: Result | None) -> str:
        amounts = [each.amount_yuan if each else None for each in (first, other)]
        if None in amounts:
            return "—"
        by = cast(Decimal, amounts[1]) - cast(Decimal, amounts[0])
        form = self.words.more_by if by > 0 else self.words.less_by if by else self.words.same
        return form.format(amount=exact_money(abs(by), self.script))
