"""The same case in another form: a right answer depends on neither script nor manners."""

from collections.abc import Sequence

from corpus.normalise import detect_script, to_script
from evals.case import Case
from evals.result import Variant

UNDRESSED = frozenset({"greeting", "attack"})
"""Kinds whose wording is the point: these are not dressed."""

_WIDE = {ord(narrow): ord(narrow) + 0xFEE0 for narrow in "0123456789%"}
_CLOSING_MARKS = " 。？！?!"


def variants_of(case: Case, *, with_forms: bool) -> tuple[Variant, ...]:
    """Return the forms in which a case is asked."""
    if not with_forms:
        return ("asked",)
    return ("asked", "converted") if case.kind in UNDRESSED else ("asked", "converted", "dressed")


def asked_as(case: Case, variant: Variant) -> Sequence[str]:
    """Return the turns' words in a form."""
    words = [turn.ask for turn in case.turns]
    if variant == "converted":
        script = detect_script(" ".join(words))
        return [to_script(text, "hans" if script == "hant" else "hant") for text in words]
    if variant == "dressed":
        return [f"您好，{text.strip().rstrip(_CLOSING_MARKS).translate(_WIDE)}，谢谢" for text in words]
    return words
