"""Numerals → exact values: 8,000,000, 二百五十, 二零二七, 3.5万, 三点五, three million."""

import re
from decimal import Decimal
from fractions import Fraction

from assistant.figure_words import figure_words
from calculators.quantity import read_quantity
from corpus.numerals import parse_numeral


def value_of(numeral: str) -> Fraction | None:
    """Return the value of a numeral in plain form; None for what is no single number."""
    text = numeral.replace(",", "")
    try:
        if text.isascii():
            return Fraction(Decimal(text))
        if "点" in text and text[-1:] not in "万亿":
            whole, _, part = text.partition("点")
            return Fraction(Decimal(f"{parse_numeral(whole)}.{''.join(str(parse_numeral(digit)) for digit in part)}"))
        return Fraction(parse_numeral(text))
    except (ValueError, ArithmeticError):
        quantity = read_quantity(text, 0)
        whole_text = quantity is not None and quantity.end == len(text) and quantity.low == quantity.high
        return Fraction(quantity.low) if quantity and whole_text else None


def english_value(text: str) -> Fraction | None:
    """Return the value of English number words: two hundred and fifty thousand; None for words that make no number."""
    words = figure_words()
    total, section = 0, 0
    for word in re.findall(r"[a-z]+", text):
        if word in words.english:
            section += words.english[word]
        elif word == "hundred":
            section = (section or 1) * words.english_powers[word]
        elif word in words.english_powers:
            total += (section or 1) * words.english_powers[word]
            section = 0
    return Fraction(total + section) if total + section else None
