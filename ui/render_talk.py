"""What one may do with an answer and with a conversation → HTML. Pure."""

from html import escape
from typing import get_args

from assistant.reply import Reply
from ui.web_texts import Language, answer_texts, page_texts
from ui.web_texts_talk import Verdict, VoteWords

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


def tools_html(reply: Reply, voted: str = "") -> str:
    """Return what stands below an answer, in its script; ``voted`` is what its reader has said of it."""
    words = answer_texts(reply.script).talk.vote
    votes = "".join(
        _tool(f"sc-{each}{' sc-pressed' if each == voted else ''}", words.labels[each], f"vote/{reply.ticket}/{each}")
        for each in VERDICTS
    )
    return f'<div class="sc-tools" role="group" aria-label="{escape(words.group)}">{votes}</div>'


def _tool(css: str, label: str, action: str) -> str:
    return f'<a class="sc-tool {css}" role="button" href="#{action}">{escape(label)}</a>'


def dialogs_html(language: Language) -> str:
    """Return the windows that open over the page: the reason for a vote."""
    return _vote_dialog(page_texts(language).talk.vote)


def _vote_dialog(words: VoteWords) -> str:
    reasons = "".join(_reasons(each, words) for each in VERDICTS)
    return (
        f'<dialog id="sc-vote" aria-label="{escape(words.group)}"><form method="dialog">{reasons}'
        f'<label class="sc-more">{escape(words.more)}<textarea name="more" rows="2" maxlength="500"></textarea></label>'
        f'<p class="sc-small">{escape(words.masked)}</p>{_buttons((words.send, "send"), (words.cancel, ""))}'
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
