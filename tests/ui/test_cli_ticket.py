import json
from pathlib import Path

import pytest

from assistant.settings import read_settings
from assistant.tickets.sqlite import SqliteTickets
from ui.cli import run

SHOWN = [
    "问：国产算力签了1000万能补多少", "3,000,000", "單家企業每年“算力券”申領不超過800萬元", "2026-03-01",
    "compute_voucher", "10000000 × 30% = 3000000.00", "第 1 稿：通过", "voucher_yearly_cap = 8000000 CNY", "编码器",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _home(home: Path, searcher: object, monkeypatch: pytest.MonkeyPatch) -> None:  # whose index is built already
    monkeypatch.setenv("SUANCE_HOME", str(home))


def shell(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    capsys.readouterr()
    code, captured = run(list(arguments)), capsys.readouterr()
    return code, captured.out + captured.err


def asked(capsys: pytest.CaptureFixture[str]) -> str:
    code, out = shell(capsys, "ask", "国产算力签了1000万能补多少", "--as-of", "2026-03-01", "--json")
    assert code == 0
    return str(json.loads(out)["ticket"])


def test_a_clerk_can_read_a_ticket(capsys: pytest.CaptureFixture[str]) -> None:
    ticket = asked(capsys)
    code, out = shell(capsys, "ticket", "show", ticket)
    assert code == 0, out
    for part in SHOWN:
        assert part in out, part
    record = json.loads(shell(capsys, "ticket", "show", ticket[:20], "--json")[1])
    assert record["id"] == ticket and record["reply"]["ticket"] == ticket


def test_the_newest_tickets_are_listed_first(capsys: pytest.CaptureFixture[str]) -> None:
    first, second = asked(capsys), asked(capsys)
    lines = shell(capsys, "ticket", "list", "-n", "2")[1].splitlines()
    assert [line.split()[0] for line in lines] == [second, first]
    assert json.loads(shell(capsys, "ticket", "list", "-n", "1", "--json")[1])["id"] == second


def test_a_replay_says_the_same_and_keeps_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    ticket = asked(capsys)
    code, out = shell(capsys, "ticket", "replay", ticket)
    assert (code, out) == (0, f"工单 {ticket}：条款和数字都一样。\n")
    assert json.loads(shell(capsys, "ticket", "replay", ticket, "--json")[1])["same"] is True
    assert shell(capsys, "ticket", "list", "-n", "1")[1].startswith(ticket)


def test_a_replay_says_what_changed_and_exits_with_1(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    """A ticket of an earlier policy, whose cap and whose wording were others."""
    store = SqliteTickets(read_settings().home)
    kept = store.find(asked(capsys))
    assert kept is not None
    cap = {"hz_ai_2024/voucher_yearly_cap": "2500000 CNY"}
    reply = json.loads(json.dumps(kept.reply).replace("3000000.00", "2500000.00"))
    evidence = tuple(part.model_copy(update={"digest": "0" * 64}) if part.cited else part for part in kept.evidence)
    store.record(
        kept.model_copy(update={"id": "old", "reply": reply, "evidence": evidence, "parameters": kept.parameters | cap})
    )
    code, out = shell(capsys, "ticket", "replay", "old")
    assert code == 1
    assert "条文 hz_ai_2024/m03：000000000000 → " in out
    assert "参数 hz_ai_2024/voucher_yearly_cap：2500000 CNY → 8000000 CNY" in out
    assert "数字 compute_voucher#1.amount_yuan：2500000.00 → 3000000.00" in out


def test_old_tickets_are_deleted_with_one_command(capsys: pytest.CaptureFixture[str]) -> None:
    ticket = asked(capsys)
    assert shell(capsys, "ticket", "purge", "--days", "1") == (0, "已删除 0 份工单和它们的对话。\n")
    assert shell(capsys, "ticket", "show", ticket)[0] == 0
    code, out = shell(capsys, "ticket", "purge", "--days", "0")
    assert code == 2 and "Traceback" not in out
