"""What each sum of money in a message is."""

import json
from pathlib import Path

import pytest

from assistant.money_roles.blanks import BLANKS, blanks_in, needs_in
from assistant.money_roles.marked import ROLES, read_messages
from assistant.money_roles.reader import load_reader, roles_in
from assistant.money_roles.train import bank_messages, blanks_of, examples_of, right, train
from assistant.offline.categories import find_categories
from assistant.offline.purposes import set_aside
from assistant.offline.slot_filling import given
from assistant.offline.words import slots
from corpus.errors import DataError


def test_every_message_is_marked_with_known_roles_and_none_stands_twice() -> None:
    messages = read_messages()
    assert len(messages) > 4_000
    told = [(message.text, message.context) for message in messages]
    assert len(told) == len(set(told))
    for message in messages:
        assert all(message.text[one.start : one.end].strip() and one.role in ROLES for one in message.amounts)


@pytest.mark.parametrize(
    "row",
    [
        {"clause": "hz_ai_2024/m03", "q": "签了[rent:300万]"},
        {"clause": "hz_ai_2024/m03", "q": "签了300万"},
        {"clause": "hz_ai_2024/m03", "question": "签了[fee:300万]"},
    ],
)
def test_a_row_that_does_not_fit_is_named_with_its_line(tmp_path: Path, row: dict[str, str]) -> None:
    good = {"clause": "hz_ai_2024/m03", "q": "签了[fee:300万]"}
    lines = [json.dumps(each, ensure_ascii=False) for each in (good, row)]
    (tmp_path / "some.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(DataError, match=r"some\.jsonl.*2"):
        read_messages(tmp_path)


def test_the_shipped_reader_is_what_the_messages_teach() -> None:
    sample = read_messages()[::9]
    count, of = right(load_reader(), sample)
    assert of > 500 and count / of > 0.97, (
        "the weights are not of these messages: python -m assistant.money_roles.train"
    )
    count, of = right(load_reader(name=BLANKS), read_messages(), blanks_of)
    assert of > 150 and count / of > 0.97


@pytest.mark.parametrize(
    ("said", "needs"),
    [
        ("想让市里给足两百万，科技部那边要打来多少", [True]), ("科技部打来八百万，市里给多少", [False]),
        ("能拿多少", [False]), ("合同签了四百万", []),
    ],
)  # fmt: skip
def test_a_question_for_a_size_is_for_a_sum_to_put_in_or_for_what_comes_of_it(said: str, needs: list[bool]) -> None:
    assert [chance > 0.5 for chance in needs_in(said, "rnd_matching").values()] == needs


def test_a_sum_that_is_written_asks_for_nothing() -> None:
    assert blanks_in("签了八百万，能补多少钱") == [(8, 11)]


def test_the_bank_marks_what_its_reverse_questions_aim_at() -> None:
    marked = [mark.role for message in bank_messages() for mark in message.amounts]
    assert marked.count("target") > 100 and marked.count("need") > 150 and marked.count("gain") > 800


def test_messages_teach_what_others_have_not_said(tmp_path: Path) -> None:
    messages = read_messages()
    train([message for message in messages if message.file != "plain"][::3], tmp_path)  # a third is quicker
    count, of = right(load_reader(tmp_path), [message for message in messages if message.file == "plain"])
    assert count / of > 0.8


def test_an_example_is_a_sum_that_is_marked() -> None:
    message = next(message for message in read_messages() if len(message.amounts) == 2 and message.file == "plain")
    assert [role for _, role in examples_of(message)] == [one.role for one in message.amounts]


def test_the_chances_of_a_sum_add_up_and_belong_to_known_roles() -> None:
    for chances in roles_in("租昇腾签了300万，给员工发年终奖200万", "compute_voucher").values():
        assert abs(sum(chances.values()) - 1) < 1e-5 and set(chances) <= set(ROLES)
    assert roles_in("能拿多少", "compute_voucher") == {}


@pytest.mark.parametrize(
    ("calculator", "said", "inputs"),
    [
        ("compute_voucher", "国产卡签了280万，老板上个月换车花了90万，能补多少", ["2800000"]),
        ("compute_voucher", "We rent Ascend compute for 4.6 million; the office party cost 200,000", ["4600000"]),
        ("filing_award", "送测一共花了18.6万，同期给机房添柜子用了300万", ["186000"]),
        ("rnd_matching", "省里课题款进来512万，天使轮还融了2000万", ["5120000"]),
        ("innovation_platform", "今年审定的投入640万，食堂改造另外花了55万", ["6400000"]),
    ],
)
def test_what_no_list_foresees_does_not_count(calculator: str, said: str, inputs: list[str]) -> None:
    found = given(calculator, said)
    amounts = [contract["amount_yuan"] for contract in found.get("contracts", [])]
    amounts += [value for name, value in found.items() if name.endswith("_yuan")]
    assert amounts == inputs


def test_every_calculator_with_a_sum_to_tell_has_its_roles() -> None:
    money = {
        name for name, fields in slots().calculators.items() if any(one.kind == "money" for one in fields.values())
    }
    assert money == set(slots().roles)


@pytest.mark.parametrize("said", ["合同910万", "4090万的合同", "910.5万", "4090w"])
def test_a_sum_names_no_chip(said: str) -> None:
    assert find_categories(said) == []


def test_a_chip_named_behind_a_comma_is_one() -> None:
    assert [kind for _, kind in find_categories("沐曦那张210万，4090那张90万")] == ["domestic", "other"]


def test_what_the_reader_leaves_out_is_told() -> None:
    assert set_aside("昇腾签了910万，老板换车花了60万，能补多少") == ["60万"]
    assert set_aside("昇腾签了300万，今年已经领过100万，还能领多少") == []
