"""Which supports exclude each other, and the best combination of what is left (从优、就高、不重复)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from calculators.combination import Best, Candidate, best
from calculators.contract import Step
from calculators.eligibility import Eligibility, Profile
from calculators.parameters import Parameter
from calculators.portfolio_result import Combination, Exclusion, MeasureCheck, portfolio_words
from calculators.scales import figure, floor_fen
from calculators.words import say_yuan
from corpus.normalise import to_script


@dataclass(frozen=True, slots=True)
class Choice:
    """The outcome of the search."""

    exclusions: tuple[Exclusion, ...]
    combination: Combination | None
    possible: Combination | None
    open_overlaps: tuple[str, ...]
    assumptions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Conflict:
    pair: frozenset[str]
    field: str
    """The profile's field that would settle it; empty where it is settled."""


def choose(rules: Eligibility, facts: Profile, measures: Sequence[MeasureCheck], *, as_of: date) -> Choice:
    """Search all combinations of the eligible measures, and of those that may turn out eligible."""
    sure = _candidates(rules, measures, ("eligible",)) + _others(facts, measures)
    hoped = _candidates(rules, measures, ("eligible", "cannot_tell")) + _others(facts, measures)
    conflicts = _conflicts(rules, facts, {candidate.key for candidate in hoped})
    names = {candidate.key: candidate for candidate in hoped}
    open_conflicts = [conflict for conflict in conflicts if conflict.field]
    rule = rules.calculators[next(iter(rules.calculators))].parameters.at(as_of)[rules.data.no_double]
    pairs = [conflict.pair for conflict in conflicts]
    sure_keys = {candidate.key for candidate in sure}
    certain, possible = best(sure, pairs), best(hoped, pairs)
    chosen = {candidate.key for candidate in (*certain.chosen, *possible.chosen)}
    return Choice(
        tuple(
            _exclusion(conflict, names, chosen, rule)
            for conflict in conflicts
            if conflict.pair <= sure_keys or not conflict.field
        ),
        _combination(certain, rule), _combination(possible, rule) if hoped != sure else None,
        tuple(conflict.field for conflict in open_conflicts if conflict.pair <= sure_keys),
        tuple(_assumed(conflict, names) for conflict in open_conflicts),
    )  # fmt: skip


def _candidates(rules: Eligibility, measures: Sequence[MeasureCheck], verdicts: tuple[str, ...]) -> list[Candidate]:
    found = []
    for check in measures:
        amount = check.amount_yuan
        low, high = check.range_yuan or (amount, amount)
        if check.verdict in verdicts and low is not None and high:
            found.append(Candidate(check.clause.rpartition("/")[2], check.label, low, high))
    return found


def _others(facts: Profile, measures: Sequence[MeasureCheck]) -> list[Candidate]:
    template = portfolio_words().other_support
    return [
        Candidate(f"other:{number}", template.format(name=support.name), support.amount_yuan, support.amount_yuan)
        for number, support in enumerate(facts.other_supports)
    ]


def _conflicts(rules: Eligibility, facts: Profile, keys: set[str]) -> list[_Conflict]:
    found = [
        _Conflict(frozenset(overlap.measures), "" if getattr(facts, overlap.field) else overlap.field)
        for overlap in rules.data.overlaps
        if keys.issuperset(overlap.measures) and getattr(facts, overlap.field) is not False
    ]
    supports = list(enumerate(facts.other_supports))
    for number, support in supports:
        if support.measure in keys:
            found.append(_Conflict(frozenset((f"other:{number}", support.measure)), ""))
        for other, second in supports[number + 1 :]:
            if second.measure == support.measure:
                found.append(_Conflict(frozenset((f"other:{number}", f"other:{other}")), ""))
    return found


def _exclusion(conflict: _Conflict, names: dict[str, Candidate], chosen: set[str], rule: Parameter) -> Exclusion:
    """Name the pair and the one of it that the best combination keeps, else the higher."""
    first, second = sorted(conflict.pair)
    pair = (names[first], names[second])
    kept = max(pair, key=lambda candidate: (candidate.key in chosen, candidate.high, candidate.low))
    template = portfolio_words().same_cost_unknown if conflict.field else portfolio_words().same_cost
    dropped = second if kept.key == first else first
    text = f"{names[dropped].name}：{template.format(kept=kept.name, amount=say_yuan(kept.high))}"
    return Exclusion(
        between=(first, second),
        known=not conflict.field,
        kept=kept.key,
        text=text,
        clause=rule.clause,
        quote=rule.quote,
    )


def _assumed(conflict: _Conflict, names: dict[str, Candidate]) -> str:
    first, second = (names[key].name for key in sorted(conflict.pair))
    return portfolio_words().overlap_assumed.format(first=first, second=second, field=conflict.field)


def _combination(found: Best, rule: Parameter) -> Combination | None:
    if not found.chosen:
        return None
    said, high, low = portfolio_words(), floor_fen(found.high), floor_fen(found.low)
    names = said.list_separator.join(candidate.name for candidate in found.chosen)
    template = said.chosen if high == low else said.chosen_range
    reason = template.format(count=found.compared, names=names, low=say_yuan(low), amount=say_yuan(high))
    step = Step(
        label=said.total, expression=" + ".join(figure(candidate.high) for candidate in found.chosen), value=high,
        unit="CNY", clause=rule.clause, quote=rule.quote, start=rule.start, end=rule.end,
    )  # fmt: skip
    return Combination(
        chosen=tuple(candidate.key for candidate in found.chosen), amount_yuan=high, low_yuan=low,
        compared=found.compared, reason=to_script(reason, "hans"), steps=(step,),
    )  # fmt: skip
