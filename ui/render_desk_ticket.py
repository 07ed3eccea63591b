"""工单: recent tickets beside the one that is opened, with its evidence, feedback and replay → HTML. Pure."""

import json
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from pydantic import ValidationError

from assistant.reply import Reply
from assistant.tickets.ticket import Evidence, Ticket, ToolCall, Vote
from assistant.tickets.versions import digest
from corpus.clause import Policy
from ui.desk_texts import TicketWords, desk_texts
from ui.render import answer_html, text_html
from ui.render_desk import Shown, address, empty_panel
from ui.render_place import clause_name, find_clause

_TIME = "%Y-%m-%d %H:%M"
_SHOWN_CHARS = 60
_DIGEST_CHARS = 12


def tickets_view(tickets: Sequence[Ticket], panel: str, shown: Shown, *, opened: str = "", only: str = "") -> str:
    """Return the list of tickets beside what is opened; ``only`` is ``rated`` or empty."""
    words = desk_texts(shown.language).tickets
    items = "".join(f"<li>{_item(ticket, words, only, opened=ticket.id == opened)}</li>" for ticket in tickets)
    listed = f'<ol class="dk-list" aria-label="{escape(words.heading)}">{items}</ol>' if items else ""
    nothing = "" if items else f'<p class="dk-none">{escape(words.none_rated if only else words.nothing)}</p>'
    choices = "".join(
        f'<a href="{address(view="tickets", only=value)}"{_CURRENT if value == only else ""}>{escape(word)}</a>'
        for value, word in (("", words.every), ("rated", words.rated))
    )
    number = escape(words.number)
    return (
        '<main id="dk-main" class="dk-two dk-tickets"><section class="dk-left"><form class="dk-number">'
        '<input type="hidden" name="view" value="tickets">'
        f'<input class="dk-field" name="ticket" aria-label="{number}" placeholder="{number}" maxlength="64" '
        f'autocomplete="off"><button class="dk-plain">{escape(words.open)}</button></form>'
        f'<div class="dk-only"><h2 class="dk-count">{escape(words.heading)}</h2>{choices}</div>'
        f'{nothing}{listed}</section><section id="dk-panel" class="dk-right">{panel}</section></main>'
    )


_CURRENT = ' aria-current="true"'


def _item(ticket: Ticket, words: TicketWords, only: str, *, opened: bool) -> str:
    question = " ".join(ticket.question.split())
    question = question if len(question) <= _SHOWN_CHARS else question[:_SHOWN_CHARS] + "…"
    votes = "".join(_hand(vote, words) for vote in {vote.vote: vote for vote in ticket.votes}.values())
    href = escape(address(view="tickets", only=only, ticket=ticket.id))
    return (
        f'<a class="dk-ticket" href="{href}"{_CURRENT if opened else ""}>'
        f'<span class="dk-asked">{escape(question)}</span><span class="dk-from">{_status(ticket.reply, words)}'
        f"{ticket.at.astimezone():{_TIME}}{votes}</span></a>"
    )


def _hand(vote: Vote, words: TicketWords) -> str:
    """Return a vote as a word: many machines have no font for the hands."""
    return f'<b class="dk-vote dk-{vote.vote}">{escape(words.up if vote.vote == "up" else words.down)}</b>'


def _status(reply: Mapping[str, Any], words: TicketWords) -> str:
    status = str(reply.get("status", ""))
    names: Mapping[Any, str] = words.statuses
    return f'<b class="dk-status dk-{escape(status)}">{escape(names.get(status, status))}</b>'


def ticket_panel(ticket: Ticket, policies: Mapping[str, Policy], shown: Shown) -> str:
    """Return a ticket whole."""
    words = desk_texts(shown.language).tickets
    about = words.about.format(
        time=f"{ticket.at.astimezone():{_TIME}}",
        day=ticket.as_of,
        model=ticket.model,
        latency=f"{ticket.latency_ms:.0f}",
    )
    earlier = "".join(f"<li>{escape(said)}</li>" for said in ticket.earlier)
    parts = [
        f"<header><h2>{escape(ticket.question)}</h2>"
        f'<p class="dk-from">{_status(ticket.reply, words)}{escape(about)}</p>'
        f'<p class="dk-id">{escape(words.number)} <code>{escape(ticket.id)}</code></p></header>',
        _section(words.earlier, f"<ol>{earlier}</ol>") if earlier else "",
        _section(words.reply, reply_html(ticket.reply, policies, words)),
        f'<div class="dk-replay"><button type="button" class="dk-strong" data-ticket="{escape(ticket.id)}">'
        f'{escape(words.replay)}</button><div id="dk-outcome" aria-live="polite"></div></div>',
        _section(words.votes, _votes(ticket.votes, words) + _rating(ticket, words, shown)),
        _section(words.evidence, _evidence(ticket.evidence, policies, words, shown)),
        _details(words.tools, [_tool(call, words) for call in ticket.tools]),
        _details(
            words.checks, [escape(f"{one.name}：{'、'.join(one.findings) or words.passed}") for one in ticket.checks]
        ),
        _details(words.parameters, [f"{escape(name)} = {escape(value)}" for name, value in ticket.parameters.items()]),
        _details(words.versions, list(_versions(ticket))),
    ]
    return f'<article class="dk-opened" tabindex="-1">{"".join(parts)}</article>'


