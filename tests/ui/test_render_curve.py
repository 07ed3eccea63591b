"""The small picture on a calculation's card."""

import re
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest

from calculators.adding import add_up
from calculators.run import calculate, solve
from calculators.stated import stated_amount
from ui.render_curve import curve_svg

DAY = date(2026, 11, 23)
CONTRACT: dict[str, Any] = {"contracts": [{"amount_yuan": "1000万", "category": "domestic"}]}
LOAN: dict[str, Any] = {
    "total_investment_yuan": "6000万", "principal_yuan": "1000万", "annual_rate_percent": "4", "months": 12,
}  # fmt: skip


def test_the_picture_shows_the_user_and_the_cap() -> None:
    drawn = ElementTree.fromstring(curve_svg(calculate("compute_voucher", CONTRACT, as_of=DAY), "hans"))
    texts = [text.text or "" for text in drawn.iter("text")]
    assert any("800 万元" in text for text in texts) and "您：1000 万元 → 300 万元" in [
        re.sub(r"(?<=\d),(?=\d)", "", text) for text in texts
    ]
    circle = next(drawn.iter("circle"))
    points = [pair.split(",") for pair in next(drawn.iter("polyline")).attrib["points"].split()]
    across, up = float(circle.attrib["cx"]), float(circle.attrib["cy"])
    assert float(points[0][0]) < across < float(points[-1][0])
    assert float(points[-1][1]) < up < float(points[0][1]), "between nothing and the cap"


def test_a_threshold_stands_upright_and_the_words_follow_the_script() -> None:
    drawn = curve_svg(calculate("innovation_platform", {"audited_investment_yuan": "100万"}, as_of=DAY), "hant")
    assert re.search(r'class="sc-limit" d="M[\d.]+ \d+V', drawn) and "萬元" in drawn and "万" not in drawn


@pytest.mark.parametrize("name", ["open_source_award", "demonstration_award"])
def test_what_grows_with_no_input_has_no_picture(name: str) -> None:
    assert curve_svg(calculate(name, {}, as_of=DAY), "hans") == ""


def test_neither_backward_nor_outside_the_policy_s_life_nor_without_a_figure_is_there_a_picture() -> None:
    backward = solve("compute_voucher", CONTRACT, field="contracts[0].amount_yuan", target="cap", as_of=DAY)
    assert curve_svg(backward, "hans") == ""
    assert curve_svg(calculate("compute_voucher", CONTRACT, as_of=date(2020, 1, 1)), "hans") == ""
    assert curve_svg(calculate("rnd_matching", {"received_funds_yuan": None}, as_of=DAY), "hans") == ""


def test_a_sum_and_an_amount_of_the_text_have_no_picture() -> None:
    project = ("rnd_matching", {"received_funds_yuan": "1000000"})
    assert curve_svg(add_up([project, project], as_of=DAY), "hans") == ""
    assert curve_svg(stated_amount("hz_ai_2024/voucher_yearly_cap", as_of=DAY), "hans") == ""
