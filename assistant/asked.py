"""A question as it came in, with what surrounds it; and which questions are refused."""

from dataclasses import dataclass
from datetime import date

from corpus.errors import InputError
from corpus.normalise import Script

MAX_QUESTION_CHARS = 5000
"""A longer question is refused: it is a document, not a question."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One turn's question."""

    question: str
    script: Script
    said: tuple[str, ...]
    """Every message of the user in this conversation, this one included, oldest first."""
    as_of: date
    began: float
    """``time.perf_counter`` at the start."""


def check_question(question: str) -> None:
    """Refuse a question that nobody could answer: empty, blank, binary, far too long."""
    if any(character in "\x00\ufffd" or "\ud800" <= character <= "\udfff" for character in question):
        raise InputError("question", "含乱码的文字", allowed="UTF-8 文字", question="请检查编码后重新输入")
    if not any(character.isalnum() for character in question):
        shown = question.strip() or "空白"
        raise InputError("question", shown, allowed="一句话的问题", question="请输入您想问的内容")
    if len(question) > MAX_QUESTION_CHARS:
        allowed = f"不超过 {MAX_QUESTION_CHARS} 字的问题（现有 {len(question)} 字）"
        raise InputError("question", question, allowed=allowed, question="请只写要问的内容")
