"""The desk over HTTP: whole pages that work without a script, and the parts that make them quick."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

from corpus.clause import Policy
from corpus.normalise import to_script
from tests.ui.conftest import FakeAssistant, FakeFeedback
from tests.ui.plain import plain_app
from ui.render_page import FILES
from ui.web import build_app


@pytest.fixture
def client(assistant: FakeAssistant, feedback: FakeFeedback) -> TestClient:
    return TestClient(plain_app(assistant, feedback), base_url="http://127.0.0.1")


def clauses(html: str) -> list[str]:
    return re.findall(r'class="dk-hit"[^>]* data-clause="([^"]+)"', html)


def text_of(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


def test_the_page_lists_all_clauses_before_anything_is_typed(client: TestClient, policy: Policy) -> None:
    page = client.get("/desk")
    assert page.status_code == 200
    assert clauses(page.text) == [clause.id for clause in policy.clauses]
    assert "登录" not in page.text, "nothing to sign in for"


def test_the_page_and_its_part_find_the_same(client: TestClient) -> None:
    page, part = client.get("/desk?q=800万").text, client.get("/desk/find?q=800万").text
    assert clauses(page) == clauses(part) == ["hz_ai_2024/m03"]
    assert "<mark>800万元</mark>" in part and part in page


@pytest.mark.parametrize("reference", ["m03", "hz_ai_2024/m03", "第三条", "3"])
def test_a_permalink_opens_its_clause(client: TestClient, policy: Policy, reference: str) -> None:
    page = client.get("/desk", params={"clause": reference, "q": "800万"}).text
    (body,) = re.findall(r'class="sc-reading sc-hant".*?class="sc-body">(.*?)</p>', page)
    assert text_of(body) in policy.clause("m03").text and "<mark>800萬元</mark>" in body
    assert 'data-clause="hz_ai_2024/m03" data-name="(三) 扩容“算力券”发放" aria-current="true"' in unescape(page)


@pytest.mark.parametrize("reference", ["m99", "no/m03", "<script>", "\x00", "9" * 500])
def test_a_permalink_to_nothing_says_so(client: TestClient, reference: str) -> None:
    page = client.get("/desk", params={"clause": reference})
    assert page.status_code == 404 and "没有“" in page.text and "<script>”" not in page.text
    assert client.get("/desk/clause", params={"clause": reference}).status_code == 404


def test_what_is_copied_is_source_clause_and_words_to_the_letter(client: TestClient, policy: Policy) -> None:
    part = client.get("/desk/clause?clause=m03").text
    copied = dict(re.findall(r'class="dk-text" data-script="(\w+)">(.*?)</template>', part, re.S))
    source, words = unescape(copied["hant"]).split("\n")
    assert words == policy.clause("m03").text
    assert unescape(copied["hans"]).split("\n")[1] == to_script(words, "hans")
    assert policy.issuer in to_script(source, "hans") and "2024-08-19" in source and "2027-12-31" in source


def test_the_whole_text_is_whole(client: TestClient, policy: Policy) -> None:
    page = client.get("/desk.hant?view=text").text
    for clause in policy.clauses:
        assert f'<a href="#{clause.id}">' in page
        (passage,) = re.findall(rf'<p id="{clause.id}">.*?</a>(.*?)</p>', page)
        assert text_of(passage) == clause.text


def test_two_clauses_stand_side_by_side(client: TestClient) -> None:
    page = client.get("/desk?view=compare&a=m02&b=m07").text
    assert re.findall(r'class="dk-column[^"]*" data-clause="([^"]+)"', page) == ["hz_ai_2024/m02", "hz_ai_2024/m07"]
    assert re.findall(r'value="([^"]+)" selected', page) == ["hz_ai_2024/m02", "hz_ai_2024/m07"]
    assert "<li>5000万元</li>" in page and "<li>50%</li>" in page
    other = client.get("/desk?view=compare&a=closing&b=nothing").text
    assert re.findall(r'value="([^"]+)" selected', other) == ["hz_ai_2024/closing", "hz_ai_2024/m14"]


def test_filters_narrow_and_stay_chosen(client: TestClient) -> None:
    page = client.get("/desk", params={"chapter": "一、加快算力設施建設", "unit": "市經信局", "state": "current"}).text
    assert clauses(page) == ["hz_ai_2024/m02", "hz_ai_2024/m03"]
    assert len(re.findall(r"<option [^>]* selected>", page)) == 3
    assert clauses(client.get("/desk", params={"state": "past"}).text) == []
    assert clauses(client.get("/desk", params={"state": "nonsense", "chapter": ""}).text) != []


@pytest.mark.parametrize("text", ["<img src=x onerror=alert(1)>", '"><script>', "'", "🙂" * 100, "x" * 10_000])
def test_what_is_typed_is_text(client: TestClient, text: str) -> None:
    for path in ("/desk", "/desk/find"):
        page = client.get(path, params={"q": text, "chapter": text, "unit": text})
        assert page.status_code == 200 and "<img" not in page.text and '"><script>' not in page.text


def test_nothing_found_says_what_to_do(client: TestClient) -> None:
    assert "换个说法" in client.get("/desk/find?q=量子纠缠").text


@pytest.mark.parametrize(
    ("path", "tag", "words"), [("/desk.hant", "zh-Hant", "全部責任單位"), ("/desk.en", "en", "All departments")]
)
def test_labels_follow_the_readers_language(client: TestClient, path: str, tag: str, words: str) -> None:
    page = client.get(path).text
    assert f'<html lang="{tag}">' in page and words in page


def test_files_are_kept_by_browsers_and_no_other_is_served(client: TestClient) -> None:
    page = client.get("/desk").text
    addresses = re.findall(r'"\./(look/[^"]+)"', page)
    assert len(addresses) == len(FILES)
    for address in addresses:
        answer = client.get(f"/{address}")
        assert answer.status_code == 200 and "immutable" in answer.headers["cache-control"]
    for name in ("web.py", "../web.css", "%2e%2e%2fweb.py", ""):
        assert client.get(f"/look/{name}").status_code == 404


def test_among_the_other_pages_it_has_its_place(assistant: FakeAssistant, feedback: FakeFeedback) -> None:
    client = TestClient(build_app(assistant, feedback), base_url="http://127.0.0.1", follow_redirects=False)
    assert "gradio" in client.get("/").text
    page = client.get("/desk").text
    assert 'href="./desk" aria-current="page"' in page and "report" not in page, "the report is for staff"
    assert client.get("/desk?lang=en&q=x").headers["location"] == "./desk.en?q=x"
    assert 'class="dk-hit"' in client.get("/desk.en").text
