"""The grammar of quantities: how people write numbers with 万 and 亿, exact or vague, read from one place in a text.

``一千二百万`` ``1千5百万`` ``3.5w`` ``一个半亿`` ``两亿五`` ``七八百万`` (700 to 800) ``一百多万`` (100 to 200).
"""

from collections.abc import Callable, Container
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from calculators.money_words import money_words, pattern

ZERO, ONE, TEN = Decimal(0), Decimal(1), Decimal(10)
_SPELT = 2
_SOME = (Decimal(2), TEN)  # 几百万: from two of them, less than ten
_PAIR_GAPS = {(3, 5)}  # besides neighbours (七八百万) the one idiom 三五百万


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number read from a text; ``low`` and ``high`` differ where the words are vague."""

    low: Decimal
    high: Decimal
    end: int
    scale: str = ""
    """The last of the words 万, 亿, w … that was read; empty for a bare number."""
    implicit: bool = False
    """It starts with a power and no digit: 百万."""
    below: bool = False
    """``high`` itself is not reached: 四千多万 is less than 五千万."""
    some: bool = False
    """It has 几 for a digit: 几百万."""


def read_quantity(text: str, at: int) -> Quantity | None:
    """Read the longest quantity that starts at ``at`` of a text in plain form; None if there is none."""
    return _Reader(text, at).read()


class _Reader:
    """Reads token by token and remembers the longest prefix that is a whole quantity.

    ``total`` holds what stands before the last 万 or 亿, ``section`` what is below it, ``number`` the digits that wait
    for their power. ``spread`` is how much more the quantity may be.
    """

    def __init__(self, text: str, at: int) -> None:
        self.text, self.at, self.start = text, at, at
        self.total = self.section = self.spread = ZERO
        self.number: Decimal | None = None
        self.arabic = self.after_zero = False
        self.power = self.scale = ZERO
        self.word = ""
        self.best: Quantity | None = None
        self.implicit = self.below = self.some = False

    def read(self) -> Quantity | None:
        while self.at < len(self.text) and any(step(self) for step in _steps_at(self.text[self.at])):
            self._settle()
        return self.best

    def _next(self, name: str) -> str:
        """Return the word of this list that stands here, else an empty text."""
        found = pattern(name).match(self.text, self.at)
        return found[0] if found else ""

    def _arabic(self) -> bool:
        found = self._next("number")
        if not found or self.number is not None or self.spread:
            return False
        self.number, self.arabic, self.at = Decimal(found.replace(",", "").replace(" ", "")), True, self.at + len(found)
        return True

    def _spelt(self) -> bool:
        """二〇〇万, 幺五零万: digits read out one by one before a scale."""
        words, end = money_words(), self.at
        while end < len(self.text) and self.text[end] in words.digits:
            end += 1
        digits = "".join(str(words.digits[character]) for character in self.text[self.at : end])
        spelt = len(digits) >= _SPELT and digits[0] != "0" and self.text[end : end + 1] in words.scales
        if not spelt or self.at != self.start or self._is_vague_pair(digits):
            return False
        self.number, self.arabic, self.at = Decimal(digits), True, end
        return True

    def _is_vague_pair(self, digits: str) -> bool:
        return len(digits) == _SPELT and "0" not in digits

    def _digit(self) -> bool:
        words = money_words()
        digit = words.digits.get(self.text[self.at])
        if digit is None or self.spread or (self.arabic and self.number is not None):
            return False
        if digit == 0 and self.number is None and self.at > self.start:
            self.after_zero = True
        elif self.number is None:
            self.number, self.arabic = Decimal(digit), False
        elif not self._pair(int(self.number), digit):
            return False
        self.at += 1
        return True

    def _some(self) -> bool:
        """几百万, 两亿几千万, 几个亿."""
        words, rest = money_words(), self.text[self.at + 1 :]
        stray = self.at == self.start and self.at and self.text[self.at - 1] in words.some_not_after
        unit = rest[:1] in words.powers or pattern("scale").match(rest.removeprefix(words.measure))
        teens = self.power == TEN and self.section  # 十几万
        free = self.number is None and not self.spread and not teens
        if self.text[self.at] not in words.some or stray or not unit or not free:
            return False
        self.number, self.spread, self.below, self.some = _SOME[0], _SOME[1] - _SOME[0], True, True
        self.at += 1
        return True

    def _tens(self) -> bool:
        """廿万, 一百卅五万."""
        tens = money_words().tens.get(self.text[self.at])
        if tens is None or self.number is not None or self.spread or (self.power and self.power <= TEN):
            return False
        self.section, self.power, self.arabic, self.after_zero = self.section + tens, TEN, False, False
        self.at += 1
        return True

    def _gap(self) -> bool:
        """2 千万: a space between digits and their unit, where a power and a scale follow."""
        words, rest = money_words(), self.text[self.at : self.at + 3]
        fits = len(rest) == 3 and rest[0] == " " and rest[1] in words.powers and rest[2] in words.scales
        if not fits or not self.arabic or self.number is None:
            return False
        self.at += 1
        return True

    def _pair(self, first: int, second: int) -> bool:
        """七八百万: two digits before a power or a scale; 十七八万 likewise."""
        neighbours = first + 1 == second or (first, second) in _PAIR_GAPS
        after = self.text[self.at + 1 : self.at + 2]
        words = money_words()
        if not neighbours or not (after in words.powers or after in words.scales or after == words.measure):
            return False
        self.spread = Decimal(second - first)
        return True

    def _point(self) -> bool:
        """一点五亿, 一百二十点五万."""
        words = money_words()
        end = self.at + 1
        while end < len(self.text) and self.text[end] in words.digits:
            end += 1
        digits = "".join(str(words.digits[character]) for character in self.text[self.at + 1 : end])
        whole = self.number is not None or self.section
        if self.text[self.at] not in (words.point, ".") or self.arabic or not digits or not whole:
            return False
        self.number, self.arabic, self.at = (self.number or ZERO) + Decimal(f"0.{digits}"), True, end
        return True

    def _half(self) -> bool:
        """半亿, 半个亿, 一个半亿."""
        words = money_words()
        if self.text[self.at] != words.half or self.total or self.section:
            return False
        after_measure = self.number is not None and self.text[self.at - 1] == words.measure
        if self.number is not None and not after_measure:
            return False
        self.number, self.arabic, self.at = (self.number or ZERO) + ONE / 2, True, self.at + 1
        return True

    def _measure(self) -> bool:
        """两个亿, 三个多亿, 一个半亿: 个 only between a number and 亿."""
        words = money_words()
        rest = self.text[self.at + 1 :].lstrip(words.half + "".join(words.vague_after))
        if self.text[self.at] != words.measure or rest[:1] not in words.scales or not (self.number or self.section):
            return False
        self.at += 1
        return True

    def _power(self) -> bool:
        power = money_words().powers.get(self.text[self.at])
        if power is None or (self.power and power >= self.power):
            return False
        bare = self.number is None
        if bare and power != TEN and (self.section or self.total):
            return False
        self.implicit = self.implicit or (bare and not self.total and power != TEN)
        self.section += (ONE if self.number is None else self.number) * power
        self.spread *= power
        self.number, self.power, self.after_zero, self.arabic = None, Decimal(power), False, False
        self.at += 1
        return True

    def _scale(self) -> bool:
        found = pattern("scale").match(self.text, self.at)
        below = self.section + (self.number or ZERO)
        adjacent = self.scale > 0 and not below
        if not found or not (below or adjacent):
            return False
        words = money_words()
        factor = Decimal({**words.scales, **words.scales_with_currency}[found["word"]])
        if self.scale and factor <= self.scale and (adjacent or factor == self.scale):
            return False
        self.total = (self.total + below) * factor if factor > self.scale else self.total + below * factor
        self.spread *= factor
        self.section, self.number, self.power, self.arabic, self.after_zero = ZERO, None, ZERO, False, False
        self.scale, self.word, self.at = factor, found["word"], found.end()
        return True

    def _vague(self) -> bool:
        """一百多万, 七十几万, 十来万; after the scale 三亿多."""
        words = money_words()
        after = self.text[self.at + 1 : self.at + 2]
        rest = self.text[self.at + 1 :].removeprefix(words.measure)[:1]
        before_unit = after in words.powers or rest in words.scales
        allowed = words.vague if before_unit else words.vague_after
        fits = self.text[self.at] in allowed and after not in words.vague_not_before
        if self.text[self.at] == "+" and not before_unit:
            fits = after in words.tail_followers  # 300万+; 300万+进口200万 is a sum
        if not fits or self.spread or not (self.total or self.section or self.number):
            return False
        self.spread, self.below = self._lowest_unit(), True
        self.at += 1
        return True

    def _lowest_unit(self) -> Decimal:
        """Return the place value of the last digit that is not zero: 100 for 一百 and 300, 10 for 120, 万 for 三万."""
        value = self.total + self.section + (self.number or ZERO)
        return TEN ** int(value.normalize().as_tuple().exponent)

    def _settle(self) -> None:
        """Remember what has been read if it is whole."""
        value = self.total + self.section
        if self.number is not None:
            place = self._place(self.number)
            if place is None:
                return
            value += self.number * place
        elif self.after_zero:
            return
        if self.text[self.at - 1] != money_words().measure:
            self.best = Quantity(value, value + self.spread, self.at, self.word, self.implicit, self.below, self.some)

    def _place(self, number: Decimal) -> Decimal | None:
        """Return what waiting digits count: one each, or in 两亿五, 一百二 the place below; None if they are stray."""
        above = self.power or self.scale
        currency = pattern("suffix").match(self.text, self.at) is not None
        if self.power == TEN or self.after_zero or self.spread or not above:
            return ONE if self.section or currency or not self.scale else None
        if currency and number >= TEN:
            return ONE
        single = number < TEN and number == int(number)
        return above / TEN if single and self._ends_here() else None

    def _ends_here(self) -> bool:
        """Say whether a last digit without a unit ends the amount: 46万5评测费, but not 100万5年 or 一百万一年."""
        words, follower = money_words(), self.text[self.at : self.at + 1]
        if follower in words.tail_followers or not "\u4e00" <= follower <= "\u9fff":
            return follower in words.tail_followers
        if not self.arabic and (self.number == ONE or self._next("spoken_tail_breakers")):  # 三百万一起, 三百万二手车
            return False
        counted = self._next("counts") and not self._next("counts_exceptions")
        return not counted and not any(self._next(name) for name in ("times", "tail_breakers"))


@cache
def _steps_at(sign: str) -> tuple[Callable[[_Reader], bool], ...]:
    """Return the steps that may go on at a sign, in the order in which they are tried."""
    words = money_words()
    scales = {word[0] for word in (*words.scales, *words.scales_with_currency)}
    steps: tuple[tuple[Callable[[_Reader], bool], Container[str]], ...] = (
        (_Reader._spelt, words.digits), (_Reader._arabic, {sign} if sign.isdecimal() else ()),
        (_Reader._half, {words.half}), (_Reader._measure, {words.measure}), (_Reader._digit, words.digits),
        (_Reader._some, words.some), (_Reader._tens, words.tens), (_Reader._point, {words.point, "."}),
        (_Reader._gap, {" "}), (_Reader._power, words.powers), (_Reader._scale, {*scales, " ", "\u3000"}),
        (_Reader._vague, {*words.vague, *words.vague_after}),
    )  # fmt: skip
    return tuple(step for step, signs in steps if sign in signs)
