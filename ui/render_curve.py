"""A small picture on a calculation's card: the input against the amount, its cap, its threshold, and the user. Pure.

Drawn as SVG, whose colours come from the page's style: a chat is no place for a plotting script.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from html import escape

from calculators.contract import Result
from calculators.curve import Curve, Limit, Point, curve_fields, draw_curve
from calculators.forward import find_calculator
from calculators.registry import load_calculators
from corpus.errors import InputError
from corpus.normalise import Script
from ui.render_money import money
from ui.render_place import in_script
from ui.web_texts import answer_texts

_WIDE, _HIGH = 400, 150
_LEFT, _RIGHT, _TOP, _BOTTOM = 8, 8, 24, 26
_HEADROOM = Decimal("1.15")


def curve_svg(result: Result, script: Script) -> str:
    """Return the picture of a calculation; nothing where no input of it was given that an amount grows with."""
    if result.kind != "forward" or result.status != "ok":
        return ""
    return _drawn(result.model_dump_json(), script)


@lru_cache(maxsize=512)
def _drawn(result_json: str, script: Script) -> str:
    curve = _telling(Result.model_validate_json(result_json))
    return _Picture(curve, curve.own, script).svg() if curve and curve.own else ""


def _telling(result: Result) -> Curve | None:
    """Return the curve that says most: over a given input with a cap, else with a threshold, else any."""
    curves = [curve for curve in _curves(result) if curve.own and len(curve.points) > 1]
    return max(curves, key=lambda curve: (curve.cap is not None, curve.threshold is not None), default=None)


def _curves(result: Result) -> list[Curve]:
    curves: list[Curve] = []
    if result.calculator not in load_calculators():
        return curves  # a sum, a difference, an amount of the text: no input of it that an amount grows with
    for field in curve_fields(find_calculator(result.calculator)):
        try:
            path = field.path.replace("[]", "[0]")
            curves.append(draw_curve(result.calculator, result.inputs, field=path, as_of=result.as_of))
        except InputError:  # another way to say the same was used, or this one is of a list that was not
            continue
    return curves


@dataclass(frozen=True, slots=True)
class _Picture:
    curve: Curve
    own: Point
    script: Script

    def svg(self) -> str:
        """Return the whole picture with what it shows in words."""
        name = escape(f"{self._words()}；{self._axis()}")
        parts = (self._area(), self._cap(), self._threshold(), self._mine())
        axis = f'<text x="{_WIDE - _RIGHT}" y="{_HIGH - 8}" text-anchor="end">{escape(self._axis())}</text>'
        return (
            f'<svg class="sc-curve" role="img" aria-label="{name}" viewBox="0 0 {_WIDE} {_HIGH}">'
            f"{''.join(parts)}{axis}</svg>"
        )

    def _axis(self) -> str:
        words = answer_texts(self.script).calc
        label = in_script(self.curve.label, self.script)
        return words.to.format(label=label, amount=money(self.curve.points[-1].at_yuan.to_integral(), self.script))

    def _words(self) -> str:
        words, low, high = answer_texts(self.script).calc, self.own.low_yuan, self.own.high_yuan
        amount = money(high, self.script) if low == high else f"{money(low, self.script)}–{money(high, self.script)}"
        return words.mine.format(given=money(self.own.at_yuan, self.script), amount=amount)

    def _x(self, yuan: Decimal) -> float:
        return _LEFT + float(yuan / self.curve.points[-1].at_yuan) * (_WIDE - _LEFT - _RIGHT)

    def _y(self, yuan: Decimal) -> float:
        highest = max(point.high_yuan for point in self.curve.points) * _HEADROOM or Decimal(1)
        return _HIGH - _BOTTOM - float(yuan / highest) * (_HIGH - _TOP - _BOTTOM)

    def _area(self) -> str:
        high = [f"{self._x(each.at_yuan):.1f},{self._y(each.high_yuan):.1f}" for each in self.curve.points]
        low = [f"{self._x(each.at_yuan):.1f},{self._y(each.low_yuan):.1f}" for each in self.curve.points]
        flat = all(each.low_yuan == each.high_yuan for each in self.curve.points)
        floor = [f"{_WIDE - _RIGHT},{_HIGH - _BOTTOM}", f"{_LEFT},{_HIGH - _BOTTOM}"] if flat else low[::-1]
        return (
            f'<polygon class="sc-under" points="{" ".join([*high, *floor])}"></polygon>'
            f'<polyline class="sc-line" points="{" ".join(high)}"></polyline>'
            f'<path class="sc-ground" d="M{_LEFT} {_HIGH - _BOTTOM}H{_WIDE - _RIGHT}"></path>'
        )

    def _cap(self) -> str:
        if not self.curve.cap:
            return ""
        y = self._y(self.curve.cap.yuan)
        return self._limit(self.curve.cap, f"M{_LEFT} {y:.1f}H{_WIDE - _RIGHT}", f'x="{_LEFT}" y="{y - 6:.1f}"')

    def _threshold(self) -> str:
        if not self.curve.threshold:
            return ""
        x = self._x(self.curve.threshold.yuan)
        place = f'x="{x - 6:.1f}" y="{_HIGH - _BOTTOM - 8}" text-anchor="end"'
        if x < _WIDE / 2:
            place = f'x="{x + 6:.1f}" y="{_HIGH - _BOTTOM - 8}"'
        return self._limit(self.curve.threshold, f"M{x:.1f} {_TOP}V{_HIGH - _BOTTOM}", place)

    def _limit(self, limit: Limit, path: str, place: str) -> str:
        form = answer_texts(self.script).calc.limit
        label = form.format(label=in_script(limit.label, self.script), amount=money(limit.yuan, self.script))
        return f'<path class="sc-limit" d="{path}"></path><text class="sc-limit" {place}>{escape(label)}</text>'

    def _mine(self) -> str:
        x, y = self._x(self.own.at_yuan), self._y(self.own.high_yuan)
        low, left = y > _HIGH - _BOTTOM - 24, x > _WIDE / 2  # below the point the line is in nobody's way
        anchor = ' text-anchor="end"' if left else ""
        place = f'x="{x + (-9 if left else 9):.1f}" y="{y + (-8 if low else 18):.1f}"{anchor}'
        return (
            f'<circle class="sc-mine" cx="{x:.1f}" cy="{y:.1f}" r="5"></circle>'
            f'<text class="sc-mine" {place}>{escape(self._words())}</text>'
        )
