"""An answer as text to paste elsewhere."""

from collections.abc import Callable

from assistant.reply import Reply, Status
from corpus.clause import Policy
from ui.render_copy import answer_text


def test_it_holds_the_sums_the_title_the_clause_and_its_words(make_reply: Callable[..., Reply], policy: Policy) -> None:
    text = answer_text(make_reply("3000万能拿多少"), {policy.id: policy})
    assert "最多可以申领 800 万元的算力券[1]。" in text and "**" not in text
    assert "- 国产算力合同：30,000,000 × 30% = 9,000,000.00 元" in text
    assert "- 最高 800 万元（8,000,000.00 元）" in text
    assert "[1] 杭州市人民政府办公厅《支持人工智能全产业链高质量发展的若干措施》" in text
    assert "“单家企业每年“算力券”申领不超过800万元”" in text


def test_in_traditional_the_words_of_the_clause_are_the_published_ones(
    make_reply: Callable[..., Reply], policy: Policy
) -> None:
    text = answer_text(make_reply("3000萬能拿多少"), {policy.id: policy})
    assert "單家企業每年“算力券”申領不超過800萬元" in text and "依據" in text and "据" not in text


def test_a_failure_is_its_text_alone(make_reply: Callable[..., Reply], policy: Policy) -> None:
    assert answer_text(make_reply("怎么办", Status.FAILED), {policy.id: policy}) == "抱歉，这次没有完成。"


def test_a_clause_of_a_policy_that_is_gone_keeps_its_label(make_reply: Callable[..., Reply]) -> None:
    reply = make_reply("多少钱")
    assert f"[1] {reply.citations[0].label}：“{reply.citations[0].quote}”" in answer_text(reply, {})
