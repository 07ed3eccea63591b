"""问政策: a streaming chat, and the cited clause beside it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import gradio as gr
from pydantic import ValidationError

from corpus.errors import SuanceError
from ui.api_service import Assistance, Service
from ui.contract import FeedbackIn
from ui.day import read_day
from ui.render_clause import clause_html, contents_html
from ui.render_frame import note_html, welcome_html
from ui.render_talk import bar_html, dialogs_html, said_html
from ui.web_chat import Answering, Talk, Turn, View, checked_key, converse, recalled
from ui.web_earlier import earlier_dialog, lister
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
    """What links and the page's script speak through: ``submit`` asks, ``select`` opens a clause, ``like`` votes,
    ``retry`` shows a conversation again, ``delete`` deletes one, ``expand`` lists the earlier ones."""
    fresh: gr.Button
    key: gr.Textbox
    """Unseen: the id of the browser's conversation, which its script puts in with every call."""
    day: gr.Textbox
    """Unseen: the day whose rules apply, put in likewise; empty for today."""

    @property
    def shown(self) -> list[gr.components.Component]:
        """What a turn changes."""
        return [self.talk, self.chat, self.note, self.box, self.panel]


def _build(site: Site, language: Language) -> None:
    """Build the chat; every browser tab holds a conversation of its own."""
    assistant, words = site.service.assistant, page_texts(language)
    with frame(site, PAGE.key, language), gr.Row(elem_id="sc-main"):
        with gr.Column(elem_id="sc-talk", min_width=0):
            with gr.Row(elem_id="sc-talk-bar"):
                gr.HTML(bar_html(language), elem_id="sc-talk-tools", apply_default_css=False)
                fresh = gr.Button(words.page.new_talk, elem_id="sc-fresh", size="sm", scale=0, min_width=88)
            chat, note = _chat(language), gr.HTML("", elem_id="sc-note", apply_default_css=False)
            box = _box(language)
        with gr.Column(elem_id="sc-side", min_width=0):
            contents = contents_html(assistant.policies, language=language)
            panel = gr.HTML(contents, elem_id="sc-panel", apply_default_css=False)
    gr.HTML(earlier_dialog(language) + dialogs_html(language), elem_id="sc-dialogs", apply_default_css=False)
    links = page_script("web_ask.js", "web_talk.js", "web_earlier.js")
    parts = _Parts(gr.State(None), chat, note, box, panel, links, fresh, *_unseen())
    _wire(assistant, parts, language)
    voted = links.like(_voter(site.service, language), None, note, queue=False, trigger_mode="multiple", **QUIET)
    voted.then(None, js="() => window.suance.voted()")
    found = gr.HTML("", elem_id="sc-earlier-found", apply_default_css=False)
    listed = links.expand(lister(assistant, language), None, found, queue=False, **QUIET)
    listed.then(None, js="() => window.suance.listed()")


PAGE = Page("ask", "", _build)
_BUSY = ""
"""What the page's script sends in place of a key where an answer is under way already."""


def _unseen() -> tuple[gr.Textbox, gr.Textbox]:
    return gr.Textbox(visible=False), gr.Textbox(visible=False)


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


def _wire(assistant: Assistance, parts: _Parts, language: Language) -> None:
    """Connect the parts; one listener takes every question, and the page's script says which one it takes.

    Gradio's own guard against a second click also drops a question that comes while an older answer is wound up.
    """
    asked = gr.on(
        [parts.box.submit, parts.links.submit], _asker(assistant, language),
        [parts.box, parts.talk, parts.key, parts.day], parts.shown, trigger_mode="multiple",
        js="async (typed, talk) => [typed, talk, await window.suance.take(), window.suance.day()]",
        **QUIET,
    )  # fmt: skip
    asked.then(None, js="() => window.suance.answered()")
    open_clause = clause_opener(assistant.policies, language)
    opened = parts.links.select(open_clause, None, parts.panel, queue=False, trigger_mode="multiple", **QUIET)
    opened.then(None, js="() => window.suance.reveal()")

    def start_over() -> tuple[Any, ...]:
        return _emptied(assistant, language)

    begun = parts.fresh.click(
        start_over, None, parts.shown, cancels=[asked], queue=False, trigger_mode="multiple",
        js="() => window.suance.startOver()", **QUIET,
    )  # fmt: skip
    begun.then(None, js="() => window.suance.startedOver()")
    deleted = parts.links.delete(_deleter(assistant, language), None, parts.shown, queue=False, **QUIET)
    deleted.then(None, js="() => window.suance.deleted()")
    shown_again = parts.links.retry(_restorer(assistant, language), None, parts.shown, queue=False, **QUIET)
    shown_again.then(None, js="() => window.suance.restored()")


