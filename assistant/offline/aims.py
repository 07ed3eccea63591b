"""Reverse questions: what support a question aims at, and which input it asks the size of.

The words of ``find_target`` say it for many; for the others the reader of questions for a size says whether one is for
a sum to put in, the search what kind of question it is, and the reader of sums which of them is the aim.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from assistant.money_roles.blanks import needs_in
from assistant.money_roles.reader import roles_in
from assistant.offline.aim_words import aim_words
from assistant.offline.fields import field_at
from assistant.offline.quantities import CAP, blanked, find_target, find_values
from assistant.offline.words import any_of, cues, plain, replies, slots
from calculators.money import find_money

_KIND = "target"  # the kind of question, and the role of a sum
_NEEDS, _MAY_NEED = 0.5, 0.2
"""With this chance a question for a size is for a sum to put in: by itself, or where the search takes it for one."""
_SURELY = 0.7
"""With this chance of being an input a sum beside the aim is taken for one."""
_HEARSAY = "hearsay"  # the role of a sum
_NO_DOUBT, _MAY_AIM = 0.9, 0.1
"""With the first chance a question asks for a sum to put in, and with the second its one sum is the aim."""
_LIKELY = 0.3
"""With this chance of its kind, or of its role, a question or a sum is taken for one that aims at a support."""


def aim_of(question: str, calculator: str, kinds: Mapping[str, float]) -> str | None:
    """Return the support in yuan that a question aims at, ``cap`` for all there is; None where it is no reverse one.

    ``kinds`` is what a search takes the question for.
    """
    told = find_target(question)
    if told is not None and _is_hearsay(question, calculator, told):
        return None
    if told is not None or not is_reverse(question, calculator, kinds):
        return told
    aimed = _sum_aimed_at(question, calculator)
    return aimed or (CAP if _to_the_full(question) else _only_sum(question, calculator))


def aims_before(question: str, told: Sequence[str], calculator: str) -> bool:
    """Say whether a question asks what to put in for an aim that only the statements before it tell."""
    if not told or not is_reverse(question, calculator, {}):
        return False
    text = "。".join(told)
    return bool(_sum_aimed_at(text, calculator) or (not find_money(text) and _to_the_full(text)))


def is_reverse(question: str, calculator: str, kinds: Mapping[str, float]) -> bool:
    """Say whether a question asks for the size of something to put in."""
    if calculator not in slots().roles or any_of(cues().asks_to_confirm).search(plain(question)):
        return False
    need = max(needs_in(question, calculator).values(), default=0.0)
    return need >= _NEEDS or (need >= _MAY_NEED and kinds.get(_KIND, 0.0) >= _LIKELY)


@lru_cache(maxsize=256)
def _sum_aimed_at(question: str, calculator: str) -> str:
    """Return the sum in yuan that a reverse question most likely aims at; empty where none is likely."""
    chances = {start: roles[_KIND] for start, roles in roles_in(question, calculator).items()}
    best = max(chances, key=lambda start: chances[start], default=None)
    if best is None or chances[best] < _LIKELY:
        return ""
    return next((f"{low:f}" for start, _, low, _ in find_money(question) if start == best), "")


def _is_hearsay(question: str, calculator: str, target: str) -> bool:
    """Say whether the sum taken for an aim is what somebody says there is: 老细话可以攞返930万."""
    if calculator not in slots().roles:
        return False
    chances = roles_in(question, calculator)
    own = [chances.get(start, {}) for start, _, low, _ in find_money(question) if f"{low:f}" == target]
    return bool(own) and all(roles.get(_HEARSAY, 0.0) >= _SURELY for roles in own)


def _only_sum(question: str, calculator: str) -> str | None:
    """Return the one sum of a question that surely asks what to put in, where it may be the aim: earns us 900k."""
    money = find_money(question)
    if len(money) != 1 or max(needs_in(question, calculator).values(), default=0.0) < _NO_DOUBT:
        return None
    start, _, low, _ = money[0]
    return f"{low:f}" if roles_in(question, calculator).get(start, {}).get(_KIND, 0.0) >= _MAY_AIM else None


def _to_the_full(question: str) -> bool:
    return bool(any_of((*aim_words().full, *cues().whole_cap)).search(plain(question)))


def sought_field(question: str, calculator: str, default: str) -> str:
    """Return the money input whose size a question asks for: 本金要多大, 利息得付多少; else the default one."""
    needs = needs_in(question, calculator)
    start = max(needs, key=lambda start: needs[start], default=None)
    fields = slots().calculators.get(calculator, {})
    solved = {name: field for name, field in fields.items() if f"solved_{name}" in replies().texts}
    return (field_at(solved, question, start) if start is not None else "") or default


def without_other_sums(question: str, calculator: str, target: str) -> str:
    """Return a reverse question with the sums blanked that are neither the aim nor surely put in: 手上预算有4000万."""
    own, chances = slots().roles.get(calculator, {}), roles_in(question, calculator)
    money = [value for value in find_values(question) if value.kind == "money" and f"{value.low:f}" != target]
    doubtful = [one for one in money if sum(chances.get(one.start, {}).get(role, 0.0) for role in own) < _SURELY]
    return blanked(question, doubtful)
