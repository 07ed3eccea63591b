from assistant.citations import number_citations
from corpus.clause import Policy


def test_references_become_numbers_in_order_of_use(policy: Policy) -> None:
    clause = policy.clause("m03")
    first, second = clause.body.start, clause.body.start + 10
    a, b = f"[{clause.id}@{second}-{second + 5}]", f"[{clause.id}@{first}-{first + 5}]"
    text, citations = number_citations(f"甲。{a}乙{b}丙{a}{a}", {policy.id: policy}, "hans")
    assert text == "甲。[1]乙[2]丙[1]"
    assert [citation.n for citation in citations] == [1, 2]
    assert all(policy.source[c.start : c.end] == c.quote for c in citations)
    assert citations[0].label == "(三) 扩容“算力券”发放"
    assert number_citations(a, {policy.id: policy}, "hant")[1][0].label == clause.label


def test_references_that_do_not_resolve_are_taken_out(policy: Policy) -> None:
    clause = policy.clause("m03")
    wrong = [
        f"[{clause.id}@5-9]", f"[{clause.id}@{clause.span.end}-{clause.span.end + 4}]", "[hz_ai_2024/m99@1-2]",
        "[elsewhere/m01@1-2]", f"[{clause.id}@{clause.body.start}-{clause.body.start}]", "[3]",
    ]  # fmt: skip
    text, citations = number_citations("数" + "".join(wrong) + "。", {policy.id: policy}, "hans")
    assert (text, citations) == ("数。", ())
