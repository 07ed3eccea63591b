from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from assistant.reply import Event, StepEvent
from assistant.tickets.ticket import Ticket, Vote
from corpus.clause import Policy
from corpus.errors import InputError
from ui.render_place import Place
from ui.web_chat import Talk, checked_key, converse, new_key, recalled, rejection

if TYPE_CHECKING:
    from tests.ui.conftest import FakeAssistant


def test_an_answer_grows_and_ends_with_its_main_clause_opened(assistant: "FakeAssistant") -> None:
    talk = Talk()
    views = list(converse(assistant, talk, "1000万能拿多少"))
    assert views[0].draft == ""
    assert "1000万能拿多少" in views[0].talk.turns[0].question
    assert "核对数字" in views[3].talk.turns[0].answer
    lengths = [len(view.talk.turns[-1].answer) for view in views[1:]]
    assert lengths == sorted(lengths)
    assert [view.finished for view in views] == [False] * (len(views) - 1) + [True]
    assert isinstance(views[-1].opened, Place)
    assert {view.talk.thread for view in views} == {talk.thread}


def test_a_second_question_keeps_the_first(assistant: "FakeAssistant") -> None:
    *_, first = converse(assistant, Talk(), "第一问")
    *_, second = converse(assistant, first.talk, "第二问")
    assert second.talk.turns[0] == first.talk.turns[0]
    assert [question for question, _ in assistant.asked] == ["第一问", "第二问"]
    assert len({thread for _, thread in assistant.asked}) == 1


def test_nothing_to_ask_is_refused_without_a_bubble(assistant: "FakeAssistant") -> None:
    (view,) = converse(assistant, Talk(), "  \n")
    assert view.talk.turns == ()
    assert view.draft == "  \n"
    assert view.note


def test_a_question_too_long_stays_in_the_box(assistant: "FakeAssistant") -> None:
    question = "长" * 100_000
    talk = Talk()
    *_, view = converse(assistant, talk, question)
    assert (view.talk, view.draft) == (talk, question)
    assert "2000" in view.note


def test_a_stream_without_a_reply_gives_the_question_back() -> None:
    @dataclass
    class Broken:
        policies: Mapping[str, Policy]

        def stream(self, question: str, *, thread: str | None = None, as_of: date | None = None) -> Iterator[Event]:
            yield StepEvent("search", "检索条款")

        def recall(self, thread: str) -> Sequence[Ticket]:
            return ()

    *_, view = converse(Broken({}), Talk(), "问")
    assert view.finished
    assert (view.talk.turns, view.draft) == ((), "问")
    assert view.note


def test_threads_differ() -> None:
    assert new_key() != new_key()
    assert Talk().thread != Talk().thread
    key = new_key()
    assert Talk(key).thread == Talk(key).thread != key


@pytest.mark.parametrize("sent", [None, 7, "", "x" * 64, "0" * 63, "0" * 64 + "\n", ["0" * 64]])
def test_an_id_that_no_browser_of_ours_makes_is_replaced(sent: object) -> None:
    assert checked_key("0" * 64) == "0" * 64
    assert checked_key(sent) != sent


def test_a_conversation_is_recalled_as_it_was_seen(assistant: "FakeAssistant") -> None:
    key = new_key()
    *_, first = converse(assistant, Talk(key), "1000万能拿多少")
    *_, second = converse(assistant, first.talk, "<b>第二问")
    again = recalled(assistant, key)
    assert [turn.question for turn in again.turns] == [turn.question for turn in second.talk.turns]
    assert "800 万元" in again.turns[0].answer and "sc-calculation" in again.turns[0].answer
    assert recalled(assistant, new_key()).turns == ()


def test_a_recalled_answer_shows_its_reader_s_last_vote_and_nobody_else_s(assistant: "FakeAssistant") -> None:
    key = new_key()
    list(converse(assistant, Talk(key), "多少钱"))
    day = datetime(2026, 11, 23, tzinfo=UTC)
    votes = (Vote(at=day, vote="up"), Vote(at=day, vote="down"), Vote(at=day, vote="up", by="王芳"))
    assistant.told = [assistant.told[0].model_copy(update={"votes": votes})]
    (turn,) = recalled(assistant, key).turns
    assert "sc-down sc-pressed" in turn.answer and "sc-up sc-pressed" not in turn.answer


def test_a_reply_of_an_old_form_is_recalled_as_its_text(assistant: "FakeAssistant") -> None:
    key = new_key()
    list(converse(assistant, Talk(key), "多少钱"))
    assistant.told = [assistant.told[0].model_copy(update={"reply": {"text": "旧的<答复>", "shape": 1}})]
    (turn,) = recalled(assistant, key).turns
    assert "旧的&lt;答复&gt;" in turn.answer


def test_a_rejection_says_what_to_do() -> None:
    assert rejection(InputError("question", "", allowed="1 至 9 个字", question="请输入问题")) == (
        "没有发送：请输入问题；应为1 至 9 个字。"
    )
    assert "应为数字" in rejection(InputError("x", "y", allowed="数字"))
