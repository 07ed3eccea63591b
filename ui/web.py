"""The Gradio page: a streaming chat, and the cited clause beside it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr
from fastapi import FastAPI

from ui.api import build_api
from ui.api_feedback import FeedbackStore
from ui.api_service import Assistance, Service
from ui.metrics import Measured, Metrics
from ui.render_clause import clause_html, contents_html
from ui.render_frame import header_html, note_html, welcome_html
from ui.render_place import Place
from ui.web_chat import Answering, Talk, Turn, View, converse
from ui.web_server import serve
from ui.web_texts import page_texts

__all__ = ["build_app", "build_page", "serve"]

_FOLDER = Path(__file__).parent
_AT_ONCE = 32
"""Answers under way at once; Gradio's own default is one."""
_WAITING = 512
"""Questions that may wait for their turn."""
_UPLOAD_BYTES = 1024  # Gradio always offers an upload route; the page takes no files
_QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}


def build_app(assistant: Assistance, feedback: FeedbackStore, *, allowed_hosts: Iterable[str] = ()) -> FastAPI:
    """Return the web application: the page at ``/``, REST and MCP beside it, one assistant behind all."""
    metrics = Metrics()
    measured = Measured(assistant, metrics)
    app = build_api(Service(measured, feedback), metrics, allowed_hosts=allowed_hosts)
    gr.mount_gradio_app(
        app, build_page(measured), "/", footer_links=[], run_history=False, ssr_mode=False, show_error=False,
        max_file_size=_UPLOAD_BYTES, theme=_theme(), css_paths=[_FOLDER / "web.css", _FOLDER / "web_clause.css"],
    )  # fmt: skip
    return app


def _theme() -> gr.themes.Base:
    """The plainest theme with the system's own fonts; nothing is fetched from another host."""
    return gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"])


@dataclass(frozen=True, slots=True)
class _Parts:
    """The live parts of the page."""

    talk: gr.State
    chat: gr.Chatbot
    note: gr.HTML
    box: gr.Textbox
    panel: gr.HTML
    links: gr.HTML
    """What links in answers and clauses speak through: ``submit`` asks, ``select`` opens a clause."""
    fresh: gr.Button


def build_page(assistant: Answering) -> gr.Blocks:
    """Return the page; every browser tab holds a conversation of its own."""
    words = page_texts()
    page = gr.Blocks(title=words.page.title, analytics_enabled=False, fill_width=True)
    with page:
        with gr.Row(elem_id="sc-top"):
            gr.HTML(header_html(assistant.policies), elem_id="sc-header", apply_default_css=False)
            fresh = gr.Button(words.page.new_talk, elem_id="sc-fresh", size="sm", scale=0, min_width=88)
        with gr.Row(elem_id="sc-main"):
            with gr.Column(elem_id="sc-talk", min_width=0):
                chat, note, box = _chat(), gr.HTML("", elem_id="sc-note", apply_default_css=False), _box()
            with gr.Column(elem_id="sc-side", min_width=0):
                panel = gr.HTML(contents_html(assistant.policies), elem_id="sc-panel", apply_default_css=False)
        links = gr.HTML("", elem_id="sc-links", js_on_load=(_FOLDER / "web.js").read_text(encoding="utf-8"))
        _wire(assistant, _Parts(gr.State(None), chat, note, box, panel, links, fresh))
    page.queue(default_concurrency_limit=_AT_ONCE, max_size=_WAITING, api_open=False)
    return page


def _chat() -> gr.Chatbot:
    return gr.Chatbot(
        label=page_texts().ask.conversation, elem_id="sc-chat", placeholder=welcome_html(), buttons=[], height=None,
        container=False, show_label=False, latex_delimiters=[], allow_tags=False, feedback_options=None,
        autoscroll=False,
    )  # fmt: skip


def _box() -> gr.Textbox:
    words = page_texts().ask
    return gr.Textbox(
        elem_id="sc-box", label=words.label, placeholder=words.placeholder, submit_btn=words.send, show_label=False,
        container=False, lines=1, max_lines=6,
    )  # fmt: skip


def _wire(assistant: Answering, parts: _Parts) -> None:
    """Connect the parts; one listener takes every question, so a second click while it runs does nothing."""
    shown = [parts.talk, parts.chat, parts.note, parts.box, parts.panel]
    asked = gr.on(
        [parts.box.submit, parts.links.submit], _asker(assistant), [parts.box, parts.talk], shown,
        trigger_mode="once", **_QUIET,
    )  # fmt: skip
    asked.then(None, js="() => window.suance.settle()")
    opened = parts.links.select(_opener(assistant), None, parts.panel, queue=False, trigger_mode="multiple", **_QUIET)
    opened.then(None, js="() => window.suance.reveal()")

    def start_over() -> tuple[Talk, list[Any], str, Any, str]:
        return Talk(), [], "", gr.skip(), contents_html(assistant.policies)

    parts.fresh.click(start_over, None, shown, cancels=[asked], queue=False, **_QUIET)


def _asker(assistant: Answering) -> Callable[..., Iterator[tuple[Any, ...]]]:
    def ask(typed: str, talk: Talk | None, event: gr.EventData) -> Iterator[tuple[Any, ...]]:
        tapped = _tapped(event, "question")
        for view in converse(assistant, talk or Talk(), typed if tapped is None else tapped):
            yield _updates(assistant, view, leave_box=tapped is not None)

    return ask


def _updates(assistant: Answering, view: View, *, leave_box: bool) -> tuple[Any, ...]:
    """Return new values for conversation, chat, note, question box and panel."""
    messages = [message for turn in view.talk.turns for message in _messages(turn)]
    draft = gr.skip() if view.draft is None or leave_box else view.draft
    panel = clause_html(assistant.policies, view.opened) if view.opened else gr.skip()
    return view.talk, messages, note_html(view.note), draft, panel


def _messages(turn: Turn) -> list[dict[str, str]]:
    return [{"role": "user", "content": turn.question}, {"role": "assistant", "content": turn.answer}]


def _opener(assistant: Answering) -> Callable[..., str]:
    def open_clause(event: gr.EventData) -> str:
        place = Place.parse(_tapped(event, "place") or "")
        return clause_html(assistant.policies, place) if place else contents_html(assistant.policies)

    return open_clause


def _tapped(event: gr.EventData, name: str) -> str | None:
    """Return what a tapped link sent; None where a key or the button started the event."""
    data = event._data
    value = data.get(name) if isinstance(data, dict) else None
    return value if isinstance(value, str) else None
