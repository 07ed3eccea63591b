"""问政策: a streaming chat, and the cited clause beside it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import gradio as gr
from pydantic import ValidationError

from corpus.errors import SuanceError
from ui.api_service import Service
from ui.contract import FeedbackIn
from ui.render_clause import clause_html, contents_html
from ui.render_frame import note_html, welcome_html
from ui.render_talk import dialogs_html, said_html
from ui.web_chat import Answering, Talk, Turn, View, converse
from ui.web_shell import QUIET, Page, Site, clause_opener, frame, page_script, tapped
from ui.web_texts import Language, page_texts


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


def _build(site: Site, language: Language) -> None:
    """Build the chat; every browser tab holds a conversation of its own."""
    assistant, words = site.service.assistant, page_texts(language)
    with frame(site, PAGE.key, language), gr.Row(elem_id="sc-main"):
        with gr.Column(elem_id="sc-talk", min_width=0):
            fresh = gr.Button(words.page.new_talk, elem_id="sc-fresh", size="sm", scale=0, min_width=88)
            chat, note = _chat(language), gr.HTML("", elem_id="sc-note", apply_default_css=False)
            box = _box(language)
        with gr.Column(elem_id="sc-side", min_width=0):
            contents = contents_html(assistant.policies, language=language)
            panel = gr.HTML(contents, elem_id="sc-panel", apply_default_css=False)
    gr.HTML(dialogs_html(language), elem_id="sc-dialogs", apply_default_css=False)
    links = page_script("web_ask.js", "web_talk.js")
    parts = _Parts(gr.State(None), chat, note, box, panel, links, fresh)
    _wire(assistant, parts, language)
    voted = links.like(_voter(site.service, language), None, note, queue=False, trigger_mode="multiple", **QUIET)
    voted.then(None, js="() => window.suance.voted()")


PAGE = Page("ask", "", _build)


def _chat(language: Language) -> gr.Chatbot:
    return gr.Chatbot(
        label=page_texts(language).ask.conversation, elem_id="sc-chat", placeholder=welcome_html(language),
        buttons=[], height=None, container=False, show_label=False, latex_delimiters=[], allow_tags=False,
        feedback_options=None, autoscroll=False,
    )  # fmt: skip


def _box(language: Language) -> gr.Textbox:
    words = page_texts(language).ask
    return gr.Textbox(
        elem_id="sc-box", label=words.label, placeholder=words.placeholder, submit_btn=words.send, show_label=False,
        container=False, lines=1, max_lines=6,
    )  # fmt: skip


def _wire(assistant: Answering, parts: _Parts, language: Language) -> None:
    """Connect the parts; one listener takes every question, so a second click while it runs does nothing."""
    shown = [parts.talk, parts.chat, parts.note, parts.box, parts.panel]
    asked = gr.on(
        [parts.box.submit, parts.links.submit], _asker(assistant, language), [parts.box, parts.talk], shown,
        trigger_mode="once", **QUIET,
    )  # fmt: skip
    asked.then(None, js="() => window.suance.settle()")
    open_clause = clause_opener(assistant.policies, language)
    opened = parts.links.select(open_clause, None, parts.panel, queue=False, trigger_mode="multiple", **QUIET)
    opened.then(None, js="() => window.suance.reveal()")

    def start_over() -> tuple[Talk, list[Any], str, Any, str]:
        return Talk(), [], "", gr.skip(), contents_html(assistant.policies, language=language)

    parts.fresh.click(start_over, None, shown, cancels=[asked], queue=False, **QUIET)


def _asker(assistant: Answering, language: Language) -> Callable[..., Iterator[tuple[Any, ...]]]:
    def ask(typed: str, talk: Talk | None, event: gr.EventData) -> Iterator[tuple[Any, ...]]:
        link = tapped(event, "question")
        for view in converse(assistant, talk or Talk(), typed if link is None else link):
            yield _updates(assistant, view, language, leave_box=link is not None)

    return ask


def _voter(service: Service, language: Language) -> Callable[..., str]:
    """Return the listener that keeps what a reader thinks of an answer and says how that went."""
    words = page_texts(language).talk.vote

    def vote(event: gr.EventData) -> str:
        given = {name: tapped(event, name) or None for name in ("ticket", "vote", "reason")}
        try:
            service.feedback.add(FeedbackIn.model_validate(given))
        except ValidationError:
            return note_html(words.failed.format(reason=words.stale))
        except SuanceError as error:
            return note_html(words.failed.format(reason=error))
        return said_html(words.thanks)

    return vote


def _updates(assistant: Answering, view: View, language: Language, *, leave_box: bool) -> tuple[Any, ...]:
    """Return new values for conversation, chat, note, question box and panel."""
    messages = [message for turn in view.talk.turns for message in _messages(turn)]
    draft = gr.skip() if view.draft is None or leave_box else view.draft
    panel = clause_html(assistant.policies, view.opened, language) if view.opened else gr.skip()
    return view.talk, messages, note_html(view.note), draft, panel


def _messages(turn: Turn) -> list[dict[str, str]]:
    return [{"role": "user", "content": turn.question}, {"role": "assistant", "content": turn.answer}]
