"""Clause → HTML with the cited span marked, in both scripts. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from corpus.clause import Clause, Policy, Span
from corpus.normalise import Script
from ui.render_marked import MarkedText
from ui.render_place import Place, clause_name, find_clause, in_script, published
from ui.web_texts import Language, page_texts, script_of

_STOP = re.compile("(。)((?:</mark>)?)$")
"""The full stop that ends a heading in print; kept in the text, not shown in a title."""
_SCRIPTS: tuple[tuple[Script, str], ...] = (("hans", "zh-Hans"), ("hant", "zh-Hant"))


def clause_html(policies: Mapping[str, Policy], place: Place, language: Language = "hans") -> str:
    """Return the panel for a place: heading, units, whole text with the cited span marked; both scripts, one shown."""
    found = find_clause(policies, place.clause)
    words = page_texts(language).clause
    if not found:
        return contents_html(policies, notice=words.missing, language=language)
    policy, clause = found
    readings = readings_html(policy, clause, [place.span] if place.span else [])
    return (
        f'<article class="sc-clause sc-show-{place.script}" aria-label="{words.panel}">'
        f"<header>{_tools(place.script, language)}</header>{readings}{_neighbours(policy, clause, language)}</article>"
    )


def _tools(shown: Script, language: Language) -> str:
    words = page_texts(language).clause
    buttons = "".join(
        f'<button type="button" class="sc-script" value="{script}" title="{title}" '
        f'aria-pressed="{"true" if script == shown else "false"}">{name}</button>'
        for script, name, title in (("hans", words.hans, words.hans_title), ("hant", words.hant, words.hant_title))
    )
    return (
        f'<a class="sc-contents-link sc-open" role="button" href="#clause/">{words.contents}</a>'
        f'<a class="sc-back" role="button" href="#answer">{words.back}</a>'
        f'<span class="sc-scripts" role="group">{buttons}</span>'
    )


def readings_html(policy: Policy, clause: Clause, marked: Sequence[Span]) -> str:
    """Return the clause in both scripts, the spans marked; style shows one of them."""
    return "".join(_reading(policy, clause, marked, script) for script, _ in _SCRIPTS)


def _reading(policy: Policy, clause: Clause, marked: Sequence[Span], script: Script) -> str:
    """Return the clause in one script; converting keeps length, so the offsets of the source hold."""
    words = page_texts().clause
    text = published(policy, clause.text, script)
    shown = MarkedText(text, clause.span.start, marked)
    heading_end = clause.body.start
    heading = _STOP.sub(r'<span class="sc-stop">\1</span>\2', shown.piece(clause.span.start, heading_end))
    heading = heading or escape(clause_name(policy, clause, script))
    path = "".join(f'<p class="sc-path">{escape(published(policy, part, script))}</p>' for part in clause.path)
    units = "、".join(escape(published(policy, unit, script)) for unit in clause.units)
    responsible = f'<p class="sc-units"><b>{in_script(words.responsible, script)}</b>{units}</p>' if units else ""
    remark = in_script(words.original if text == clause.text else words.converted, script)
    return (
        f'<div class="sc-reading sc-{script}" lang="{dict(_SCRIPTS)[script]}">{path}<h2>{heading}</h2>{responsible}'
        f'<p class="sc-body">{shown.piece(heading_end, clause.span.end)}</p>'
        f'<p class="sc-from">{escape(in_script(_origin(policy), script))}<br>{remark}</p></div>'
    )


def _origin(policy: Policy) -> str:
    return f"{policy.issuer}《{policy.title}》"


def _neighbours(policy: Policy, clause: Clause, language: Language) -> str:
    words, script = page_texts(language).clause, script_of(language)
    here = policy.clauses.index(clause)
    links = []
    for step, word, css in ((-1, words.previous, "sc-previous"), (1, words.next, "sc-following")):
        if 0 <= here + step < len(policy.clauses):
            other = policy.clauses[here + step]
            name = escape(clause_name(policy, other, script))
            links.append(_link(other, f"<span>{word}</span>{name}", css=css, script=script))
    return f'<nav class="sc-neighbours">{"".join(links)}</nav>'


def _link(clause: Clause, content: str, *, css: str, script: Script) -> str:
    return f'<a class="{css} sc-open" role="button" href="{Place(clause.id, None, script).href}">{content}</a>'


def contents_html(policies: Mapping[str, Policy], *, notice: str = "", language: Language = "hans") -> str:
    """Return the list of all clauses, by chapter; what the panel shows before anything is cited."""
    words = page_texts(language).clause
    warned = f'<p class="sc-missing">{escape(notice)}</p>' if notice else ""
    lists = "".join("".join(_contents(policy, script_of(language))) for policy in policies.values())
    return (
        f'<article class="sc-contents" aria-label="{words.contents}"><h2>{words.contents}</h2>'
        f'{warned}<p class="sc-hint">{words.contents_hint}</p>{lists}</article>'
    )


def _contents(policy: Policy, script: Script) -> Iterator[str]:
    chapter: tuple[str, ...] = ()
    for clause in policy.clauses:
        if clause.path != chapter:
            chapter = clause.path
            yield "".join(f"<h3>{escape(published(policy, part, script))}</h3>" for part in chapter)
        marker = f'<span class="sc-marker">{escape(clause.marker)}</span>' if clause.marker else ""
        name = (
            escape(published(policy, clause.heading, script)) if clause.marker else clause_name(policy, clause, script)
        )
        yield _link(clause, f"{marker}<span>{name}</span>", css="sc-entry", script=script)
