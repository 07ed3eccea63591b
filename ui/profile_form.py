"""政策体检's questions: every measure with its conditions, and the amounts behind a first yes. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from calculators.eligibility import Eligibility
from calculators.portfolio_result import portfolio_words
from calculators.profile import read_profile
from corpus.clause import Clause
from corpus.errors import InputError
from corpus.normalise import to_script
from ui.form_values import Filled, read_values
from ui.render_form import Asked

OTHERS = "other_supports"
_OTHER = re.compile(rf"{OTHERS}\[(\d+)\]\.(\w+)")


@dataclass(frozen=True)
class Group:
    """A measure's questions: the first opens the rest where it is answered with yes."""

    clause: Clause
    first: Asked
    rest: tuple[Asked, ...]


def groups(rules: Eligibility) -> Iterator[Group]:
    """Yield the questions of every measure; what two measures ask stands with the first."""
    seen: set[str] = set()
    for clause in rules.policy.measures:
        rule = rules.data.measures[clause.short_id]
        conditions = [name for item in rule.conditions for name in (item.field, item.else_field) if name]
        names = [name for name in dict.fromkeys([*conditions, *rule.inputs.values()]) if name not in seen]
        first = next((name for name in names if rules.fields[name].kind == "flag"), None)
        if first is None:
            continue
        seen.update(names)
        rest = tuple(_asked(rules, name) for name in names if name != first)
        yield Group(clause, _asked(rules, first), rest)


def overlaps(rules: Eligibility) -> Iterator[tuple[Asked, tuple[str, ...]]]:
    """Yield the questions whether two measures pay for the same cost, and the first questions that both hang on."""
    firsts = {group.clause.short_id: group.first.path for group in groups(rules)}
    for overlap in rules.data.overlaps:
        yield _asked(rules, overlap.field), tuple(firsts[each] for each in overlap.measures if each in firsts)


def _asked(rules: Eligibility, name: str) -> Asked:
    field = rules.fields[name]
    label = field.question if field.kind == "flag" else field.label
    return Asked(name, field.kind, label, field.unit, "" if field.kind == "flag" else field.help, required=False)


def items(rules: Eligibility, name: str) -> tuple[Asked, ...]:
    """Return what a list asks of each of its items: as the calculator whose list it is."""
    for calculator in rules.calculators.values():
        inside = [field for path, field in calculator.fields.items() if path.startswith(f"{name}[].")]
        if inside:
            return tuple(
                Asked(field.path, field.kind, field.label, field.unit, "", field.required, field.choice_names)
                for field in inside
            )
    return ()


def others(rules: Eligibility) -> tuple[Asked, tuple[Asked, ...]]:
    """Return the list of supports of other policies for the same cost, and what is asked of each."""
    words = portfolio_words().other_supports
    paid = [clause for clause in rules.policy.measures if rules.data.measures[clause.short_id].calculator]
    names = {clause.short_id: to_script(clause.label, "hans") for clause in paid}
    inside = (
        Asked(f"{OTHERS}[].measure", "choice", words.measure, "", "", required=False, choices=names),
        Asked(f"{OTHERS}[].amount_yuan", "money", words.amount, words.unit, "", required=False),
        Asked(f"{OTHERS}[].name", "text", words.name, "", "", required=False),
    )
    return Asked(OTHERS, "list", words.label, "", words.help, required=False), inside


def profile_fields(rules: Eligibility) -> Mapping[str, Asked]:
    """Return every field of the profile by path pattern."""
    single = {name: _asked(rules, name) for name in rules.fields}
    lists = [name for name, asked in single.items() if asked.kind == "list"]
    listed, inside = others(rules)
    asked_of_items = [asked for name in lists for asked in items(rules, name)]
    return single | {asked.path: asked for asked in (*asked_of_items, listed, *inside)}


def read_answers(rules: Eligibility, values: object) -> Filled:
    """Read the form; what is not answered is not known, and a support without measure or amount is none yet."""
    form = read_values(profile_fields(rules), values, lambda given: _check(given, rules))
    return replace(form, inputs=_with_whole(form.inputs)[0])


def _check(given: dict[str, Any], rules: Eligibility) -> None:
    whole, places = _with_whole(given)
    try:
        read_profile(whole, rules)
    except InputError as error:
        found = _OTHER.match(error.field)
        if not found:
            raise
        field = f"{OTHERS}[{places[int(found[1])]}].{found[2]}"
        raise InputError(field, error.value, allowed=error.allowed, question=error.question) from None


def _with_whole(given: dict[str, Any]) -> tuple[dict[str, Any], list[int]]:
    """Return the profile with the whole supports of its list, and where in the form these stand."""
    listed: list[dict[str, Any]] = given.get(OTHERS, [])
    if not listed:
        return given, []
    places = [place for place, each in enumerate(listed) if each.get("measure") and each.get("amount_yuan")]
    unnamed = portfolio_words().other_supports.unnamed
    return given | {OTHERS: [{"name": unnamed, **listed[place]} for place in places]}, places
