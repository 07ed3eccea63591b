from datetime import date

import pytest

from assistant.agent import Assistant
from assistant.offline.dates import outside_life, periods_in
from assistant.reply import Status

POLICY = {"first": "2024-08-19", "last": "2027-12-31"}


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("2028年元旦来申请", "2028-01-01", "2028-12-31"),
        ("二月的事，2026年3月5号签的", "2026-03-05", "2026-03-05"),
        ("2025/6/1 签的", "2025-06-01", "2025-06-01"),
        ("2024-08 生效", "2024-08-01", "2024-08-31"),
        ("is it valid in March 2028?", "2028-03-01", "2028-03-31"),
        ("signed on Aug. 18th, 2024", "2024-08-18", "2024-08-18"),
        ("can we claim in 2029", "2029-01-01", "2029-12-31"),
    ],
)
def test_days_months_and_years_are_read(question: str, first: str, last: str) -> None:
    assert [(period.first, period.last) for period in periods_in(question)] == [(first, last)]


@pytest.mark.parametrize("question", ["合同 2028 万", "租了 2030 张卡", "2,026 元"])
def test_amounts_are_no_years(question: str) -> None:
    assert not list(periods_in(question))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("2028年3月来申请算力券", "2028年3月"),
        ("is the policy still valid in March 2028", "March 2028"),
        ("2027年12月签，2028年1月领", ""),
        ("这政策2030年才结束吧", ""),
        ("公司2019年成立的，能申请吗", ""),
    ],
)
def test_only_acting_outside_the_policys_life_is_refused(question: str, words: str) -> None:
    assert outside_life(question, POLICY) == words


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("will the measures still be in effect in May 2029?", Status.NOT_IN_FORCE),
        ("Is the policy in effect in March 2029", Status.NOT_IN_FORCE),
        ("is this policy valid in October 2026?", Status.ANSWERED),
        ("政策2027年到期后还会接着办吗", Status.NOT_STATED),
        ("文件到期以后还会不会续期", Status.NOT_STATED),
    ],
)
def test_validity_is_told_from_the_closing(assistant: Assistant, question: str, status: Status) -> None:
    reply = assistant.ask(question, thread=question, as_of=date(2026, 3, 1))
    assert reply.status is status, reply.text
    assert reply.citations[0].clause == "hz_ai_2024/closing"
