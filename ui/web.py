"""The web application: every page in every language, REST and MCP beside them, one core behind all."""

import warnings
from collections.abc import Iterable
from pathlib import Path

import gradio as gr
from fastapi import FastAPI

from ui.api import build_api
from ui.api_feedback import FeedbackStore
from ui.api_service import Assistance, Service
from ui.metrics import Measured, Metrics
from ui.plain_pages import add_plain_pages
from ui.render_frame import Tab
from ui.staff import Staff
from ui.web_ask import PAGE as ASK
from ui.web_calc import PAGE as CALC
from ui.web_language import ChooseLanguage, variant
from ui.web_portfolio import PAGE as PORTFOLIO
from ui.web_server import serve
from ui.web_shell import Page, Site, tabs_of
from ui.web_texts import LANGUAGES, Language, page_texts

__all__ = ["PAGES", "build_app", "build_pages", "serve"]

PAGES: tuple[Page, ...] = (
    ASK,
    CALC,
    PORTFOLIO,
    Page("desk", "desk"),
    Page("tickets", "desk", staff=True, query="?view=tickets"),
    Page("report", "report", staff=True),
    Page("", "sign-in"),
)
"""Every page, in the order of the navigation; the first lies at ``/``. A new page is added here and nowhere else."""

_FOLDER = Path(__file__).parent
_AT_ONCE = 32
"""Answers under way at once; Gradio's own default is one."""
_WAITING = 512
"""Questions that may wait for their turn."""
_UPLOAD_BYTES = 1024  # Gradio always offers an upload route; the pages take no files


def build_app(
    assistant: Assistance, feedback: FeedbackStore, *, allowed_hosts: Iterable[str] = (), staff: Staff | None = None
) -> FastAPI:
    """Return the web application: the pages from ``/`` on, REST and MCP beside them, one assistant behind all.

    Without ``staff`` there is nothing to sign in for.
    """
    metrics = Metrics()
    service = Service(Measured(assistant, metrics), feedback)
    app = build_api(service, metrics, allowed_hosts=allowed_hosts)
    add_plain_pages(app, service, _plain_tabs, staff)
    with warnings.catch_warnings():  # Gradio warns that several pages and server-side rendering do not go together
        warnings.filterwarnings("ignore", "SSR mode is not supported", UserWarning)
        gr.mount_gradio_app(
            app, build_pages(service), "/", footer_links=[], run_history=False, ssr_mode=False, show_error=False,
            max_file_size=_UPLOAD_BYTES, theme=_theme(), css_paths=sorted(_FOLDER.glob("web*.css")),
        )  # fmt: skip
    app.add_middleware(ChooseLanguage, paths=[page.path for page in PAGES])
    return app


def _plain_tabs(here: str, language: Language, inside: bool) -> list[Tab]:
    return tabs_of(PAGES, here, language, staff=inside)


def _theme() -> gr.themes.Base:
    """The plainest theme with the system's own fonts; nothing is fetched from another host."""
    return gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"])


def build_pages(service: Service, pages: tuple[Page, ...] = PAGES) -> gr.Blocks:
    """Return all pages in all languages, as one application with one queue."""
    site = Site(service, pages)
    blocks = gr.Blocks(title=page_texts().page.title, analytics_enabled=False, fill_width=True)
    for page in pages:
        for language in LANGUAGES:
            address = variant(page.path, language)
            if page.build is not None:
                with blocks.route(page.key, address, show_in_navbar=False) if address else blocks:
                    page.build(site, language)
    blocks.queue(default_concurrency_limit=_AT_ONCE, max_size=_WAITING, api_open=False)
    return blocks
