"""A driver's work → what may be shown, and what is wrong with it; the same for every driver."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.asked import Asked
from assistant.checks import Draft, faults, suggestion_faults
from assistant.citations import number_citations
from assistant.denials import denial_faults
from assistant.figures import plain_figures
from assistant.number_lock import segments
from assistant.reply import Citation
from assistant.wording import pattern, without_markup_said
from assistant.work import Work
from corpus.clause import Policy
from corpus.normalise import to_script
from index.hit import ANSWERABLE
from index.search import Searcher

MAX_CHARS = 6000
"""A longer reply is no clerk's."""
_MOST_SUGGESTIONS = 4
_LONGEST_SUGGESTION = 60
_FIELD = re.compile(r"[a-z][a-z0-9_.\[\]]{0,60}")
_APPLIES = frozenset({"answered", "partial", "needs_input"})


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
        """Number the citations of a draft and check it. Suggestions that fail are left out, the text is not mended."""
        if work.draft is None:
            return Reviewed("", (), (), (), ("没有调用 ReplyDraft 交出答复",))
        text, citations = number_citations(work.draft.text, self._policies, asked.script)
        text = without_markup_said(to_script(text, asked.script), asked.said)
        errors = [call.content for call in work.calls if call.failed and call.content]
        draft = Draft(text, citations, work.calculations, asked.said, asked.as_of, errors)
        found = [*self._form_faults(asked, work, draft), *faults(draft, self._policies), *self._denial_faults(draft)]
        suggestions = (to_script(suggestion, asked.script) for suggestion in work.draft.suggestions)
        return Reviewed(
            text=text,
            citations=citations,
            missing=tuple(name for name in work.draft.missing if _FIELD.fullmatch(name)),
            suggestions=tuple(
                suggestion
                for suggestion in suggestions
                if len(suggestion) <= _LONGEST_SUGGESTION and not suggestion_faults(suggestion, draft, self._policies)
            )[:_MOST_SUGGESTIONS],
            findings=tuple(dict.fromkeys(found)),
        )

    def _form_faults(self, asked: Asked, work: Work, draft: Draft) -> Iterator[str]:
        status = work.draft.status if work.draft else ""
        if not draft.text.strip() or len(draft.text) > MAX_CHARS:
            yield "答复是空的，或者太长"
        if draft.citations and status in _APPLIES and not any(p.in_force(asked.as_of) for p in self._policies.values()):
            yield "所问日期不在有效期内，不能据此答复"
        if not draft.citations and self._needs_citation(asked, work, draft):
            yield "没有引用任何条文"

    def _denial_faults(self, draft: Draft) -> Iterator[str]:
        parts = list(segments(draft.text))
        return denial_faults(parts, draft.citations, self._policies, self._searcher.find)

    def _needs_citation(self, asked: Asked, work: Work, draft: Draft) -> bool:
        """Say whether a reply without citations states something: it grants, or the question has an answer.

        That there is no such clause or measure, or that a sum can't be worked out, is shown by the tool that failed.
        """
        assert work.draft is not None
        spoken = plain_figures("\n".join(asked.said))
        granted = pattern("grants").finditer(plain_figures(draft.text))
        if any(found[0] not in spoken for found in granted):
            return not any(call.failed for call in work.calls)
        if work.draft.status == "out_of_scope" or any(call.failed or call.content == "[]" for call in work.calls):
            return False
        return self._searcher.find(asked.question).answerable >= ANSWERABLE