def _asker(assistant: Answering, language: Language) -> Callable[..., Iterator[tuple[Any, ...]]]:
    # Conversations by page: whatever comes through while an answer is under way is left unasked.
    answering: dict[tuple[str | None, str], object] = {}

    def ask(
        typed: str, talk: Talk | None, key: str, day: str, event: gr.EventData, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        page, mine = (request.session_hash, key), object()
        if key == _BUSY or answering.setdefault(page, mine) is not mine:
            yield (gr.skip(),) * 5
            return
        try:
            link = tapped(event, "question")
            question = typed if link is None else link
            for view in converse(assistant, _continued(assistant, talk, key), question, as_of=read_day(day)):
                yield _updates(assistant, view, language, leave_box=link is not None)
        finally:
            del answering[page]

    return ask


def _continued(assistant: Answering, talk: Talk | None, key: str) -> Talk:
    """Return the conversation that the browser goes on with: after a restart the server has to look it up."""
    key = checked_key(key)
    if talk and talk.key == key:
        return talk
    try:
        return recalled(assistant, key)
    except SuanceError:  # what was said stays where it is; the question is answered all the same
        return Talk(key)


def _restorer(assistant: Answering, language: Language) -> Callable[..., tuple[Any, ...]]:
    """Return the listener that shows a conversation again after a reload, with the question that was left open."""
    words = page_texts(language).talk

    def restore(event: gr.EventData) -> tuple[Any, ...]:
        asked, turns = tapped(event, "asked"), tapped(event, "turns") or ""
        try:
            talk = recalled(assistant, checked_key(tapped(event, "key")))
        except SuanceError as error:
            return _updates(assistant, View(Talk(), note=words.unread.format(reason=error)), language)
        if asked and turns == str(len(talk.turns)):
            return _updates(assistant, View(talk, draft=asked, note=words.unfinished), language)
        return _updates(assistant, View(talk), language)

    return restore


def _deleter(assistant: Assistance, language: Language) -> Callable[..., tuple[Any, ...]]:
    """Return the listener that deletes a conversation: its owner alone knows the key."""
    words = page_texts(language).talk

    def delete(event: gr.EventData) -> tuple[Any, ...]:
        try:
            assistant.forget(Talk(checked_key(tapped(event, "key"))).thread)
        except SuanceError as error:
            return gr.skip(), gr.skip(), note_html(words.undeleted.format(reason=error)), gr.skip(), gr.skip()
        said = said_html(words.deleted)
        if tapped(event, "here"):
            return _emptied(assistant, language, said)
        return gr.skip(), gr.skip(), said, gr.skip(), gr.skip()

    return delete


def _emptied(assistant: Answering, language: Language, note: str = "") -> tuple[Any, ...]:
    """Return new values for a page without a conversation; what is being typed stays."""
    return None, [], note, gr.skip(), contents_html(assistant.policies, language=language)


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


def _updates(assistant: Answering, view: View, language: Language, *, leave_box: bool = False) -> tuple[Any, ...]:
    """Return new values for conversation, chat, note, question box and panel."""
    messages = [message for turn in view.talk.turns for message in _messages(turn)]
    draft = gr.skip() if view.draft is None or leave_box else view.draft
    panel = clause_html(assistant.policies, view.opened, language) if view.opened else gr.skip()
    return view.talk, messages, note_html(view.note), draft, panel


def _messages(turn: Turn) -> list[dict[str, str]]:
    return [{"role": "user", "content": turn.question}, {"role": "assistant", "content": turn.answer}]
