"""查条款: what was found, and a clause with the words marked → HTML. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from urllib.parse import urlencode

from corpus.clause import Clause, Policy, Span
from corpus.normalise import Script
from ui.desk_search import STATES, Desk, Match, Query, state_of
from ui.desk_texts import desk_texts
from ui.render_clause import readings_html
from ui.render_marked import MarkedText
from ui.render_page import Frame, account_html
from ui.render_place import clause_name, published
from ui.web_language import variant
from ui.web_texts import Language, page_texts, script_of

_SNIPPET_CHARS = 64


@dataclass(frozen=True, slots=True)
class Shown:
    """How things are shown: in which language, on which day."""

    language: Language
    today: date
    chosen: date | None = None
    """Another day, whose rules apply."""

    @property
    def script(self) -> Script:
        """The script of the clauses."""
        return script_of(self.language)

    @property
    def day(self) -> date:
        """The day whose rules apply."""
        return self.chosen or self.today

    @property
    def as_of(self) -> str:
        """The chosen day for an address; empty for today."""
        return self.chosen.isoformat() if self.chosen else ""

    def address(self, **parts: str) -> str:
        """Return the address of a view that keeps the chosen day."""
        return address(**parts, as_of=self.as_of)


def address(**parts: str) -> str:
    """Return the address of a view of the desk; empty parts are left out."""
    query = urlencode({name: value for name, value in parts.items() if value}, safe="/")
    return f"?{query}" if query else ""


def views_html(frame: Frame, view: str, as_of: str = "") -> str:
    """Return the links between the views, and who is signed in."""
    words = desk_texts(frame.language).views
    names = {"": words.find, "text": words.text, "compare": words.compare}
    if frame.staffed:
        names["tickets"] = words.tickets
    links = "".join(
        f'<a href="{"" if name else "./" + variant("desk", frame.language)}{address(view=name, as_of=as_of)}"'
        f"{_CURRENT if name == view else ''}>"
        f"{escape(word)}</a>"
        for name, word in names.items()
    )
    title = escape(names.get(view, words.find)) if view else escape(desk_texts(frame.language).find.label)
    nav = f'<nav aria-label="{escape(words.label)}">{links}</nav>'
    return f'<div class="dk-views"><h1 class="dk-unseen">{title}</h1>{nav}{account_html(frame)}</div>'


_CURRENT = ' aria-current="page"'


def find_html(desk: Desk, query: Query, shown: Shown) -> str:
    """Return the search box with its filters; a form that works without a script, too."""
    words = desk_texts(shown.language).find
    policy = next(iter(desk.policies.values()))
    chapters = [(each, published(policy, each, shown.script)) for each in desk.chapters]
    units = [(each, published(policy, each, shown.script)) for each in desk.units]
    states = [(state, desk_texts(shown.language).states[state]) for state in STATES]
    choices = (
        _choice("chapter", (words.chapter_label, words.chapter), chapters, query.chapter)
        + _choice("unit", (words.unit_label, words.unit), units, query.unit)
        + _choice("state", (words.state_label, words.state), states, query.state or "")
        + _day(shown)
    )
    return (
        f'<form id="dk-find" role="search" aria-label="{escape(words.label)}">'
        f'<div class="dk-box"><input id="dk-q" name="q" type="search" value="{escape(query.text)}" maxlength="200" '
        f'placeholder="{escape(words.placeholder)}" aria-label="{escape(words.label)}" aria-controls="dk-results" '
        f'autocomplete="off" spellcheck="false" enterkeyhint="search"><kbd title="{escape(words.key)}">/</kbd></div>'
        f'<div class="dk-choices">{choices}</div><noscript><button>{escape(words.submit)}</button></noscript></form>'
    )


def _choice(name: str, words: tuple[str, str], options: Sequence[tuple[str, str]], chosen: str) -> str:
    label, none = words
    items = "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(shown)}</option>'
        for value, shown in [("", none), *options]
    )
    return f'<select name="{name}" aria-label="{escape(label)}">{items}</select>'


def _day(shown: Shown) -> str:
    words = page_texts(shown.language).page
    css = ' class="dk-other-day"' if shown.chosen else ""
    return (
        f'<label{css} title="{escape(words.as_of_help)}">{escape(words.as_of)} <input type="date" name="as_of" '
        f'value="{shown.day}" data-today="{shown.today}"></label>'
    )


def results_html(found: Sequence[Match], query: Query, shown: Shown, opened: str = "") -> str:
    """Return how many there are, and one link for each."""
    words = desk_texts(shown.language).find
    if not found:
        none = f'<p class="dk-none">{escape(words.nothing)}</p>'
        return f'<p class="dk-count">{escape(words.count.format(count=0))}</p>{none}'
    exact = any(match.kind != "alike" for match in found)
    count = (words.count if exact else words.count_alike).format(count=len(found))
    items = "".join(f"<li>{_result(match, query, shown, match.clause.id == opened)}</li>" for match in found)
    return (
        f'<p class="dk-count">{escape(count)}</p><ol class="dk-list" aria-label="{escape(words.results)}">{items}</ol>'
    )


def _result(match: Match, query: Query, shown: Shown, opened: bool) -> str:
    policy, clause, script = match.policy, match.clause, shown.script
    text = MarkedText(published(policy, clause.text, script), clause.span.start, match.spans)
    name = _marked_name(match, text, script)
    body = clause.body if clause.body.start < clause.body.end else clause.span
    snippet = text.around(body.start, clause.span.end, _SNIPPET_CHARS)
    units = "、".join(published(policy, unit, script) for unit in clause.units)
    alike = f"<i>{escape(desk_texts(shown.language).find.alike)}</i>" if match.kind == "alike" else ""
    href = shown.address(
        q=query.text, chapter=query.chapter, unit=query.unit, state=query.state or "", clause=clause.id
    )
    return (
        f'<a class="dk-hit" href="{escape(href)}" data-clause="{clause.id}" '
        f'data-name="{escape(clause_name(policy, clause, script))}"{_OPENED if opened else ""}>'
        f'<span class="dk-name">{name}</span><span class="dk-snippet">{snippet}</span>'
        f'<span class="dk-from">{escape(units)}{alike}</span></a>'
    )


_OPENED = ' aria-current="true"'


def _marked_name(match: Match, text: MarkedText, script: Script) -> str:
    clause = match.clause
    if not clause.heading:
        return escape(clause_name(match.policy, clause, script))
    end = clause.body.start
    start = clause.span.start + len(clause.marker)
    marker = f'<span class="dk-no">{escape(clause.marker)}</span>' if clause.marker else ""
    return marker + text.piece(start, end).replace("。", "")


def clause_panel(desk: Desk, clause: Clause, marked: Sequence[Span], shown: Shown) -> str:
    """Return an opened clause: its state, what can be done with it, its text in both scripts, its neighbours."""
    words, policy = desk_texts(shown.language), desk.policies[clause.policy_id]
    name = clause_name(policy, clause, shown.script)
    return (
        f'<article class="sc-clause dk-clause sc-show-{shown.script}" tabindex="-1" aria-label="{escape(name)}" '
        f'data-clause="{clause.id}" data-name="{escape(name)}">'
        f'<header><a class="dk-back" href="#dk-q">{escape(words.clause.back)}</a>{state_html(policy, shown)}'
        f"{_tools(clause, shown)}</header>{readings_html(policy, clause, marked)}"
        f"{copy_texts(policy, clause)}{_neighbours(policy, clause, shown)}</article>"
    )


def state_html(policy: Policy, shown: Shown) -> str:
    """Return whether the policy applies today, and its dates."""
    words, state = desk_texts(shown.language), state_of(policy, shown.day)
    period = words.clause.period.format(start=policy.in_force_from, end=policy.in_force_to)
    said = f"{shown.as_of} {words.states[state]}".strip()
    return f'<span class="dk-state dk-{state}" title="{escape(period)}">{escape(said)}</span>'


def _tools(clause: Clause, shown: Shown) -> str:
    words = desk_texts(shown.language).clause
    scripts = "".join(
        f'<button type="button" class="sc-script" value="{script}" '
        f'aria-pressed="{"true" if script == shown.script else "false"}">{name}</button>'
        for script, name in (("hans", "简"), ("hant", "繁"))
    )
    return (
        f'<span class="dk-tools"><button type="button" class="dk-copy">{escape(words.copy_it)} <kbd>c</kbd></button>'
        f'<a href="{shown.address(view="compare", a=clause.id)}">{escape(words.compare)} <kbd>d</kbd></a>'
        f'<a href="{shown.address(clause=clause.id)}">{escape(words.link)}</a></span>'
        f'<span class="sc-scripts" role="group">{scripts}</span>'
    )


def copy_texts(policy: Policy, clause: Clause) -> str:
    """Return what copying puts on the clipboard, in both scripts: document, clause, words; not shown."""
    return "".join(
        f'<template class="dk-text" data-script="{script}">{escape(cited_text(policy, clause, script))}</template>'
        for script in ("hans", "hant")
    )


def cited_text(policy: Policy, clause: Clause, script: Script) -> str:
    """Return a clause as one cites it: issuer, title, dates, clause, its words."""
    dates = f"{policy.in_force_from} 至 {policy.in_force_to}"
    head = f"{policy.issuer}《{policy.title}》（施行 {dates}）"
    text = published(policy, clause.text, script)
    named = "" if clause.marker else clause_name(policy, clause, script) + "\n"
    return f"{published(policy, head, script)}\n{named}{text}"


def _neighbours(policy: Policy, clause: Clause, shown: Shown) -> str:
    words = desk_texts(shown.language).clause
    here = policy.clauses.index(clause)
    links = []
    for step, word, css in ((-1, words.previous, "sc-previous"), (1, words.next, "sc-following")):
        if 0 <= here + step < len(policy.clauses):
            other = policy.clauses[here + step]
            name = escape(clause_name(policy, other, shown.script))
            href = shown.address(clause=other.id)
            links.append(f'<a class="{css} dk-open" href="{href}"><span>{escape(word)}</span>{name}</a>')
    return f'<nav class="sc-neighbours">{"".join(links)}</nav>'


def find_view(desk: Desk, query: Query, shown: Shown, panel: str, opened: str = "") -> str:
    """Return the whole of the search view; ``panel`` is what is opened beside the results."""
    words = desk_texts(shown.language)
    found = desk.search(query, shown.day)
    return (
        f'<main id="dk-main" class="dk-two"><section class="dk-left">{find_html(desk, query, shown)}'
        f'<div id="dk-results" aria-live="polite">{results_html(found, query, shown, opened)}</div>'
        f'<p class="dk-keys">{escape(words.find.keys)}</p></section>'
        f'<section id="dk-panel" class="dk-right">{panel}</section></main>'
    )


def empty_panel(shown: Shown, notice: str = "", *, hint: str = "") -> str:
    """Return what stands where nothing is opened: what is wrong, or what to do."""
    text = notice or hint or desk_texts(shown.language).find.empty
    return f'<p class="dk-empty"{_ALERT if notice else ""}>{escape(text)}</p>'


_ALERT = ' role="alert"'
