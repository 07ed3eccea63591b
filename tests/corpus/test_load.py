import hashlib
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from corpus.clause import ClauseKind, Policy
from corpus.errors import DataError, InputError
from corpus.load import POLICIES, load_policies, load_policy, resolve_clause
from corpus.normalise import fold


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_policies()["hz_ai_2024"]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "policies" / "hz_ai_2024"
    shutil.copytree(POLICIES / "hz_ai_2024", folder)
    return folder


def rewrite(folder: Path, old: str, new: str) -> None:
    """Change the source and its digest together, so that only the text itself is at fault."""
    text = (folder / "source.txt").read_bytes().decode()
    assert old in text
    raw = text.replace(old, new, 1).encode()
    before = (folder / "policy.yaml").read_text()
    digest = hashlib.sha256(raw).hexdigest()
    lines = [f"source_sha256: {digest}" if line.startswith("source_sha256") else line for line in before.splitlines()]
    (folder / "source.txt").write_bytes(raw)
    (folder / "policy.yaml").write_text("\n".join(lines) + "\n")


def test_finds_every_clause_of_the_policy(policy: Policy) -> None:
    kinds = [clause.kind for clause in policy.clauses]
    assert kinds == [ClauseKind.PREAMBLE, *[ClauseKind.MEASURE] * 14, ClauseKind.CLOSING]
    assert [clause.number for clause in policy.measures] == list(range(1, 15))
    assert len(policy.chapters) == 5
    assert len({clause.path for clause in policy.measures}) == 5


def test_offsets_point_at_the_clause(policy: Policy) -> None:
    for clause in policy.clauses:
        assert clause.span.of(policy.source) == clause.text
        assert clause.body in clause.span
    for clause in policy.measures:
        assert clause.text.startswith(clause.marker + clause.heading)
        assert clause.units_span is not None
        assert clause.units[0] in clause.units_span.of(policy.source)


def test_news_lead_stands_in_no_clause(policy: Policy) -> None:
    title = policy.source.index("支持人工智能全產業鏈高質量發展的若干措施\n")
    assert all(clause.span.start > title for clause in policy.clauses)


def test_reads_units_in_round_and_square_brackets(policy: Policy) -> None:
    assert policy.clause("m01").units == ("市科技局",)
    assert policy.clause("m11").units == ("市經信局", "市財政局", "市國資委", "各區、縣(市)政府")


def test_knows_its_dates_and_the_later_plan(policy: Policy) -> None:
    assert policy.in_force(date(2024, 8, 19)) and policy.in_force(date(2027, 12, 31))
    assert not policy.in_force(date(2024, 8, 18)) and not policy.in_force(date(2028, 1, 1))
    assert "2025年版" in policy.related[0].title
    assert policy.clause("m03").policy_id == "hz_ai_2024"
    assert policy.clause("m03").label == "(三) 擴容“算力券”發放"


@pytest.mark.parametrize(
    "said", ["3", "m03", "M3", "（三）", "(三)", "第三条", "第三條", "第3条", "措施3", "hz_ai_2024/m03", " 三 "]
)
def test_a_clause_is_found_by_any_name(policy: Policy, said: str) -> None:
    assert resolve_clause(policy, said).short_id == "m03"


def test_closing_and_preamble_have_names(policy: Policy) -> None:
    assert resolve_clause(policy, "附则").kind is ClauseKind.CLOSING
    assert resolve_clause(policy, "preamble").kind is ClauseKind.PREAMBLE


@pytest.mark.parametrize("said", ["15", "第十五条", "0", "abc", "", "3.5"])
def test_an_unknown_clause_says_what_is_allowed(policy: Policy, said: str) -> None:
    with pytest.raises(InputError, match="1 至 14"):
        resolve_clause(policy, said)


def test_unknown_short_id_is_a_key_error(policy: Policy) -> None:
    with pytest.raises(KeyError):
        policy.clause("m99")


