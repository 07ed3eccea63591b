"""All checks of a turn in one place: draft and work → what may be shown, and what is wrong with it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.asked import Asked
from assistant.checks import unbound_figures
from assistant.citations import number_citations
from assistant.reply import Citation
from assistant.work import Work
from corpus.clause import Policy
from corpus.normalise import to_script
from index.search import Searcher

_FIELD = re.compile(r"[a-z][a-z0-9_.\[\]]{0,60}")
NO_DRAFT = "没有调用 ReplyDraft 交出答复"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A draft after citations and checks."""

    text: str
    """In the asker's script, with marks ``[n]``."""
    citations: tuple[Citation, ...]
    missing: tuple[str, ...]
    suggestions: tuple[str, ...]
    findings: tuple[str, ...]
    """What is wrong, one sentence each; empty for a reply that may be shown."""


class Reviewer:
    """Holds what the checks compare with."""

    def __init__(self, policies: Mapping[str, Policy], searcher: Searcher) -> None:
        self._policies, self._searcher = policies, searcher

    def review(self, asked: Asked, work: Work) -> Reviewed:
        """Number the citations of a draft and check it; the same for every driver."""
        if work.draft is None:
            return Reviewed("", (), (), (), (NO_DRAFT,))
        draft = work.draft
        text, citations = number_citations(draft.text, self._policies, asked.script)
        text = to_script(text, asked.script)
        said = (*asked.said, asked.as_of.isoformat(), *(policy.title for policy in self._policies.values()))
        unbound = unbound_figures(text, citations=citations, calculations=work.calculations, said=said)
        return Reviewed(
            text,
            citations,
            tuple(name for name in draft.missing if _FIELD.fullmatch(name)),
            tuple(to_script(suggestion, asked.script) for suggestion in draft.suggestions),
            (f"没有依据的数字：{sorted(unbound)}",) if unbound else (),
        )
