"""Where a link points, and what a clause is called, in a reader's script. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from corpus.clause import Clause, ClauseKind, Policy, Span
from corpus.normalise import Script, detect_script, to_script
from ui.web_texts import page_texts

_PLACE = re.compile(r"^(?P<clause>\w+/\w+)(?:/(?P<start>\d{1,9})-(?P<end>\d{1,9}))?(?:/(?P<script>hans|hant))?$")


@dataclass(frozen=True, slots=True)
class Place:
    """A clause to open, the span to mark in it, and the script to show it in."""

    clause: str
    span: Span | None = None
    script: Script = "hans"

    @property
    def href(self) -> str:
        """The link to this place: ``#clause/hz_ai_2024/m03/1234-1260/hans``."""
        spanned = f"/{self.span.start}-{self.span.end}" if self.span else ""
        return f"#clause/{self.clause}{spanned}/{self.script}"

    @classmethod
    def parse(cls, text: str) -> "Place | None":
        """Return the place that a link names after ``#clause/``; None if it names none."""
        found = _PLACE.match(text)
        if not found:
            return None
        span = Span(int(found["start"]), int(found["end"])) if found["start"] else None
        return cls(found["clause"], span, "hant" if found["script"] == "hant" else "hans")


def find_clause(policies: Mapping[str, Policy], clause_id: str) -> tuple[Policy, Clause] | None:
    """Return a clause and its policy by full id; None if there is none."""
    policy = policies.get(clause_id.partition("/")[0])
    for clause in policy.clauses if policy else ():
        if policy and clause.id == clause_id:
            return policy, clause
    return None


def in_script(simplified: str, script: Script) -> str:
    """Return words of ours, which are Simplified, in a reader's script."""
    return simplified if script == "hans" else to_script(simplified, script)


@cache
def _script_of(source: str) -> Script:
    return detect_script(source)


def published(policy: Policy, text: str, script: Script) -> str:
    """Return words of a policy in a reader's script; to the letter where that is the script of its publication."""
    return text if _script_of(policy.source) == script else to_script(text, script)


def clause_name(policy: Policy, clause: Clause, script: Script) -> str:
    """Return the clause as people name it, in a reader's script; preamble and closing have names of ours."""
    words = page_texts().clause
    if clause.kind is ClauseKind.MEASURE:
        return published(policy, clause.label, script)
    return in_script(words.preamble if clause.kind is ClauseKind.PREAMBLE else words.closing, script)
