"""One profile of an enterprise → all measures, the amounts, the best lawful combination (政策体检)."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, localcontext
from pathlib import Path

from calculators.choosing import choose
from calculators.contract import Explanation, InForce, Question
from calculators.eligibility import Condition, Eligibility, MeasureRule, Profile
from calculators.forward import calculate
from calculators.parameters import Parameter
from calculators.portfolio_result import Combination, ConditionCheck, MeasureCheck, Portfolio, Verdict, portfolio_words
from calculators.profile import find_eligibility, read_profile, read_profile_file
from calculators.registry import FOLDER
from calculators.scales import EXACT
from calculators.words import say_yuan, words
from corpus.clause import Clause
from corpus.normalise import to_script

__all__ = ["Profile", "check_profile", "find_eligibility", "read_profile", "read_profile_file"]

ZERO = Decimal(0)


def check_profile(
    profile: Profile | Mapping[str, object], *, as_of: date, policy: str | None = None, folder: Path = FOLDER,
    policies: Path | None = None,
) -> Portfolio:  # fmt: skip
    """Check a profile against a policy (by default the first that has eligibility rules) on a day."""
    rules = find_eligibility(policy, folder, policies)
    facts = profile if isinstance(profile, Profile) else read_profile(profile, rules)
    life = InForce(first=rules.policy.in_force_from, last=rules.policy.in_force_to)
    if not rules.policy.in_force(as_of):
        text = portfolio_words().not_in_force.format(as_of=as_of, first=life.first, last=life.last)
        return Portfolio(
            policy=rules.policy.id, as_of=as_of, status="not_in_force", in_force=life, explanation=_in_both(text)
        )
    with localcontext(EXACT):
        return _check(rules, facts, life, as_of)


def _check(rules: Eligibility, facts: Profile, life: InForce, as_of: date) -> Portfolio:
    measures = tuple(_measure(rules, facts, clause, as_of) for clause in rules.policy.measures)
    choice = choose(rules, facts, measures, as_of=as_of)
    return Portfolio(
        policy=rules.policy.id, as_of=as_of, status="ok", in_force=life, measures=measures,
        exclusions=choice.exclusions, combination=choice.combination, possible=choice.possible,
        questions=tuple(_questions(rules, facts, measures, choice.open_overlaps)),
        assumptions=(*choice.assumptions, *rules.data.assumptions, words().assumptions["maxima"]),
        explanation=_in_both(_explain(measures, choice.combination)),
    )  # fmt: skip


def _measure(rules: Eligibility, facts: Profile, clause: Clause, as_of: date) -> MeasureCheck:
    rule = rules.data.measures[clause.short_id]
    parameters = _parameters(rules, as_of)
    conditions = tuple(_condition(rules, facts, (clause, item), parameters) for item in rule.conditions)
    outcomes = [condition.met for condition in conditions]
    verdict: Verdict = "not_eligible" if False in outcomes else "cannot_tell" if None in outcomes else "eligible"
    common = {"clause": clause.id, "label": to_script(clause.label, "hans"), "verdict": verdict}
    if rule.calculator is None or verdict == "not_eligible":
        return MeasureCheck(**common, conditions=conditions, note=rule.no_amount or "")
    result = calculate(rule.calculator, _inputs(rule, facts), as_of=as_of, calculators=rules.calculators)
    return MeasureCheck(
        **common,
        conditions=conditions,
        calculation=result,
        amount_yuan=result.amount_yuan,
        range_yuan=result.range_yuan,
    )


def _parameters(rules: Eligibility, as_of: date) -> Mapping[str, Parameter]:
    return next(iter(rules.calculators.values())).parameters.at(as_of)


def _inputs(rule: MeasureRule, facts: Profile) -> dict[str, object]:
    """Return the calculator's inputs: all that is known, and null for the rest."""
    plain = facts.model_dump(mode="json", exclude_unset=True)
    return {field: plain.get(source) for field, source in rule.inputs.items()}


def _condition(
    rules: Eligibility, facts: Profile, place: tuple[Clause, Condition], parameters: Mapping[str, Parameter]
) -> ConditionCheck:
    clause, condition = place
    name, value = condition.field, getattr(facts, condition.field)
    if value is None and condition.else_field is not None and getattr(facts, condition.else_field) is not None:
        name, value = condition.else_field, getattr(facts, condition.else_field)
    field = rules.fields[name]
    if condition.at_least is not None:
        return _threshold(name, value, parameters[condition.at_least], field.question)
    quote = str(condition.quote)
    start = clause.span.start + clause.text.index(quote)
    text = portfolio_words().failed.format(label=field.label) if value is False else ""
    return ConditionCheck(
        field=name, label=field.label, met=value, clause=clause.id, quote=quote, start=start, end=start + len(quote),
        text=text, question=field.question if value is None else "",
    )  # fmt: skip


def _threshold(name: str, value: Decimal | None, limit: Parameter, question: str) -> ConditionCheck:
    short = None if value is None or value >= limit.value else limit.value - value
    text = portfolio_words().near.format(label=limit.label, distance=say_yuan(short)) if short is not None else ""
    return ConditionCheck(
        field=name, label=limit.label, met=None if value is None else short is None, clause=limit.clause,
        quote=limit.quote, start=limit.start, end=limit.end,
        shortfall_yuan=None if short is None else short.quantize(Decimal("0.01")), text=text,
        question=question if value is None else "",
    )  # fmt: skip


def _questions(
    rules: Eligibility, facts: Profile, measures: tuple[MeasureCheck, ...], overlaps: tuple[str, ...]
) -> Iterator[Question]:
    """Yield what to ask next: overlaps that hold money back now, then by how much is at stake."""
    asked = dict.fromkeys(overlaps)
    for check in sorted(measures, key=_at_stake, reverse=True):
        if check.verdict != "not_eligible":
            asked |= dict.fromkeys(condition.field for condition in check.conditions if condition.met is None)
            asked |= dict.fromkeys(_missing_inputs(rules, check))
    for name in asked:
        field = rules.fields[name]
        yield Question(field=name, label=field.label, question=field.question)


def _missing_inputs(rules: Eligibility, check: MeasureCheck) -> Iterator[str]:
    """Yield the profile's fields behind the inputs that a calculation misses."""
    inputs = rules.data.measures[check.clause.rpartition("/")[2]].inputs
    for missing in check.calculation.missing if check.calculation else ():
        yield inputs[missing.field.partition("[")[0]]


def _at_stake(check: MeasureCheck) -> Decimal:
    return check.amount_yuan or (check.range_yuan[1] if check.range_yuan else ZERO)


def _explain(measures: tuple[MeasureCheck, ...], combination: Combination | None) -> str:
    said = portfolio_words()
    lines = [
        said.measure.format(label=check.label, verdict=said.verdicts[check.verdict], detail=_detail(check))
        for check in measures
    ]
    return "\n".join([*lines, combination.reason if combination else said.nothing])


def _detail(check: MeasureCheck) -> str:
    failed = [condition.text for condition in check.conditions if condition.text]
    if failed:
        return f"（{portfolio_words().list_separator.join(failed)}）"
    if check.amount_yuan is not None:
        return f"，{say_yuan(check.amount_yuan)}"
    if check.range_yuan is not None:
        return f"，{say_yuan(check.range_yuan[0])}–{say_yuan(check.range_yuan[1])}"
    return f"，{check.note.rstrip('。')}" if check.note else ""


def _in_both(text: str) -> Explanation:
    return Explanation(hans=text, hant=to_script(text, "hant"))