def missing_panel(ticket_id: str, shown: Shown) -> str:
    """Return what stands where no ticket is opened, or none was found."""
    words = desk_texts(shown.language).tickets
    return (
        empty_panel(shown, words.missing.format(ticket=ticket_id[:40]))
        if ticket_id
        else empty_panel(shown, hint=words.pick)
    )


def reply_html(reply: Mapping[str, Any], policies: Mapping[str, Policy], words: TicketWords) -> str:
    """Return a reply as its reader saw it; of an old form its text alone."""
    try:
        seen = answer_html(Reply.model_validate(reply), policies)
    except ValidationError:
        seen = f'<p class="dk-problem">{escape(words.unreadable)}</p>{text_html(str(reply.get("text", "")), {})}'
    return f'<div id="sc-chat" class="dk-reply"><div class="md">{seen}</div></div>'


def _section(title: str, content: str) -> str:
    return f"<section><h3>{escape(title)}</h3>{content}</section>"


def _details(title: str, lines: Sequence[str]) -> str:
    if not lines:
        return ""
    items = "".join(f"<li>{line}</li>" for line in lines)
    return f"<details><summary>{escape(title)}（{len(lines)}）</summary><ul>{items}</ul></details>"


def _votes(votes: Iterable[Vote], words: TicketWords) -> str:
    items = "".join(f"<li>{_vote(vote, words)}</li>" for vote in votes)
    return f'<ul class="dk-votes">{items}</ul>' if items else f'<p class="dk-none">{escape(words.no_votes)}</p>'


def _vote(vote: Vote, words: TicketWords) -> str:
    said = "".join(
        f"<p><span>{escape(name)}</span>{escape(text)}</p>"
        for name, text in ((words.reason, vote.reason), (words.correction, vote.correction))
        if text
    )
    who = f"{_hand(vote, words)}<b>{escape(vote.by or words.reader)}</b>"
    return f'{who} <span class="dk-from">{vote.at.astimezone():{_TIME}}</span>{said}'


def _rating(ticket: Ticket, words: TicketWords, shown: Shown) -> str:
    return (
        '<form class="dk-rate" method="post" action="./desk/rate">'
        f'<input type="hidden" name="ticket" value="{escape(ticket.id)}">'
        f'<input type="hidden" name="lang" value="{shown.language}">'
        f'<label><input type="radio" name="vote" value="up" required>{escape(words.up)}</label>'
        f'<label><input type="radio" name="vote" value="down">{escape(words.down)}</label>'
        f'<input class="dk-field" name="reason" maxlength="500" aria-label="{escape(words.reason)}" '
        f'placeholder="{escape(words.reason_hint)}" autocomplete="off">'
        f'<textarea class="dk-field" name="correction" maxlength="2000" rows="2" '
        f'aria-label="{escape(words.correction)}" placeholder="{escape(words.correction_hint)}"></textarea>'
        f'<button class="dk-plain">{escape(words.rate)}</button></form>'
    )


def _evidence(evidence: Iterable[Evidence], policies: Mapping[str, Policy], words: TicketWords, shown: Shown) -> str:
    items = []
    for one in evidence:
        found = find_clause(policies, one.clause)
        name = clause_name(*found, shown.script) if found else one.label
        changed = not found or digest(found[1].text) != one.digest
        used = f'<span class="dk-used">{escape(words.cited)}</span>' if one.cited else ""
        alert = f'<span class="dk-state dk-past">{escape(words.changed)}</span>' if changed else ""
        items.append(f'<li><a href="{address(clause=one.clause)}">{escape(name)}</a>{used}{alert}</li>')
    return (
        f'<ul class="dk-evidence">{"".join(items)}</ul>'
        if items
        else f'<p class="dk-none">{escape(words.nothing_there)}</p>'
    )


def _tool(call: ToolCall, words: TicketWords) -> str:
    given = json.dumps(call.arguments, ensure_ascii=False)
    outcome = json.dumps(call.result, ensure_ascii=False, indent=1)
    failed = f' <span class="dk-state dk-past">{escape(words.failed)}</span>' if call.failed else ""
    return f"<code>{escape(call.name)}</code>{failed} <code>{escape(given)}</code><pre>{escape(outcome)}</pre>"


def _versions(ticket: Ticket) -> Iterable[str]:
    for name, value in ticket.versions.model_dump().items():
        values = value if isinstance(value, dict) else {"": value}
        for part, text in values.items():
            yield f"{escape(name)} {escape(part)} <code>{escape(str(text)[:_DIGEST_CHARS])}</code>"
