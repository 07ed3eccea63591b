"""Personal numbers are masked before a word of the user's is kept, logged or read by any model.

Masked: phone numbers, identity numbers, unified social credit codes, bank cards, e-mail names, and whatever is called
the number of a document, an account or a messenger. The length stays, and so do the last two characters. Amounts,
dates and shares stay as they are: the number lock must still see them. Digits that could be either are an amount if a
unit or a currency stands beside them, if they are called one, or if they are round.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date

_GAP = "[ .()-]{0,2}"
_UNIT = (
    r"\s*(?:[亿億万萬千百元圆圓块塊角%]|分(?!机|機)|[wkm](?![a-z])|rmb|cny|usd|yuan|人民[币幣]|美元|美金|港元|港[币幣])"
)
_START = r"(?<![\d*])(?<!\d[.,])"
_END = rf"(?![\d*]|[.,]\d|{_UNIT})"
_MONEY_BEFORE = re.compile(
    r"(?:[¥$]|rmb|cny|人民[币幣]|金[额額]|[总總][额額]"
    r"|投[资資][额額]?|本金|[费費]用|合同[额額]|[资資]金|[营營]收|收入)[是为為约約共达達:： ]{0,3}$",
    re.IGNORECASE,
)
_ROUND = "00000"
_MOBILE_DIGITS, _IDENTITY_DIGITS = 11, 18
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_PROVINCES = (11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46,
              50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83)  # fmt: skip
_MOBILE_PIECES = {(11,), (3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (4, 4, 3), (4, 3, 4), (5, 6), (1,) * 11}


def _written(pattern: str) -> re.Pattern[str]:
    """Compile a pattern; ``~`` is where people put a space, a dash or a bracket."""
    return re.compile(_START + pattern.replace("~", _GAP) + _END, re.IGNORECASE)


_CREDIT = _written(r"[1-9ANY]~[0-9A-HJ-NPQRTUWXY](?:~\d){6}(?:~[0-9A-HJ-NPQRTUWXY]){10}(?![A-Z])")
_IDENTITY = _written(r"[1-9](?:~\d){16}~[\dX]")
_OLD_IDENTITY = _written(r"[1-9]\d{14}")
_CARD = _written(r"[3-6](?:~\d){15,18}")
_MOBILE = _written(r"(?P<country>\(?(?:\+|00)?86\)?~)?(?P<rest>1~[3-9](?:~\d){9})")
_LANDLINE = _written(
    r"(?:\(?(?:\+|00)86\)?~\(?0?|\(?0)(?:10|2[0-57-9]|[3-9]\d{2})~[1-9](?:~\d){6,7}"
    r"(?:\s*(?:-|转|轉|分机|分機|ext\.?)\s*\d{1,6})?"
)
_SERVICE_LINE = _written(r"[48]00-\d{3}-?\d{4}|[48]00-\d{4}-?\d{3}")
_NAMED = re.compile(
    r"(?:电话|電話|手机|手機|座机|座機|传真|傳真|热线|熱線|联系方式|聯繫方式|tel|phone|fax|mobile)"
    rf"[号號码碼是为為就:： (-]{{0,6}}(?P<rest>\d(?:[ -]?\d){{6,14}}){_END}",
    re.IGNORECASE,
)
_ABROAD = re.compile(rf"(?<![\d*)])\+[1-9](?:[ -]?\d){{7,14}}{_END}")
_PAPERS = re.compile(
    r"(?:身份[证證]|[证證]件|[护護]照|通行[证證]|台胞[证證]|居住[证證]|社保|医保|信用代[码碼]|税号|稅號|纳税人识别[号號]|营业执照"
    r"|[账帐賬帳][号號]|[账帐賬帳][户戶]|卡[号號]|微信|wechat|qq|passport)"
    rf"[号號码碼是为為就:： (-]{{0,6}}(?P<rest>(?=[a-z_-]*\d)[a-z0-9](?:[ _-]?[a-z0-9]){{5,23}}){_END}(?![a-z0-9])",
    re.IGNORECASE,
)
_SPOKEN_FORMS = ("零〇○", "幺一壹弌", "二两兩贰貳", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
_SPOKEN_DIGITS = {form: str(digit) for digit, forms in enumerate(_SPOKEN_FORMS) for form in forms}
_SPOKEN_DIGIT = "".join(_SPOKEN_DIGITS)
_SPOKEN = re.compile(
    rf"(?<![{_SPOKEN_DIGIT}])[{_SPOKEN_DIGIT}](?:[,，、 -]?[{_SPOKEN_DIGIT}]){{10,17}}"
    rf"(?![{_SPOKEN_DIGIT}十百千拾佰仟万萬亿億元块塊])"
)
_EMAIL = re.compile(r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}(?=@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+)")


def mask(text: str) -> str:
    """Return the text with every personal number masked: ``*********78``; its length is kept."""
    if not any(character.isdigit() or character in "@＠" for character in text) and not _SPOKEN.search(text):
        return text
    masked = list(text)
    for find in _FINDERS:
        plain = _plain("".join(masked))
        for start, end in find(plain):
            places = [place for place in range(start, end) if plain[place].isalnum()]
            for place in places if plain[end : end + 1] == "@" else places[:-2]:
                masked[place] = "*"
    return "".join(masked)


def _plain(text: str) -> str:
    """Return a text of the same length with half-width letters, digits, dashes and spaces."""
    return text if text.isascii() else "".join(_plain_character(character) for character in text)


def _plain_character(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category in ("Zs", "Cf", "Pd") or character == "−":
        return " " if category in ("Zs", "Cf") else "-"
    folded = (
        str(unicodedata.digit(character))
        if category == "No" and character.isdigit()
        else unicodedata.normalize("NFKC", character)
    )
    return folded if len(folded) == 1 and folded.isascii() else character


def _is_credit_code(code: str, pieces: tuple[int, ...]) -> bool:
    """Check digit of GB 32100; a code with letters under 91–93 counts even when one character is wrong."""
    total = sum(pow(3, place, 31) * _CREDIT_ALPHABET.index(code[place]) for place in range(17))
    right = _CREDIT_ALPHABET[-total % 31] == code[17]
    return right or (code[:2] in ("91", "92", "93") and not code.isdigit() and len(pieces) == 1)


def _is_identity(number: str, pieces: tuple[int, ...]) -> bool:
    """Check digit of GB 11643 or a date of birth; a number in odd pieces needs both."""
    total = sum(pow(2, 17 - place, 11) * int(number[place]) for place in range(17))
    right, born = "10X98765432"[total % 11] == number[17], _is_date(number[6:14])
    return (right or born) if pieces in ((18,), (6, 8, 4)) else (right and born)


def _is_old_identity(number: str, pieces: tuple[int, ...]) -> bool:
    return int(number[:2]) in _PROVINCES and _is_date("20" + number[6:12])  # the century does not matter


def _is_date(digits: str) -> bool:
    try:
        return 1880 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year <= 2100
    except ValueError:
        return False


def _is_card(number: str, pieces: tuple[int, ...]) -> bool:
    """Luhn's check; a number in pieces must be in fours, as on the card."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number)))
    in_fours = len(pieces) == 1 or set(pieces[:-1]) == {4}
    return in_fours and not number.endswith(_ROUND) and sum(digit - 9 * (digit > 9) for digit in doubled) % 10 == 0


