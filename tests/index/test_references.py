import pytest

from index.search import Searcher


@pytest.mark.parametrize(
    ("said", "clause"),
    [("(三)", "m03"), ("（三）", "m03"), ("第三条", "m03"), ("第3條", "m03"), ("措施3", "m03"), ("m03", "m03"),
     ("M14", "m14"), ("3", "m03"), ("附则", "closing"), ("前言", "preamble"), ("hz_ai_2024/m07", "m07"),
     ("第三条写的是什么", "m03"), ("措施十四能申请吗？", "m14"), ("請問（十二）講什麼", "m12")],
)  # fmt: skip
def test_a_clause_that_is_named_comes_first(searcher: Searcher, said: str, clause: str) -> None:
    found = searcher.find(said, 3)
    assert found.hits[0].clause.short_id == clause
    assert "问题点名" in found.hits[0].why and found.hits[0].score >= 0.9


def test_nothing_but_a_name_is_certainly_about_the_policy(searcher: Searcher) -> None:
    assert searcher.find("(三)", 1).answerable >= 0.9


@pytest.mark.parametrize(
    ("said", "clauses"),
    [("市科技局负责哪些", {"m01"}), ("哪些归金融办牵头", {"m02"}), ("市委人才办负责什么", {"m12", "m13"}),
     ("市教育局", {"m14"}), ("國資委管哪幾條", {"m11"})],
)  # fmt: skip
def test_a_unit_brings_its_clauses_to_the_front(searcher: Searcher, said: str, clauses: set[str]) -> None:
    hits = searcher.find(said, len(clauses)).hits
    assert {hit.clause.short_id for hit in hits} == clauses


def test_a_unit_beside_another_matter_decides_nothing(searcher: Searcher) -> None:
    hit = searcher.find("市经信局的算力券上限是多少", 1).hits[0]
    assert hit.clause.short_id == "m03" and "问题点名" not in hit.why


def test_a_list_that_somebody_pasted_names_nothing(searcher: Searcher) -> None:
    said = "（一）公司成立三年（二）员工十人（三）营收百万（四）没有贷款，租显卡有补贴吗"
    assert "问题点名" not in searcher.find(said, 1).hits[0].why
