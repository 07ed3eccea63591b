"""查条款: the whole text with its contents, and two clauses side by side → HTML. Pure."""

from collections.abc import Callable
from html import escape

from corpus.clause import Clause, Policy
from ui.desk_search import Desk
from ui.desk_texts import desk_texts
from ui.render_clause import readings_html
from ui.render_desk import Shown, copy_texts, state_html
from ui.render_place import clause_name, published


def text_view(desk: Desk, shown: Shown) -> str:
    """Return every policy's whole text; the contents lead to its clauses, each a permalink."""
    words = desk_texts(shown.language).text
    contents = "".join(_contents(policy, shown) for policy in desk.policies.values())
    texts = "".join(_text(policy, shown) for policy in desk.policies.values())
    return (
        '<main id="dk-main" class="dk-two dk-whole">'
        f'<nav class="dk-left dk-contents" aria-label="{escape(words.contents)}">'
        f'<h2>{escape(words.contents)}</h2>{contents}</nav><section class="dk-right">{texts}</section></main>'
    )


def _contents(policy: Policy, shown: Shown) -> str:
    def link(clause: Clause) -> str:
        return f'<a href="#{clause.id}">{escape(clause_name(policy, clause, shown.script))}</a>'

    return "".join(_by_chapter(policy, shown, link))


def _by_chapter(policy: Policy, shown: Shown, piece: Callable[[Clause], str]) -> list[str]:
    """Return a piece for every clause, each chapter's headings before its first."""
    pieces: list[str] = []
    chapter: tuple[str, ...] = ()
    for clause in policy.clauses:
        if clause.path != chapter:
            chapter = clause.path
            pieces += [f"<h3>{escape(published(policy, part, shown.script))}</h3>" for part in chapter]
        pieces.append(piece(clause))
    return pieces


def _text(policy: Policy, shown: Shown) -> str:
    pieces = _by_chapter(policy, shown, lambda clause: _passage(policy, clause, shown))
    title = escape(published(policy, policy.title, shown.script))
    issuer = escape(published(policy, policy.issuer, shown.script))
    return (
        f'<article class="dk-policy" aria-label="{title}"><h2>{title}</h2><p class="dk-issuer">{issuer} '
        f"{state_html(policy, shown)}</p>{''.join(pieces)}</article>"
    )


def _passage(policy: Policy, clause: Clause, shown: Shown) -> str:
    text = published(policy, clause.text, shown.script)
    cut = clause.body.start - clause.span.start
    name = escape(clause_name(policy, clause, shown.script))
    return (
        f'<p id="{clause.id}"><a class="dk-anchor" href="{shown.address(clause=clause.id)}" title="{name}">'
        f"§</a><b>{escape(text[:cut])}</b>{escape(text[cut:])}</p>"
    )


def compare_view(desk: Desk, first: Clause, second: Clause, shown: Shown) -> str:
    """Return two clauses beside each other, each chosen from a list."""
    words = desk_texts(shown.language).compare
    columns = "".join(
        _column(desk, clause, (name, label), shown)
        for clause, name, label in ((first, "a", words.first), (second, "b", words.second))
    )
    kept = f'<input type="hidden" name="as_of" value="{shown.as_of}">' if shown.chosen else ""
    return (
        f'<main id="dk-main"><form id="dk-compare" class="dk-compare" aria-label="{escape(words.heading)}">'
        f'<input type="hidden" name="view" value="compare">{kept}{columns}'
        f"<noscript><button>{escape(words.go)}</button></noscript></form></main>"
    )


def _column(desk: Desk, clause: Clause, names: tuple[str, str], shown: Shown) -> str:
    words, policy = desk_texts(shown.language), desk.policies[clause.policy_id]
    field, label = names
    options = "".join(
        f'<option value="{each.id}"{" selected" if each == clause else ""}>'
        f"{escape(clause_name(owner, each, shown.script))}</option>"
        for owner in desk.policies.values()
        for each in owner.clauses
    )
    amounts = [published(policy, amount, shown.script) for amount in desk.amounts(clause)]
    stated = "".join(f"<li>{escape(amount)}</li>" for amount in amounts) or f"<li>{escape(words.compare.none)}</li>"
    return (
        f'<section class="dk-column sc-show-{shown.script}" data-clause="{clause.id}"><header>'
        f'<select name="{field}" aria-label="{escape(label)}">{options}</select>{state_html(policy, shown)}'
        f'<button type="button" class="dk-copy">{escape(words.clause.copy_it)}</button></header>'
        f'<div class="dk-stated"><b>{escape(words.compare.amounts)}</b><ul>{stated}</ul></div>'
        f"{readings_html(policy, clause, ())}{copy_texts(policy, clause)}</section>"
    )
