"""Votes and tickets → drafts that a person must finish."""

import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.agent import open_assistant
from assistant.settings import Settings
from assistant.tickets.sqlite import SqliteTickets
from corpus.errors import DataError
from evals.case import load_cases
from evals.harvest import UNDECIDED, VOTES, Vote, case_id, draft_file, drafts, read_votes
from index.encoder.encoder import SHIPPED
from ui.api_feedback import FeedbackTickets
from ui.cli import run
from ui.contract import FeedbackIn

BAD, FINE, MENDED, LOST = ("0123456789abcdef" * 2, "b" * 32, "c" * 32, "d" * 32)

REPLY = {"status": "answered", "text": "最高\n800 万元[1]。", "citations": [{"clause": "p/m03"}]}


@dataclass
class Told:
    """A ticket as far as a draft needs it."""

    id: str
    question: str = '算力券“最多”多少: 说是"800万"?'
    earlier: tuple[str, ...] = ()
    as_of: date = date(2026, 3, 1)
    reply: dict[str, Any] = field(
        default_factory=lambda: {
            "status": "answered",
            "text": "最高\n800 万元[1]。",
            "citations": [{"clause": "p/m03"}],
        }
    )


def write(home: Path, *votes: dict[str, Any]) -> Path:
    lines = [json.dumps({"at": "2026-11-22T08:00:00+00:00", "feedback": vote}) for vote in votes]
    (home / VOTES).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return home


def test_the_newest_vote_counts(tmp_path: Path) -> None:
    votes = read_votes(write(tmp_path, {"ticket": BAD, "vote": "down"}, {"ticket": BAD, "vote": "up"}))
    assert votes == [Vote(ticket=BAD, vote="up")] and not votes[0].asks_for_a_case
    assert read_votes(tmp_path / "nowhere") == []


def test_a_broken_line_names_its_place(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=rf"{VOTES}:2"):
        read_votes(write(tmp_path, {"ticket": BAD, "vote": "down"}, {"ticket": BAD, "vote": "maybe"}))


def test_only_rejected_and_corrected_replies_become_drafts(tmp_path: Path) -> None:
    home = write(
        tmp_path, {"ticket": BAD, "vote": "down", "reason": "少算了"}, {"ticket": FINE, "vote": "up"},
        {"ticket": MENDED, "vote": "up", "correction": "应说是上限"}, {"ticket": LOST, "vote": "down"},
    )  # fmt: skip
    kept = {BAD: Told(BAD), FINE: Told(FINE), MENDED: Told(MENDED, earlier=("前一句",))}
    found = list(drafts(read_votes(home), kept.get, ()))
    assert [ticket.id for _, ticket in found] == [BAD, MENDED]
    assert [ticket.id for _, ticket in drafts(read_votes(home), kept.get, {case_id(BAD)})] == [MENDED]
    text = draft_file(found)
    assert "理由：少算了" in text and "订正：应说是上限" in text and "当时的答复：最高 800 万元[1]。" in text


def test_a_draft_is_refused_until_it_is_finished(tmp_path: Path) -> None:
    vote = Vote(ticket=BAD, vote="down", reason="x: y # z")
    text = draft_file([(vote, Told(BAD, earlier=("前一句",)))])
    (tmp_path / "drafts.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=rf"drafts\.yaml:\d+: .*status.*{UNDECIDED}"):
        load_cases(tmp_path)
    (tmp_path / "drafts.yaml").write_text(text.replace(UNDECIDED, "answered"), encoding="utf-8")
    (case,) = load_cases(tmp_path)
    assert (case.id, case.measure, case.section, case.as_of) == (case_id(BAD), "m03", "multi_turn", date(2026, 3, 1))
    assert [turn.ask for turn in case.turns] == ["前一句", Told(BAD).question]


def test_the_command_reads_votes_and_tickets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(home=tmp_path, model="offline", encoder=SHIPPED)
    kept = open_assistant(settings).ask("国产算力合同1000万能补多少", as_of=date(2026, 3, 1))
    alone = open_assistant(settings, keep=False).ask("第三条归谁负责")
    feedback = FeedbackTickets(lambda: SqliteTickets(tmp_path))
    feedback.add(FeedbackIn(ticket=kept.ticket, vote="down", reason="看不懂"))
    feedback.add(FeedbackIn(ticket=kept.ticket, vote="up", correction="先说上限"), by="王芳")
    write(tmp_path, {"ticket": kept.ticket, "vote": "down", "reason": "旧的"}, {"ticket": alone.ticket, "vote": "down"})
    monkeypatch.setenv("SUANCE_HOME", str(tmp_path))
    assert run(["eval", "harvest", "--out", str(tmp_path / "drafts.yaml")]) == 0
    assert "1 道草稿" in capsys.readouterr().out
    text = (tmp_path / "drafts.yaml").read_text(encoding="utf-8")
    assert case_id(kept.ticket) in text and "3,000,000" in text
    assert "看不懂" in text and "先说上限" in text and "旧的" not in text
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "a.yaml").write_text(text.replace(UNDECIDED, "answered"), encoding="utf-8")
    assert run(["eval", "harvest", "--cases", str(tmp_path / "cases")]) == 0
    assert "没有要收的" in capsys.readouterr().out
