"""Conversations and tickets in a real PostgreSQL: shared by servers, and no turn waits for one that is away."""

import os
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from assistant.agent import Assistant, open_assistant
from assistant.database import open_database, open_tickets
from assistant.reply import Status
from assistant.retention import purge
from assistant.settings import Settings
from assistant.tickets.replay import replay
from assistant.tickets.ticket import Vote
from corpus.errors import SetupError
from index.encoder.encoder import SHIPPED
from ui.cli import run

psycopg = pytest.importorskip("psycopg")
TODAY = date(2026, 11, 23)
FIRST = "签了1000万的算力合同能补多少"


@pytest.fixture(scope="session")
def server() -> str:
    """Return the URL of a PostgreSQL in which databases may be made."""
    url = os.environ.get("SUANCE_TEST_POSTGRES", "")
    if not url and os.environ.get("SUANCE_REQUIRE_POSTGRES") == "1":
        pytest.fail("no SUANCE_TEST_POSTGRES, and SUANCE_REQUIRE_POSTGRES=1 asks for one")
    if not url:
        pytest.skip("needs a PostgreSQL: run scripts/with-postgres pytest")
    return url


class Database:
    """A database of the server's that can go away and come back."""

    def __init__(self, server: str) -> None:
        self._server, self.name = server, f"suance_{uuid4().hex[:12]}"
        self.url = server.replace("/postgres?", f"/{self.name}?")
        self.admin(f"CREATE DATABASE {self.name}")

    def admin(self, statement: str) -> None:
        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(statement)

    def down(self) -> None:
        self.admin(f"ALTER DATABASE {self.name} ALLOW_CONNECTIONS false")
        self.admin(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{self.name}'")

    def up(self) -> None:
        self.admin(f"ALTER DATABASE {self.name} ALLOW_CONNECTIONS true")

    def dump(self) -> str:
        with psycopg.connect(self.url) as connection:
            tables = [
                row[0] for row in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            ]
            return "\n".join(str(row) for table in tables for row in connection.execute(f"SELECT * FROM {table}"))

    def count(self, table: str) -> int:
        with psycopg.connect(self.url) as connection:
            return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


@pytest.fixture
def database(server: str) -> Iterator[Database]:
    made = Database(server)
    yield made
    made.admin(f"DROP DATABASE {made.name} WITH (FORCE)")


@pytest.fixture
def settings(database: Database, home: Path, assistant: Assistant) -> Settings:
    return Settings(home=home, model="offline", encoder=SHIPPED, database=database.url)


@pytest.fixture
def start(settings: Settings) -> Iterator[Callable[[], Assistant]]:
    """Return what starts one more server."""
    started: list[Assistant] = []

    def one_more() -> Assistant:
        started.append(open_assistant(settings))
        return started[-1]

    yield one_more
    for assistant in started:
        assistant.close()


def test_servers_share_conversations_and_tickets(
    start: Callable[[], Assistant], settings: Settings, database: Database
) -> None:
    here, there = start(), start()
    first = here.ask(FIRST, thread="甲公司", as_of=TODAY)
    second = there.ask("国产的", thread="甲公司", as_of=TODAY)
    assert (first.status, str(second.calculations[0].amount_yuan)) == (Status.NEEDS_INPUT, "3000000.00")
    store = open_tickets(settings)
    assert [ticket.id for ticket in store.recent(5)] == [second.ticket, first.ticket]
    kept = store.find(second.ticket[:20])
    assert kept is not None and kept.reply == second.model_dump(mode="json") and kept.earlier == (FIRST,)
    assert replay(kept, here).same
    assert database.count("checkpoints") == 1, "only the newest state stays"
    here.forget("甲公司")
    assert database.count("checkpoints") == database.count("checkpoint_blobs") == 0
    assert store.find(first.ticket) is None and store.find(second.ticket) is None
    assert there.ask("国产的", thread="甲公司", as_of=TODAY).calculations == ()
    store.close()


def test_votes_are_shared_and_go_with_the_conversation(start: Callable[[], Assistant], database: Database) -> None:
    here, there = start().tickets, start()
    assert here is not None and there.tickets is not None
    gone, kept = (there.ask(FIRST, thread=thread, as_of=TODAY).ticket for thread in ("甲公司", "乙公司"))
    for ticket in (gone, kept):
        assert here.rate(
            ticket, Vote(at=datetime(2026, 11, 23, 9, tzinfo=UTC), by="王芳", vote="down", reason="“算错”")
        )
    assert here.rate(kept, Vote(at=datetime(2026, 11, 23, 8, tzinfo=UTC), vote="up"))
    assert not here.rate(kept[:8], Vote(at=datetime(2026, 11, 23, 8, tzinfo=UTC), vote="up"))
    found = there.tickets.find(kept)
    assert found and [(vote.by, vote.reason) for vote in found.votes] == [("", None), ("王芳", "“算错”")]
    assert [len(ticket.votes) for ticket in there.tickets.recent(5)] == [2, 1]
    there.forget("甲公司")
    assert [ticket.id for ticket in here.rated()] == [kept] and database.count("votes") == 2


def test_what_is_too_old_goes_with_state_and_votes(start: Callable[[], Assistant], database: Database) -> None:
    here = start()
    store = here.tickets
    assert store is not None
    told = [here.ask(FIRST, thread=thread, as_of=TODAY).ticket for thread in ("甲公司", None)]
    for ticket in told:
        store.rate(ticket, Vote(at=datetime(2026, 11, 23, 9, tzinfo=UTC), vote="up"))
    assert purge(store, here.leave, 30) == 0
    assert purge(store, here.leave, 30, datetime.now(UTC) + timedelta(days=31)) == 2
    assert [database.count(table) for table in ("tickets", "votes", "checkpoints")] == [0, 0, 0]


def test_single_questions_are_tickets_and_no_conversation(start: Callable[[], Assistant], database: Database) -> None:
    start().ask(FIRST, as_of=TODAY)
    assert (database.count("tickets"), database.count("checkpoints")) == (1, 0)


def test_no_personal_number_reaches_the_database(start: Callable[[], Assistant], database: Database) -> None:
    said = "我是13812345678，信用代码91330100799655058B，国产算力签了1000万能补多少"
    start().ask(said, thread="甲公司", as_of=TODAY)
    dumped = database.dump()
    assert "*********78" in dumped and "13812345678" not in dumped and "91330100799655058B" not in dumped


def test_a_database_that_goes_away_stops_no_turn(
    start: Callable[[], Assistant],
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("assistant.postgres.WAIT_SECONDS", 0.2)
    monkeypatch.setattr("assistant.postgres.REST_SECONDS", 0.0)
    assistant = start()
    assistant.ask(FIRST, thread="甲公司", as_of=TODAY)
    database.down()
    reply = assistant.ask("国产算力签了1000万能补多少", thread="甲公司", as_of=TODAY)
    assert reply.status is Status.ANSWERED and str(reply.calculations[0].amount_yuan) == "3000000.00"
    assert "conversation" in caplog.text and f"ticket {reply.ticket} is not kept" in caplog.text
    with pytest.raises(SetupError):
        assistant.forget("甲公司")
    database.up()
    again = start()
    assert str(again.ask("国产的", thread="甲公司", as_of=TODAY).calculations[0].amount_yuan) == "3000000.00"


def test_while_it_is_away_only_the_first_turn_waits(settings: Settings, database: Database) -> None:
    from assistant.postgres import REST_SECONDS, Pool

    now = [100.0]
    pool = Pool(settings.database, clock=lambda: now[0])
    with pytest.raises(psycopg.OperationalError, match="sec"):
        pool.open()
        database.down()
        pool.getconn(timeout=0.1)
    with pytest.raises(psycopg.OperationalError, match="连不上"):
        pool.getconn(timeout=600)
    database.up()
    now[0] += REST_SECONDS
    pool.putconn(pool.getconn(timeout=60))
    pool.close()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("postgresql://127.0.0.1:1/none", "refused"),
        ("postgresql://nobody@/none?host=/does/not/exist", "No such file"),
        ("postgresql://x?nonsense=1", "nonsense"),
    ],
)
def test_a_database_that_cannot_be_used_is_one_clear_line(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], url: str, says: str
) -> None:
    monkeypatch.setenv("SUANCE_HOME", str(home))
    monkeypatch.setenv("SUANCE_DATABASE", url)
    for command in (["ask", FIRST], ["ticket", "list"]):
        assert run(command) == 1
        shown = capsys.readouterr()
        assert shown.err.count("\n") == 1 and says in shown.err and "unset SUANCE_DATABASE" in shown.err


def test_servers_that_start_together_do_not_get_in_each_other_s_way(settings: Settings, database: Database) -> None:
    faults: list[BaseException] = []

    def open_and_close() -> None:
        try:
            open_database(settings).tickets.close()
        except SetupError as error:
            faults.append(error)

    threads = [threading.Thread(target=open_and_close) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults and database.count("tickets") == 0
