"""The checks that stand between a draft and the user; the same code runs live and in the evaluation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from assistant.claims import claim_faults
from assistant.figures import Figure
from assistant.number_lock import calculated_figures, segments, spoken, unbound_figures
from assistant.numbering import without_numbering
from assistant.offline.hearing import understood
from assistant.reply import Citation
from assistant.roles import role_faults
from assistant.support import support_faults
from assistant.wording import wording_faults
from calculators.contract import Result
from corpus.clause import Policy


@dataclass(frozen=True)
class Draft:
    """What is checked: a text with its numbered citations, and what the turn rests on."""

    text: str
    citations: Sequence[Citation]
    calculations: Sequence[Result]
    said: Sequence[str]
    """The user's words, oldest first."""
    as_of: date
    tool_errors: Sequence[str] = ()
    """What tools answered instead of a result; words to explain with, no source of figures."""

    @cached_property
    def calculated(self) -> frozenset[Figure]:
        """What the calculations bind: several checks ask for it, and each suggestion."""
        return calculated_figures(self.calculations)


def faults(draft: Draft, policies: Mapping[str, Policy]) -> list[str]:
    """Return what is wrong with a draft, one sentence each; empty for a reply that may be shown."""
    text = without_numbering(draft.text)
    parts = list(segments(text))
    chapters = _chapters(draft.citations, policies)
    said = [*draft.said, draft.as_of.isoformat(), *(policy.title for policy in policies.values()), *chapters]
    unbound = unbound_figures(text, citations=draft.citations, calculated=draft.calculated, said=said)
    elsewhere = draft.calculated.union(*(spoken(words) for words in said))
    return list(
        dict.fromkeys(
            [
                *(f"没有依据的数字“{figure.text}”" for figure in unbound),
                *role_faults(
                    parts, draft.citations, policies,
                    calculations=draft.calculations, words=[*draft.said, *draft.tool_errors],
                ),
                *claim_faults(parts, draft.calculations, said=draft.said, calculated=draft.calculated),
                *support_faults(
                    parts, draft.citations, policies,
                    calculations=draft.calculations, words=[*said, *map(understood, draft.said), *draft.tool_errors],
                    said=draft.said, bound_elsewhere=elsewhere,
                ),
                *wording_faults(draft.text, draft.said),
            ]
        )
    )  # fmt: skip


def _chapters(citations: Sequence[Citation], policies: Mapping[str, Policy]) -> list[str]:
    """Return the chapters of the cited clauses, as headings and by number."""
    clauses = [policies[one.clause.partition("/")[0]].clause(one.clause) for one in citations]
    paths = dict.fromkeys(heading for clause in clauses for heading in clause.path)
    return [f"第{heading.partition('、')[0]}章 {heading}" if "、" in heading else heading for heading in paths]


def suggestion_faults(suggestion: str, draft: Draft, policies: Mapping[str, Policy]) -> list[str]:
    """Return what is wrong with a thing to tap: it may hold no figure of its own and promise nothing."""
    said = [*draft.said, *(citation.label for citation in draft.citations)]
    unbound = unbound_figures(suggestion, citations=draft.citations, calculated=draft.calculated, said=said)
    return [*(figure.text for figure in unbound), *wording_faults(suggestion, draft.said)]
