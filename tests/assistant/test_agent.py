import os
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult

from assistant.agent import MAX_QUESTION_CHARS, Assistant
from assistant.offline.words import replies
from assistant.reply import Reply, ReplyEvent, Status, StepEvent, TextEvent
from calculators.registry import load_calculators
from corpus.clause import Policy
from corpus.errors import InputError
from corpus.normalise import to_script
from index.search import Searcher

TODAY = date(2026, 11, 23)


def ask(assistant: Assistant, *turns: str) -> Reply:
    """Ask the turns as one conversation and return the last reply."""
    thread = "test " + " ".join(turns)
    return [assistant.ask(turn, thread=thread, as_of=TODAY) for turn in turns][-1]


def money(reply: Reply) -> str | None:
    amount = reply.calculations[-1].amount_yuan if reply.calculations else None
    return None if amount is None else f"{amount:.2f}"


def spread(reply: Reply) -> list[str]:
    found = reply.calculations[-1].range_yuan
    return [f"{value:.2f}" for value in found] if found else []


@pytest.mark.parametrize(
    ("question", "clause", "words"),
    [
        ("第三条归谁负责", "m03", "市经信局"),
        ("這個政策什麼時候到期", "closing", "2027年12月31日"),
        ("能跟别的补助一块儿拿吗", "closing", "不重复"),
        ("机房贷款的利息市里帮忙扛多少", "m02", "50%"),
        ("搞比赛得了名次能评人才不", "m06", "层次人才"),
        ("科技局管哪几条", "m01", "支持算力技术攻关"),
        ("第二章有哪些", "m04", "(四)"),
    ],
)
def test_clause_lookups_cite_the_clause(assistant: Assistant, question: str, clause: str, words: str) -> None:
    reply = ask(assistant, question)
    assert reply.status is Status.ANSWERED
    assert reply.citations[0].clause == f"hz_ai_2024/{clause}"
    assert words in to_script(reply.text, "hans")
    assert "[1]" in reply.text


@pytest.mark.parametrize(
    ("turns", "amount"),
    [
        (["我们租国产算力签了1000万，能补多少"], "3000000.00"),
        (["租H800花了壹仟两百万整，给报多少"], "2400000.00"),
        (["昇腾签了3000万，最多领多少"], "8000000.00"),
        (["今年已经领了700万，又签了500万国产算力合同，还能拿多少"], "1000000.00"),
        (["签了1000万的算力合同能补多少", "国产的"], "3000000.00"),
        (["签了1000万的算力合同能补多少", "国产的", "记错了，900万"], "2700000.00"),
        (["签了1000万的算力合同能补多少", "国产的", "要是进口的呢"], "2000000.00"),
        (["模型备案花了80万测评，能拿回多少"], "500000.00"),
        (["总投资6000万，贷款3000万，年利率4.2%，一年能贴多少息"], "450000.00"),
        (["how much can we get for a 5 million yuan contract on Nvidia GPUs"], "1000000.00"),
    ],
)
def test_amounts_are_right_to_the_fen(assistant: Assistant, turns: list[str], amount: str) -> None:
    reply = ask(assistant, *turns)
    assert (reply.status, money(reply)) == (Status.ANSWERED, amount)
    assert f"{float(amount):,.0f}" in reply.text
    assert reply.citations and reply.calculations[0].steps


def test_a_missing_category_gives_a_range_and_one_question(assistant: Assistant) -> None:
    reply = ask(assistant, "签了1000万的算力合同能补多少")
    assert reply.status is Status.NEEDS_INPUT
    assert spread(reply) == ["2000000.00", "3000000.00"]
    assert reply.missing == ("contracts[0].category",)
    assert "不知道" in reply.suggestions


def test_dont_know_is_an_answer(assistant: Assistant) -> None:
    reply = ask(assistant, "签了1000万的算力合同能补多少", "不知道")
    assert reply.status is Status.ANSWERED and spread(reply) == ["2000000.00", "3000000.00"]


def test_an_added_contract_counts_too(assistant: Assistant) -> None:
    reply = ask(assistant, "昇腾的合同900万能补多少", "另外还有一份60万进口的")
    assert money(reply) == "2820000.00"


def test_reverse_questions_are_solved(assistant: Assistant) -> None:
    reply = ask(assistant, "想拿到300万的算力券，用昇腾的话合同要签到多少")
    assert (reply.calculations[0].kind, money(reply)) == ("reverse", "10000000.00")


