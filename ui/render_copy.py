"""An answer as text to paste elsewhere: what is said, the arithmetic, the clauses word for word. Pure.

It reads as plain text and as Markdown.
"""

import re
from collections.abc import Iterator, Mapping

from assistant.reply import Citation, Reply
from calculators.contract import Result, Step
from corpus.clause import Policy
from corpus.normalise import Script
from ui.render_calculation import amount_words, beside_cards, step_value, sum_text
from ui.render_place import clause_name, find_clause, in_script, published
from ui.web_texts import answer_texts

_BOLD = re.compile(r"\*\*(.+?)\*\*")


def answer_text(reply: Reply, policies: Mapping[str, Policy]) -> str:
    """Return an answer whole, in its script: text with marks, then the sums, then title, clause and words of each."""
    said = _BOLD.sub(r"\1", beside_cards(reply.text, reply.calculations, reply.script))
    sums = (_calculation(result, reply.script) for result in reply.calculations)
    return "\n\n".join([said, *sums, *_sources(reply, policies)])


def _calculation(result: Result, script: Script) -> str:
    words = answer_texts(script)
    title = words.talk.sums.format(title=in_script(result.title, script), as_of=_as_of(result, script))
    word, shown, exact = amount_words(result, script)
    amount = f"- {' '.join(each for each in (word, shown) if each)}{f'（{exact}）' if exact else ''}"
    return "\n".join([title, *(f"- {_step(step, script)}" for step in result.steps), amount])


def _as_of(result: Result, script: Script) -> str:
    return answer_texts(script).answer.as_of.format(date=result.as_of.isoformat())


def _step(step: Step, script: Script) -> str:
    summed = sum_text(step.expression, script)
    return f"{in_script(step.label, script)}：{f'{summed} = ' if summed else ''}{step_value(step, script)}"


def _sources(reply: Reply, policies: Mapping[str, Policy]) -> Iterator[str]:
    if not reply.citations:
        return
    words = answer_texts(reply.script)
    lines = [f"[{citation.n}] {_source(citation, policies, reply.script)}" for citation in reply.citations]
    yield "\n".join([words.talk.clauses, *(f"- {line}" for line in lines)])
    yield words.notice.maxima


def _source(citation: Citation, policies: Mapping[str, Policy], script: Script) -> str:
    found = find_clause(policies, citation.clause)
    if not found:
        return f"{citation.label}：“{citation.quote}”"
    policy, clause = found
    form = answer_texts(script).talk.source
    return form.format(
        issuer=published(policy, policy.issuer, script), title=published(policy, policy.title, script),
        first=policy.in_force_from.isoformat(), last=policy.in_force_to.isoformat(),
        clause=clause_name(policy, clause, script), quote=published(policy, citation.quote, script),
    )  # fmt: skip
