"""The earlier conversations of a browser, which alone keeps their ids: a list to open and delete them."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape

import gradio as gr

from corpus.errors import SuanceError
from ui.render_form import button_html
from ui.render_frame import note_html
from ui.web_chat import Answering, Talk, checked_key
from ui.web_shell import tapped
from ui.web_texts import Language, page_texts

MOST = 30
"""So many are listed; the browser forgets the ids of older ones, too."""
_TITLE_CHARS = 80


@dataclass(frozen=True, slots=True)
class Earlier:
    """One conversation; ``place`` is that of its id in what the browser sent."""

    place: int
    title: str
    """The first question."""
    last: datetime
    count: int
    """How many questions there are."""


def find_earlier(assistant: Answering, keys: str) -> list[Earlier]:
    """Return those of the conversations that there are, the newest first; ``SetupError`` if they cannot be read."""
    return sorted(_told(assistant, keys), key=lambda each: each.last, reverse=True)


def _told(assistant: Answering, keys: str) -> Iterator[Earlier]:
    try:
        sent = json.loads(keys)
    except ValueError:
        return
    for place, key in enumerate(sent[:MOST] if isinstance(sent, list) else []):
        tickets = assistant.recall(Talk(checked_key(key)).thread)
        if tickets:
            title = " ".join(tickets[0].question.split())[:_TITLE_CHARS]
            yield Earlier(place, title, tickets[-1].at, len(tickets))


def earlier_html(found: list[Earlier], language: Language) -> str:
    """Return the list; the page's script puts it into its window."""
    words = page_texts(language).talk
    items = "".join(
        f'<li data-place="{each.place}"><button type="button" class="sc-earlier-open"><b>{escape(each.title)}</b>'
        f'<span class="sc-small">{each.last.astimezone():%Y-%m-%d %H:%M} · '
        f"{escape(words.earlier_count.format(count=each.count))}</span></button>"
        f"{button_html('sc-earlier-delete', words.delete)}</li>"
        for each in found
    )
    return f"<ul>{items}</ul>" if items else f"<p>{escape(words.earlier_none)}</p>"


def earlier_dialog(language: Language) -> str:
    """Return the window of the list."""
    words = page_texts(language).talk
    return (
        '<dialog id="sc-earlier" aria-labelledby="sc-earlier-heading"><form method="dialog">'
        f'<h2 id="sc-earlier-heading">{escape(words.earlier_heading)}</h2><p class="sc-small">'
        f'{escape(words.earlier_hint)}</p><div id="sc-earlier-list"></div>'
        f'<div class="sc-choices"><button value="">{escape(page_texts(language).form.close)}</button></div>'
        "</form></dialog>"
    )


def lister(assistant: Answering, language: Language) -> Callable[..., str]:
    """Return the listener that lists the conversations whose ids the browser sends."""

    def listed(event: gr.EventData) -> str:
        try:
            return earlier_html(find_earlier(assistant, tapped(event, "keys") or ""), language)
        except SuanceError as error:
            return note_html(page_texts(language).talk.unread.format(reason=error))

    return listed
