"""Amounts of before that a message changes into others: 500万那份改成600万."""

from collections.abc import Sequence
from decimal import Decimal

from assistant.offline.fields import Inputs
from assistant.offline.quantities import changed_money


def with_changes(items: Sequence[Inputs], question: str, field: str) -> list[Inputs]:
    """Return items with the new amounts of those that a question changes; empty where it changes none of them."""
    changes = dict(changed_money(question))
    known = [exact(item.get(field)) for item in items]
    if not any(amount in changes for amount in known):
        return []
    return [
        {**item, field: f"{changes[amount]:f}"} if amount in changes else dict(item)
        for item, amount in zip(items, known, strict=True)
    ]


def exact(told: object) -> Decimal | None:
    """Return an amount told; None for a vague or missing one."""
    return Decimal(told) if isinstance(told, str) and not {"-", "<"} & {*told} else None
