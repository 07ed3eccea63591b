"""REST: what each address returns, and one clear line for whatever is wrong with a request."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.agent import Assistant, open_assistant
from assistant.reply import ReplyEvent
from assistant.settings import Settings
from assistant.tickets.sqlite import SqliteTickets
from index.encoder.encoder import SHIPPED
from tests.ui.conftest import FakeAssistant, FakeFeedback
from ui.api import build_api
from ui.api_feedback import FeedbackStore, FeedbackTickets
from ui.api_service import Assistance, Service
from ui.contract import ClauseOut, FeedbackIn, PoliciesOut, Reply, SearchOut
from ui.metrics import Measured, Metrics

DAY = "2026-11-23"
ASK, VOUCHER = "/api/ask", "/api/calculators/compute_voucher"
CONTRACT = {"contracts": [{"amount_yuan": "10000000", "category": "domestic"}]}
QUESTION = "国产算力签了1000万，能补多少"


def client_of(assistant: Assistance, feedback: FeedbackStore) -> TestClient:
    metrics = Metrics()
    app = build_api(Service(Measured(assistant, metrics), feedback), metrics)
    return TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)


@pytest.fixture
def fake(assistant: FakeAssistant, feedback: FakeFeedback) -> TestClient:
    return client_of(assistant, feedback)


@pytest.fixture(scope="module")
def real_assistant(home: Path, searcher: object) -> Assistant:
    return open_assistant(Settings(home=home, model="offline", encoder=SHIPPED))


@pytest.fixture
def real(real_assistant: Assistant, feedback: FakeFeedback) -> TestClient:
    return client_of(real_assistant, feedback)


def events(text: str) -> list[tuple[str, Any]]:
    frames = [re.fullmatch(r"event: (\w+)\ndata: (.*)", frame) for frame in text.split("\n\n") if frame]
    return [(frame[1], json.loads(frame[2])) for frame in frames if frame]


def fault(response: Any, code: int) -> dict[str, str]:  # noqa: ANN401
    """Return the error of a response, after a look at its form."""
    assert response.status_code == code, response.text
    body = response.json()
    assert set(body) == {"error"} and set(body["error"]) == {"type", "field", "message"}
    message = body["error"]["message"]
    assert "\n" not in message and re.search("[一-鿿]", message)
    return dict(body["error"])


def test_a_reply_is_the_one_of_the_contract(real: TestClient, real_assistant: Assistant) -> None:
    response = real.post(ASK, json={"question": QUESTION, "as_of": DAY})
    reply = Reply.model_validate_json(response.content)
    assert "suance-conversation" not in response.headers
    assert reply.calculations[0].amount_yuan == 3_000_000
    source = real_assistant.policies["hz_ai_2024"].source
    assert all(source[each.start : each.end] == each.quote for each in reply.citations)


@pytest.mark.parametrize(("query", "accept"), [("?stream=true", "*/*"), ("", "text/event-stream")])
def test_a_stream_gives_steps_text_and_the_same_reply(real: TestClient, query: str, accept: str) -> None:
    body = {"question": QUESTION, "as_of": DAY}
    response = real.post(ASK + query, json=body, headers={"Accept": accept})
    assert response.headers["content-type"].startswith("text/event-stream")
    found = events(response.text)
    names = [name for name, _ in found]
    assert names[0] == "step" and names[-1] == "reply" and set(names[1:-1]) == {"step", "text"}
    reply = found[-1][1]
    assert "".join(data["text"] for name, data in found if name == "text") == reply["text"]
    plain = real.post(ASK, json=body).json()
    same = set(plain) - {"ticket", "latency_ms"}
    assert {key: reply[key] for key in same} == {key: plain[key] for key in same}


def test_a_conversation_remembers_and_belongs_to_who_knows_its_id(real: TestClient) -> None:
    first = real.post(ASK, json={"question": QUESTION, "as_of": DAY, "conversation": "new"})
    mine = first.headers["suance-conversation"]
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", mine)
    follow = {"question": "换成其他算力呢", "as_of": DAY}
    again = real.post(ASK, json={**follow, "conversation": mine}).json()
    assert again["calculations"][0]["amount_yuan"] == "2000000.00"
    other = real.post(ASK, json={**follow, "conversation": "new"})
    assert other.headers["suance-conversation"] != mine
    assert not other.json()["calculations"] or other.json()["calculations"][0]["amount_yuan"] is None
    guessed = fault(real.post(ASK, json={**follow, "conversation": "A" * 43}), 404)
    assert "重新开始" in guessed["message"]
    assert real.delete(f"/api/conversations/{mine}").status_code == 204
    fault(real.post(ASK, json={**follow, "conversation": mine}), 404)
    fault(real.delete(f"/api/conversations/{mine}"), 404)


def test_a_restarted_server_says_that_the_conversation_is_over(
    assistant: FakeAssistant, feedback: FakeFeedback
) -> None:
    before, after = client_of(assistant, feedback), client_of(assistant, feedback)
    mine = before.post(ASK, json={"question": QUESTION, "conversation": "new"}).headers["suance-conversation"]
    fault(after.post(ASK, json={"question": QUESTION, "conversation": mine}), 404)
    assert len(assistant.asked) == 1, "a turn that is refused is not half done"


def test_the_id_of_a_conversation_is_not_what_the_assistant_sees(fake: TestClient, assistant: FakeAssistant) -> None:
    mine = fake.post(ASK, json={"question": QUESTION, "conversation": "new"}).headers["suance-conversation"]
    assert assistant.asked[0][1] not in (None, mine)
    fake.delete(f"/api/conversations/{mine}")
    assert assistant.forgotten == [assistant.asked[0][1]]


def test_search_finds_what_the_command_line_finds(real: TestClient) -> None:
    found = SearchOut.model_validate(real.get("/api/search", params={"text": "租显卡能报销吗", "k": 3}).json())
    assert found.hits[0].clause == "hz_ai_2024/m03" and len(found.hits) == 3


@pytest.mark.parametrize("name", ["hz_ai_2024/m03", "m03", "3", "第三条", "（三）", "hz_ai_2024%2Fm03"])
def test_a_clause_has_many_names(fake: TestClient, assistant: FakeAssistant, name: str) -> None:
    found = ClauseOut.model_validate(fake.get(f"/api/clauses/{name}").json())
    assert found.clause == "hz_ai_2024/m03" and found.calculators == ["compute_voucher"]
    assert assistant.policies["hz_ai_2024"].source[found.start : found.end] == found.text


@pytest.mark.parametrize("name", ["99", "m15", "xx_2020/m03", "..", "%00", "🙂", "a" * 3000])
def test_a_clause_that_is_not_there(fake: TestClient, name: str) -> None:
    fault(fake.get(f"/api/clauses/{name}"), 404)


def test_policies_and_calculators_are_listed(fake: TestClient) -> None:
    policies = PoliciesOut.model_validate(fake.get("/api/policies").json()).policies
    assert len(policies[0].clauses) == 16 and str(policies[0].in_force_to) == "2027-12-31"
    listed = {item["name"]: item for item in fake.get("/api/calculators").json()["calculators"]}
    assert len(listed) == 7
    voucher = listed["compute_voucher"]
    assert voucher["clause"] == "hz_ai_2024/m03" and voucher["input_schema"]["additionalProperties"] is False
    assert voucher["input_schema"]["required"] == ["contracts"] and '"default"' not in json.dumps(listed)
    assert {field["unit"] for field in voucher["fields"]} >= {"元"}


def test_a_calculator_runs_forward_and_backward(fake: TestClient) -> None:
    result = fake.post(VOUCHER, json={"inputs": CONTRACT, "as_of": DAY}).json()
    assert (result["kind"], result["amount_yuan"]) == ("forward", "3000000.00")
    solve = {"field": "contracts[0].amount_yuan", "target": "cap"}
    inputs = {"contracts": [{"amount_yuan": None, "category": "domestic"}]}
    result = fake.post(VOUCHER, json={"inputs": inputs, "as_of": DAY, "solve": solve}).json()
    assert (result["kind"], result["amount_yuan"]) == ("reverse", "26666666.67")
    result = fake.post(VOUCHER, json={"inputs": CONTRACT, "as_of": "2028-01-01"}).json()
    assert (result["status"], result["amount_yuan"]) == ("not_in_force", None)


def test_numbers_of_a_body_stay_exact(fake: TestClient) -> None:
    raw = '{"inputs": {"received_funds_yuan": 4000000.04}, "as_of": "2026-11-23"}'
    headers = {"Content-Type": "application/json"}
    result = fake.post("/api/calculators/rnd_matching", content=raw, headers=headers).json()
    assert result["inputs"]["received_funds_yuan"] == "4000000.04" and result["amount_yuan"] == "1000000.01"


def test_a_portfolio_names_every_measure(fake: TestClient) -> None:
    body = fake.post("/api/portfolio", json={"profile": {}, "as_of": DAY}).json()
    assert len(body["measures"]) == 14 and body["questions"]
    assert fault(fake.post("/api/portfolio", json={"profile": {"nonsense": True}}), 422)["field"] == "nonsense"
    assert fault(fake.post("/api/portfolio", json={"profile": {}, "policy": "none"}), 422)["field"] == "policy"


def test_feedback_is_passed_on(fake: TestClient, feedback: FakeFeedback) -> None:
    body = {"ticket": "0f" * 16, "vote": "down", "reason": "算错了\n第二行", "correction": "应为 200 万元"}
    assert fake.post("/api/feedback", json=body).status_code == 201
    assert feedback.kept == [FeedbackIn.model_validate(body)]


def test_a_store_that_fails_is_said(assistant: FakeAssistant, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    client = client_of(assistant, FeedbackTickets(lambda: SqliteTickets(tmp_path / "file")))
    fault(client.post("/api/feedback", json={"ticket": "0f" * 16, "vote": "up"}), 503)


BAD_BODIES = {
    "empty": (b"", 422), "not json": (b"{question", 400), "binary": (b"\xff\xfe\x00", 400), "nan": (b'{"a": NaN}', 400),
    "twice": (b'{"question": "a", "question": "b"}', 400), "surrogate": (b'{"question": "\\ud800"}', 400),
    "deep": (b"[" * 30_000 + b"]" * 30_000, 400), "a bit deep": (b'{"a":' * 20 + b"1" + b"}" * 20, 400),
    "digits": (b'{"question": ' + b"9" * 5000 + b"}", 400), "text": (b'"hello"', 422), "list": (b"[1]", 422),
    "too large": (b'{"question": "' + b"x" * 70_000 + b'"}', 413), "null": (b"null", 422),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_BODIES)
@pytest.mark.parametrize("path", [ASK, VOUCHER, "/api/portfolio", "/api/feedback"])
def test_a_bad_body_is_refused_with_one_line(fake: TestClient, path: str, name: str) -> None:
    raw, code = BAD_BODIES[name]
    fault(fake.post(path, content=raw, headers={"Content-Type": "application/json"}), code)


def test_a_body_in_pieces_is_refused_as_soon_as_it_is_too_large(fake: TestClient) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(80):
            yield b" " * 1024

    fault(fake.post(ASK, content=pieces(), headers={"Content-Type": "application/json"}), 413)


@pytest.mark.parametrize("question", ["", "   ", "？！", "🙂🙂", "问" * 6000, "a\x00b"])
def test_a_question_that_nobody_could_answer(real: TestClient, question: str) -> None:
    assert fault(real.post(ASK, json={"question": question}), 422)["field"] == "question"


@pytest.mark.parametrize("question", ["<b onclick=x>算力券</b>一年最多多少", "算力券🙂一年最多多少", "算" * 4999])
def test_an_odd_question_gets_a_reply(real: TestClient, question: str) -> None:
    reply = Reply.model_validate(real.post(ASK, json={"question": question, "as_of": DAY}).json())
    assert reply.status != "failed"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"question": "a", "as_of": "2026-13-01"}, "as_of"), ({"question": "a", "as_of": 20261123}, "as_of"),
        ({"question": 5}, "question"), ({}, "question"), ({"question": "a", "extra": 1}, "extra"),
        ({"question": "a", "conversation": "guess"}, "conversation"),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named(fake: TestClient, body: dict[str, Any], field: str) -> None:
    assert fault(fake.post(ASK, json=body), 422)["field"] == field


@pytest.mark.parametrize(
    ("inputs", "field"),
    [
        ({}, "contracts"), ({"contracts": [{"amount_yuan": "-1", "category": "domestic"}]}, "contracts[0].amount_yuan"),
        ({"contracts": [{"amount_yuan": "1", "category": "x"}]}, "contracts[0].category"), ({"b": 1}, "b"),
        ({"contracts": [{"amount_yuan": True, "category": "domestic"}]}, "contracts[0].amount_yuan"),
    ],
)  # fmt: skip
def test_a_wrong_input_is_named(fake: TestClient, inputs: dict[str, Any], field: str) -> None:
    assert fault(fake.post(VOUCHER, json={"inputs": inputs}), 422)["field"] == field


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [
        ("GET", ASK, 405), ("PUT", "/api/feedback", 405), ("POST", "/api/search", 405), ("GET", "/api/nothing", 404),
        ("POST", "/api/calculators/none", 404), ("DELETE", "/api/conversations/" + "a" * 43, 404),
    ],
)  # fmt: skip
def test_a_wrong_address_or_method(fake: TestClient, method: str, path: str, code: int) -> None:
    body: dict[str, Any] | None = {"inputs": {}} if method == "POST" else None
    response = fake.request(method, path, json=body)
    fault(response, code)
    assert ("allow" in response.headers) is (code == 405)


@pytest.mark.parametrize("query", ["", "?text=", "?text=%20", "?text=a&k=0", "?text=a&k=x", "?text=a&k=101"])
def test_a_wrong_query(fake: TestClient, query: str) -> None:
    fault(fake.get(f"/api/search{query}"), 422)


def test_search_looks_only_where_it_is_told(real: TestClient) -> None:
    where = {"unit": "金融办", "chapter": "一、", "as_of": DAY, "policy": "hz_ai_2024"}
    found = SearchOut.model_validate(real.get("/api/search", params={"text": "奖励", **where}).json())
    assert [hit.clause for hit in found.hits] == ["hz_ai_2024/m02"]
    assert real.get("/api/search", params={"text": "奖励", "as_of": "2031-01-01"}).json() == {"hits": []}
    fault(real.get("/api/search", params={"text": "奖励", "unit": "市气象局"}), 422)
    fault(real.get("/api/search", params={"text": "奖励", "as_of": "soon"}), 422)


def test_metrics_count_replies_faults_and_requests(fake: TestClient) -> None:
    fake.post(ASK, json={"question": QUESTION})
    fake.post(ASK, json={"question": "失败"})
    fake.get("/api/clauses/m03")
    text = fake.get("/metrics").text
    for line in (
        'suance_replies_total{model="fake",status="answered"} 1.0',
        'suance_replies_total{model="fake",status="failed"} 1.0',
        'suance_model_faults_total{model="fake"} 1.0',
        'suance_requests_total{code="200",method="GET",route="/api/clauses/{id:path}"} 1.0',
        "suance_reply_seconds_count 2.0",
    ):
        assert line in text.splitlines(), text
    assert QUESTION not in text


def test_a_driver_that_failed_before_is_counted(
    assistant: FakeAssistant, feedback: FakeFeedback, make_reply: Callable[..., Reply], monkeypatch: pytest.MonkeyPatch
) -> None:
    fallen_back = make_reply(QUESTION).model_copy(update={"model": "offline (openai:x failed: timeout)"})
    monkeypatch.setattr(assistant, "stream", lambda *_, **__: iter([ReplyEvent(fallen_back)]))
    client = client_of(assistant, feedback)
    client.post(ASK, json={"question": QUESTION})
    assert 'suance_model_faults_total{model="openai:x"} 1.0' in client.get("/metrics").text
