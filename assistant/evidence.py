"""Clauses as the model reads them: Simplified text, each sentence with the reference that cites it."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from corpus.clause import Clause, Policy, Span
from corpus.normalise import to_script

_AMOUNT = re.compile(r"\d\s*(?:%|个百分点|[万亿]?元)")
_SENTENCE = re.compile(r"[^。；;\n]+[。；;]?[”’」』）)]*")


def reference(clause: Clause, span: Span) -> str:
    """Return the mark that cites a span: ``[hz_ai_2024/m03@1234-1260]``."""
    return f"[{clause.id}@{span.start}-{span.end}]"


def sentences(clause: Clause, source: str) -> list[Span]:
    """Cut a clause's body into sentences; spans into the source, outer spaces left out."""
    spans = []
    for found in _SENTENCE.finditer(clause.body.of(source)):
        text = found[0]
        start = clause.body.start + found.start() + len(text) - len(text.lstrip())
        spans.append(Span(start, start + len(text.strip())))
    return [span for span in spans if span.end > span.start]


@lru_cache(maxsize=1024)
def clause_evidence(clause: Clause, policy: Policy) -> Mapping[str, Any]:
    """Return a clause as a tool's JSON; every text in Simplified, every reference into the source.

    Remembered, for the change of script takes most of a search's time: not to be changed by the caller.
    """
    heading = Span(clause.span.start, clause.body.start)
    return {
        "clause": clause.id,
        "label": to_script(clause.label, "hans"),
        "chapter": to_script(" ".join(clause.path), "hans"),
        "heading_ref": reference(clause, heading if clause.heading else clause.body),
        "units": [to_script(unit, "hans") for unit in clause.units],
        "units_ref": reference(clause, clause.units_span) if clause.units_span else "",
        "plain": {
            words.fact: {"text": words.text, "ref": "".join(reference(clause, span) for span in words.spans)}
            for words in policy.plain
            if words.clause == clause.id
        },
        "has_figures": bool(_AMOUNT.search(to_script(clause.body.of(policy.source), "hans"))),
        "sentences": [
            {"ref": reference(clause, span), "text": to_script(span.of(policy.source), "hans")}
            for span in sentences(clause, policy.source)
        ],
    }
