"""A step from an amount told before: more of it comes in, or a part of it goes off again."""

from decimal import Decimal

from assistant.offline.fields import STOPS
from assistant.offline.quantities import Value
from assistant.offline.words import any_of, plain, slots


def raising() -> tuple[str, ...]:
    """Return the words in front of what comes on top: 又到了100万, 追加50万."""
    return (*slots().again, *slots().tops_up)


def lowering() -> tuple[str, ...]:
    """Return the words in front of what goes off: 退了30万, 被收回去50万."""
    return (*slots().refunded, *slots().takes_off)


def stepped(stretch: str, told: Value, before: Decimal | None) -> Decimal:
    """Return what an item comes to that a stretch gives an amount: 改成300万, 又到了100万, 退了50万."""
    if before is not None and any_of(raising()).search(_front(stretch, told)):
        return before + told.low
    return before - told.low if before and goes_off(stretch, told, before) else told.low


def goes_off(stretch: str, told: Value, before: Decimal | None) -> bool:
    """Say whether an amount is a part of what was told before that is there no longer."""
    return before is not None and told.low < before and bool(any_of(lowering()).search(_front(stretch, told)))


def _front(stretch: str, told: Value) -> str:
    return plain(STOPS.split(stretch[: told.start])[-1])
