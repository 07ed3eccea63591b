"""What running a ticket again gave → HTML. Pure."""

from collections.abc import Mapping
from html import escape

from assistant.tickets.compare import Change, Replay
from corpus.clause import Policy
from ui.desk_texts import TicketWords, desk_texts
from ui.render_desk import Shown
from ui.render_desk_ticket import reply_html

_DIGEST_CHARS = 12


def replay_html(replay: Replay, policies: Mapping[str, Policy], shown: Shown) -> str:
    """Say whether clauses and figures are the same, or show each difference, then and now."""
    words = desk_texts(shown.language).tickets
    if replay.same:
        verdict = f'<p class="dk-verdict dk-same">✓ {escape(words.same)}</p>'
    else:
        differs = words.differs.format(count=len(replay.changes))
        verdict = f'<p class="dk-verdict dk-differs">{escape(differs)}</p>{_changes(replay, words)}'
    return verdict + _wording(replay, policies, words) + _versions(replay, words)


def _changes(replay: Replay, words: TicketWords) -> str:
    rows = "".join(_change(change, words) for change in replay.changes)
    return (
        f'<table class="dk-changes"><thead><tr><td></td><th>{escape(words.before)}</th>'
        f"<th>{escape(words.after)}</th></tr></thead><tbody>{rows}</tbody></table>"
    )


def _change(change: Change, words: TicketWords) -> str:
    before, after = (_said(change.kind, text, words) for text in (change.before, change.after))
    name = f"{escape(words.kinds[change.kind])} <code>{escape(change.what)}</code>"
    return f"<tr><th scope=row>{name}</th><td>{before}</td><td>{after}</td></tr>"


def _said(kind: str, text: str | None, words: TicketWords) -> str:
    if text is None:
        return escape(words.nothing_there)
    return f"<code>{escape(text[:_DIGEST_CHARS])}</code>" if kind == "text" else escape(text)


def _wording(replay: Replay, policies: Mapping[str, Policy], words: TicketWords) -> str:
    if replay.same_words:
        return ""
    now = reply_html(replay.reply.model_dump(mode="json"), policies, words).replace('id="sc-chat" ', "", 1)
    return f'<p class="dk-from">{escape(words.other_words)}</p><div id="sc-cards">{now}</div>'


def _versions(replay: Replay, words: TicketWords) -> str:
    if not replay.versions:
        return ""
    items = "".join(
        f"<li>{escape(name)}：<code>{escape(before[:_DIGEST_CHARS] or words.nothing_there)}</code> → "
        f"<code>{escape(now[:_DIGEST_CHARS] or words.nothing_there)}</code></li>"
        for name, (before, now) in replay.versions.items()
    )
    title = f"{words.other_versions}（{len(replay.versions)}）"
    return f"<details><summary>{escape(title)}</summary><ul>{items}</ul></details>"
