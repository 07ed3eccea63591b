"""政策体检 → HTML: the questions once; for every answer the summary and a card for each measure. Pure."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from html import escape

from calculators.eligibility import Eligibility
from calculators.portfolio_result import ConditionCheck, MeasureCheck, Portfolio
from corpus.clause import Policy, Span
from corpus.errors import InputError
from ui.day import day_html
from ui.form_english import said_in
from ui.profile_form import Group, groups, items, others, overlaps
from ui.render_calc import fault_line
from ui.render_calculation import calculation_card
from ui.render_form import Asked, FormHtml, button_html, jump_html
from ui.render_money import money
from ui.render_place import Place, clause_name, in_script, published
from ui.web_texts import Language, page_texts, script_of

ORDER = ("eligible", "cannot_tell", "not_eligible")
_HUNDRED = 100


def intro_html(language: Language) -> str:
    """Return the heading and how it goes."""
    words = page_texts(language).check
    return (
        f'<header class="sc-intro"><h1>{escape(words.heading)}</h1>{day_html(language)}'
        f"<p>{escape(words.hint)}</p></header>"
    )


def questions_html(rules: Eligibility, language: Language) -> str:
    """Return the guided profile, by chapters."""
    html, script, words = FormHtml(language), script_of(language), page_texts(language)
    parts, chapter = [], ""
    for group in groups(rules):
        here = "".join(group.clause.path[-1:])
        if here != chapter:
            chapter = here
            parts.append(f"<h2>{escape(published(rules.policy, here, script))}</h2>")
        parts.append(_group(rules, group, html, language))
    same = "".join(
        f'<div class="sc-when" data-when="{" ".join(gates)}" hidden>{html.field(asked)}</div>'
        for asked, gates in overlaps(rules)
    )
    return (
        f'<form class="sc-check" novalidate aria-label="{escape(words.check.heading)}">{"".join(parts)}'
        f'<div class="sc-overlaps"><h2>{escape(words.check.overlaps)}</h2>'
        f'<p class="sc-help">{escape(words.check.overlaps_hint)}</p>{same}</div>{_others(rules, html)}</form>'
        f'<div class="sc-form-tools">{button_html("sc-clear", words.form.clear)}</div>{jump_html(language)}'
    )


def _group(rules: Eligibility, group: Group, html: FormHtml, language: Language) -> str:
    script = script_of(language)
    name = clause_name(rules.policy, group.clause, script)
    href = Place(group.clause.id, None, script).href
    rest = "".join(_field(rules, asked, html) for asked in group.rest)
    hidden = f'<div class="sc-when" data-when="{group.first.path}" hidden>{rest}</div>' if rest else ""
    return (
        f'<section class="sc-form sc-group"><a class="sc-basis sc-open" role="button" href="{href}">{escape(name)}</a>'
        f"{html.field(group.first)}{hidden}</section>"
    )


def _others(rules: Eligibility, html: FormHtml) -> str:
    """Return the list of supports of other policies; the clause that forbids to take both stands beside."""
    listed, inside = others(rules)
    rule = rules.parameters()[rules.data.no_double][0]
    place = Place(rule.clause, Span(rule.start, rule.end), script_of(html.language))
    clause = rules.policy.clause(rule.clause.rpartition("/")[2])
    name = escape(clause_name(rules.policy, clause, script_of(html.language)))
    return (
        f'<section class="sc-others"><h2>{html.text(listed.label)}</h2><div class="sc-form sc-group">'
        f'<p class="sc-help">{html.text(listed.help)}</p>'
        f"{html.items(listed, [_numbered(each) for each in inside], first=False)}"
        f'<a class="sc-basis sc-open" role="button" href="{place.href}">{name}</a></div></section>'
    )


def _field(rules: Eligibility, asked: Asked, html: FormHtml) -> str:
    if asked.kind != "list":
        return html.field(asked)
    inside = [_numbered(each) for each in items(rules, asked.path)]
    return html.items(asked, inside, first=True)


def _numbered(asked: Asked) -> Asked:
    path = asked.path.replace("[]", "[#]")
    return Asked(path, asked.kind, asked.label, asked.unit, asked.help, asked.required, asked.choices)


class CheckResults:
    """The right side of the page after an answer."""

    def __init__(self, policies: Mapping[str, Policy], language: Language) -> None:
        self.policies, self.language, self.script = policies, language, script_of(language)
        self.words, self.form = page_texts(language).check, page_texts(language).form

    def text(self, simplified: str) -> str:
        """Return words of ours in the reader's script, safe."""
        return escape(in_script(simplified, self.script))

    def empty(self) -> str:
        """Return what stands here before anything is answered."""
        return f'<p class="sc-state">{escape(self.words.empty)}</p>'

    def faults(self, faults: Mapping[str, InputError]) -> str:
        """Return what is wrong, for the script to put beside the fields."""
        told = "".join(
            f'<span hidden class="sc-told" data-form="0" data-path="{escape(path)}">'
            f"{escape(fault_line(error, self.language))}</span>"
            for path, error in faults.items()
        )
        state = page_texts(self.language).calc.faulty.format(count=len(faults))
        return f'{told}<p class="sc-state sc-bad">{escape(state)}</p>' if faults else ""

    def measures(self, portfolio: Portfolio) -> str:
        """Return the measures: eligible, cannot tell yet, not eligible."""
        cards = "".join(
            self._verdict(verdict, [check for check in portfolio.measures if check.verdict == verdict], portfolio)
            for verdict in ORDER
        )
        notes = self._list(self.words.exclusions, [each.text for each in portfolio.exclusions])
        notes += self._list(self.words.assumptions, portfolio.assumptions)
        return cards + notes

    def summary(self, portfolio: Portfolio) -> str:
        """Return the best combination, how many measures are eligible, and what to answer next."""
        if portfolio.status == "not_in_force":
            return f'<p class="sc-state sc-bad">{self.text(portfolio.explanation.hans)}</p>'
        words, best = self.words, portfolio.combination
        counts = {verdict: sum(each.verdict == verdict for each in portfolio.measures) for verdict in ORDER}
        amount = f'<strong class="sc-total">{money(best.amount_yuan, self.script)}</strong>' if best else ""
        lead = words.best if best else words.nothing
        possible = portfolio.possible
        more = words.possible.format(amount=money(possible.amount_yuan, self.script)) if possible else ""
        return (
            f'<section class="sc-summary"><p class="sc-lead">{escape(lead)}</p>{amount}'
            f"<p>{escape(words.counts.format(**counts))}</p>"
            f"{f'<p>{self.text(best.reason)}</p>' if best else ''}{f'<p>{escape(more)}</p>' if more else ''}"
            f"{self._next(portfolio)}<div class='sc-form-tools'>"
            f"{button_html('sc-download', words.download, file=words.file)}{button_html('sc-print', words.print)}"
            "</div></section>"
        )

    def _next(self, portfolio: Portfolio) -> str:
        """Return the question with most money behind it, to tap."""
        if not portfolio.questions:
            return ""
        asked = portfolio.questions[0]
        button = button_html("sc-goto", said_in(asked.question, self.language), path=asked.field)
        return f'<p class="sc-next-question"><span>{escape(self.words.next)}</span>{button}</p>'

    def _verdict(self, verdict: str, checks: Iterable[MeasureCheck], portfolio: Portfolio) -> str:
        cards = "".join(self._card(check, portfolio) for check in checks)
        if not cards:
            return ""
        return f'<h2>{escape(self.words.verdicts[verdict])}</h2><div class="sc-measures">{cards}</div>'

    def _card(self, check: MeasureCheck, portfolio: Portfolio) -> str:
        short = check.clause.rpartition("/")[2]
        policy = self.policies[portfolio.policy]
        clause = policy.clause(short)
        chosen = portfolio.combination.chosen if portfolio.combination else ()
        left_out = check.verdict == "eligible" and self._amount(check) and short not in chosen
        kept = f'<p class="sc-kept-out">{escape(self.words.kept_out)}</p>' if left_out else ""
        units = "、".join(escape(published(policy, unit, self.script)) for unit in clause.units)
        responsible = f'<p class="sc-units"><b>{self.text(self.words.responsible)}</b>{units}</p>' if units else ""
        href = Place(check.clause, None, self.script).href
        name = escape(clause_name(policy, clause, self.script))
        conditions = "".join(self._condition(each) for each in check.conditions)
        return (
            f'<article class="sc-measure sc-{check.verdict}"><header>'
            f'<a class="sc-open" role="button" href="{href}">{name}</a>'
            f'<span class="sc-verdict">{escape(self.words.verdicts[check.verdict])}</span></header>'
            f"{self._said(check)}{kept}<p>{self.text(check.reason)}。</p>"
            f'<ul class="sc-conditions">{conditions}</ul>{responsible}{self._steps(check)}</article>'
        )

    def _amount(self, check: MeasureCheck) -> Decimal:
        return check.amount_yuan or (check.range_yuan[1] if check.range_yuan else Decimal(0))

    def _said(self, check: MeasureCheck) -> str:
        words = page_texts(self.language).calculation
        if check.range_yuan:
            low, high = (money(value, self.script) for value in check.range_yuan)
            word, shown = words.bounds["range"], words.range.format(low=low, high=high)
        elif check.amount_yuan is not None:
            word, shown = words.bounds["upper"], money(check.amount_yuan, self.script)
        else:
            return ""
        return f'<p class="sc-amount"><span>{word}</span><strong>{shown}</strong></p>'

    def _condition(self, condition: ConditionCheck) -> str:
        state = {True: "met", False: "failed", None: "open"}[condition.met]
        place = Place(condition.clause, Span(condition.start, condition.end), self.script)
        line = self.text(condition.text or condition.label)
        return (
            f'<li class="sc-is-{state}"><a class="sc-open" role="button" href="{place.href}">{line}</a>'
            f"{self._near(condition)}</li>"
        )

    def _near(self, condition: ConditionCheck) -> str:
        """Return how much of a threshold is reached, as a bar."""
        limit = condition.limit_yuan
        if condition.shortfall_yuan is None or not limit:
            return ""
        percent = int((limit - condition.shortfall_yuan) * _HUNDRED / limit)
        said = self.words.near.format(percent=percent)
        return (
            f'<span class="sc-near" role="img" aria-label="{escape(said)}"><i style="width:{percent}%"></i></span>'
            f'<span class="sc-small">{escape(said)}</span>'
        )

    def _steps(self, check: MeasureCheck) -> str:
        if check.calculation is None:
            return ""
        card = calculation_card(check.calculation, self.policies, self.script)
        return f'<details class="sc-more"><summary>{escape(self.words.steps)}</summary>{card}</details>'

    def _list(self, name: str, lines: Iterable[str]) -> str:
        points = "".join(f"<li>{self.text(line)}</li>" for line in lines)
        return f'<section class="sc-said"><h2>{escape(name)}</h2><ul>{points}</ul></section>' if points else ""