def test_missing_number_names_line_found_and_expected(copy: Path) -> None:
    rewrite(copy, "(六)", "(七)")
    with pytest.raises(DataError) as caught:
        load_policy(copy)
    assert (caught.value.line, caught.value.found, caught.value.expected) == (27, "(七)", "第 6 个编号")
    assert "source.txt:27" in str(caught.value)


def test_doubled_chapter_is_refused(copy: Path) -> None:
    rewrite(copy, "三、加快賦能實體經濟", "二、加快賦能實體經濟")
    with pytest.raises(DataError, match="章节编号"):
        load_policy(copy)


def test_digest_that_does_not_match_is_refused(copy: Path) -> None:
    with (copy / "source.txt").open("a", encoding="utf-8") as file:
        file.write(" ")
    with pytest.raises(DataError, match="source_sha256"):
        load_policy(copy)


def test_unknown_key_names_file_and_line(copy: Path) -> None:
    with (copy / "policy.yaml").open("a", encoding="utf-8") as file:
        file.write("colour: red\n")
    with pytest.raises(DataError, match=r"policy\.yaml:\d+: colour: 找到 未知的键"):
        load_policy(copy)


def test_dates_in_the_wrong_order_are_refused(copy: Path) -> None:
    text = (copy / "policy.yaml").read_text().replace("2027-12-31", "2020-12-31")
    (copy / "policy.yaml").write_text(text)
    with pytest.raises(DataError, match="in_force_to"):
        load_policy(copy)


def test_title_that_is_not_in_the_text_is_refused(copy: Path) -> None:
    text = (copy / "policy.yaml").read_text().replace("title: 支持人工智能", "title: 支持人工智慧", 1)
    (copy / "policy.yaml").write_text(text)
    with pytest.raises(DataError, match="标题"):
        load_policy(copy)


def test_text_without_numbers_is_refused(copy: Path) -> None:
    raw = "支持人工智能全产业链高质量发展的若干措施\n".encode()
    (copy / "source.txt").write_bytes(raw)
    text = (copy / "policy.yaml").read_text()
    old = load_policies()["hz_ai_2024"].source_sha256
    (copy / "policy.yaml").write_text(text.replace(old, hashlib.sha256(raw).hexdigest()))
    with pytest.raises(DataError, match="条款"):
        load_policy(copy)


def test_a_cut_that_loses_text_is_refused(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.load.is_lossless", lambda source, pieces: False)
    with pytest.raises(DataError, match="逐字节一致"):
        load_policy(copy)


def test_missing_or_wrongly_encoded_source_is_refused(copy: Path) -> None:
    (copy / "source.txt").write_bytes(b"\xff\xfe")
    with pytest.raises(DataError, match="UTF-8"):
        load_policy(copy)
    (copy / "source.txt").unlink()
    with pytest.raises(DataError, match="不存在"):
        load_policy(copy)


def test_a_new_policy_is_found_by_its_folder(copy: Path, tmp_path: Path) -> None:
    shutil.copytree(copy, copy.with_name("second_policy"))
    (tmp_path / "policies" / ".hidden").mkdir()
    policies = load_policies(tmp_path / "policies")
    assert list(policies) == ["hz_ai_2024", "second_policy"]
    assert policies["second_policy"].clauses[3].id == "second_policy/m03"


def test_an_empty_corpus_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="没有政策文件夹"):
        load_policies(tmp_path)


def test_title_is_compared_folded(policy: Policy) -> None:
    assert fold(policy.title) in fold(policy.source)


def test_what_names_a_policy_and_a_clause_is_what_they_hash_by() -> None:
    policy = load_policies()["hz_ai_2024"]
    clause = policy.clause("m03")
    assert hash(replace(policy, title="另一个标题")) == hash(policy) != hash(replace(policy, source_sha256="0"))
    assert hash(replace(clause, text="")) == hash(clause) != hash(policy.clause("m04"))
