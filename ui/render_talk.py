"""What one may do with an answer and with a conversation → HTML. Pure."""

import re
from collections.abc import Mapping
from html import escape
from typing import get_args
from urllib.parse import quote as percent

from assistant.reply import Reply
from corpus.clause import Policy
from ui.day import day_html
from ui.render_copy import answer_text
from ui.web_texts import Language, answer_texts, page_texts
from ui.web_texts_talk import TalkWords, Verdict, VoteWords

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


_ASCII = re.compile(r"[^0-9A-Za-z\u0080-\U0010ffff]")


def tools_html(reply: Reply, policies: Mapping[str, Policy], voted: str = "") -> str:
    """Return what stands below an answer, in its script; ``voted`` is what its reader has said of it.

    The text to copy stands in the link, for browsers let a page copy only at the very click.
    """
    talk = answer_texts(reply.script).talk
    words, text = talk.vote, _ASCII.sub(lambda found: percent(found[0], safe=""), answer_text(reply, policies))
    copy = _tool("sc-copy", talk.copy_answer, f"copy/{text}")
    votes = "".join(
        _tool(f"sc-{each}{' sc-pressed' if each == voted else ''}", words.labels[each], f"vote/{reply.ticket}/{each}")
        for each in VERDICTS
    )
    return f'<div class="sc-tools" role="group" aria-label="{escape(talk.tools_answer)}">{copy}{votes}</div>'


def _tool(css: str, label: str, action: str) -> str:
    return f'<a class="sc-tool {css}" role="button" href="#{action}">{escape(label)}</a>'


def bar_html(language: Language) -> str:
    """Return what one may do with the conversation; the script finds here what it may have to say."""
    words = page_texts(language).talk
    said = {
        "wait": words.delete_wait, "busy": words.earlier_wait, "copied": words.copied, "uncopied": words.uncopied,
        "title": words.file_title, "name": words.file_name, "asked": words.asked,
    }  # fmt: skip
    says = "".join(f' data-{name}="{escape(text)}"' for name, text in said.items())
    doings = (("save", words.save), ("print", words.print), ("delete", words.delete))
    buttons = "".join(
        f'<button type="button" class="sc-bar-tool" value="{value}">{escape(label)}</button>' for value, label in doings
    )
    doing = f'<div id="sc-doings" role="group" aria-label="{escape(words.tools)}"{says}>{buttons}</div>'
    earlier = f'<button type="button" id="sc-history" class="sc-bar-tool">{escape(words.earlier)}</button>'
    return day_html(language) + doing + earlier


def dialogs_html(language: Language) -> str:
    """Return the windows that open over the page: the reason for a vote, and whether to delete."""
    words = page_texts(language).talk
    return f'{_vote_dialog(words.vote, words.cancel)}{_delete_dialog(words)}<p id="sc-said" role="status"></p>'


def _delete_dialog(words: TalkWords) -> str:
    return (
        f'<dialog id="sc-delete" aria-labelledby="sc-delete-heading"><form method="dialog">'
        f'<h2 id="sc-delete-heading">{escape(words.delete_heading)}</h2><p>{escape(words.delete_warning)}</p>'
        f"{_buttons((words.delete_now, 'delete'), (words.cancel, ''))}</form></dialog>"
    )


def _vote_dialog(words: VoteWords, cancel: str) -> str:
    reasons = "".join(_reasons(each, words) for each in VERDICTS)
    return (
        f'<dialog id="sc-vote" aria-label="{escape(words.group)}"><form method="dialog">{reasons}'
        f'<label class="sc-more">{escape(words.more)}<textarea name="more" rows="2" maxlength="500"></textarea></label>'
        f'<p class="sc-small">{escape(words.masked)}</p>{_buttons((words.send, "send"), (cancel, ""))}'
        "</form></dialog>"
    )


def _reasons(verdict: Verdict, words: VoteWords) -> str:
    chips = "".join(
        f'<label><input type="checkbox" name="{verdict}" value="{escape(reason)}"><span>{escape(reason)}</span></label>'
        for reason in words.reasons[verdict]
    )
    legend = f'{escape(words.headings[verdict])} <span class="sc-small">{escape(words.optional)}</span>'
    return f'<fieldset class="sc-reasons" data-vote="{verdict}"><legend>{legend}</legend>{chips}</fieldset>'


def _buttons(*choices: tuple[str, str]) -> str:
    """Return the buttons of a window, the one that Enter presses first."""
    return f'<div class="sc-choices">{"".join(_choice(*each) for each in choices)}</div>'


def _choice(label: str, value: str) -> str:
    return f'<button value="{value}">{escape(label)}</button>'


def said_html(text: str) -> str:
    """Return a line over the question box that says what has been done."""
    return f'<p role="status">{escape(text)}</p>'
