"""How long conversations and tickets are kept."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.retention import DAILY_SECONDS, purge, purge_daily
from assistant.settings import read_settings
from assistant.tickets.sqlite import SqliteTickets
from assistant.tickets.ticket import Ticket, Versions, Vote
from corpus.errors import SetupError

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
VERSIONS = Versions(suance="", encoder="", index="", policies={}, parameters={}, calculators={})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteTickets]:
    found = SqliteTickets(tmp_path)
    yield found
    found.close()


def told(store: SqliteTickets, name: str, thread: str | None, age: timedelta) -> None:
    ticket = Ticket(
        id=name, at=NOW - age, thread=thread, earlier=(), question=name, as_of=NOW.date(), model="offline",
        latency_ms=1.0, evidence=(), tools=(), checks=(), versions=VERSIONS, parameters={}, reply={},
    )  # fmt: skip
    store.record(ticket)
    store.rate(name, Vote(vote="up", at=NOW))


def test_a_conversation_goes_whole_once_its_last_question_is_too_old(store: SqliteTickets) -> None:
    second, day = timedelta(seconds=1), timedelta(days=1)
    told(store, "a1", "a", 90 * day)
    told(store, "a2", "a", 30 * day)
    told(store, "b1", "b", 90 * day)
    told(store, "b2", "b", 30 * day + second)
    told(store, "lone", None, 30 * day + second)
    told(store, "young", None, 30 * day - second)
    dropped: list[str] = []
    assert purge(store, dropped.append, 30, NOW) == 3
    assert dropped == ["b"]
    assert {ticket.id for ticket in store.recent(9)} == {"a1", "a2", "young"}
    assert {ticket.id for ticket in store.rated()} == {"a1", "a2", "young"}
    assert purge(store, dropped.append, 30, NOW) == 0


def test_it_is_done_at_once_and_daily_even_after_a_failure(caplog: pytest.LogCaptureFixture) -> None:
    done: list[int] = []
    waited: list[float] = []

    def once() -> int:
        done.append(len(done))
        if len(done) == 1:
            raise SetupError("工单库不能读写", repair="检查磁盘空间")
        return 0

    def wait(seconds: float) -> bool:
        waited.append(seconds)
        return len(waited) == 2

    purge_daily(once, wait)
    assert done == [0, 1] and waited == [DAILY_SECONDS] * 2
    assert "工单库不能读写" in caplog.text


@pytest.mark.parametrize("text", ["0", "-1", "半年", "1.5", "36501", "３０"])
def test_days_that_make_no_sense_are_refused(text: str) -> None:
    with pytest.raises(SetupError, match="SUANCE_KEEP_DAYS"):
        read_settings({"SUANCE_KEEP_DAYS": text})


def test_without_days_all_is_kept() -> None:
    assert read_settings({}).keep_days is None
    assert read_settings({"SUANCE_KEEP_DAYS": "180"}).keep_days == 180
