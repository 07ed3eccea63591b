"""Reference marks in a draft → numbered citations with verbatim quotes. Pure."""

import re
from collections.abc import Mapping

from assistant.reply import Citation
from corpus.clause import Clause, Policy, Span
from corpus.normalise import Script, to_script

_REFERENCE = re.compile(r"\s*\[(?P<policy>[a-z0-9_]+)/(?P<clause>[a-z0-9-]+)@(?P<start>\d+)-(?P<end>\d+)\]")
_STRAY_MARK = re.compile(r"\s*\[\d+\]")


def number_citations(draft: str, policies: Mapping[str, Policy], script: Script) -> tuple[str, tuple[Citation, ...]]:
    """Replace references by ``[1]``, ``[2]`` … in order of use; equal spans share a number.

    A reference that does not resolve to a span inside its clause is taken out, and so is a number that the model wrote
    itself.
    """
    citations: dict[tuple[str, Span], Citation] = {}

    def numbered(found: re.Match[str]) -> str:
        resolved = _resolve(found, policies)
        if resolved is None:
            return ""
        clause, span, quote = resolved
        if (clause.id, span) not in citations:
            citations[clause.id, span] = Citation(
                n=len(citations) + 1, clause=clause.id, label=to_script(clause.label, script),
                quote=quote, start=span.start, end=span.end,
            )  # fmt: skip
        return f"[{citations[clause.id, span].n}]"

    text = _REFERENCE.sub(numbered, _STRAY_MARK.sub("", draft))
    return re.sub(r"(\[\d+\])\1+", r"\1", text), tuple(citations.values())


def _resolve(found: re.Match[str], policies: Mapping[str, Policy]) -> tuple[Clause, Span, str] | None:
    policy = policies.get(found["policy"])
    span = Span(int(found["start"]), int(found["end"]))
    if policy is None or span.start >= span.end:
        return None
    try:
        clause = policy.clause(found["clause"])
    except KeyError:
        return None
    return (clause, span, span.of(policy.source)) if span in clause.span else None
