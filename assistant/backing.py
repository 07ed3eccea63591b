"""What the sentences of a reply rest on: the clauses that they cite, the calculations, what the asker said."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.grounding import Backing, ungrounded
from assistant.grounds import (
    Ground,
    clause_ground,
    ground_of,
    latin_words,
    letters,
    own_statements,
    pairs,
    policy_pairs,
)
from assistant.number_lock import Segment
from assistant.reply import Citation
from calculators.contract import Result
from corpus.clause import Clause, ClauseKind, Policy
from corpus.normalise import fold

_FIGURES = re.compile(r"\d[\d,.]*")


class Rest:
    """What a reply rests on."""

    def __init__(
        self,
        citations: Sequence[Citation],
        policies: Mapping[str, Policy],
        *,
        calculations: Sequence[Result],
        said: Sequence[str],
    ) -> None:
        """``said``: the asker's words, oldest first."""
        self._citations, self._policies = citations, policies
        self._told = {citation.clause for citation in citations if not self._names_offices(citation)}
        self._told |= {step.clause for result in calculations for step in result.steps}
        self._asked = pairs(fold(said[-1]))
        self._backing = self._shared(calculations, said)

    def faults(self, part: Segment) -> Iterator[str]:
        """Yield the pieces of a part that its citations, without marks any citation of the reply, don't bear out."""
        quotes: dict[str, str] = {}
        for citation in part.cited(self._citations):
            quotes[citation.clause] = quotes.get(citation.clause, "") + fold(citation.quote)
        grounds = []
        for clause_id, quote in quotes.items():
            policy, clause = self._clause(clause_id)
            quoted = tuple(unit for unit in clause.units if fold(unit) in quote)
            grounds.append(clause_ground(clause, policy, quoted))
        chosen = [grounds] if part.marks else [[ground] for ground in grounds]
        backings = [replace(self._backing, grounds=[*some, *self._backing.grounds]) for some in chosen]
        earlier = [replace(self._backing, grounds=[ground, *self._backing.grounds]) for ground in self._others(quotes)]
        before, last = _last_sentence(part.text) if part.marks else ("", part.text)
        for piece, words in (*ungrounded(before, [*backings, *earlier]), *ungrounded(last, backings)):
            yield f"“{piece.strip()}”里的“{words}”在所引用的条文里没有依据"
        yield from self._strange_offices(part, quotes) if part.marks else ()

    def _others(self, cited: Mapping[str, str]) -> Iterator[Ground]:
        """Yield the texts of the clauses that the reply cites elsewhere."""
        for clause_id in dict.fromkeys(citation.clause for citation in self._citations):
            if clause_id not in cited:
                policy, clause = self._clause(clause_id)
                yield clause_ground(clause, policy)

    def _shared(self, calculations: Sequence[Result], said: Sequence[str]) -> Backing:
        """Return what every part may rest on."""
        whole = [self._clause(citation.clause) for citation in self._citations]
        offices = [office for policy, clause in whole for office in (*clause.units, policy.lead_department)]
        stated = [statement for message in said for statement in own_statements(message)]
        own = frozenset().union(*map(pairs, stated))
        terms = frozenset().union(*(policy_pairs(policy) for policy, _ in whole))
        worked = (tuple(_FIGURES.sub("", text) for text in result_texts(result)) for result in calculations)
        return Backing(
            grounds=[ground_of(texts) for texts in dict.fromkeys(worked)],
            said=own - terms,
            terms=terms,
            told="\n".join(map(letters, stated)),
            nothing=any(result.amount_yuan == 0 for result in calculations),
            latin=frozenset().union(*map(latin_words, said)),
            offices=tuple(dict.fromkeys(map(fold, offices))),
        )

    def _strange_offices(self, part: Segment, cited: Mapping[str, str]) -> Iterator[str]:
        """Yield offices cited from a measure that the reply is not about."""
        for clause_id in cited:
            policy, clause = self._clause(clause_id)
            others = [one for one in policy.clauses if one.id in self._told and one.kind is ClauseKind.MEASURE]
            if clause.kind is not ClauseKind.MEASURE or clause.id in self._told or not others:
                continue
            own = clause_ground(clause, policy).bits.keys() - set().union(
                *(clause_ground(one, policy).bits for one in others)
            )
            if own.isdisjoint(self._asked | pairs(fold(part.text))):
                yield f"“{part.text.strip()}”引用的是{clause.label}的责任单位，说的却不是那一条"

    def _names_offices(self, citation: Citation) -> bool:
        """Say whether a citation quotes the responsible units and nothing else."""
        return citation.start >= self._clause(citation.clause)[1].body.end

    def _clause(self, clause_id: str) -> tuple[Policy, Clause]:
        policy = self._policies[clause_id.partition("/")[0]]
        return policy, policy.clause(clause_id)


def _last_sentence(text: str) -> tuple[str, str]:
    """Return what stands before the sentence that bears a part's marks, and that sentence."""
    at = max(text.rstrip("。；;!！?？").rfind(end) for end in "。；;!！?？") + 1
    return text[:at], text[at:]


def result_texts(result: Result) -> list[str]:
    """Return every sentence that a calculation speaks."""
    notes = [*(cliff.text for cliff in result.cliffs), *([result.possibility.text] if result.possibility else [])]
    asked = [question.question for question in result.missing]
    notes += [result.explanation.hans] if result.explanation else []
    return [*(step.label for step in result.steps), *result.assumptions, *notes, *asked, result.title]
