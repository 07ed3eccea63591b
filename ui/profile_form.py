"""政策体检's questions: every measure with its conditions, and the amounts behind a first yes. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from calculators.eligibility import Eligibility
from calculators.profile import read_profile
from corpus.clause import Clause
from ui.form_values import Filled, read_values
from ui.render_form import Asked


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


def profile_fields(rules: Eligibility) -> Mapping[str, Asked]:
    """Return every field of the profile by path pattern."""
    single = {name: _asked(rules, name) for name in rules.fields}
    lists = [name for name, asked in single.items() if asked.kind == "list"]
    return single | {asked.path: asked for name in lists for asked in items(rules, name)}


def read_answers(rules: Eligibility, values: object) -> Filled:
    """Read the form; what is not answered is not known."""
    return read_values(profile_fields(rules), values, lambda given: read_profile(given, rules))
