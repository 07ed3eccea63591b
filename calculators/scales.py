"""The few operations that the policy's rules are made of: a share, a cap, a threshold, a sum. Each leaves a step.

Money is rounded down to the fen at every step, so that each step follows from the figures shown.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Context, Decimal
from typing import Literal

from calculators.contract import Cliff, Possibility, Step, Year
from calculators.fields import MONTHS_PER_YEAR, UNBOUNDED
from calculators.parameters import Parameter
from calculators.words import fill, say_yuan, show, words

ZERO, HUNDRED, FEN = Decimal(0), Decimal(100), Decimal("0.01")
EXACT = Context(prec=120, rounding=ROUND_DOWN)
"""Wide enough for every figure; what does not end is cut off, never rounded up."""
_UNKNOWN_FROM = UNBOUNDED / HUNDRED**3
_CLOSE = Decimal("0.9")  # a cliff matters to a user from nine tenths of a limit on


@dataclass(frozen=True, slots=True)
class Working:
    """An amount with the steps that led to it; ``low`` differs from ``value`` where the text itself states a range."""

    value: Decimal
    steps: tuple[Step, ...]
    binding: str
    low: Decimal | None = None
    cliffs: tuple[Cliff, ...] = ()
    years: tuple[Year, ...] = ()
    possibility: Possibility | None = None


def floor_fen(value: Decimal) -> Decimal:
    """Round down to the fen."""
    return value.quantize(FEN, context=EXACT)


def figure(value: Decimal) -> str:
    """Return a number for an expression; ``?`` for one that stands in for an unknown."""
    return "?" if value >= _UNKNOWN_FROM else show(value)


@dataclass(frozen=True, slots=True)
class Law:
    """The parameters of one day and the words of one calculator: what a rule works with."""

    parameters: Mapping[str, Parameter]
    labels: Mapping[str, str]

    def number(self, key: str) -> Decimal:
        """Return a parameter's value."""
        return self.parameters[key].value

    def step(self, key: str, label: str, expression: str, *, value: Decimal, unit: str = "CNY") -> Step:
        """Return a step with the quote of a parameter."""
        source = self.parameters[key]
        shown = floor_fen(value) if unit == "CNY" else value
        return Step(
            label=label, expression=expression, value=shown, unit=unit,
            clause=source.clause, quote=source.quote, start=source.start, end=source.end,
        )  # fmt: skip

    def label(self, name: str, note: str = "") -> str:
        """Return a step's label: the calculator's own, else a parameter's."""
        own = self.labels.get(name) or self.parameters[name].label
        return own + note

    def given(self, value: Decimal, key: str, *, binding: str, note: str = "") -> Working:
        """Start from a figure of the user's that a clause speaks of."""
        step = self.step(key, self.label(key, note), figure(value), value=value)
        return Working(step.value, (step,), binding)

    def share(self, base: Decimal, key: str, *, binding: str = "rate", note: str = "") -> Working:
        """Take the parameter's percentage of a base."""
        return self.portion(base, self.number(key), key, binding=binding, note=note)

    def portion(
        self, base: Decimal, percent: Decimal, key: str, *, binding: str, months: int = MONTHS_PER_YEAR, note: str = ""
    ) -> Working:
        """Take a percentage a year of a base, for some months; the quote is the parameter's."""
        expression, value = f"{figure(base)} × {figure(percent)}%", EXACT.multiply(base, percent)
        value = EXACT.divide(value, HUNDRED)
        if months != MONTHS_PER_YEAR:
            expression += f" × {months} ÷ {MONTHS_PER_YEAR}"
            value = EXACT.divide(EXACT.multiply(value, Decimal(months)), Decimal(MONTHS_PER_YEAR))
        step = self.step(key, self.label(key, note), expression, value=value)
        return Working(step.value, (step,), binding)

    def least(self, first: Working, second: Working, *, note: str = "") -> Working:
        """Take the smaller of two; the first where they are equal."""
        less, other = (first, second) if first.value <= second.value else (second, first)
        source = less.steps[-1]
        label = self.label("least", note)
        expression = f"min({figure(first.value)}, {figure(second.value)})"
        step = source.model_copy(update={"label": label, "expression": expression, "value": less.value})
        return replace(less, steps=(*first.steps, *second.steps, step), cliffs=(*first.cliffs, *second.cliffs))

    def at_most(self, working: Working, key: str, *, less: Decimal = ZERO, note: str = "") -> Working:
        """Cap an amount at the parameter, of which some may be used up already."""
        steps, cap, binding, label = working.steps, self.number(key), "cap", self.parameters[key].label
        if less:
            expression = f"max(0, {show(cap)} − {figure(less)})"
            cap, binding, label = floor_fen(max(ZERO, cap - less)), "remaining_cap", words().steps["remaining"]
            steps = (*steps, self.step(key, label + note, expression, value=cap))
        value = min(working.value, cap)
        expression = f"min({figure(working.value)}, {show(cap)})"
        step = self.step(key, self.label(key, note), expression, value=value)
        return Working(
            step.value, (*steps, step), binding if value < working.value else working.binding,
            cliffs=(*working.cliffs, *self._cap_cliff(working.value, cap, key, label + note)), years=working.years,
        )  # fmt: skip

    def total(self, workings: Sequence[Working], key: str, *, label: str) -> Working:
        """Add up amounts; one alone stays as it is."""
        if len(workings) == 1:
            return workings[0]
        value = sum((working.value for working in workings), ZERO)
        steps = tuple(step for working in workings for step in working.steps)
        expression = " + ".join(figure(working.value) for working in workings)
        bindings = {working.binding for working in workings if working.value} or {workings[0].binding}
        return Working(
            value, (*steps, self.step(key, label, expression, value=value)),
            bindings.pop() if len(bindings) == 1 else "mixed",
            cliffs=tuple(cliff for working in workings for cliff in working.cliffs),
        )  # fmt: skip

    def reaching(self, value: Decimal, key: str, then: Callable[[], Working]) -> Working:
        """Go on only if a figure reaches the parameter's threshold; below it the amount is 0, and how far is said."""
        limit, label = self.number(key), self.label(key)
        if value < limit:
            missing = self.step(key, words().steps["short"], f"{show(limit)} − {figure(value)}", value=limit - value)
            below = self.step(key, f"{words().steps['below']}：{label}", f"{figure(value)} < {show(limit)}", value=ZERO)
            cliff = self._cliff(key, "short", value=value, limit=limit, label=self.parameters[key].label)
            return Working(below.value, (missing, below), "threshold", cliffs=(cliff,))
        step = self.step(key, label, f"{figure(value)} ≥ {show(limit)}", value=value)
        rest = then()
        cliffs = rest.cliffs
        if value * _CLOSE < limit:
            cliffs = (self._cliff(key, "above", value=value, limit=limit, label=self.parameters[key].label), *cliffs)
        return replace(rest, steps=(step, *rest.steps), cliffs=cliffs)

    def _cap_cliff(self, value: Decimal, cap: Decimal, key: str, label: str) -> tuple[Cliff, ...]:
        if value > cap:
            return (self._cliff(key, "over", value=value, limit=cap, label=label),)
        if cap * _CLOSE <= value < cap:
            return (self._cliff(key, "near", value=value, limit=cap, label=label),)
        return ()

    def _cliff(
        self, key: str, case: Literal["short", "above", "near", "over"], *, value: Decimal, limit: Decimal, label: str
    ) -> Cliff:
        """Say how far a value is from a limit; ``above`` is near a threshold from the good side."""
        source, distance = self.parameters[key], abs(value - limit)
        text = fill(
            words().cliffs[case], label=label, limit=say_yuan(limit), value=say_yuan(value), distance=say_yuan(distance)
        )
        return Cliff(
            kind="threshold" if case in ("short", "above") else "cap", state="near" if case == "above" else case,
            parameter=key, label=label, limit_yuan=floor_fen(limit), distance_yuan=floor_fen(distance), text=text,
            clause=source.clause, quote=source.quote,
        )  # fmt: skip