def test_references_and_changes_of_subject(assistant: Assistant) -> None:
    assert ask(assistant, "算力券一年最多能拿多少", "它归谁管").citations[0].clause.endswith("m03")
    reply = ask(assistant, "签了1000万的算力合同能补多少", "另外我们还贷了3000万，总投资8000万，利率4%，能贴多少息")
    assert reply.calculations[-1].calculator == "loan_interest" and money(reply) == "450000.00"


@pytest.mark.parametrize(
    "question", ["深圳的训力券怎么申请", "明天会下雨吗", "研发费用加计扣除比例是多少", "怎么微调大模型"]
)
def test_other_matters_are_out_of_scope(assistant: Assistant, question: str) -> None:
    reply = ask(assistant, question)
    assert reply.status is Status.OUT_OF_SCOPE and not reply.citations


def test_what_the_text_does_not_say_is_said_so(assistant: Assistant) -> None:
    reply = ask(assistant, "申请算力券要盖几个章")
    assert reply.status is Status.NOT_STATED
    assert "没有写明" in reply.text and reply.citations


def test_a_false_figure_is_corrected(assistant: Assistant) -> None:
    reply = ask(assistant, "算力券一家公司一年最多500万对吧")
    assert "没有您说的500万" in reply.text and "800万" in reply.text


@pytest.mark.parametrize("as_of", ["2024-08-18", "2028-01-01"])
def test_outside_its_life_the_policy_says_so(assistant: Assistant, as_of: str) -> None:
    reply = assistant.ask("国产算力签了1000万能补多少", as_of=date.fromisoformat(as_of))
    assert reply.status is Status.NOT_IN_FORCE
    assert as_of in reply.text and "2027年12月31日" in reply.text
    assert money(reply) is None


def test_replies_are_in_the_asker_s_script_and_quotes_in_the_source_s(assistant: Assistant, policy: Policy) -> None:
    for question in ("签了1000万的国产算力能补多少", "簽了1000萬的國產算力能補多少"):
        reply = ask(assistant, question)
        assert to_script(reply.text, reply.script) == reply.text
        assert all(policy.source[c.start : c.end] == c.quote for c in reply.citations)
    assert reply.script == "hant"


def test_a_short_follow_up_keeps_the_script(assistant: Assistant) -> None:
    assert ask(assistant, "簽了1000萬的算力合約能補多少", "500").script == "hant"


def test_streams_steps_then_checked_text_then_the_reply(assistant: Assistant) -> None:
    events = list(assistant.stream("昇腾签了100万能补多少", as_of=TODAY))
    stages = [event.stage for event in events if isinstance(event, StepEvent)]
    assert stages == ["search", "calculate", "check"]
    assert isinstance(events[-1], ReplyEvent)
    assert "".join(event.text for event in events if isinstance(event, TextEvent)) == events[-1].reply.text


def test_a_reader_who_stops_reading_keeps_nobody_waiting(assistant: Assistant) -> None:
    left = [assistant.stream("昇腾签了100万能补多少", as_of=TODAY) for _ in range(2 * (os.cpu_count() or 1))]
    assert all(isinstance(next(events), StepEvent) for events in left)
    assert assistant.ask("昇腾签了100万能补多少", as_of=TODAY).calculations[0].amount_yuan == 300_000


def test_conversations_do_not_mix_and_single_questions_are_forgotten(assistant: Assistant) -> None:
    ask(assistant, "签了1000万的算力合同能补多少")
    assert assistant.ask("国产的", thread="another", as_of=TODAY).calculations == ()
    assert assistant.ask("国产的", as_of=TODAY).calculations == ()


def test_the_same_question_gives_the_same_answer(assistant: Assistant) -> None:
    replies = [assistant.ask("国产算力签了1000万能补多少", as_of=TODAY) for _ in range(10)]
    assert len({reply.model_dump_json(exclude={"ticket", "latency_ms"}) for reply in replies}) == 1


@pytest.mark.parametrize("bad", ["", "  \n", "？！", "啊" * (MAX_QUESTION_CHARS + 1), "算力券\x00", "算力\ufffd券"])
def test_a_question_that_cannot_be_read_is_refused(assistant: Assistant, bad: str) -> None:
    with pytest.raises(InputError):
        assistant.ask(bad)


