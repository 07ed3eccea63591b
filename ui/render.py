"""Reply → HTML for the page. Pure; every text that comes from outside is escaped here and nowhere else.

The page shows messages through a Markdown renderer with a sanitiser that drops ``data-`` attributes, so a message is
one line of HTML that starts with a block element, and what a link does stands in its ``href``: ``#clause/…`` opens a
clause, ``#ask/…`` asks a question.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from urllib.parse import quote as percent

from assistant.reply import Citation, Reply, Status, StepEvent
from corpus.clause import Policy, Span
from corpus.normalise import Script
from ui.render_calculation import beside_cards, calculation_card
from ui.render_curve import curve_svg
from ui.render_place import Place, clause_name, find_clause, published
from ui.web_texts import answer_texts, page_texts

_MARK = re.compile(r"\[(\d{1,3})\]")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_BULLET = re.compile(r"^\s*[-•·]\s+")
_CIRCLED_ONE, _CIRCLED_LAST = 0x2460, 20


def question_html(question: str) -> str:
    """Return what the user typed, as text and nothing else."""
    lines = [escape(line) for line in question.strip().splitlines()]
    return f'<div class="sc-question">{"<br>".join(lines)}</div>'


def working_html(steps: Sequence[StepEvent], text: str = "") -> str:
    """Return an answer under way: the steps so far, the last still running, and the text that has come."""
    running = not text
    trail = steps_html(steps, running=running) if steps else _trail([(page_texts().ask.starting, True)])
    return f'<div class="sc-answer sc-working">{trail}{text_html(text, {})}</div>'


def answer_html(
    reply: Reply, policies: Mapping[str, Policy], steps: Sequence[StepEvent] = (), *, tools: str = ""
) -> str:
    """Return a finished answer: steps, text with marks, calculations, sources, what to tap next, and ``tools``."""
    marks = {Span(citation.start, citation.end): citation.n for citation in reply.citations}
    cards = (
        calculation_card(result, policies, reply.script, marks, picture=curve_svg(result, reply.script))
        for result in reply.calculations
    )
    text = beside_cards(reply.text, reply.calculations, reply.script)
    evidence = [*cards, _sources(reply, policies)]
    after = [_next_questions(reply)]
    asking = reply.status is Status.NEEDS_INPUT  # then the choices belong to the question, not below the evidence
    parts = [
        steps_html(steps, running=False),
        _status_badge(reply),
        text_html(text, {citation.n: citation for citation in reply.citations}, reply.script),
        *(after + evidence if asking else evidence + after),
        tools,
    ]
    return f'<div class="sc-answer sc-{reply.status}" lang="{LANGUAGE[reply.script]}">{"".join(parts)}</div>'


LANGUAGE: dict[Script, str] = {"hans": "zh-Hans", "hant": "zh-Hant"}
"""HTML language tags, which choose the right forms of a pan-Chinese font."""


def steps_html(steps: Sequence[StepEvent], *, running: bool) -> str:
    """Return the visible steps, each stage once, in order of first use."""
    labels = {step.stage: step.label for step in steps}
    last = steps[-1].stage if steps and running else None
    return _trail([(label, stage == last) for stage, label in labels.items()])


def _trail(steps: Iterable[tuple[str, bool]]) -> str:
    items = "".join(
        f'<li class="{"sc-now" if running else "sc-done"}">{escape(label)}</li>' for label, running in steps
    )
    return f'<ol class="sc-trail">{items}</ol>' if items else ""


def text_html(text: str, citations: Mapping[int, Citation], script: Script = "hans") -> str:
    """Return a reply's text as paragraphs and lists; marks without a citation (yet) are no links."""
    blocks: list[str] = []
    bullets: list[str] = []
    for line in [*text.splitlines(), ""]:
        if _BULLET.match(line):
            bullets.append(f"<li>{_inline(_BULLET.sub('', line), citations, script)}</li>")
            continue
        if bullets:
            blocks.append(f"<ul>{''.join(bullets)}</ul>")
            bullets = []
        if line.strip():
            blocks.append(f"<p>{_inline(line.strip(), citations, script)}</p>")
    return f'<div class="sc-text">{"".join(blocks)}</div>' if blocks else ""


def _inline(line: str, citations: Mapping[int, Citation], script: Script) -> str:
    def mark(found: re.Match[str]) -> str:
        citation = citations.get(int(found[1]))
        if citation is None:
            return f'<span class="sc-mark">{found[1]}</span>'
        title = f"{answer_texts(script).answer.open_clause} {citation.label}"
        return clause_link(place_of(citation, script), found[1], css="sc-mark", title=title)

    return _MARK.sub(mark, _BOLD.sub(r"<strong>\1</strong>", escape(line, quote=False)))


def place_of(citation: Citation, script: Script) -> Place:
    """Return where a citation points."""
    return Place(citation.clause, Span(citation.start, citation.end), script)


def clause_link(place: Place, content: str, *, css: str, title: str = "") -> str:
    """Return a link that opens a clause; ``content`` is HTML."""
    titled = f' title="{escape(title)}"' if title else ""
    return f'<a class="{css} sc-open" role="button" href="{place.href}"{titled}>{content}</a>'


def ask_link(question: str, shown: str | None = None) -> str:
    """Return a button that asks a question."""
    return f'<a class="sc-ask" role="button" href="#ask/{percent(question)}">{escape(shown or question)}</a>'


def _status_badge(reply: Reply) -> str:
    word = answer_texts(reply.script).answer.statuses.get(reply.status)
    return f'<p class="sc-badge">{escape(word)}</p>' if word else ""


def circled(number: int) -> str:
    """Return ① for 1 and so on to ⑳, then (21)."""
    return chr(_CIRCLED_ONE + number - 1) if 1 <= number <= _CIRCLED_LAST else f"({number})"


def _sources(reply: Reply, policies: Mapping[str, Policy]) -> str:
    if not reply.citations:
        return ""
    words = answer_texts(reply.script).answer
    items = "".join(f"<li>{_source(citation, policies, reply.script)}</li>" for citation in reply.citations)
    return f'<div class="sc-sources"><span class="sc-small">{words.sources}</span><ul>{items}</ul></div>'


def _source(citation: Citation, policies: Mapping[str, Policy], script: Script) -> str:
    found = find_clause(policies, citation.clause)
    name = clause_name(*found, script) if found else citation.label
    quote = published(found[0], citation.quote, script) if found else citation.quote
    content = (
        f'<span class="sc-number">{circled(citation.n)}</span><span class="sc-label">{escape(name)}</span>'
        f'<span class="sc-cited">{escape(quote)}</span>'
    )
    return clause_link(place_of(citation, script), content, css="sc-source")


def _next_questions(reply: Reply) -> str:
    words = answer_texts(reply.script)
    links = [ask_link(question) for question in reply.suggestions]
    if reply.status is Status.FAILED:
        links.insert(0, ask_link(reply.question, words.ask.retry))
    return f'<div class="sc-next">{"".join(links)}</div>' if links else ""
