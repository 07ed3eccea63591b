"""Every turn leaves a ticket; a store that fails costs the user nothing."""

import logging
import os
import sqlite3
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path

import pytest

from assistant.agent import Assistant, open_assistant
from assistant.reply import Reply, Status
from assistant.settings import Settings
from assistant.sqlite_file import open_file
from assistant.tickets.compare import compare
from assistant.tickets.replay import replay
from assistant.tickets.sqlite import FILE, SqliteTickets
from assistant.tickets.ticket import Ticket
from assistant.tickets.versions import digest
from corpus.clause import Policy
from index.encoder.encoder import SHIPPED

TODAY = date(2026, 11, 23)
Breaking = Callable[[Path], AbstractContextManager[None]]
QUESTION = "国产算力签了1000万能补多少"


@pytest.fixture
def store(assistant: Assistant, home: Path) -> SqliteTickets:
    return SqliteTickets(home)


def kept(store: SqliteTickets, reply: Reply) -> Ticket:
    ticket = store.find(reply.ticket)
    assert ticket is not None
    return ticket


def files_with(text: str, folder: Path) -> list[str]:
    """Search in another process: to open and close a database file in this one would drop SQLite's locks."""
    done = subprocess.run(["grep", "-rlaF", text, str(folder)], capture_output=True, text=True, check=False)
    return done.stdout.splitlines()


def test_a_turn_is_kept_whole(assistant: Assistant, store: SqliteTickets, policy: Policy) -> None:
    reply = assistant.ask(QUESTION, as_of=TODAY)
    ticket = kept(store, reply)
    assert ticket.reply == reply.model_dump(mode="json")
    assert (ticket.question, ticket.as_of, ticket.model, ticket.thread) == (QUESTION, TODAY, "offline", None)
    assert [call.name for call in ticket.tools] == ["search_clauses", "compute_voucher"]
    assert ticket.tools[1].result["amount_yuan"] == "3000000.00"
    cited = {evidence.clause: evidence.digest for evidence in ticket.evidence if evidence.cited}
    assert cited == {"hz_ai_2024/m03": digest(policy.clause("m03").text)}
    assert [check.findings for check in ticket.checks] == [()]
    assert ticket.parameters["hz_ai_2024/voucher_yearly_cap"] == "8000000 CNY"
    assert ticket.versions.policies == {"hz_ai_2024": digest(policy.source)}
    assert ticket.versions.encoder.startswith("static/256/") and ticket.versions.suance


def test_personal_numbers_are_in_no_file_and_no_log(
    home: Path, caplog: pytest.LogCaptureFixture, assistant: Assistant
) -> None:
    secrets = ["13812345678", "330106199003077758"]
    caplog.set_level(logging.DEBUG)
    said = f"我是{secrets[0]}，身份证{secrets[1]}，国产算力签了10000000元能补多少"
    reply = assistant.ask(said, thread="secret talk", as_of=TODAY)
    assert reply.calculations[0].amount_yuan == 3_000_000, "the mask hides no amount"
    assert files_with("我是", home), "the words themselves are kept"
    assert not any(files_with(secret, home) for secret in secrets)
    assert not any(secret in caplog.text for secret in secrets)
    assert secrets[0] not in reply.model_dump_json() and reply.question.startswith("我是*********78")


def test_the_same_ticket_again_gives_the_same(assistant: Assistant, store: SqliteTickets) -> None:
    first = assistant.ask("签了1000万的算力合同能补多少", thread="replayed", as_of=TODAY)
    second = assistant.ask("国产的", thread="replayed", as_of=TODAY)
    assert kept(store, second).earlier == (first.question,)
    for reply in (first, second):
        outcome = replay(kept(store, reply), assistant)
        assert outcome.same and outcome.same_words and not outcome.versions, outcome.changes


def test_what_changed_is_named(assistant: Assistant, store: SqliteTickets) -> None:
    ticket = kept(store, assistant.ask(QUESTION, as_of=TODAY))
    other = assistant.ask("国产算力签了900万能补多少", as_of=TODAY)
    digests = {evidence.clause: evidence.digest for evidence in ticket.evidence}
    outcome = compare(
        ticket,
        other,
        digests=digests | {"hz_ai_2024/m03": "another"},
        parameters=ticket.parameters | {"hz_ai_2024/voucher_yearly_cap": "9000000 CNY"},
        versions=ticket.versions.model_copy(update={"suance": "9.9"}),
    )
    found = {(change.kind, change.what): (change.before, change.after) for change in outcome.changes}
    assert not outcome.same and not outcome.same_words
    assert found["text", "hz_ai_2024/m03"] == (digests["hz_ai_2024/m03"], "another")
    assert found["parameter", "hz_ai_2024/voucher_yearly_cap"] == ("8000000 CNY", "9000000 CNY")
    assert found["figure", "compute_voucher#1.amount_yuan"] == ("3000000.00", "2700000.00")
    assert not any(kind == "clause" for kind, _ in found)
    assert set(outcome.versions) == {"suance"}


