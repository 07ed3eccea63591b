"""The calculators' general words (``words.yaml``), in both scripts, and how they say yuan."""

from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path

from corpus.data_file import DataModel, read_yaml
from corpus.normalise import Script, to_script

FILE = Path(__file__).parent / "words.yaml"
SCRIPTS: tuple[Script, Script] = ("hans", "hant")
_WAN, _YI = Decimal(10_000), Decimal(100_000_000)
_PLACES = 100  # two decimals of 万元 or 亿元 are still easy to read


class _Yuan(DataModel):
    plain: str
    ten_thousands: str
    hundred_millions: str


class Words(DataModel):
    """words.yaml."""

    units: dict[str, str]
    yuan: _Yuan
    closing: str
    preamble: str
    nth_item: str
    nth_year: str
    calendar_year: str
    steps: dict[str, str]
    explain: dict[str, str]
    cliffs: dict[str, str]
    bindings: dict[str, str]
    assumptions: dict[str, str]
    errors: dict[str, str]


@cache
def words() -> Words:
    """Return the words, read once."""
    return read_yaml(FILE, Words)


@lru_cache(maxsize=4096)
def in_script(text: str, script: Script) -> str:
    """Return a template or a label in a script; remembered, for the same few come back in every result."""
    return text if script == "hans" else to_script(text, script)


def fill(template: str, script: Script = "hans", **values: object) -> str:
    """Fill a template of words.yaml, converted before it is filled so that the values stay as they are."""
    return in_script(template, script).format_map(values)


def say_yuan(value: Decimal, script: Script = "hans") -> str:
    """Say an amount exactly, as people read it: 800 万元, 2.5 亿元, 26,666,666.67 元."""
    form, number = _yuan_form(value)
    return in_script(form, script).format(number=number)


@lru_cache(maxsize=4096)
def _yuan_form(value: Decimal) -> tuple[str, str]:
    forms = words().yuan
    for unit, template in ((_YI, forms.hundred_millions), (_WAN, forms.ten_thousands)):
        if value >= unit and not value % (unit / _PLACES):
            return template, f"{(value / unit).normalize():,f}"
    return forms.plain, f"{value:,.0f}" if value == value.to_integral_value() else f"{value:,.2f}"


def say(value: Decimal, unit: str, script: Script = "hans") -> str:
    """Say a value with its unit."""
    if unit == "CNY":
        return say_yuan(value, script)
    return show(value) + in_script(words().units[unit], script)


def show(value: Decimal) -> str:
    """Return a number as expressions print it: no separators, no zeros behind the point."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) if value else "0"
