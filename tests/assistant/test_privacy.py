"""What must be masked, what must not, and that no other character changes."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.privacy import mask

often = settings(deadline=None, derandomize=True, max_examples=200)
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
AROUND = st.sampled_from(["", "，", "我的电话", "联系 ", "。", " 谢谢", "（", "）", "请打", "公司"])
DIGITS = st.integers(0, 10**8 - 1).map(lambda number: f"{number:08d}")


def identity(body: str) -> str:
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(body))
    return body + "10X98765432"[total % 11]


def credit_code(body: str) -> str:
    return body + ALPHABET[-sum(pow(3, place, 31) * ALPHABET.index(each) for place, each in enumerate(body)) % 31]


mobiles = st.tuples(st.sampled_from("3456789"), st.integers(10**8 + 1, 10**9 - 1)).filter(
    lambda parts: not str(parts[1]).endswith("00000")
)
dates = st.dates(date(1920, 1, 1), date(2025, 12, 31))
AMOUNTS = ["{:f}元", "{:,f}元", "{:,.0f}", "¥{:f}", "{:f}", "合同金额{:.0f}", "{:.0f}元", "{:.4f}万元", "投资{:.0f}万"]
DAYS = ["%Y-%m-%d", "%Y年%m月%d日", "%Y.%m.%d", "%Y/%m/%d", "%Y%m%d"]


@often
@given(mobiles, st.sampled_from(["", "+86", "+86 ", "0086-", "(+86)", "86"]), st.sampled_from(["", " ", "-"]), AROUND)
def test_mobile_numbers_are_masked(parts: tuple[str, int], country: str, gap: str, around: str) -> None:
    number = f"1{parts[0]}{parts[1]}"
    written = country + gap.join([number[:3], number[3:7], number[7:]])
    masked = mask(f"{around}{written}{around}")
    assert "".join(character for character in masked if character.isdigit()) == number[-2:]
    assert masked.count("*") == sum(character.isdigit() for character in written) - 2


@often
@given(st.sampled_from(["010", "021", "0571", "0755", "0898"]), DIGITS, st.sampled_from(["", "-", " ", "—"]), AROUND)
def test_landlines_with_their_area_code_are_masked(area: str, digits: str, gap: str, around: str) -> None:
    masked = mask(f"{around}{area}{gap}8{digits[1:]}{around}")
    assert sum(character.isdigit() for character in masked) == 2


@often
@given(st.sampled_from(["330106", "110101", "440305"]), dates, st.integers(0, 999), AROUND)
def test_identity_numbers_are_masked(region: str, born: date, order: int, around: str) -> None:
    for number in (identity(f"{region}{born:%Y%m%d}{order:03d}"), f"{region}{born:%y%m%d}{order:03d}"):
        masked = mask(f"{around}{number}{around}")
        assert number[:-2] not in masked and number[-2:] in masked and masked.count("*") == len(number) - 2


@often
@given(st.sampled_from(["91", "92", "12", "52"]), st.text(ALPHABET, min_size=9, max_size=9), AROUND)
def test_unified_credit_codes_are_masked_in_either_case(kind: str, organisation: str, around: str) -> None:
    code = credit_code(f"{kind}330106{organisation}")
    for written in (code, code.lower()):
        assert mask(f"{around}{written}{around}") == f"{around}{'*' * 16}{written[-2:]}{around}"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("１３８１２３４５６７８", "*********７８"),
        ("1 3 8 1 2 3 4 5 6 7 8", "* * * * * * * * * 7 8"),
        ("（0571）8588 8888转123", "（****）**** ******23"),
        ("电话是85888888", "电话是******88"),
        ("400-820-8820", "***-***-**20"),
        ("110105 19491231 002x", "****** ******** **2x"),
        ("卡号6222 0212 3456 7890 128", "卡号**** **** **** **** *28"),
        ("写信到 zhang.san@example.com", "写信到 *****.***@example.com"),
        ("2026-11-23 13812345678", "2026-11-23 *********78"),
        ("微信wx13812345678", "微信wx*********78"),
        ("我13812345678，签了1,000万", "我*********78，签了1,000万"),
        ("电话幺三八零零幺三八零零零", "电话*********零零"),
        ("一三九五七一二三四五六，签了三百五十万", "*********五六，签了三百五十万"),
        ("一三五七九一三五七九一三五七九", "一三五七九一三五七九一三五七九"),
        ("一百三十八万零二百元", "一百三十八万零二百元"),
        ("手机一三八，零零一三，八零零零", "手机***，****，**零零"),
        ("壹叁捌零零壹叁捌零零零", "*********零零"),
        ("①③⑧⓪⓪①③⑧⓪⓪⓪", "*********⓪⓪"),
        ("身份证三三零一零六一九九零零一零一一二三四", "身份证****************三四"),
        ("身份证号 330106199013011234", "身份证号 ****************34"),
        ("税号：91330106ma2b1c3d4e", "税号：****************4e"),
        ("护照E12345678", "护照*******78"),
        ("开户行账号 33001617235053001234", "开户行账号 ******************34"),
        ("微信 wx_zhang138", "微信 **_******38"),
        ("+852 9123 4567", "+*** **** **67"),
        ("账户进账3123456，卡号是多少", "账户进账3123456，卡号是多少"),
        ("微信支付了123456元，租了卡8000000", "微信支付了123456元，租了卡8000000"),
        ("3000000+5000001", "3000000+5000001"),
    ],
)
def test_the_ways_people_write_them(text: str, masked: str) -> None:
    assert mask(text) == masked
    assert mask(masked) == masked


@often
@given(st.decimals(0, 10**13, places=2, allow_nan=False, allow_infinity=False), st.sampled_from(AMOUNTS))
def test_amounts_stay(amount: Decimal, form: str) -> None:
    text = f"我们签了{form.format(amount)}，能补多少"
    assert mask(text) == text


@often
@given(st.integers(0, 10**10 - 1), st.sampled_from(["", "，", "和", " "]))
def test_bare_amounts_below_ten_digits_stay(amount: int, after: str) -> None:
    assert mask(f"合同{amount}{after}") == f"合同{amount}{after}"


@often
@given(st.integers(1, 999_999), st.integers(5, 9))
def test_bare_round_amounts_of_any_size_stay(leading: int, zeros: int) -> None:
    assert mask(f"签了{leading * 10**zeros}") == f"签了{leading * 10**zeros}"


@often
@given(dates, dates, st.sampled_from(DAYS), st.sampled_from("至 -~到"))
def test_dates_stay(first: date, last: date, form: str, between: str) -> None:
    if form == "%Y%m%d" and between in " -":
        return  # 20240819 20271231: two dates run together look like any number
    text = f"{first:{form}}{between}{last:{form}}"
    assert mask(text) == text


@often
@given(st.text())
def test_any_text_keeps_its_length_and_masking_again_changes_nothing(text: str) -> None:
    masked = mask(text)
    assert len(masked) == len(text) and mask(masked) == masked
    assert all(new in (old, "*") for old, new in zip(text, masked, strict=True))


def test_long_rows_of_digits_take_no_time_to_speak_of() -> None:
    for text in ("1 3" * 1600, "9" * 5000, "0571-" * 1000, "a." * 2500):
        assert len(mask(text)) == len(text)