def test_a_clause_that_is_gone_or_new_is_named(assistant: Assistant, store: SqliteTickets) -> None:
    ticket = kept(store, assistant.ask("第三条归谁负责", as_of=TODAY))
    reply = assistant.ask("第一条归谁负责", as_of=TODAY)
    outcome = compare(ticket, reply, digests={}, parameters=ticket.parameters, versions=None)
    changed = [(change.kind, change.what, change.after is None) for change in outcome.changes]
    assert ("text", "hz_ai_2024/m03", True) in changed
    assert ("clause", "hz_ai_2024/m03#1", True) in changed and ("clause", "hz_ai_2024/m01#1", False) in changed


def test_tickets_are_found_by_the_beginning_of_their_id(assistant: Assistant, store: SqliteTickets) -> None:
    reply = assistant.ask(QUESTION, as_of=TODAY)
    found = store.find(reply.ticket[:16])
    assert found is not None and found.id == reply.ticket
    assert store.find("") is None and store.find("nothing like it") is None
    assert store.recent(1)[0].id == reply.ticket


def test_a_conversation_s_tickets_can_be_deleted(assistant: Assistant, store: SqliteTickets) -> None:
    replies = [assistant.ask(said, thread="to go", as_of=TODAY) for said in (QUESTION, "要是进口的呢")]
    other = assistant.ask(QUESTION, thread="to stay", as_of=TODAY)
    assert [ticket.question for ticket in store.conversation("to go")] == [QUESTION, "要是进口的呢"]
    assert assistant.recall("to go") == store.conversation("to go")
    assert store.forget("to go") == 2
    assert assistant.recall("to go") == []
    assert all(store.find(reply.ticket) is None for reply in replies) and store.find(other.ticket)


def test_warming_up_leaves_no_ticket(assistant: Assistant, store: SqliteTickets) -> None:
    before = store.recent(1)
    assistant.warm_up()
    assert store.recent(1) == before


@contextmanager
def locked(file: Path) -> Iterator[None]:
    other = sqlite3.connect(file)
    other.execute("BEGIN EXCLUSIVE")
    yield
    other.rollback()
    other.close()


@contextmanager
def damaged(file: Path) -> Iterator[None]:
    whole = file.read_bytes()
    file.write_bytes(b"not a database" * 100)
    yield
    file.write_bytes(whole)


@contextmanager
def in_the_way(file: Path) -> Iterator[None]:
    file.unlink()
    file.mkdir()
    yield


@pytest.mark.parametrize("broken", [locked, damaged, in_the_way])
def test_a_store_that_fails_costs_only_the_ticket(
    home: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, broken: Breaking
) -> None:
    monkeypatch.setattr("assistant.sqlite_file.WAIT_SECONDS", 0.01)
    (tmp_path / "index").symlink_to(home / "index")
    SqliteTickets(tmp_path).recent(1)
    driven = open_assistant(Settings(home=tmp_path, model="offline", encoder=SHIPPED))
    with broken(tmp_path / FILE):
        reply = driven.ask(QUESTION, as_of=TODAY)
    assert reply.status is Status.ANSWERED and reply.calculations[0].amount_yuan == 3_000_000
    assert reply.ticket in caplog.text and "工单库" in caplog.text


def test_a_full_disk_costs_only_the_ticket(
    home: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def small(file: Path) -> sqlite3.Connection:
        connection = open_file(file)
        connection.execute("PRAGMA max_page_count = 12")
        return connection

    monkeypatch.setattr("assistant.tickets.sqlite.open_file", small)
    (tmp_path / "index").symlink_to(home / "index")
    driven = open_assistant(Settings(home=tmp_path, model="offline", encoder=SHIPPED))
    replies = [driven.ask(QUESTION, as_of=TODAY) for _ in range(9)]
    assert all(reply.status is Status.ANSWERED for reply in replies)
    assert "full" in caplog.text and f"ticket {replies[-1].ticket} is not kept" in caplog.text


def test_a_record_that_cannot_be_written_down_costs_only_the_ticket(
    assistant: Assistant, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Ticket, "model_dump_json", lambda self: "\ud800".encode())
    assert assistant.ask(QUESTION, as_of=TODAY).status is Status.ANSWERED
    assert "is not kept" in caplog.text


def test_many_threads_and_two_stores_write_one_file(assistant: Assistant, store: SqliteTickets, tmp_path: Path) -> None:
    ticket = kept(store, assistant.ask(QUESTION, as_of=TODAY))
    stores = [SqliteTickets(tmp_path), SqliteTickets(tmp_path)]

    def write(number: int) -> None:
        for count in range(20):
            stores[number % 2].record(ticket.model_copy(update={"id": f"{number}-{count}"}))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(stores[0].recent(1000)) == 160


def test_the_file_is_its_owner_s_alone(store: SqliteTickets, home: Path) -> None:
    assert os.stat(home / FILE).st_mode & 0o077 == 0
