"""Which of a message's sums of money count for a calculator; the others are somebody else's, or for something else.

The role reader has learned from marked messages what people mention beside the sum that counts. It is asked beside the
words of the tables: where one of those speaks for a sum, the reader must be surer to leave it out.
"""

from assistant.money_roles.reader import roles_in
from assistant.offline.quantities import Value
from assistant.offline.words import any_of, plain, slots

_MAY_COUNT = frozenset({"total", "target"})
"""What a sum may be beside the roles of a calculator's own inputs: the whole that its parts are taken from, an aim."""
_LIKELY, _SURE, _CERTAIN = 0.7, 0.9, 0.95
"""Chances of being something else from which on a sum is left out: of several, of several with a word for it, alone."""
_PLAIN = 0.97
"""With this chance of a role a sum takes that role's field where no word gives it one."""
_UNLIKELY = 0.03
"""Below this chance a sum counts, whatever the words around it."""


def beside_the_point(question: str, calculator: str, value: Value) -> float:
    """Return the chance that a sum of money is, by the words around it, no input of the calculator; 0 for no sum."""
    own = slots().roles.get(calculator)
    if own is None or value.kind != "money":
        return 0.0
    chances = roles_in(question, calculator).get(value.start, {})
    return sum(chance for role, chance in chances.items() if role not in own and role not in _MAY_COUNT)


def is_left_out(question: str, calculator: str, value: Value, *, backed: bool, doubted: bool = False) -> bool:
    """Say whether a sum of money doesn't count.

    ``backed``: a word right beside it says that it does; ``doubted``: one says that it doesn't.
    """
    chance = beside_the_point(question, calculator, value)
    if doubted and chance >= _UNLIKELY:
        return True
    alone = len(roles_in(question, calculator)) == 1
    if alone and any_of((*slots().takes_off_after, *slots().removes)).search(plain(question[value.end :])):
        return False  # 其中5万重复了，扣掉: it is taken off what was said before
    return chance >= (_CERTAIN if alone else _SURE if backed else _LIKELY)


def is_of(question: str, calculator: str, value: Value, field: str) -> bool:
    """Say whether the role reader takes a sum for an input that goes into a field."""
    roles = [role for role, own in slots().roles.get(calculator, {}).items() if own == field]
    chances = roles_in(question, calculator).get(value.start, {})
    return sum(chances.get(role, 0.0) for role in roles) >= _LIKELY


def plain_field(question: str, calculator: str, value: Value) -> str:
    """Return the field of the role that a sum plainly has by the words around it; empty for a doubtful one."""
    own = slots().roles.get(calculator, {})
    chances = roles_in(question, calculator).get(value.start, {}) if value.kind == "money" else {}
    named = next((field for role, field in own.items() if chances.get(role, 0.0) >= _PLAIN), "")
    return named if named in slots().calculators.get(calculator, {}) else ""
