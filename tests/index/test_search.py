from pathlib import Path

import pytest

from corpus.clause import Policy
from corpus.normalise import Script, to_script
from evals.case import load_cases
from index.encoder.bank import load_bank
from index.search import Searcher, open_searcher


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("银行那边的利息市里帮忙出多少", "m02"),
        ("租显卡的钱能报回来一点吗", "m03"),
        ("我们给国家做课题，市里还配套吗", "m01"),
        ("大模型过了网信办那一关有没有奖", "m04"),
        ("人工智慧競賽得獎可以評人才嗎", "m06"),
        ("policy expiry date", "closing"),
    ],
)
def test_finds_the_clause_in_a_layman_s_words(searcher: Searcher, question: str, clause: str) -> None:
    hit = searcher.find(question, 3).hits[0]
    assert hit.clause.short_id == clause
    assert "第" in hit.why and "问题库判断" in hit.why


@pytest.mark.parametrize(
    ("before", "question", "clause"),
    [
        ("算力券只补算力合同", "那办公室的租金呢", "m11"),
        ("比赛得奖的可以申请人才认定", "大学生自己创业有什么帮忙的", "m12"),
        ("租显卡签了五百万能补多少", "那上限呢", "m03"),
        ("银行贷款的利息市里帮忙出多少", "归谁管", "m02"),
    ],
)
def test_an_earlier_turn_helps_and_does_not_lead_astray(
    searcher: Searcher, before: str, question: str, clause: str
) -> None:
    assert searcher.find(question, 1, context=before).hits[0].clause.short_id == clause


@pytest.mark.parametrize("nothing", ["", "   ", "？！…", "🎉🎉", "\u200b", "안녕하세요", "مرحبا", "。"])
def test_nothing_to_search_finds_nothing(searcher: Searcher, nothing: str) -> None:
    found = searcher.find(nothing, 5)
    assert found.hits == () and found.answerable == 0


def test_an_enormous_question_is_searched_by_its_beginning(searcher: Searcher) -> None:
    assert searcher.find("算力券" + "啊" * 200_000, 1).hits[0].clause.short_id == "m03"


@pytest.mark.parametrize(
    "said", ["bonjour tout le monde", "こんにちは、補助金はありますか", "zzzz" * 300, "7" * 3000, "的" * 1500]
)
def test_other_languages_and_noise_are_no_certainty(searcher: Searcher, said: str) -> None:
    found = searcher.find(said, 3)
    assert len(found.hits) <= 3 and 0 <= found.answerable <= 1
    assert all(0 < hit.score <= 1 for hit in found.hits)


def test_out_of_scope_is_less_answerable(searcher: Searcher) -> None:
    assert searcher.find("明天杭州下雨吗", 3).answerable < 0.3 < searcher.find("算力券上限是多少", 3).answerable


def asked_anywhere() -> list[tuple[str, str]]:
    """Return every question of the evaluation and of the bank's tune part, with the turn before it."""
    bank = [(row.question.q, " ".join(row.question.context[-1:])) for row in load_bank() if row.part == "tune"]
    turns = [[turn.ask for turn in case.turns] for case in load_cases()]
    return bank + [(ask, before) for asks in turns for ask, before in zip(asks, ["", *asks], strict=False)]


def test_both_scripts_of_every_question_find_the_same(searcher: Searcher) -> None:
    def tops(question: str, context: str, script: Script) -> list[str]:
        found = searcher.find(to_script(question, script), 3, context=to_script(context, script))
        return [hit.clause.id for hit in found.hits]

    questions = asked_anywhere()
    differing = [asked for asked in questions if tops(*asked, "hans") != tops(*asked, "hant")]
    assert len(questions) > 900 and differing == []


def test_a_policy_without_a_question_bank_is_found_too(
    policies: dict[str, Policy], tmp_path: Path, second_policy: Policy
) -> None:
    both = {**policies, second_policy.id: second_policy}
    searcher, _ = open_searcher(both, tmp_path)
    found = searcher.find("养蜂合作社买蜂箱有没有补贴", 3)
    assert found.hits[0].clause.id == "bees_2026/m01"
    assert found.answerable > 0.3
    assert searcher.find("银行那边的利息市里帮忙出多少", 3).hits[0].clause.id == "hz_ai_2024/m02"


def test_the_facts_of_a_matter_are_those_that_a_search_finds(searcher: Searcher) -> None:
    for matter in ("算力券一家最多多少", "申请要几个章", "。", ""):
        assert searcher.facts(matter) == searcher.find(matter).facts