def _is_mobile(number: str, pieces: tuple[int, ...]) -> bool:
    return pieces in _MOBILE_PIECES and not number.endswith(_ROUND)


def _is_named(number: str, pieces: tuple[int, ...]) -> bool:
    return not number.endswith(_ROUND)


def _always(number: str, pieces: tuple[int, ...]) -> bool:
    return True


def _finder(
    pattern: re.Pattern[str], holds: Callable[[str, tuple[int, ...]], bool]
) -> Callable[[str], Iterator[tuple[int, int]]]:
    judged = "rest" if "rest" in pattern.groupindex else 0

    def find(plain: str) -> Iterator[tuple[int, int]]:
        found = pattern.search(plain)
        while found:
            number = re.sub(r"[^0-9A-Z]", "", found[judged].upper())
            pieces = tuple(len(piece) for piece in re.findall(r"[0-9A-Z]+", found[judged].upper()))
            amount = number.isdigit() and _MONEY_BEFORE.search(plain, max(0, found.start() - 12), found.start())
            right = not amount and holds(number, pieces)
            if right:
                yield found.span(judged if pattern in (_NAMED, _PAPERS) else 0)
            found = pattern.search(plain, found.end() if right else found.start() + 1)

    return find


def _spoken(plain: str) -> Iterator[tuple[int, int]]:
    """Find mobile and identity numbers in words, as voice input writes them: 幺三八零零…; no amount is written so."""
    for found in _SPOKEN.finditer(plain):
        number = "".join(_SPOKEN_DIGITS.get(character, "") for character in found[0])
        if (len(number) == _MOBILE_DIGITS and re.match("1[3-9]", number)) or (
            len(number) == _IDENTITY_DIGITS and _is_identity(number, (len(number),))
        ):
            yield found.span()


_FINDERS = (
    _spoken,
    _finder(_EMAIL, _always),
    _finder(_CREDIT, _is_credit_code),
    _finder(_IDENTITY, _is_identity),
    _finder(_CARD, _is_card),
    _finder(_OLD_IDENTITY, _is_old_identity),
    _finder(_MOBILE, _is_mobile),
    _finder(_LANDLINE, _always),
    _finder(_SERVICE_LINE, _always),
    _finder(_NAMED, _is_named),
    _finder(_PAPERS, _is_named),
    _finder(_ABROAD, _is_named),
)
