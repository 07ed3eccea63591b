"""What staff alone may see: tickets with their evidence, replays, feedback, the evaluation report."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient

from assistant.agent import Assistant, open_assistant
from assistant.settings import Settings
from assistant.tickets.replay import replay
from assistant.tickets.sqlite import SqliteTickets
from assistant.tickets.ticket import Ticket
from evals.place import RUNS
from evals.report import About, Report, write_report
from index.encoder.encoder import SHIPPED
from tests.ui.conftest import FakeAssistant, FakeFeedback
from tests.ui.plain import plain_app
from ui.api_feedback import FeedbackTickets
from ui.staff import Staff, open_staff
from ui.staff_users import Cost, UserFile

PASSWORD = "山高水长 风清月白 2026"
SERVER = "http://127.0.0.1"
TODAY = date(2026, 11, 23)
QUESTION = "国产算力签了1000万能补多少"
STAFF_ONLY = ["/desk?view=tickets", "/desk.hant?view=tickets&ticket=abc", "/report", "/report.en"]


@pytest.fixture(scope="module")
def asking(home: Path) -> Assistant:
    return open_assistant(Settings(home=home, model="offline", encoder=SHIPPED))


@pytest.fixture
def tickets(tmp_path: Path) -> SqliteTickets:
    return SqliteTickets(tmp_path)


@pytest.fixture
def staff(tmp_path: Path, tickets: SqliteTickets, asking: Assistant) -> Staff:
    users = UserFile(tmp_path, Cost(16, 1, 1))
    users.add("王芳", PASSWORD)
    again = asking.without_tickets()
    return open_staff(tmp_path, tickets, lambda ticket: replay(ticket, again), users=users)


@pytest.fixture
def stranger(assistant: FakeAssistant, feedback: FakeFeedback, staff: Staff) -> TestClient:
    return TestClient(plain_app(assistant, feedback, staff), base_url=SERVER, follow_redirects=False)


@pytest.fixture
def clerk(assistant: FakeAssistant, feedback: FakeFeedback, staff: Staff) -> TestClient:
    client = TestClient(plain_app(assistant, feedback, staff), base_url=SERVER, follow_redirects=False)
    assert post(client, "/sign-in", name="王芳", password=PASSWORD).status_code == 303
    return client


@pytest.fixture
def kept(asking: Assistant, tickets: SqliteTickets) -> Callable[..., Ticket]:
    """Return a function that keeps a ticket of the real assistant, changed if need be."""

    def keep(question: str = QUESTION, **changed: Any) -> Ticket:  # noqa: ANN401
        assert asking.tickets is not None
        found = asking.tickets.find(asking.ask(question, as_of=TODAY).ticket)
        assert found is not None
        ticket = found.model_copy(update=changed)
        tickets.record(ticket)
        return ticket

    return keep


def post(client: TestClient, path: str, **form: str) -> Any:  # noqa: ANN401
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": SERVER}
    return client.post(path, content=urlencode(form), headers=headers)


def text_of(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


@pytest.mark.parametrize("path", STAFF_ONLY)
def test_a_stranger_is_led_to_the_sign_in_and_back(stranger: TestClient, path: str) -> None:
    answer = stranger.get(path)
    assert answer.status_code == 303 and "sign-in" in answer.headers["location"] and answer.text == ""
    form = stranger.get(answer.headers["location"].removeprefix(".")).text
    (back,) = re.findall(r'name="next" value="([^"]*)"', form)
    signed = post(stranger, "/sign-in", name="王芳", password=PASSWORD, next=unescape(back))
    assert signed.headers["location"] == f".{path}"
    assert stranger.get(path).status_code in (200, 404)


def test_a_stranger_can_do_nothing(stranger: TestClient, kept: Callable[..., Ticket], tickets: SqliteTickets) -> None:
    ticket = kept()
    assert post(stranger, "/desk/replay", ticket=ticket.id).status_code == 401
    rated = post(stranger, "/desk/rate", ticket=ticket.id, vote="up", lang="en")
    assert rated.headers["location"].startswith("../sign-in.en?next=desk.en%3Fview%3Dtickets%26ticket%3D")
    assert stranger.get("/report.html").status_code == 401
    assert QUESTION not in stranger.get("/desk").text
    found = tickets.find(ticket.id)
    assert found is not None and found.votes == ()


def test_who_is_removed_sees_nothing_any_more(clerk: TestClient, staff: Staff) -> None:
    assert clerk.get("/desk?view=tickets").status_code == 200
    staff.users.remove("王芳")
    assert clerk.get("/desk?view=tickets").status_code == 303
    assert "sign-in" in post(clerk, "/desk/rate", ticket="0" * 32, vote="up").headers["location"]


def test_no_ticket_yet(clerk: TestClient) -> None:
    assert "还没有工单" in clerk.get("/desk?view=tickets").text


def test_a_ticket_is_shown_with_its_evidence(clerk: TestClient, kept: Callable[..., Ticket]) -> None:
    first, second = kept("第三条归谁负责"), kept()
    listed = clerk.get("/desk?view=tickets").text
    assert re.findall(r"ticket=(\w+)\"", listed) == [second.id, first.id], "newest first"
    page = text_of(clerk.get(f"/desk?view=tickets&ticket={second.id[:16]}").text)
    for part in (QUESTION, "300 万元", "compute_voucher", "2026-11-23", "voucher_yearly_cap = 8000000 CNY", second.id):
        assert part in page, part
    assert "引用" in page and "条文已改" not in page


@pytest.mark.parametrize("wanted", ["nothing", "'; DROP TABLE tickets; --", "%", "<script>", "0" * 500])
def test_a_ticket_that_is_not_there(clerk: TestClient, kept: Callable[..., Ticket], wanted: str) -> None:
    kept()
    page = clerk.get("/desk", params={"view": "tickets", "ticket": wanted})
    assert page.status_code == 404 and "这份工单" in page.text and "<script>”" not in page.text


def test_a_clause_that_has_changed_is_named(clerk: TestClient, kept: Callable[..., Ticket]) -> None:
    ticket = kept()
    evidence = tuple(one.model_copy(update={"digest": "0" * 64}) for one in ticket.evidence)
    changed = kept(id="a" * 32, evidence=evidence)
    assert "条文已改" in clerk.get(f"/desk?view=tickets&ticket={changed.id}").text


def test_what_a_ticket_holds_is_text(clerk: TestClient, kept: Callable[..., Ticket]) -> None:
    hostile = '<img src=x onerror="alert(1)">'
    ticket = kept(id="b" * 32, question=hostile, earlier=(hostile,), model=hostile)
    page = clerk.get(f"/desk?view=tickets&ticket={ticket.id}").text
    assert "<img" not in page and "&lt;img" in page


def test_a_reply_of_an_old_form_is_shown_as_text(clerk: TestClient, kept: Callable[..., Ticket]) -> None:
    ticket = kept(id="c" * 32, reply={"status": "answered", "text": "旧的答复", "citations": [], "calculations": []})
    page = clerk.get(f"/desk?view=tickets&ticket={ticket.id}")
    assert page.status_code == 200 and "旧的答复" in page.text and "格式太旧" in page.text


def test_a_replay_says_the_same(clerk: TestClient, kept: Callable[..., Ticket], tickets: SqliteTickets) -> None:
    ticket = kept()
    answer = post(clerk, "/desk/replay", ticket=ticket.id)
    assert answer.status_code == 200 and "条款和数字都一样" in answer.text
    assert len(tickets.recent(10)) == 1, "it leaves no ticket"


def test_a_replay_says_what_differs(clerk: TestClient, kept: Callable[..., Ticket]) -> None:
    ticket = kept()
    reply = ticket.reply | {"text": "别的措辞", "status": "partial"}
    changed = kept(id="d" * 32, reply=reply, parameters=ticket.parameters | {"hz_ai_2024/voucher_yearly_cap": "1 CNY"})
    answer = text_of(post(clerk, "/desk/replay", ticket=changed.id).text)
    assert "有 2 处不同" in answer and "1 CNY8000000 CNY" in answer and "partialanswered" in answer
    assert "措辞与当时不同" in answer and "300 万元" in answer
    assert post(clerk, "/desk/replay", ticket="nothing").status_code == 404


def test_feedback_of_staff_and_readers_is_seen_with_the_ticket(
    clerk: TestClient, kept: Callable[..., Ticket], staff: Staff
) -> None:
    ticket = kept()
    typed = {"reason": "<b>没说清", "correction": "先说上限，电话13800138000"}
    answer = post(clerk, "/desk/rate", ticket=ticket.id, vote="down", lang="hant", **typed)
    assert answer.headers["location"] == f"../desk.hant?view=tickets&ticket={ticket.id}"
    other = kept("第三条归谁负责")
    page = clerk.get(f"/desk?view=tickets&only=rated&ticket={other.id}").text
    assert re.findall(r'class="dk-ticket" href="[^"]*ticket=(\w+)"', page) == [ticket.id], "only those with feedback"
    page = clerk.get(f"/desk?view=tickets&ticket={ticket.id}").text
    assert "<b>王芳</b>" in page and "&lt;b&gt;没说清" in page and "先说上限" in page and "13800138000" not in page
    assert post(clerk, "/desk/rate", ticket=ticket.id, vote="maybe").status_code == 422
    assert post(clerk, "/desk/rate", ticket="e" * 32, vote="up").status_code == 422


def test_what_a_reader_says_reaches_the_desk_and_goes_with_the_conversation(asking: Assistant, staff: Staff) -> None:
    """Asked and rated over REST, read by a clerk, forgotten by its owner."""
    assert asking.tickets is not None
    inside = replace(staff, tickets=asking.tickets)
    app = plain_app(asking, FeedbackTickets(lambda: inside.tickets), inside)
    client = TestClient(app, base_url=SERVER, follow_redirects=False)
    asked = client.post("/api/ask", json={"question": QUESTION, "conversation": "new"})
    ticket = asked.json()["ticket"]
    said = {"ticket": ticket, "vote": "down", "reason": "没说清每年的上限"}
    assert client.post("/api/feedback", json=said).status_code == 201
    assert post(client, "/sign-in", name="王芳", password=PASSWORD).status_code == 303
    page = client.get(f"/desk?view=tickets&only=rated&ticket={ticket}").text
    assert "<b>读者</b>" in page and "没说清每年的上限" in page
    assert client.delete(f"/api/conversations/{asked.headers['Suance-Conversation']}").status_code == 204
    gone = client.get(f"/desk?view=tickets&only=rated&ticket={ticket}")
    assert gone.status_code == 404 and "没说清每年的上限" not in gone.text
    assert client.post("/api/feedback", json=said).status_code == 422


def test_a_store_that_is_away_is_said(clerk: TestClient, tickets: SqliteTickets, tmp_path: Path) -> None:
    (tmp_path / "tickets.sqlite3").unlink(missing_ok=True)
    (tmp_path / "tickets.sqlite3").mkdir()
    page = clerk.get("/desk?view=tickets")
    assert page.status_code == 503 and "处理办法" in page.text


def report_of(home: Path, model: str, day: int) -> Path:
    made = datetime(2026, 11, day, tzinfo=UTC)
    about = About(
        commit="abc", model=model, encoder="e", suite="all", cases=7, repeat=1, forms=True, seconds=1, made=made
    )
    folder = home / RUNS / model
    write_report(Report(about=about, metrics=None), folder)
    (folder / "report.html").write_text(f"<h1>{model}</h1>", encoding="utf-8")
    return folder


def test_no_report_yet_says_which_command_makes_one(clerk: TestClient, tmp_path: Path) -> None:
    (tmp_path / RUNS / "drafts").mkdir(parents=True)
    broken = tmp_path / RUNS / "broken"
    broken.mkdir()
    (broken / "report.html").write_text("", encoding="utf-8")
    assert "suance eval" in clerk.get("/report").text
    assert clerk.get("/report.html").status_code == 404


def test_the_newest_report_is_shown_and_older_ones_can_be_chosen(clerk: TestClient, tmp_path: Path) -> None:
    report_of(tmp_path, "old", 1)
    report_of(tmp_path, "new", 2)
    page = clerk.get("/report").text
    assert re.findall(r'<option value="(\w+)"', page) == ["new", "old"]
    assert re.findall(r'<iframe src="\./report\.html\?run=(\w+)"', page) == ["new"]
    assert "<h1>new</h1>" in clerk.get("/report.html").text
    older = clerk.get("/report.html?run=old")
    assert "<h1>old</h1>" in older.text and "sandbox" in older.headers["content-security-policy"]
    assert "<h1>new</h1>" in clerk.get("/report.html?run=../../etc").text


def test_staff_see_the_report_in_the_navigation(clerk: TestClient, stranger: TestClient) -> None:
    assert 'href="./report"' in clerk.get("/desk").text
    assert 'href="./report"' not in stranger.get("/desk").text
