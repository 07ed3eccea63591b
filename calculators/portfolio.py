"""One profile of an enterprise → all measures, the amounts, the best lawful combination (政策体检)."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, localcontext
from pathlib import Path

from calculators.choosing import Choice, choose
from calculators.contract import Explanation, InForce, Question, Result
from calculators.eligibility import Condition, Eligibility, MeasureRule, Profile
from calculators.forward import calculate
from calculators.parameters import Parameter
from calculators.portfolio_result import ConditionCheck, MeasureCheck, Portfolio, Verdict, portfolio_words, say_bound
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
        explanation=_in_both(_explain(measures, choice)),
    )  # fmt: skip


def _measure(rules: Eligibility, facts: Profile, clause: Clause, as_of: date) -> MeasureCheck:
    rule = rules.data.measures[clause.short_id]
    parameters = _parameters(rules, as_of)
    conditions = tuple(_condition(rules, facts, (clause, item), parameters) for item in rule.conditions)
    outcomes = [condition.met for condition in conditions]
    verdict: Verdict = "not_eligible" if False in outcomes else "cannot_tell" if None in outcomes else "eligible"
    result = None
    if rule.calculator is not None and verdict != "not_eligible":
        result = calculate(rule.calculator, _inputs(rule, facts), as_of=as_of, calculators=rules.calculators)
    reasons = (*_reasons(conditions), _said_amount(rule, result, verdict))
    return MeasureCheck(
        clause=clause.id, label=to_script(clause.label, "hans"), verdict=verdict, conditions=conditions,
        calculation=result, amount_yuan=result.amount_yuan if result else None,
        range_yuan=result.range_yuan if result else None, note=rule.no_amount or "",
        reason=portfolio_words().clause_separator.join(filter(None, reasons)),
    )  # fmt: skip


def _said_amount(rule: MeasureRule, result: Result | None, verdict: Verdict) -> str:
    """Say the amount, what it would be, or why there is none."""
    if result is None:
        return "" if verdict == "not_eligible" else (rule.no_amount or "").rstrip("。")
    amount = say_bound(result.amount_yuan, result.range_yuan)
    return amount if verdict == "eligible" else portfolio_words().if_met.format(amount=amount)


def _reasons(conditions: tuple[ConditionCheck, ...]) -> Iterator[str]:
    """Yield what decided: the conditions that failed or are open, and how many hold."""
    said, met = portfolio_words(), sum(condition.met is True for condition in conditions)
    yield from (condition.text for condition in conditions if condition.met is False)
    questions = "".join(condition.question for condition in conditions if condition.met is None)
    if questions:
        yield said.open.format(questions=questions.rstrip("？"))
    if met:
        yield said.all_met if met == len(conditions) else said.others_met.format(count=met)


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
    text = ""
    if value is not None and short is not None:
        near = {"limit": limit.value, "value": value, "distance": short}
        text = portfolio_words().near.format(label=limit.label, **{key: say_yuan(near[key]) for key in near})
    return ConditionCheck(
        field=name, label=limit.label, met=None if value is None else short is None, clause=limit.clause,
        quote=limit.quote, start=limit.start, end=limit.end,
        limit_yuan=limit.value.quantize(Decimal("0.01")),
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


def _explain(measures: tuple[MeasureCheck, ...], choice: Choice) -> str:
    said = portfolio_words()
    lines = [
        said.measure.format(label=check.label, verdict=said.verdicts[check.verdict], reason=check.reason)
        for check in measures
    ]
    lines += [f"{exclusion.text}。" for exclusion in choice.exclusions]
    lines.append(choice.combination.reason + said.maxima if choice.combination else said.nothing)
    return "\n".join(lines)


def _in_both(text: str) -> Explanation:
    return Explanation(hans=text, hant=to_script(text, "hant"))