class ScriptedModel(BaseChatModel):
    """A driver that hands in one draft, whatever is asked."""

    text: str

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> Any:  # noqa: ANN401
        return self

    def _generate(self, messages: Any, stop: Any = None, run_manager: Any = None, **kwargs: Any) -> ChatResult:  # noqa: ANN401
        if self.text == "crash":
            raise RuntimeError("driver crashed")
        if not isinstance(messages[-1], ToolMessage):
            call = {"name": "read_clause", "args": {"clause": "m99"}, "id": "1", "type": "tool_call"}
        else:
            assert messages[-1].status == "error", "an unknown clause is a tool error, not a crash"
            call = {
                "name": "ReplyDraft",
                "args": {"status": "answered", "text": self.text},
                "id": "2",
                "type": "tool_call",
            }
        return ChatResult(generations=[ChatGeneration(message=AIMessage(content="", tool_calls=[call]))])


@pytest.mark.parametrize("text", ["最高可得 900 万元。", "crash"])
def test_an_unbound_number_or_a_crash_never_reaches_the_user(
    policies: dict[str, Policy], searcher: Searcher, text: str
) -> None:
    driven = Assistant(policies, searcher, calculators=load_calculators(), model=ScriptedModel(text=text))
    reply = driven.ask("能拿多少", as_of=TODAY)
    assert reply.status is Status.FAILED
    assert "900" not in reply.text and "丢失" in reply.text


def test_another_driver_s_bound_words_pass(policies: dict[str, Policy], searcher: Searcher) -> None:
    driven = Assistant(policies, searcher, calculators=load_calculators(), model=ScriptedModel(text="请看条文。"))
    reply = driven.ask("能拿多少", as_of=TODAY)
    assert (reply.status, reply.model, reply.text) == (Status.ANSWERED, "scripted", "请看条文。")


def test_every_suggestion_can_be_asked(assistant: Assistant) -> None:
    opening = {"voucher_category": "签了1000万的算力合同能补多少", "amount": "签了1000万的算力合同能补多少"}
    for name, suggestions in replies().suggestions.items():
        for suggestion in suggestions:
            first = opening.get(name, "国产算力签了1000万能补多少")
            reply = ask(assistant, suggestion) if name == "nothing_found" else ask(assistant, first, suggestion)
            assert reply.status in (Status.ANSWERED, Status.NEEDS_INPUT, Status.NOT_STATED), (suggestion, reply.text)


def test_a_clause_that_does_not_exist_is_said_so(assistant: Assistant) -> None:
    reply = ask(assistant, "第十五条写了什么")
    assert reply.status is Status.NOT_STATED and "没有您说的那一条" in reply.text


@pytest.mark.parametrize(
    ("question", "amount"),
    [
        ("总共800万的合同，其中300万是昇腾，其余是A800，能补多少", "1900000.00"),
        ("国产500万，进口300万，备案的多模态大模型做应用200万，能补多少", "2700000.00"),
        ("两份国产合同，各500万，能补多少", "3000000.00"),
        ("国产算力每月20万，签了一年，能补多少", "720000.00"),
        ("我们签了1000万国产算力合同，不对，是2000万，能补多少", "6000000.00"),
        ("我签了五百万国产合同，我朋友签了八百万进口合同，我能补多少", "1500000.00"),
        ("去年领了700万，今年又签1000万国产算力，能补多少", "3000000.00"),
    ],
)
def test_amounts_are_read_as_they_are_meant(assistant: Assistant, question: str, amount: str) -> None:
    assert money(ask(assistant, question)) == amount


def test_a_year_outside_the_policy_s_life_is_not_in_force(assistant: Assistant) -> None:
    for question in ("国产合同500万，2028年签，能补多少", "我们2023年签了500万国产算力合同能补多少"):
        reply = ask(assistant, question)
        assert reply.status is Status.NOT_IN_FORCE and not reply.calculations, question
    assert ask(assistant, "我们2015年成立的，国产算力签了500万能补多少").status is Status.ANSWERED


def test_a_vague_amount_gives_the_range_between_its_ends(assistant: Assistant) -> None:
    reply = ask(assistant, "国产算力大概签了七八百万，能补多少")
    assert len(reply.calculations) == 1 and spread(reply) == ["2100000.00", "2400000.00"]
    assert reply.calculations[0].inputs["contracts"][0]["amount_yuan"] == "7000000.00-8000000.00"
    assert "2,100,000" in reply.text.split("\n")[0] and "2,400,000" in reply.text.split("\n")[0]
