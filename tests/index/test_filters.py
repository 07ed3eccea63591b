from datetime import date
from pathlib import Path

import pytest

from corpus.clause import Policy
from corpus.errors import InputError
from index.filters import Where
from index.search import Searcher, open_searcher


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, policies: dict[str, Policy], bees: Policy) -> Searcher:
    return open_searcher({**policies, bees.id: bees}, tmp_path_factory.mktemp("both"))[0]


def ids(searcher: Searcher, question: str, where: Where, k: int = 20) -> list[str]:
    return [clause_id for clause_id, _ in searcher.rank(question, k, where=where)]


def test_a_policy_s_clauses_alone(both: Searcher) -> None:
    found = ids(both, "补贴和奖励", Where(policy="bees_2026"))
    assert {name.partition("/")[0] for name in found} == {"bees_2026"}
    assert {"bees_2026/m01", "bees_2026/m02"} <= set(found)


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2024, 8, 18), set()), (date(2024, 8, 19), {"hz_ai_2024"}), (date(2026, 1, 1), {"hz_ai_2024", "bees_2026"}),
     (date(2028, 1, 1), set())],
)  # fmt: skip
def test_the_day_in_force_decides(both: Searcher, day: date, expected: set[str]) -> None:
    assert {name.partition("/")[0] for name in ids(both, "给予补贴", Where(as_of=day))} == expected


@pytest.mark.parametrize("chapter", ["一、", "算力", "算力設施"])
def test_a_chapter_by_number_or_word_in_any_script(searcher: Searcher, chapter: str) -> None:
    assert set(ids(searcher, "支持", Where(chapter=chapter))) == {f"hz_ai_2024/m0{n}" for n in (1, 2, 3)}


@pytest.mark.parametrize("unit", ["市委金融办", "金融办", "市委金融辦"])
def test_a_unit_in_full_or_short(searcher: Searcher, unit: str) -> None:
    assert ids(searcher, "奖励", Where(unit=unit)) == ["hz_ai_2024/m02"]


def test_filters_add_up_and_find_carries_them(searcher: Searcher) -> None:
    where = Where(policy="hz_ai_2024", chapter="五、", unit="人才办", as_of=date(2026, 1, 1))
    assert {hit.clause.short_id for hit in searcher.find("人才", 9, where=where).hits} == {"m12", "m13"}
    assert searcher.find("人才", where=Where(as_of=date(2030, 1, 1))).hits == ()


@pytest.mark.parametrize(
    ("where", "words"),
    [(Where(policy="nowhere"), "hz_ai_2024"), (Where(chapter="九、"), "一、"), (Where(unit="市气象局"), "市经信局")],
)
def test_a_name_that_no_clause_has_is_refused(searcher: Searcher, where: Where, words: str) -> None:
    with pytest.raises(InputError, match=words):
        searcher.find("补贴", where=where)


def test_masks_are_exact_where_the_store_proposes_few(policies: dict[str, Policy], tmp_path: Path) -> None:
    searcher, _ = open_searcher(policies, tmp_path)
    alone = ids(searcher, "人才", Where(unit="教育局"))
    assert alone == ["hz_ai_2024/m14"]
