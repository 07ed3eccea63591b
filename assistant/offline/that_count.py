"""Which of a message's sums of money count for a calculator; the others are somebody else's, or for something else.

The role reader has learned from marked messages what people mention beside the sum that counts. It is asked beside the
words of the tables: where one of those speaks for a sum, the reader must be surer to leave it out.
"""

import re
from decimal import Decimal

from assistant.money_roles.reader import roles_in
from assistant.offline.quantities import Value, find_values
from assistant.offline.words import any_of, plain, slots

_STOPS = re.compile(r"[,，。;；!！?？\n]")
_MAY_COUNT = frozenset({"total", "target"})
"""What a sum may be beside the roles of a calculator's own inputs: the whole that its parts are taken from, an aim."""
_LIKELY, _SURE, _CERTAIN = 0.7, 0.9, 0.95
"""Chances of being something else from which on a sum is left out: of several, of several with a word for it, alone."""
_RATHER = 0.5
"""With this chance of a role one of several sums is taken for it."""
_MAYBE = 0.3
"""With this chance of some role of its own a sum may be an input."""
_PLAIN = 0.97
"""With this chance of a role a sum takes that role's field where no word gives it one."""
_LIKELIER, _HARDLY = 0.5, 0.05
"""With the first chance of a role, and the second of the one that its place alone speaks for, a sum has the first."""
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
    chance, alone = beside_the_point(question, calculator, value), len(roles_in(question, calculator)) == 1
    if doubted and chance >= _UNLIKELY:
        return True
    if alone and not any_of(slots().denied).search(plain(question[: value.start])):
        chance -= roles_in(question, calculator).get(value.start, {}).get("old", 0.0)  # 原价1500万 stands yet
    if alone and any_of((*slots().takes_off_after, *slots().removes)).search(plain(question[value.end :])):
        return False  # 其中5万重复了，扣掉: it is taken off what was said before
    wanted = roles_in(question, calculator).get(value.start, {}).get("target", 0.0) >= _PLAIN
    if wanted and has_input(question, calculator):
        return True  # 租了一千万，能不能到三百万: what one wants is put up beside what one has
    return chance >= (_CERTAIN if alone else _SURE if backed else _LIKELY)


def is_audited(question: str, amount: Decimal) -> bool:
    """Say whether the words beside an amount of a question say that it was audited: 最后审下来640万."""
    own = [
        f"{_STOPS.split(question[: value.start])[-1]} {_STOPS.split(question[value.end :])[0]}"
        for value in find_values(question)
        if value.low == amount
    ]
    return any(any_of(slots().audited).search(plain(piece)) for piece in own)


def is_of(question: str, calculator: str, value: Value, field: str) -> bool:
    """Say whether the role reader rather takes a sum for an input that goes into a field."""
    roles = [role for role, own in slots().roles.get(calculator, {}).items() if own == field]
    chances = roles_in(question, calculator).get(value.start, {})
    return sum(chances.get(role, 0.0) for role in roles) >= _RATHER


def has_input(question: str, calculator: str) -> bool:
    """Say whether some sum of a question is plainly the asker's own, by the words around it."""
    money = (value for value in find_values(question) if value.kind == "money")
    own = slots().roles.get(calculator, {})
    roles = roles_in(question, calculator)
    return any(roles.get(value.start, {}).get(role, 0.0) >= _PLAIN for value in money for role in own)


def may_be_input(question: str, calculator: str) -> bool:
    """Say whether some sum of a question may well be the asker's own, by the words around it."""
    own = slots().roles.get(calculator, {})
    told = roles_in(question, calculator).values() if own else ()
    return any(sum(chances.get(role, 0.0) for role in own) >= _MAYBE for chances in told)


def plain_field(question: str, calculator: str, value: Value) -> str:
    """Return the field of the role that a sum plainly has by the words around it; empty for a doubtful one."""
    own = slots().roles.get(calculator, {})
    chances = roles_in(question, calculator).get(value.start, {}) if value.kind == "money" else {}
    named = next((field for role, field in own.items() if chances.get(role, 0.0) >= _PLAIN), "")
    return named if named in slots().calculators.get(calculator, {}) else ""


def likelier_field(question: str, calculator: str, value: Value, default: str) -> str:
    """Return the field of a sum that nothing but its place gives the default field: 机房盖了4800万 is no loan."""
    own = slots().roles.get(calculator, {})
    chances = roles_in(question, calculator).get(value.start, {}) if value.kind == "money" else {}
    by_place = sum(chances.get(role, 0.0) for role, field in own.items() if field == default)
    told = [(chances.get(role, 0.0), field) for role, field in own.items()]
    chance, best = max(told, default=(0.0, default))
    likely = chance >= _LIKELIER and by_place <= _HARDLY
    return best if likely and best in slots().calculators.get(calculator, {}) else default
