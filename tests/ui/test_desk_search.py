"""What a clerk types finds the clause: by number, words, department, chapter, amount, status."""

from datetime import date

import pytest

from corpus.clause import Policy
from index.hit import Found
from index.search import Searcher
from ui.desk_search import Desk, Match, Query, state_of

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def desk(policies: dict[str, Policy], searcher: Searcher) -> Desk:
    return Desk(policies, searcher.find)


@pytest.fixture
def exact(policies: dict[str, Policy]) -> Desk:
    """Without the index: only what stands in the clauses."""
    return Desk(policies, lambda text, k: Found((), answerable=0.0, kinds={}, stated=0.0))


def ids(found: list[Match]) -> list[str]:
    return [each.clause.short_id for each in found]


def quotes(match: Match) -> list[str]:
    return [span.of(match.policy.source) for span in match.spans]


@pytest.mark.parametrize("text", ["3", "第三条", "m03", "M03", "（三）", "(三)", "hz_ai_2024/m03", "第3條", "０３"])
def test_a_number_finds_its_clause_first(desk: Desk, text: str) -> None:
    first = desk.search(Query(text), TODAY)[0]
    assert (first.clause.short_id, first.kind) == ("m03", "number")


@pytest.mark.parametrize(
    ("text", "clause", "quote"),
    [
        ("800万", "m03", "800萬元"), ("八百万元", "m03", "800萬元"), ("0.08亿", "m03", "800萬元"),
        ("8000000", "m03", "800萬元"), ("2.5亿", "m03", "2.5億元"), ("5000万", "m02", "5000萬元"),
        ("算力券 800万", "m03", "“算力券"), ("３０％", "m03", "30%"), ("百分之三十", "m03", "30%"),
    ],
)  # fmt: skip
def test_an_amount_finds_the_clause_that_states_it(exact: Desk, text: str, clause: str, quote: str) -> None:
    found = exact.search(Query(text), TODAY)
    assert ids(found)[0] == clause and any(quote in each or each in quote for each in quotes(found[0]))


def test_part_of_a_number_is_not_that_number(exact: Desk) -> None:
    assert exact.search(Query("0%"), TODAY) == []
    assert all("00" in quote for each in exact.search(Query("00万元"), TODAY) for quote in quotes(each))
    assert exact.search(Query("801万"), TODAY) == []


def test_an_amount_within_a_range_is_found(exact: Desk) -> None:
    (only,) = exact.search(Query("80万"), TODAY)
    assert quotes(only) == ["20萬元—100萬元"]


def test_words_are_found_in_either_script_and_marked_verbatim(exact: Desk) -> None:
    for text in ("申领", "申領"):
        (only,) = exact.search(Query(text), TODAY)
        assert only.clause.short_id == "m03" and quotes(only) == ["申領"]


def test_all_words_must_be_there(exact: Desk) -> None:
    assert ids(exact.search(Query("算力 智能体"), TODAY)) == ["m03"]
    assert exact.search(Query("算力 不存在的词"), TODAY) == []


def test_a_heading_comes_before_a_mention(exact: Desk) -> None:
    found = exact.search(Query("算力券"), TODAY)
    assert ids(found)[0] == "m03"


def test_ones_own_words_find_what_means_the_like(desk: Desk) -> None:
    found = desk.search(Query("银行利息帮我扛一半"), TODAY)
    assert (found[0].clause.short_id, found[0].kind) == ("m02", "alike")
    assert found[0].spans, "the policy's own words for it are marked"


def test_a_department_is_found_by_a_part_of_its_name(exact: Desk) -> None:
    assert ids(exact.search(Query("国资委"), TODAY)) == ["m11"]


def test_filters_narrow(exact: Desk) -> None:
    (chapter,) = [each for each in exact.chapters if each.startswith("一、")]
    assert ids(exact.search(Query(chapter=chapter), TODAY)) == ["m01", "m02", "m03"]
    assert ids(exact.search(Query("补贴", unit="市經信局", chapter=chapter), TODAY)) == ["m03", "m02"]
    assert exact.units[0] == "市經信局" and len(exact.units) == len(set(exact.units)) > 5


def test_the_state_is_that_of_the_day(exact: Desk, policy: Policy) -> None:
    assert len(exact.search(Query(state="current"), TODAY)) == len(policy.clauses)
    assert exact.search(Query(state="past"), TODAY) == exact.search(Query(state="coming"), TODAY) == []
    assert state_of(policy, policy.in_force_to) == "current"
    assert state_of(policy, date(2028, 1, 1)) == "past" and state_of(policy, date(2024, 8, 18)) == "coming"


def test_nothing_typed_shows_everything_in_order(exact: Desk, policy: Policy) -> None:
    assert [each.clause for each in exact.search(Query("  "), TODAY)] == list(policy.clauses)


@pytest.mark.parametrize(
    "text", ["", "。", "<script>", "🙂", "\ud800", "a" * 5000, "9" * 5000, "（", "%", "'\";--", "\x00", "第条"]
)
def test_nothing_breaks_it(desk: Desk, policy: Policy, text: str) -> None:
    for match in desk.search(Query(text), TODAY):
        assert all(match.clause.span.start <= span.start < span.end <= match.clause.span.end for span in match.spans)
    desk.marks(policy.clause("m03"), text)


def test_marks_and_amounts_of_a_clause(exact: Desk, policy: Policy) -> None:
    clause = policy.clause("m03")
    assert [span.of(policy.source) for span in exact.marks(clause, "800万")] == ["800萬元"]
    assert exact.marks(clause, "不存在") == ()
    assert exact.amounts(clause) == ("2.5億元", "30%", "20%", "800萬元")
