"""Signing in and out over HTTP: who gets in, who does not, and what each is told."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient

from assistant.tickets.compare import Replay
from assistant.tickets.sqlite import SqliteTickets
from assistant.tickets.ticket import Ticket
from tests.ui.conftest import FakeAssistant, FakeFeedback
from tests.ui.plain import plain_app
from ui.staff import Staff, open_staff, safe_back
from ui.staff_guard import LIMITS
from ui.staff_session import COOKIE, FILE
from ui.staff_users import Cost, UserFile

PASSWORD = "山高水长 风清月白 2026"
SERVER = "http://127.0.0.1"
HERE = {"Origin": SERVER}


def no_replay(ticket: Ticket) -> Replay:
    raise AssertionError("nothing is replayed here")


@pytest.fixture
def staff(tmp_path: Path) -> Staff:
    return open_staff(tmp_path, SqliteTickets(tmp_path), no_replay, users=UserFile(tmp_path, Cost(16, 1, 1)))


@pytest.fixture
def client(assistant: FakeAssistant, feedback: FakeFeedback, staff: Staff) -> TestClient:
    return client_of(assistant, feedback, staff)


def client_of(assistant: FakeAssistant, feedback: FakeFeedback, staff: Staff, server: str = SERVER) -> TestClient:
    return TestClient(plain_app(assistant, feedback, staff), base_url=server, follow_redirects=False)


@pytest.fixture
def two(staff: Staff) -> Staff:
    staff.users.add("王芳", PASSWORD)
    staff.users.add("李雷", PASSWORD + "！")
    return staff


def post(client: TestClient, path: str, headers: dict[str, str] | None = None, **form: str) -> Any:  # noqa: ANN401
    typed = {"Content-Type": "application/x-www-form-urlencoded"}
    return client.post(path, content=urlencode(form), headers={**typed, **(HERE if headers is None else headers)})


def sign_in(client: TestClient, name: str = "王芳", password: str = PASSWORD, back: str = "desk") -> Any:  # noqa: ANN401
    return post(client, "/sign-in", name=name, password=password, next=back)


def name_shown(client: TestClient) -> str | None:
    found = re.search(r'class="dk-account"[^>]*><span[^>]*>([^<]+)<', client.get("/desk").text)
    return found[1] if found else None


def test_nobody_yet_says_which_command_adds_one(client: TestClient) -> None:
    page = client.get("/sign-in").text
    assert "suance user add" in page
    assert sign_in(client).status_code == 401


def test_signing_in_leads_back_and_signing_out_ends_it(client: TestClient, two: Staff) -> None:
    answer = sign_in(client, back="desk?view=text")
    assert (answer.status_code, answer.headers["location"]) == (303, "./desk?view=text")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie and "Path=/" in cookie and "Max-Age" in cookie
    assert "Secure" not in cookie, "the page is served over plain HTTP here"
    assert name_shown(client) == "王芳"
    kept = client.cookies[COOKIE]
    assert post(client, "/sign-out").status_code == 303
    assert name_shown(client) is None
    client.cookies[COOKIE] = kept
    assert name_shown(client) is None, "a copy of the cookie is worth nothing after signing out"


def test_over_https_the_cookie_goes_nowhere_else(assistant: FakeAssistant, feedback: FakeFeedback, two: Staff) -> None:
    client = client_of(assistant, feedback, two, "https://desk.example")
    answer = post(client, "/sign-in", {"Origin": "https://desk.example"}, name="王芳", password=PASSWORD)
    assert answer.status_code == 303 and "Secure" in answer.headers["set-cookie"]


def test_a_wrong_password_and_an_unknown_name_are_told_the_same(client: TestClient, two: Staff) -> None:
    wrong, unknown = sign_in(client, password="x"), sign_in(client, name="nobody")
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert "set-cookie" not in wrong.headers and "用户名或密码不对" in wrong.text
    assert wrong.text.replace("王芳", "nobody") == unknown.text


def test_two_users_at_once(client: TestClient, assistant: FakeAssistant, feedback: FakeFeedback, two: Staff) -> None:
    other = client_of(assistant, feedback, two)
    assert sign_in(client).status_code == sign_in(other, "李雷", PASSWORD + "！").status_code == 303
    assert (name_shown(client), name_shown(other)) == ("王芳", "李雷")
    two.users.remove("王芳")
    assert (name_shown(client), name_shown(other)) == (None, "李雷"), "who is removed is out at once"


def test_a_session_survives_a_restart_and_not_a_new_key(
    client: TestClient, assistant: FakeAssistant, feedback: FakeFeedback, two: Staff, tmp_path: Path
) -> None:
    sign_in(client)
    again = client_of(assistant, feedback, open_staff(tmp_path, two.tickets, no_replay))
    again.cookies[COOKIE] = client.cookies[COOKIE]
    assert name_shown(again) == "王芳"
    (tmp_path / FILE).unlink()
    rekeyed = client_of(assistant, feedback, open_staff(tmp_path, two.tickets, no_replay))
    rekeyed.cookies[COOKIE] = client.cookies[COOKIE]
    assert name_shown(rekeyed) is None


def test_guessing_is_braked_for_the_right_password_too(client: TestClient, two: Staff) -> None:
    for _ in range(LIMITS["both"]):
        assert sign_in(client, password="x").status_code == 401
    answer = sign_in(client)
    assert answer.status_code == 429 and "请过 15 分钟再试" in answer.text
    assert sign_in(client, "李雷", PASSWORD + "！").status_code == 303, "a colleague beside is not kept out"


@pytest.mark.parametrize(
    "headers",
    [
        {}, {"Origin": "null"}, {"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site", **HERE},
        {"Sec-Fetch-Site": "same-site", **HERE}, {"Sec-Fetch-Site": "none", **HERE}, {"Origin": "http://127.0.0.1:1"},
    ],
)  # fmt: skip
def test_a_form_of_another_site_does_nothing(client: TestClient, two: Staff, headers: dict[str, str]) -> None:
    refused = post(client, "/sign-in", headers, name="王芳", password=PASSWORD)
    assert refused.status_code == 403 and "不是从本站的页面来的" in refused.json()["error"]["message"]
    sign_in(client)
    assert post(client, "/sign-out", headers).status_code == 403
    assert name_shown(client) == "王芳"


def test_what_browsers_say_of_themselves_is_enough(client: TestClient, two: Staff) -> None:
    assert (
        post(client, "/sign-in", {"Sec-Fetch-Site": "same-origin"}, name="王芳", password=PASSWORD).status_code == 303
    )


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)", "..", "",
        "desk/../..//elsewhere.example", "\\desk", "desk\r\nSet-Cookie: a=b", "desk?" + "x" * 2000, "mcp", "sign-out",
        "desk#x", "desk?q=中",
    ],
)  # fmt: skip
def test_no_address_leads_elsewhere(client: TestClient, two: Staff, address: str) -> None:
    assert safe_back(address) == "desk"
    assert sign_in(client, back=address).headers["location"] == "./desk"


@pytest.mark.parametrize(
    "address", ["desk", "report", "desk.hant?clause=m03", "report.en", "desk?q=%E4%B8%AD&view=text"]
)
def test_our_own_addresses_do(address: str) -> None:
    assert safe_back(address) == address


def test_a_form_that_is_too_large_or_odd_is_refused(client: TestClient, two: Staff) -> None:
    assert sign_in(client, name="x" * 40_000).status_code == 413
    assert client.post("/sign-in", content=b"\xff\xfe=%00&&&=;", headers=HERE).status_code in (401, 422)
    assert sign_in(client, name="\x00<b>", password="\ud83d".encode("utf-8", "replace").decode()).status_code == 401


def test_what_is_typed_is_escaped(client: TestClient, two: Staff) -> None:
    page = sign_in(client, name='"><script>alert(1)</script>', password="x").text
    assert "<script>alert" not in page and "&quot;&gt;&lt;script&gt;" in page


def test_a_broken_users_file_is_said_with_its_repair(client: TestClient, two: Staff) -> None:
    sign_in(client)
    two.users.file.write_text("{", encoding="utf-8")
    page = client.get("/sign-in")
    assert page.status_code == 503 and "suance user add" in page.text
    assert client.get("/desk").status_code == 200, "what needs no sign-in goes on, even for who had signed in"


def test_pages_are_private_and_framed_by_nobody(client: TestClient, two: Staff) -> None:
    for path in ("/sign-in", "/desk"):
        headers = client.get(path).headers
        assert headers["cache-control"] == "no-store" and headers["x-content-type-options"] == "nosniff"
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy


@pytest.mark.parametrize(("path", "words"), [("/sign-in.hant", "工作人員登錄"), ("/sign-in.en", "Staff sign-in")])
def test_the_page_speaks_the_readers_language(client: TestClient, path: str, words: str) -> None:
    assert words in client.get(path).text
