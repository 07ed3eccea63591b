import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.figure_readers import FigurePattern, after_money, before_money, may_hold_money
from assistant.figures import read_figures
from calculators.money import find_money

PATTERNS = [*before_money(), *after_money()]
LETTERS = "".join(sorted(set("".join(one.pattern.pattern for one in PATTERNS))))


def read(text: str) -> list[tuple[str, str]]:
    return [(figure.kind, str(figure.value)) for figure in read_figures(text)]


@pytest.mark.parametrize(
    ("kind", "value", "spellings"),
    [
        ("yuan", "8000000", ["800万元", "８００万元", "8,000,000 元", "捌佰万圆", "八百萬", "8 0 0 万元", "8\u200b00万",
                             "𝟖𝟎𝟎万", "٨٠٠万", "8️00万", "八 百 万元", "0.08亿", "eight million yuan"]),
        ("percent", "30", ["30%", "３０％", "百分之三十", "百分之30", "三成", "30个百分点", "thirty percent", "三折"]),
        ("percent", "50", ["一半", "五成", "50%", "二分之一", "1/2", "½", "对半", "half"]),
        ("percent", "25", ["四分之一", "两成半", "25%", "¼"]),
        ("percent", "100", ["全额", "百分之百", "全包", "十分之十"]),
        ("times", "2", ["翻倍", "两倍", "2倍", "double", "twice"]),
        ("months", "6", ["半年", "6个月", "六个月"]),
        ("months", "30", ["两年半", "30个月"]),
        ("days", "14", ["14天", "两周"]),
        ("date", "2027-12-31", ["2027年12月31日", "2027-12-31", "2027/12/31", "二〇二七年十二月三十一日"]),
        ("clause", "14", ["第十四条", "第14条", "(十四)", "第（十四）条", "措施十四", "m14"]),
        ("count", "30", ["30家", "三十家", "卅家", "30 个", "❸0家"]),
        ("number", "3000000", ["three million"]),
    ],
)  # fmt: skip
def test_a_figure_is_the_same_however_it_is_written(kind: str, value: str, spellings: list[str]) -> None:
    for text in spellings:
        assert read(f"是{text}。") == [(kind, value)], text


@pytest.mark.parametrize(
    "text",
    ["几百万", "上千万元", "数十亿", "百万级", "VIII", "Ⅷ", "san bai wan", "8OO万", "半", "www.example.cn", "a@b.cn",
     "0571-8888888", "13800138000", "12345", "dozens of millions", "①", "三五成群的百"],
)  # fmt: skip
def test_whatever_looks_like_a_figure_is_one(text: str) -> None:
    assert read(f"是{text}呢")


@pytest.mark.parametrize(
    "text",
    ["一家企业", "两个部门", "一次性奖励", "统一布局", "十分感谢", "万一", "第一，看条件", "进一步", "半导体",
     "一年最多", "之一", "MaaS", "百分之几", "人工智能+"],
)  # fmt: skip
def test_words_of_speech_are_no_figures(text: str) -> None:
    assert read(text) == []


def test_kinds_do_not_mix() -> None:
    kinds = {kind for kind, _ in (*read("30%"), *read("30万元"), *read("30家"), *read("30个月"), *read("30"))}
    assert kinds == {"percent", "yuan", "count", "months", "number"}


@pytest.mark.parametrize("one", PATTERNS, ids=lambda one: one.pattern.pattern[:40])
@settings(deadline=None, derandomize=True, max_examples=10, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_match_of_a_pattern_holds_one_of_its_signs(one: FigurePattern, data: st.DataObject) -> None:
    written = data.draw(st.from_regex(one.pattern, alphabet=LETTERS))
    assert one.may_match(set(written)) or not any(found[0] for found in one.pattern.finditer(written))


@settings(deadline=None, derandomize=True, max_examples=300)
@given(st.text(LETTERS, max_size=12))
def test_no_amount_is_written_without_a_numeral_or_english(text: str) -> None:
    written = "".join(letter for letter in text if not may_hold_money({letter}))
    assert not find_money(written)
