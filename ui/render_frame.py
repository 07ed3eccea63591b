"""What frames a conversation → HTML: header with notice, welcome, and the line over the question box. Pure."""

from collections.abc import Mapping
from html import escape

from corpus.clause import Policy
from ui.render import ask_link
from ui.web_texts import page_texts


def header_html(policies: Mapping[str, Policy]) -> str:
    """Return the title and what it is: policy, dates, what is not included, what an amount means."""
    words = page_texts()
    notices = "".join(_notice(policy) for policy in policies.values())
    maxima = f"<span>{escape(words.notice.maxima)}</span>"
    return (
        f'<div class="sc-brand"><span class="sc-seal" aria-hidden="true">{escape(words.page.seal)}</span>'
        f"<h1>{escape(words.page.title)}</h1><p>{escape(words.page.tagline)}</p></div>"
        f'<p class="sc-notice">{notices}{maxima}</p>'
    )


def _notice(policy: Policy) -> str:
    words = page_texts().notice
    dates = words.in_force.format(start=policy.in_force_from.isoformat(), end=policy.in_force_to.isoformat())
    lines = [
        f"<span>{escape(words.what.format(issuer=policy.issuer, title=policy.title))}</span>",
        f'<span class="sc-dates">{escape(dates)}</span>',
    ]
    for related in policy.related:
        line = words.related.format(title=related.title, issued=related.issued.isoformat())
        lines.append(f'<span title="{escape(related.note)}">{escape(line)}</span>')
    return "".join(lines)


def welcome_html() -> str:
    """Return what an empty conversation shows: what to ask, and questions to tap."""
    words = page_texts().welcome
    examples = "".join(f"<li>{ask_link(question)}</li>" for question in words.examples)
    heading, hint = escape(words.heading), escape(words.hint)
    return f'<div class="sc-welcome"><h2>{heading}</h2><p>{hint}</p><ul>{examples}</ul></div>'


def note_html(note: str) -> str:
    """Return the line that says why a question was not sent; nothing if it was."""
    return f'<p role="alert">{escape(note)}</p>' if note else ""
