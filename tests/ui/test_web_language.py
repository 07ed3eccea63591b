"""Every page in three languages: which one a reader gets, and that no word is missing in any of them."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from fastapi.testclient import TestClient

from ui.web import PAGES, build_app
from ui.web_language import COOKIE, variant
from ui.web_texts import LANGUAGES, TAGS, page_texts

if TYPE_CHECKING:
    from tests.ui.conftest import FakeAssistant, FakeFeedback


@pytest.fixture
def client(assistant: "FakeAssistant", feedback: "FakeFeedback") -> TestClient:
    return TestClient(build_app(assistant, feedback), follow_redirects=False)


def test_a_chosen_language_is_kept_and_the_rest_of_the_address_stays(client: TestClient) -> None:
    chosen = client.get("/", params={"name": "算力券", "lang": "en", "empty": ""})
    assert chosen.status_code == 302
    assert chosen.headers["location"] == "./home.en?name=%E7%AE%97%E5%8A%9B%E5%88%B8&empty="
    assert client.cookies[COOKIE] == "en"
    assert client.get("/").headers["location"] == "./home.en"
    back = client.get("/home.en?lang=hans")
    assert back.headers["location"] == "./"
    assert client.get("/").status_code == 200


def test_an_address_in_a_language_is_shown_as_it_is(client: TestClient) -> None:
    client.cookies[COOKIE] = "en"
    assert client.get("/home.hant").status_code == 200


@pytest.mark.parametrize("cookie", ["fr", "", ";;=", "en; en"])
def test_an_unknown_language_is_the_first(client: TestClient, cookie: str) -> None:
    kept = {"cookie": f"{COOKIE}={cookie}"} if cookie != "en; en" else {"cookie": "other=en"}
    assert client.get("/?lang=xx", headers=kept).status_code == 200


def test_every_page_exists_in_every_language(client: TestClient) -> None:
    for page in (page for page in PAGES if page.key and not page.staff):
        for language in LANGUAGES:
            shown = client.get(f"/{variant(page.path, language)}").text.replace('\\"', '"')
            assert f'data-language="{TAGS[language]}"' in shown


def test_the_rest_of_the_server_has_no_language(client: TestClient) -> None:
    assert client.get("/healthz?lang=en").json() == {"status": "ok"}


def leaves(node: Any, path: str = "") -> Iterator[tuple[str, str]]:  # noqa: ANN401 - whatever YAML holds
    if isinstance(node, dict):
        for key, value in node.items():
            yield from leaves(value, f"{path}.{key}")
    elif isinstance(node, str):
        yield path, node


def test_the_english_words_have_the_keys_and_blanks_of_the_chinese() -> None:
    chinese = dict(leaves(page_texts().model_dump(mode="json")))
    english = dict(leaves(page_texts("en").model_dump(mode="json")))
    assert chinese.keys() == english.keys()
    for path, text in chinese.items():
        assert sorted(re.findall(r"{\w+}", text)) == sorted(re.findall(r"{\w+}", english[path])), path


def test_traditional_labels_are_converted() -> None:
    assert page_texts("hant").nav["calc"] == "算補貼"
    assert {page.key for page in PAGES if page.key} <= page_texts().nav.keys()
