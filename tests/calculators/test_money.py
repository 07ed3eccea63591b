"""Amounts as people write them: alone and in sentences."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.money import MAX_MONEY, find_money, parse_money
from calculators.money_words import money_words, one_of, plain
from corpus.errors import InputError

ALONE = {
    "10000000": 10000000, "1,000万": 10000000, "1，000万元": 10000000, "1千5百万": 15000000,
    "壹佰捌拾万元整": 1800000,
    "420w": 4200000, "3.5W": 35000, "３５０Ｗ": 3500000, "0.35亿": 35000000, "一个半亿": 150000000,
    "半个亿": 50000000,
    "两千零三万": 20030000, "三百五十万元": 3500000, "１０００万": 10000000, "三千萬圓": 30000000, "3億": 300000000,
    "3 million RMB": 3000000, "RMB 3 million": 3000000, "2,345.60元": "2345.6", "两亿五": 250000000, "三万五": 35000,
    "1.5千万": 15000000, "35百万": 35000000, "一亿两千万": 120000000, "一亿零五百万": 105000000,
    "一点五亿": 150000000,
    "一百二十点五万": 1205000, "600 wan": 6000000, "2 yi": 200000000,
    "叁佰元伍角贰分": "300.52", "三元零五分": "3.05",
    "¥300万": 3000000, "￥3,000": 3000, "人民币伍仟万元整": 50000000, "百八十万": 1800000, "一百十五万": 1150000,
    "廿万": 200000, "卅五万": 350000, "一百卅五万两千": 1352000, "廿": 20, "五角": "0.5", "3毛5分": "0.35",
    "1 000 000": 1000000, "4 200 000.50元": "4200000.5", "80 000元": 80000, "12 00": None, "1 500 00": None,
    "三十廿万": None, "1.5 千万": 15000000, "3kw": 30000000,
    "1万亿": 1000000000000, "一万两千亿": 1200000000000, "十万": 100000, "1万2345元": 12345, "1亿2": 120000000,
    "一千二百三十四万五千六百七十八元": 12345678, "1e7": 10000000, "约300万": 3000000, "大概 300万 左右": 3000000,
    "300k": 300000, "5m": 5000000, "两百万块钱": 2000000, "半百万": 500000, "三個億": 300000000, "0": 0, "0元": 0,
    "1亿2千3百万": 123000000, "三百": 300, "一千零三": 1003, "零点五万": 5000, "百万": 1000000,
    "2万亿": 2000000000000,
    "1.2.0": None, "-5万": None, "负五万": None, "NaN": None, "Infinity": None, "": None, "元": None, "万": None,
    "500万美元": None, "$300": None, "七八百万": None, "一百多万": None, "50到80万": None, "10万亿1元": None,
    "99999999999999": None, "1000万5年": None, "abc": None, "一" * 80: None, "3年": None,
    "一二三": None, "三 百": None, "25%": None, "1,00万": None, "五万五万": None, "一千多": None, "九九万": None,
    "一百一百万": None, "一千百万": None, "一亿零": None, "两万个": None,
}  # fmt: skip


@pytest.mark.parametrize(("text", "value"), ALONE.items())
def test_one_amount(text: str, value: int | str | None) -> None:
    if value is None:
        with pytest.raises(InputError):
            parse_money(text)
    else:
        assert parse_money(text) == Decimal(value)


IN_SENTENCES: dict[str, list[tuple[str, int | str, int | str]]] = {
    "七八百万": [("七八百万", 7000000, 8000000)],
    "三五百万吧": [("三五百万", 3000000, 5000000)],
    "十七八万": [("十七八万", 170000, 180000)],
    "两三千万": [("两三千万", 20000000, 30000000)],
    "50到80万": [("50到80万", 500000, 800000)],
    "800万到1000万": [("800万到1000万", 8000000, 10000000)],
    "30-50万": [("30-50万", 300000, 500000)],
    "10万-20万元": [("10万-20万元", 100000, 200000)],
    "2000万～3000万": [("2000万～3000万", 20000000, 30000000)],
    "20萬元—100萬元": [("20萬元—100萬元", 200000, 1000000)],
    "1-2百万": [("1-2百万", 1000000, 2000000)],
    "五到八百万": [("五到八百万", 5000000, 8000000)],
    "5000到1亿": [("5000到1亿", 50000000, 100000000)],
    "1000万到800万": [("1000万", 10000000, 10000000), ("800万", 8000000, 8000000)],
    "一百多万的合同": [("一百多万", 1000000, 2000000)],
    "120多万": [("120多万", 1200000, 1300000)],
    "七十几万": [("七十几万", 700000, 800000)],
    "十来万": [("十来万", 100000, 200000)],
    "三亿多": [("三亿多", 300000000, 400000000)],
    "三个多亿": [("三个多亿", 300000000, 400000000)],
    "500万余额": [("500万", 5000000, 5000000)],
    "500万多模态合同": [("500万", 5000000, 5000000)],
    "增长25%到30%": [], "1.5个百分点": [], "一點五個百分點": [], "百分之三十": [],
    "2025年投1000万": [("1000万", 10000000, 10000000)],
    "2025-06-13签了300万合同": [("300万", 3000000, 3000000)],
    "二〇二五年": [], "20250613": [], "13812345678": [], "编号10000000": [],
    "第三条300万": [("300万", 3000000, 3000000)],
    "3年600万，6个月": [("600万", 6000000, 6000000)],
    "（三）3台H800共500万": [("500万", 5000000, 5000000)],
    "10家企业各20万元": [("20万元", 200000, 200000)],
    "A100一万张": [], "GPT4": [], "租了3万卡": [], "1亿参数": [], "10万token": [], "500万个": [], "三十万人": [],
    "500万项目款": [("500万", 5000000, 5000000)],
    "给了300万人民币": [("300万人民币", 3000000, 3000000)],
    "用10000000买": [("10000000", 10000000, 10000000)],
    "用10000000元": [("10000000元", 10000000, 10000000)],
    "9999买": [], "9999元": [("9999元", 9999, 9999)], "10000P算力": [], "12345天": [],
    "统一300万": [("300万", 3000000, 3000000)],
    "统一三百万": [("三百万", 3000000, 3000000)],
    "千万别忘了": [], "百万元": [("百万元", 1000000, 1000000)], "万一没有": [],
    "贷了4亿,利率百分之四": [("4亿", 400000000, 400000000)],
    "每年1000万5年还清": [("1000万", 10000000, 10000000)],
    "花了三万二测评费": [("三万二", 32000, 32000)], "三百万二手服务器": [("三百万", 3000000, 3000000)],
    "两百万三期": [("两百万", 2000000, 2000000)], "一百万一起": [("一百万", 1000000, 1000000)],
    "花了46万5评测费": [("46万5", 465000, 465000)], "46万5家": [("46万", 460000, 460000)],
    "100万5年": [("100万", 1000000, 1000000)], "300万3成": [("300万", 3000000, 3000000)],
    "3万5人工": [("3万5", 35000, 35000)],
    "500万美元": [], "$300万": [],
    "美元300万和人民币200万": [("人民币200万", 2000000, 2000000)], "500k": [("500k", 500000, 500000)], "带宽500k": [],
    "花了500K租昇腾": [("500K", 500000, 500000)], "带宽500m": [], "paid 500k": [("500k", 500000, 500000)],
    "合同3kw": [("3kw", 30000000, 30000000)], "3kw的合同": [("3kw", 30000000, 30000000)], "机柜30kw": [],
    "租30kw机柜": [], "租了廿万": [("廿万", 200000, 200000)], "廿来万": [("廿来万", 200000, 300000)],
    "1.5–2 千万": [("1.5–2 千万", 15000000, 20000000)], "合同1 250 000块": [("1 250 000块", 1250000, 1250000)],
    "H100 800 万": [("800 万", 8000000, 8000000)], "2024 5000万": [("5000万", 50000000, 50000000)],
    "五毛钱": [("五毛钱", "0.5", "0.5")], "五角星": [], "五角大楼": [],
    "花了二百三，单位万": [("二百三", 2300000, 2300000)],
    "350、280（单位：万元），昇腾一份": [("350", 3500000, 3500000), ("280", 2800000, 2800000)],
    "以万元计，3年600": [("600", 6000000, 6000000)], "金额（百万元）：12": [("12", 12000000, 12000000)],
    "It cost us 330k in all": [("330k", 330000, 330000)], "a 90m data centre": [("90m", 90000000, 90000000)],
    "评测费用才九千八，": [("九千八", 9800, 9800)], "名单上九千八的人": [], "花了九千八百张": [],
    "Supports 200k tokens": [], "with a context of 128k, 20k users": [], "10m of tokens": [],
    "500k元": [("500k元", 500000, 500000)],
    "花了8块A100": [], "花了800块": [("800块", 800, 800)],
    "一块儿": [], "这三块业务": [], "借了十個億": [("十個億", 1000000000, 1000000000)],
    "国产300万、进口200万": [("300万", 3000000, 3000000), ("200万", 2000000, 2000000)],
    "100，300万": [("300万", 3000000, 3000000)],
    "三千五百万零六百元": [("三千五百万零六百元", 35000600, 35000600)],
    "投1.2亿，贷8000万，息280万": [
        ("1.2亿", 120000000, 120000000), ("8000万", 80000000, 80000000), ("280万", 2800000, 2800000),
    ],
    "共 600 wan, ha": [("600 wan", 6000000, 6000000)],
    "两亿五是三年": [("两亿五", 250000000, 250000000)],
    "300万一年": [("300万", 3000000, 3000000)],
    "99999999999999元": [], "0万": [], "5到": [], "5到8台": [], "30元3角": [("30元3角", "30.3", "30.3")],
    "一个": [], "一个项目300万": [("300万", 3000000, 3000000)], "一千几百万": [("一千几百万", 12000000, 20000000)],
    "十几个亿": [("十几个亿", 1000000000, 2000000000)],
    "合同二〇〇万": [("二〇〇万", 2000000, 2000000)], "幺五零万": [("幺五零万", 1500000, 1500000)],
    "〇.三亿": [("〇.三亿", 30000000, 30000000)], "一二三万": [("一二三万", 1230000, 1230000)],
    "合同1，200万": [("1，200万", 12000000, 12000000)], "12，500，000元": [("12，500，000元", 12500000, 12500000)],
    "H100，200万": [("200万", 2000000, 2000000)], "10^7元": [], "仨亿": [("仨亿", 300000000, 300000000)],
    "我们俩签了200万": [("200万", 2000000, 2000000)], "合同百八十万": [("百八十万", 1800000, 1800000)],
    "几百万": [("几百万", 2000000, 10000000)], "数十万元": [("数十万元", 200000, 1000000)], "点五": [],
    "签了好几百万的合同": [("几百万", 2000000, 10000000)], "能拿几百万": [], "奖几十万吗": [], "总数百万": [],
    "几百台": [],
    "花了几十万，能拿多少": [("几十万", 200000, 1000000)], "投资要几千万才行": [],
    "两亿几千万": [("两亿几千万", 220000000, 300000000)],
    "上千万": [("上千万", 10000000, 100000000)], "加上千万元": [("千万元", 10000000, 10000000)], "上千万用户": [],
    "小一千万": [("小一千万", 9000000, 10000000)], "中小300万": [("300万", 3000000, 3000000)],
    "近亿元": [("近亿元", 90000000, 100000000)], "最近300万": [("300万", 3000000, 3000000)],
    "两千万不到": [("两千万不到", 18000000, 20000000)], "三千万出头": [("三千万出头", 30000000, 33000000)],
    "成百上千万": [("成百上千万", 1000000, 100000000)], "千万级的采购": [("千万级", 10000000, 100000000)],
    "个把亿": [("个把亿", 100000000, 200000000)], "百把万": [("百把万", 1000000, 2000000)],
    "万把块": [("万把块", 10000, 20000)],
    "大半个亿": [("大半个亿", 50000000, 100000000)], "小半个亿": [("小半个亿", 20000000, 50000000)],
    "300+万": [("300+万", 3000000, 4000000)],
    "300万+200万": [("300万", 3000000, 3000000), ("200万", 2000000, 2000000)],
    "国产900万+进口600万": [("900万", 9000000, 9000000), ("600万", 6000000, 6000000)],
    "合同300w+吧": [("300w+", 3000000, 4000000)], "合同300万+": [("300万+", 3000000, 4000000)],
    "投入八位数": [("八位数", 10000000, 100000000)], "近0元": [("0元", 0, 0)],
    "3kw的国产算力合同": [("3kw", 30000000, 30000000)], "昇腾3kw，能补多少": [("3kw", 30000000, 30000000)],
    "机柜3kw，能补多少": [],
    "half a million": [("half a million", 500000, 500000)],
    "a million and a half": [("a million and a half", 1500000, 1500000)],
    "three and a half million yuan": [("three and a half million yuan", 3500000, 3500000)],
    "three quarters of a million": [("three quarters of a million", 750000, 750000)],
    "two point two five million": [("two point two five million", 2250000, 2250000)],
    "a couple of million": [("a couple of million", 2000000, 3000000)], "1.5 mil": [("1.5 mil", 1500000, 1500000)],
    "a few hundred thousand": [("a few hundred thousand", 200000, 1000000)],
    "one hundred and twenty thousand": [("one hundred and twenty thousand", 120000, 120000)],
    "nearly five million": [("nearly five million", 4500000, 5000000)],
    "nearly 5 million": [("nearly 5 million", 4500000, 5000000)],
    "between two and three million": [("two and three million", 2000000, 3000000)],
    "two or three hundred thousand": [("two or three hundred thousand", 200000, 300000)],
    "change 5 million to 6 million": [("5 million", 5000000, 5000000), ("6 million", 6000000, 6000000)],
    "two million and three million": [("two million", 2000000, 2000000), ("three million", 3000000, 3000000)],
    "two million five hundred thousand": [("two million five hundred thousand", 2500000, 2500000)],
    "one 2 million contract": [("2 million", 2000000, 2000000)],
    "between 2 and 3 million": [("2 and 3 million", 2000000, 3000000)],
    "2 or 3 million": [("2 or 3 million", 2000000, 3000000)],
    "3 and a half million": [("3 and a half million", 3500000, 3500000)],
    "three to five million": [("three to five million", 3000000, 5000000)],
    "十几二十万": [("十几二十万", 100000, 200000)], "三十来四十万": [("三十来四十万", 300000, 400000)],
    "five million parameters": [], "a billion dollars": [], "USD two million": [], "five thousand": [],
}  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), IN_SENTENCES.items())
def test_amounts_in_a_sentence(text: str, wanted: list[tuple[str, int | str, int | str]]) -> None:
    found = find_money(text)
    assert [text[start:end] for start, end, _, _ in found] == [words for words, _, _ in wanted]
    assert [(low, high) for _, _, low, high in found] == [(Decimal(low), Decimal(high)) for _, low, high in wanted]


DIGITS, CAPITALS = "零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"


def spell(number: int, digits: str = DIGITS, units: tuple[str, ...] = ("", "十", "百", "千")) -> str:
    """Write a whole number in Chinese, by fours: 万, 亿, 万亿."""
    groups, text, rest = ["", "万", "亿", "万亿"], "", number
    parts = []
    while rest:
        parts.append(rest % 10000)
        rest //= 10000
    for place in reversed(range(len(parts))):
        part = parts[place]
        if not part:
            continue
        if text and part < 1000:
            text += digits[0]
        text += spell_four(part, digits, units) + (groups[place] if place < 3 else "万" + ("" if parts[2] else "亿"))
    return text or digits[0]


def spell_four(part: int, digits: str, units: tuple[str, ...]) -> str:
    text, zero = "", False
    for place in (3, 2, 1, 0):
        digit = part // 10**place % 10
        if digit:
            text += (digits[0] if zero and text else "") + digits[digit] + units[place]
        zero = not digit
    return text


@settings(deadline=None, derandomize=True, max_examples=400)
@given(st.one_of(st.integers(1, 10**13 - 1), st.integers(1, 10**9), st.integers(1, 10**6).map(lambda n: n * 10**4)))
def test_any_amount_survives_every_spelling(yuan: int) -> None:
    wan, yi = Decimal(yuan) / 10**4, Decimal(yuan) / 10**8
    capitals = spell(yuan, CAPITALS, ("", "拾", "佰", "仟"))
    chinese = spell(yuan)
    spellings = [
        str(yuan), f"{yuan:,}", f"{yuan:,}元", f"{wan.normalize():f}万", f"{wan.normalize():f}w",
        f"{yi.normalize():f}亿元",
        f"¥{yuan}", f"人民币{yuan}元整", f"{chinese}元", f"{capitals}圓整", f"{chinese}块钱",
        f"{wan.normalize():f}萬圓",
        f"{yuan:,}".replace(",", " ") if yuan >= 10**6 else f"{yuan}",
        "".join(chr(ord(sign) + 0xFEE0) for sign in str(yuan)), f"{yuan}.00",
    ]  # fmt: skip
    for text in spellings:
        assert parse_money(text) == yuan, text
        if text[-1] not in "0123456789０１２３４５６７８９":
            assert find_money(f"合同{text}，三年") == [(2, 2 + len(text), Decimal(yuan), Decimal(yuan))], text


@settings(deadline=None, derandomize=True, max_examples=200)
@given(st.integers(10, 10**6), st.sampled_from([("万", 10**4), ("万元", 10**4), ("百万", 10**6), ("亿", 10**8)]))
def test_a_unit_named_apart_holds_for_every_bare_number(number: int, unit: tuple[str, int]) -> None:
    worth = min(Decimal(number) * unit[1], MAX_MONEY)
    for text in (
        f"单位：{unit[0]}，昇腾{number}；2份",
        f"昇腾{number}，2份（{unit[0]}）",
        f"昇腾{number}，以{unit[0]}计",
    ):
        found = [(low, high) for _, _, low, high in find_money(text)]
        assert found == ([(worth, worth)] if worth < MAX_MONEY else found), text


SIGNS = "廿卅毛角单位零一二两三五十百千万亿半个多几来点0123456789.,元块w年月家台%第到-至约¥$ 人民币的了，kK美"


@settings(deadline=None, derandomize=True, max_examples=300)
@given(st.text(alphabet=SIGNS, max_size=14))
def test_nothing_crashes_and_offsets_hold(text: str) -> None:
    last = 0
    for start, end, low, high in find_money(text):
        assert last <= start < end <= len(text)
        assert 0 <= low <= high <= MAX_MONEY
        last = end
    try:
        value = parse_money(text)
    except InputError as error:
        assert error.question
    else:
        assert 0 <= value <= MAX_MONEY


@given(st.text(max_size=30))
@settings(deadline=None, derandomize=True, max_examples=200)
def test_plain_form_keeps_every_place(text: str) -> None:
    assert len(plain(text)) == len(text)
    assert plain(plain(text)) == plain(text)


def test_words_are_in_plain_form() -> None:
    words = money_words()
    for listed in (words.digits, words.powers, words.scales, words.scales_with_currency, words.counts, words.ranges):
        assert [plain(word) for word in listed] == list(listed)
    assert one_of(["a", "ab"]) == "(?:ab(?![a-z])|a(?![a-z]))"
