"""A reply against what its turn expects: a list of checks, no judge model. Pure."""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from assistant.reply import Reply
from calculators.contract import Result
from corpus.clause import Policy, Span
from evals.case import Turn, squeeze
from evals.figures import unbound
from evals.result import Check


def judge(turn: Turn, reply: Reply, policies: Mapping[str, Policy], said: Iterable[str]) -> tuple[Check, ...]:
    """Return every check of a turn; ``said`` are the user's words so far, this turn's included."""
    last = reply.calculations[-1] if reply.calculations else None
    return (
        _check("status", reply.status in turn.status, _list(turn.status), reply.status),
        *_citations(turn, reply),
        *_calculation(turn, last),
        *_reverse(turn, last),
        *_asking(turn, reply),
        *_phrases(turn, reply),
        _verbatim(reply, policies),
        _numbers(reply, policies, said),
    )


def short(clause: str) -> str:
    """Return a clause's id without its policy."""
    return clause.rpartition("/")[2]


def cited(reply: Reply) -> tuple[str, ...]:
    """Return the clauses that a reply cites, in order of first use."""
    return tuple(dict.fromkeys(citation.clause for citation in reply.citations))


def is_among(clause: str, names: Iterable[str]) -> bool:
    """Say whether a clause is one of these, named by short or full id."""
    names = tuple(names)
    return clause in names or short(clause) in names


def _check(name: str, passed: bool, expected: object, got: object) -> Check:
    return Check(name=name, passed=passed, expected=str(expected), got=str(got))


def _list(values: Iterable[object]) -> str:
    return " / ".join(str(value) for value in values)


def _citations(turn: Turn, reply: Reply) -> Iterable[Check]:
    found = cited(reply)
    shown = "、".join(map(short, found)) or "没有引用"
    if turn.clauses:
        yield _check("clauses", bool(found) and is_among(found[0], turn.clauses), _list(turn.clauses), shown)
    for clause in turn.also:
        yield _check("also", any(is_among(one, (clause,)) for one in found), clause, shown)
    if turn.quote is not None:
        quotes = [citation.quote for citation in reply.citations]
        held = any(squeeze(turn.quote) in squeeze(quote) for quote in quotes)
        yield _check("quote", held, turn.quote, " | ".join(quotes) or "没有引用")


def _calculation(turn: Turn, last: Result | None) -> Iterable[Check]:
    if turn.calculator is not None:
        yield _check("calculator", last is not None and last.calculator == turn.calculator, turn.calculator,
                     last.calculator if last else "没有计算")  # fmt: skip
    if turn.inputs:
        yield _check("inputs", last is not None and holds(last.inputs, turn.inputs), turn.inputs,
                     last.inputs if last else "没有计算")  # fmt: skip
    if turn.amount is not None:
        amount = last.amount_yuan if last else None
        yield _check("amount", amount == turn.amount, turn.amount, _shown_amount(last))
    if turn.range is not None:
        found = last.range_yuan if last else None
        yield _check("range", found == turn.range, _list(turn.range), _shown_amount(last))
    if turn.bound is not None:
        yield _check("bound", last is not None and last.bound == turn.bound, turn.bound,
                     last.bound if last else "没有计算")  # fmt: skip


def _shown_amount(last: Result | None) -> str:
    if last is None:
        return "没有计算"
    return _list(last.range_yuan) if last.range_yuan else str(last.amount_yuan)


def _reverse(turn: Turn, last: Result | None) -> Iterable[Check]:
    if turn.reverse is None:
        return
    is_it = last is not None and last.kind == "reverse" and last.field == turn.reverse.field
    right = is_it and last is not None and last.amount_yuan == turn.reverse.amount
    got = f"{last.kind} {last.field or ''} {_shown_amount(last)}" if last else "没有计算"
    yield _check("reverse", right, f"{turn.reverse.field} = {turn.reverse.amount}", got)


def _asking(turn: Turn, reply: Reply) -> Iterable[Check]:
    if turn.missing:
        yield _check("missing", bool(reply.missing), "追问", "、".join(reply.missing) or "没有追问")


def _phrases(turn: Turn, reply: Reply) -> Iterable[Check]:
    text = squeeze(reply.text)
    for phrase in turn.say:
        yield _check("say", squeeze(phrase) in text, phrase, reply.text)
    for phrases in turn.say_any:
        yield _check("say_any", any(squeeze(phrase) in text for phrase in phrases), _list(phrases), reply.text)
    for phrase in turn.never:
        yield _check("never", squeeze(phrase) not in text, f"不出现“{phrase}”", reply.text)
    if turn.script is not None:
        yield _check("script", reply.script == turn.script, turn.script, reply.script)


def quotes_held(reply: Reply, policies: Mapping[str, Policy]) -> tuple[list[str], int]:
    """Return the quotes that do not stand verbatim in their clause, and how many quotes there are."""
    quoted = [(one.clause, one.start, one.end, one.quote) for one in reply.citations]
    quoted += [(step.clause, step.start, step.end, step.quote) for one in reply.calculations for step in one.steps]
    wrong = [quote for clause, start, end, quote in quoted if not _stands(clause, Span(start, end), quote, policies)]
    return wrong, len(quoted)


def _stands(clause_id: str, span: Span, quote: str, policies: Mapping[str, Policy]) -> bool:
    policy = policies.get(clause_id.partition("/")[0])
    if policy is None or not quote:
        return False
    try:
        clause = policy.clause(clause_id)
    except KeyError:
        return False
    return span in clause.span and span.of(policy.source) == quote


def _verbatim(reply: Reply, policies: Mapping[str, Policy]) -> Check:
    wrong, _ = quotes_held(reply, policies)
    return _check("verbatim", not wrong, "引文与原文逐字一致", " | ".join(wrong) or "一致")


def unbound_in(
    reply: Reply, policies: Mapping[str, Policy], said: Iterable[str], text: str | None = None
) -> set[Decimal]:
    """Return the figures of a reply, or of a piece of it, that nothing binds."""
    sources = [*said, reply.as_of.isoformat(), *(policy.title for policy in policies.values())]
    sources += [part for one in reply.citations for part in (one.quote, one.label)]
    return unbound(text or reply.text, sources, [one.model_dump(mode="json") for one in reply.calculations])


def _numbers(reply: Reply, policies: Mapping[str, Policy], said: Iterable[str]) -> Check:
    loose = unbound_in(reply, policies, said)
    return _check("numbers", not loose, "每个数字都有出处", "、".join(f"{one:f}" for one in sorted(loose)) or "都有")


def holds(whole: Any, part: Any) -> bool:  # noqa: ANN401
    """Say whether a value holds another: mappings by key, lists by place, numbers by value."""
    if isinstance(part, Mapping):
        return isinstance(whole, Mapping) and all(key in whole and holds(whole[key], part[key]) for key in part)
    if isinstance(part, list | tuple):
        same_size = isinstance(whole, list | tuple) and len(whole) == len(part)
        return same_size and all(holds(*pair) for pair in zip(whole, part, strict=True))
    if whole == part:
        return True
    numbers = _number(whole), _number(part)
    return None not in numbers and numbers[0] == numbers[1]


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool) or value is None:
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None
