"""What all pages share: the registry's entry, the frame around a page, its script and its quiet events."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import gradio as gr

from corpus.clause import Policy
from ui.api_service import Service
from ui.render_clause import clause_html, contents_html
from ui.render_form import button_html
from ui.render_frame import Tab, header_html
from ui.render_place import Place
from ui.web_language import variant
from ui.web_texts import Language, page_texts

FOLDER = Path(__file__).parent
QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
"""For every event of a page: no open endpoint, no spinner over the page."""
LIVE: dict[str, Any] = {**QUIET, "trigger_mode": "multiple"}
"""For results while somebody types: the page's script asks one after the other, always for the latest."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page. ``key`` names it in ``nav`` of web_texts.yaml, ``path`` is its address, empty for the first page."""

    key: str
    path: str
    build: Callable[["Site", Language], None] | None = None
    """Builds the page's parts within ``frame``; called once for each language. None: a page with routes of its own."""
    staff: bool = False
    """Whether the navigation shows it to staff alone."""
    query: str = ""
    """What follows the address, for a view of a page that the navigation names, too."""


@dataclass(frozen=True)
class Site:
    """What a page is built from: the one core, and the pages that the navigation shows."""

    service: Service
    pages: tuple[Page, ...]


def tabs_of(pages: Iterable[Page], here: str, language: Language, *, staff: bool = False) -> list[Tab]:
    """Return the navigation of the page of a key."""
    shown = [page for page in pages if page.key and (staff or not page.staff)]
    return [Tab(page.key, variant(page.path, language) + page.query, here=page.key == here) for page in shown]


@contextmanager
def frame(site: Site, key: str, language: Language) -> Iterator[None]:
    """Put the common header over the page of a key; the page's own parts stand within."""
    tabs = tabs_of(site.pages, key, language)
    with gr.Row(elem_id="sc-top"):
        gr.HTML(header_html(site.service.policies, tabs, language), elem_id="sc-header", apply_default_css=False)
    yield


def page_script(*names: str) -> gr.HTML:
    """Return the unseen part that runs scripts of ``ui/`` and through which links speak to the server.

    ``trigger("select" | "submit" | …, data)`` in a script calls the listener of that event with ``data``.
    """
    return gr.HTML("", elem_id="sc-links", js_on_load=_scripts(("web.js", *names)))


@cache
def _scripts(names: tuple[str, ...]) -> str:
    return "\n".join((FOLDER / name).read_text(encoding="utf-8") for name in names)


def tapped(event: gr.EventData, name: str) -> str | None:
    """Return what a script sent; None where a key or the button started the event."""
    data = event._data
    value = data.get(name) if isinstance(data, dict) else None
    return value if isinstance(value, str) else None


def clause_opener(policies: Mapping[str, Policy], language: Language) -> Callable[..., str]:
    """Return the listener that shows the clause of a tapped link, or the contents where it names none."""

    def open_clause(event: gr.EventData) -> str:
        place = Place.parse(tapped(event, "place") or "")
        return clause_html(policies, place, language) if place else contents_html(policies, language=language)

    return open_clause


def clause_drawer(site: Site, language: Language, links: gr.HTML) -> None:
    """Put a drawer on a page, in which tapped clauses open; the page's scripts include ``web_drawer.js``."""
    close = page_texts(language).form.close
    with gr.Column(elem_id="sc-drawer", min_width=0):
        gr.HTML(button_html("sc-close", close), elem_id="sc-close-place", apply_default_css=False)
        panel = gr.HTML("", elem_id="sc-panel", apply_default_css=False)
    open_clause = clause_opener(site.service.policies, language)
    opened = links.select(open_clause, None, panel, queue=False, trigger_mode="multiple", **QUIET)
    opened.then(None, js="() => window.suance.openDrawer()")
