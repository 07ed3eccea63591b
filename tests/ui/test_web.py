import re
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient

from ui.api_service import Service
from ui.web import build_app, build_pages
from ui.web_texts import answer_texts, page_texts

if TYPE_CHECKING:
    from tests.ui.conftest import FakeAssistant, FakeFeedback


@pytest.fixture
def client(assistant: "FakeAssistant", feedback: "FakeFeedback") -> TestClient:
    return TestClient(build_app(assistant, feedback))


def test_the_server_says_that_it_is_well(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


def test_the_page_names_no_font_script_or_style_of_another_host(client: TestClient) -> None:
    page = client.get("/").text
    assert "算策" in page
    loaded = re.findall(r'<(?:script|link|img)[^>]*(?:src|href)="(https?://[^"]+)"', page)
    assert [address for address in loaded if not address.startswith("http://testserver")] == []


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
def test_pages_that_would_load_from_another_host_are_off(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_several_users_can_ask_at_once_and_nothing_is_an_open_endpoint(
    assistant: "FakeAssistant", feedback: "FakeFeedback"
) -> None:
    page = build_pages(Service(assistant, feedback))
    assert (page._queue.default_concurrency_limit or 0) > 1
    assert {fn.api_visibility for fn in page.fns.values() if fn.fn} == {"private"}


def test_the_words_of_an_answer_exist_in_both_scripts() -> None:
    assert answer_texts("hans") is page_texts()
    assert answer_texts("hant").answer.sources == "出處"
    assert answer_texts("hant").calculation.extremes.keys() == page_texts().calculation.extremes.keys()
