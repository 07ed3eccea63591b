"""Amounts as people read them. Pure."""

from decimal import Decimal

from corpus.normalise import Script
from ui.web_texts import answer_texts

YI, WAN = Decimal(100_000_000), Decimal(10_000)
_MOST_DECIMALS = 4
"""An amount with more decimals than this in 万元 is easier to read in 元."""


def money(yuan: Decimal, script: Script = "hans") -> str:
    """Return an amount as people say it, never rounded: 300 万元, 2.5 亿元, 9,999.50 元."""
    words = answer_texts(script).units
    for size, form in ((YI, words.yi), (WAN, words.wan)):
        if yuan >= size and (scaled := _scaled(yuan, size)):
            return form.format(amount=scaled)
    return exact_money(yuan, script)


def _scaled(yuan: Decimal, size: Decimal) -> str | None:
    scaled = (yuan / size).normalize()
    exponent = scaled.as_tuple().exponent
    return f"{scaled:,f}" if isinstance(exponent, int) and -exponent <= _MOST_DECIMALS else None


def exact_money(yuan: Decimal, script: Script = "hans") -> str:
    """Return an amount to the fen: 3,000,000.00 元."""
    return answer_texts(script).units.yuan.format(amount=f"{yuan:,.2f}")
