"""What frames a page → HTML: navigation, notice, welcome, and the line over the question box. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from corpus.clause import Policy
from ui.render import ask_link
from ui.render_place import in_script
from ui.web_texts import LANGUAGES, NAMES, TAGS, Language, page_texts, script_of

STAFF_TABS = "staff-tabs"
"""Where a page that is the same for everybody asks for the navigation of whoever is signed in."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A page in the navigation; ``path`` is relative to the root."""

    key: str
    path: str
    here: bool = False


def header_html(policies: Mapping[str, Policy], tabs: Sequence[Tab] = (), language: Language = "hans") -> str:
    """Return name, pages, languages, and what this is: policy, dates, what is not included, what an amount means.

    The line that the server is away is there, unseen: the pages' scripts show it.
    """
    words = page_texts(language)
    notices = "".join(_notice(policy, language) for policy in policies.values())
    maxima = f"<span>{escape(words.notice.maxima)}</span>"
    return (
        f'<div class="sc-bar" data-language="{TAGS[language]}" data-title="{escape(_title(tabs, language))}">'
        f'<a class="sc-brand" href="./{tabs[0].path if tabs else ""}" title="{escape(words.page.home)}">'
        f'<span class="sc-seal" aria-hidden="true">{escape(words.page.seal)}</span>'
        f"<b>{escape(words.page.title)}</b></a>"
        f"{_tabs(tabs, language)}{_languages(language)}</div>"
        f'<p class="sc-notice">{notices}{maxima}</p>'
        f'<p class="sc-away" role="alert" hidden>{escape(words.page.away)}</p>'
    )


def _title(tabs: Sequence[Tab], language: Language) -> str:
    """Return what the browser's tab says: the first page has the product's name alone."""
    words = page_texts(language)
    here = [words.nav[tab.key] for tab in tabs[1:] if tab.here]
    return " · ".join([*here, words.page.title])


def _tabs(tabs: Sequence[Tab], language: Language) -> str:
    words = page_texts(language)
    here = next((tab.key for tab in tabs if tab.here), "")
    return (
        f'<nav class="sc-tabs" aria-label="{escape(words.page.pages)}" '
        f'data-staff="./{STAFF_TABS}?here={here}&amp;lang={language}">{links_html(tabs, language)}</nav>'
    )


def links_html(tabs: Sequence[Tab], language: Language) -> str:
    """Return the links of the navigation."""
    words = page_texts(language)
    return "".join(
        f'<a href="./{tab.path}"{_CURRENT if tab.here else ""}>{escape(words.nav[tab.key])}</a>' for tab in tabs
    )


_CURRENT = ' aria-current="page"'


def _languages(language: Language) -> str:
    """Return the switch; the page's script adds what else stands in the address."""
    links = "".join(
        f'<a href="?lang={each}" lang="{TAGS[each]}" title="{NAMES[each][1]}"'
        f"{_CHOSEN if each == language else ''}>{NAMES[each][0]}</a>"
        for each in LANGUAGES
    )
    return f'<nav class="sc-languages" aria-label="{escape(page_texts(language).page.languages)}">{links}</nav>'


_CHOSEN = ' aria-current="true"'


def _notice(policy: Policy, language: Language) -> str:
    words, script = page_texts(language).notice, script_of(language)
    dates = words.in_force.format(start=policy.in_force_from.isoformat(), end=policy.in_force_to.isoformat())
    issuer, title = in_script(policy.issuer, script), in_script(policy.title, script)
    lines = [
        f"<span>{escape(words.what.format(issuer=issuer, title=title))}</span>",
        f'<span class="sc-dates">{escape(dates)}</span>',
    ]
    for related in policy.related:
        line = words.related.format(title=in_script(related.title, script), issued=related.issued.isoformat())
        lines.append(f'<span title="{escape(in_script(related.note, script))}">{escape(line)}</span>')
    return "".join(lines)


def welcome_html(language: Language = "hans") -> str:
    """Return what an empty conversation shows: what to ask, and questions to tap."""
    words = page_texts(language).welcome
    examples = "".join(f"<li>{ask_link(question)}</li>" for question in words.examples)
    heading, hint = escape(words.heading), escape(words.hint)
    return f'<div class="sc-welcome"><h1>{heading}</h1><p>{hint}</p><ul>{examples}</ul></div>'


def note_html(note: str) -> str:
    """Return the line that says why a question was not sent; nothing if it was."""
    return f'<p role="alert">{escape(note)}</p>' if note else ""
