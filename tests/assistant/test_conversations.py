"""ForgivingSaver are kept apart, go on after a restart, are deleted at a wish, and never stop a turn."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from langgraph.checkpoint.base import BaseCheckpointSaver

from assistant.agent import Assistant, open_assistant
from assistant.checkpoints import FILE, ForgivingSaver, check_thread, open_sqlite, passing_thread
from assistant.offline.model import OfflineModel
from assistant.reply import Reply, Status
from assistant.settings import Settings
from calculators.registry import load_calculators
from corpus.clause import Policy
from corpus.errors import InputError, SetupError
from index.encoder.encoder import SHIPPED
from index.search import Searcher
from ui.cli import run

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 23)
FIRST = "签了1000万的算力合同能补多少"


@pytest.fixture
def own_home(home: Path, tmp_path: Path, assistant: Assistant) -> Path:
    """Return a home with the shared index and nothing else."""
    (tmp_path / "index").symlink_to(home / "index")
    return tmp_path


@pytest.fixture
def start(own_home: Path) -> Callable[[], Assistant]:
    """Return what starts an assistant as a new process would."""
    return lambda: open_assistant(Settings(home=own_home, model="offline", encoder=SHIPPED))


def amount(reply: Reply) -> str | None:
    return str(reply.calculations[-1].amount_yuan) if reply.calculations else None


def rows(home: Path, table: str) -> int:
    connection = sqlite3.connect(home / FILE)
    found = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    connection.close()
    return int(found)


def test_a_conversation_goes_on_after_a_restart(start: Callable[[], Assistant]) -> None:
    assert start().ask(FIRST, thread="甲公司", as_of=TODAY).status is Status.NEEDS_INPUT
    assert amount(start().ask("国产的", thread="甲公司", as_of=TODAY)) == "3000000.00"
    assert start().ask("国产的", thread="乙公司", as_of=TODAY).calculations == ()


DIES = """
import os, signal, sys
from pathlib import Path
from assistant.agent import open_assistant
from assistant.reply import StepEvent
from assistant.settings import read_settings
assistant = open_assistant(read_settings())
assistant.ask(sys.argv[1], thread="killed")
for event in assistant.stream("国产的", thread="killed"):
    if isinstance(event, StepEvent) and event.stage == "calculate":
        os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_process_killed_in_the_midst_of_a_turn_loses_that_turn_alone(
    own_home: Path, start: Callable[[], Assistant]
) -> None:
    environment = {**os.environ, "SUANCE_HOME": str(own_home), "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", DIES, FIRST], env=environment, cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    again = start()
    assert amount(again.ask("国产的", thread="killed", as_of=TODAY)) == "3000000.00"
    assert amount(again.ask("要是进口的呢", thread="killed", as_of=TODAY)) == "2000000.00"


def test_single_questions_are_not_kept_and_of_a_conversation_only_the_newest_state(
    own_home: Path, start: Callable[[], Assistant]
) -> None:
    assistant = start()
    assistant.ask(FIRST, as_of=TODAY)
    assert not (own_home / FILE).exists()
    for turn in (FIRST, "国产的", "要是进口的呢"):
        assistant.ask(turn, thread="甲公司", as_of=TODAY)
    assert (rows(own_home, "checkpoints"), rows(own_home, "writes")) == (1, 0)


def test_a_batch_keeps_tickets_and_no_conversation(
    own_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SUANCE_HOME", str(own_home))
    (own_home / "in.jsonl").write_text('{"id": "a", "turns": ["第三条归谁负责", "它给多少钱"]}\n', encoding="utf-8")
    assert run(["batch", str(own_home / "in.jsonl"), "--out", str(own_home / "out.jsonl")]) == 0
    capsys.readouterr()
    assert run(["ticket", "list"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2 and not (own_home / FILE).exists()


def test_ask_goes_on_with_a_named_conversation(
    own_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SUANCE_HOME", str(own_home))
    assert run(["ask", "--thread", "甲公司", FIRST]) == 0
    assert run(["ask", "--thread", "甲公司", "国产的", "--as-of", "2026-11-23"]) == 0
    assert "3,000,000 元" in capsys.readouterr().out
    assert run(["ask", "--thread", "13812345678", FIRST]) == 2
    shown = capsys.readouterr()
    assert "对话名" in shown.err and "13812345678" not in shown.err


def test_an_owner_can_have_a_conversation_deleted(own_home: Path, start: Callable[[], Assistant]) -> None:
    assistant = start()
    for thread in ("甲公司", "乙公司"):
        assistant.ask(FIRST, thread=thread, as_of=TODAY)
    assistant.forget("甲公司")
    assert assistant.ask("国产的", thread="甲公司", as_of=TODAY).calculations == ()
    assert amount(assistant.ask("国产的", thread="乙公司", as_of=TODAY)) == "3000000.00"


@pytest.mark.parametrize("broken", ["damaged", "a folder"])
def test_a_conversation_store_that_fails_stops_no_turn(
    own_home: Path,
    start: Callable[[], Assistant],
    caplog: pytest.LogCaptureFixture,
    broken: str,
) -> None:
    if broken == "damaged":
        (own_home / FILE).write_bytes(b"not a database" * 100)
    if broken == "a folder":
        (own_home / FILE).mkdir()
    assistant = start()
    reply = assistant.ask("国产算力签了1000万能补多少", thread="甲公司", as_of=TODAY)
    assert (reply.status, amount(reply)) == (Status.ANSWERED, "3000000.00")
    assert "conversation" in caplog.text
    with pytest.raises(SetupError, match="没有删掉"):
        assistant.forget("甲公司")


def test_a_turn_whose_past_was_out_of_reach_does_not_take_its_place(
    own_home: Path, start: Callable[[], Assistant], policies: dict[str, Policy], searcher: Searcher
) -> None:
    start().ask(FIRST, thread="甲公司", as_of=TODAY)
    away = [True]

    def opened() -> BaseCheckpointSaver[str]:
        if away:
            raise sqlite3.OperationalError("away")
        return open_sqlite(own_home)

    assistant = Assistant(
        policies, searcher, calculators=load_calculators(), model=OfflineModel(), checkpointer=ForgivingSaver(opened)
    )
    assert assistant.ask("第三条归谁负责", thread="甲公司", as_of=TODAY).status is Status.ANSWERED
    away.clear()
    assert amount(assistant.ask("国产的", thread="甲公司", as_of=TODAY)) == "3000000.00"


@pytest.mark.parametrize("name", ["", " ", "a\nb", "~mine", "x" * 501, "我的13812345678"])
def test_a_name_that_cannot_be_kept_is_refused(name: str) -> None:
    with pytest.raises(InputError):
        check_thread(name)


def test_made_names_are_names() -> None:
    assert check_thread(passing_thread()) and check_thread("1" * 32) and check_thread("甲公司 2026")


def test_turns_side_by_side_are_as_turns_one_by_one(start: Callable[[], Assistant]) -> None:
    """Twenty conversations of ten turns at once give what they give alone."""
    assistant = start()

    def talk(name: str, number: int) -> list[str]:
        turns = [f"签了{number}00万的算力合同能补多少", "国产的", "要是进口的呢", "它归谁管", "第二条说了什么"] * 2
        replies = [assistant.ask(turn, thread=f"{name} {number}", as_of=TODAY) for turn in turns]
        return [reply.model_dump_json(exclude={"ticket", "latency_ms"}) for reply in replies]

    alone = [talk("alone", number) for number in range(1, 21)]
    with ThreadPoolExecutor(20) as pool:
        together = list(pool.map(lambda number: talk("together", number), range(1, 21)))
    assert together == alone
