"""What one turn adds to each metric: a part of a whole, so that any set of turns gives a rate. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from assistant.reply import Reply, Status
from corpus.clause import Policy
from evals.case import Turn
from evals.figures import arabic_figures, said_figures
from evals.judge import cited, is_among, quotes_held, unbound_in
from evals.result import Check, Share

ANSWERS = frozenset({Status.ANSWERED, Status.PARTIAL})
ASKS = frozenset({Status.NEEDS_INPUT})
DECLINES = frozenset({Status.OUT_OF_SCOPE, Status.NOT_STATED, Status.NOT_IN_FORCE})
EVERYWHERE = ("closing",)
"""The closing applies to every measure: citing it is never beside the point."""

_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?")
_MARKS = re.compile(r"\[(\d+)\]")
_FROM_CHECKS = {
    "amounts": ("amount", "range", "bound", "reverse"),
    "arguments": ("calculator", "inputs"),
    "phrases": ("say", "say_any", "never"),
    "script": ("script",),
    "quote": ("quote",),
    "also": ("also",),
}
"""Metric → the checks that it is made of; it holds for a turn when all of them do."""


def count(
    turn: Turn, reply: Reply, policies: Mapping[str, Policy], *, said: Sequence[str], checks: Sequence[Check]
) -> dict[str, Share]:
    """Return the turn's share in every metric that it has a say in."""
    shares = {**_statuses(turn, reply), **_clauses(turn, reply), **_sentences(turn, reply, policies, said)}
    for metric, names in _FROM_CHECKS.items():
        own = [check.passed for check in checks if check.name in names]
        if own:
            shares[metric] = _share(all(own))
    wrong, quotes = quotes_held(reply, policies)
    if quotes:
        shares["verbatim"] = Share(part=quotes - len(wrong), whole=quotes)
    shares["unbound"] = _share(bool(unbound_in(reply, policies, said)))
    shares["stood_in"] = _share(" failed: " in reply.model)
    shares["failed"] = _share(reply.status is Status.FAILED and Status.FAILED not in turn.status)
    return shares


def _share(flag: bool) -> Share:
    return Share(part=float(flag), whole=1)


def _statuses(turn: Turn, reply: Reply) -> dict[str, Share]:
    wanted = set(turn.status)
    shares = {"status": _share(reply.status in wanted)}
    if wanted & ANSWERS and not wanted & DECLINES:
        shares["answer_rate"] = _share(reply.status in ANSWERS | (ASKS & wanted))
    if not wanted & (DECLINES | {Status.FAILED}):
        shares["false_refusals"] = _share(reply.status in DECLINES or reply.status is Status.FAILED)
    if wanted <= DECLINES:
        shares["false_answers"] = _share(reply.status in ANSWERS | ASKS)
    if turn.missing:
        shares["clarified"] = _share(reply.status in ASKS and bool(reply.missing))
    elif not wanted & ASKS:
        shares["needless_questions"] = _share(reply.status in ASKS)
    return shares


def _clauses(turn: Turn, reply: Reply) -> dict[str, Share]:
    if not turn.clauses:
        return {}
    right = [is_among(clause, turn.clauses) for clause in cited(reply)]
    rank = right.index(True) + 1 if True in right else 0
    return {
        "hit_at_1": _share(rank == 1),
        "hit_at_3": _share(1 <= rank <= 3),
        "mrr": Share(part=1 / rank if rank else 0.0, whole=1),
    }


def _sentences(turn: Turn, reply: Reply, policies: Mapping[str, Policy], said: Sequence[str]) -> dict[str, Share]:
    """Count citations on target, and sentences with figures whose figures a citation or calculation supports."""
    pieces = _SENTENCE.findall(reply.text)
    own = frozenset[Decimal]().union(*map(said_figures, said))
    needy = [piece for piece in pieces if arabic_figures(piece) - own]
    backed = [piece for piece in needy if _MARKS.search(piece) and not unbound_in(reply, policies, said, piece)]
    shares = {"citation_recall": Share(part=len(backed), whole=len(needy))} if needy else {}
    expected = (*turn.clauses, *turn.also)
    marks = [int(number) for piece in pieces for number in _MARKS.findall(piece)]
    if expected and marks:
        fine = _on_target(reply, expected)
        shares["citation_precision"] = Share(part=sum(mark in fine for mark in marks), whole=len(marks))
    return shares


def _on_target(reply: Reply, expected: Iterable[str]) -> set[int]:
    """Return the numbers of the citations whose clause was expected or calculated with."""
    calculated = {step.clause for one in reply.calculations for step in one.steps}
    allowed = {*expected, *EVERYWHERE, *calculated}
    return {citation.n for citation in reply.citations if is_among(citation.clause, allowed)}
