"""The calculators' general words (``words.yaml``) and how they say yuan."""

from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path

from corpus.data_file import DataModel, read_yaml

FILE = Path(__file__).parent / "words.yaml"
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
    measure: str
    nth_item: str
    nth_year: str
    calendar_year: str
    steps: dict[str, str]
    arithmetic: dict[str, str]
    explain: dict[str, str]
    cliffs: dict[str, str]
    bindings: dict[str, str]
    assumptions: dict[str, str]
    errors: dict[str, str]


@cache
def words() -> Words:
    """Return the words, read once."""
    return read_yaml(FILE, Words)


def fill(template: str, **values: object) -> str:
    """Fill a template of words.yaml."""
    return template.format_map(values)


@lru_cache(maxsize=4096)
def say_yuan(value: Decimal) -> str:
    """Say an amount exactly, as people read it: 800 万元, 2.5 亿元, 26,666,666.67 元."""
    forms = words().yuan
    for unit, smallest, form in (
        (_YI, _YI / _PLACES, forms.hundred_millions),
        (_WAN, _WAN / _PLACES, forms.ten_thousands),
    ):
        if value >= unit and not value % smallest:
            return form.format(number=f"{(value / unit).normalize():,f}")
    return forms.plain.format(number=f"{value:,.0f}" if value == value.to_integral_value() else f"{value:,.2f}")


def say(value: Decimal, unit: str) -> str:
    """Say a value with its unit."""
    return say_yuan(value) if unit == "CNY" else show(value) + words().units[unit]


def show(value: Decimal) -> str:
    """Return a number as expressions print it: no separators, no zeros behind the point."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) if value else "0"
