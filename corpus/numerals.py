"""Whole numbers as documents print them: 三, 十四, 一百二十, 〇, ３, 3."""

import unicodedata

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}

NUMERAL = "〇零一二三四五六七八九十百千两兩0-9０-９"
"""Characters of a whole number, for use inside a regular expression's brackets."""


def parse_numeral(text: str) -> int:
    """Return the whole number that Chinese or Arabic digits say, below 10,000; ``ValueError`` for anything else."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain.isascii() and plain.isdigit():
        return int(plain)
    if plain and all(character in _DIGITS for character in plain):
        return int("".join(str(_DIGITS[character]) for character in plain))
    total, digit = 0, None
    for character in plain:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _UNITS:
            total += (1 if digit is None else digit) * _UNITS[character]
            digit = None
        else:
            raise ValueError(f"not a whole number: {text!r}")
    if not plain:
        raise ValueError("an empty text is no number")
    return total + (digit or 0)


def print_numeral(number: int) -> str:
    """Return a number from 1 to 99 as documents print clause numbers: 14 → 十四."""
    if not 1 <= number <= 99:
        raise ValueError(f"clause numbers run from 1 to 99, not {number}")
    tens, ones = divmod(number, 10)
    digits = "零一二三四五六七八九"
    return ("" if tens == 0 else ("" if tens == 1 else digits[tens]) + "十") + (digits[ones] if ones else "")
