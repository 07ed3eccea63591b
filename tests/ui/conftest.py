"""A small assistant with fixed answers, for the page's tests: no index, no model."""

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest

from assistant.reply import Citation, Event, Reply, ReplyEvent, Status, StepEvent, TextEvent
from assistant.tickets.ticket import Ticket, Versions
from calculators.contract import Cliff, InForce, Possibility, Result, Step
from corpus.clause import Policy
from corpus.errors import InputError, SetupError
from corpus.load import load_policies
from corpus.normalise import Script, detect_script, to_script
from index.filters import ANYWHERE, Where
from index.hit import Found
from tests.ui.browsing import browser, fake_address, open_page, pages_address, real_address, real_home
from ui.api_service import Searching
from ui.contract import FeedbackIn

__all__ = ["browser", "fake_address", "open_page", "pages_address", "real_address", "real_home"]

AS_OF = date(2026, 11, 22)
CLAUSE = "hz_ai_2024/m03"
RATE = "使用國產算力設施開展模型訓練、推理和應用的企業補貼比例不超過算力合同費用的30%"
CAP = "單家企業每年“算力券”申領不超過800萬元"
LONGEST = 2000


def cite(policy: Policy, n: int, quote: str, script: Script) -> Citation:
    clause = next(clause for clause in policy.clauses if quote in clause.text)
    start = policy.source.index(quote, clause.span.start)
    label = clause.label if script == "hant" else to_script(clause.label, script)
    return Citation(n=n, clause=clause.id, label=label, quote=quote, start=start, end=start + len(quote))


def voucher(policy: Policy) -> Result:
    def step(label: str, expression: str, value: str, quote: str) -> Step:
        start = policy.source.index(quote, policy.clause("m03").span.start)
        return Step(
            label=label, expression=expression, value=Decimal(value), unit="CNY", clause=CLAUSE, quote=quote,
            start=start, end=start + len(quote),
        )  # fmt: skip

    return Result(
        calculator="compute_voucher", title="算力券", clause=CLAUSE, bound="upper", amount_yuan=Decimal("8000000.00"),
        inputs={}, binding="cap", as_of=AS_OF, in_force=InForce(first=policy.in_force_from, last=policy.in_force_to),
        steps=(
            step("国产算力合同", "30000000 × 30%", "9000000.00", RATE),
            step("每家企业每年上限", "min(9000000, 8000000)", "8000000.00", CAP),
        ),
        cliffs=(
            Cliff(
                kind="cap", state="over", parameter="voucher_cap", label="上限", limit_yuan=Decimal(8000000),
                distance_yuan=Decimal(1000000), text="超出上限 1,000,000.00 元，超出部分不予补贴。",
                clause=CLAUSE, quote=CAP,
            ),
        ),
        possibility=Possibility(
            amount_yuan=Decimal(9000000), decided_by="主管部门", text="生成式多模态基础大模型企业可以放宽。",
            clause=CLAUSE, quote="生成式多模態基礎大模型企業可以放寬",
        ),
        assumptions=("当年此前未申领过算力券。",),
    )  # fmt: skip


def reply(policy: Policy, question: str, status: Status = Status.ANSWERED) -> Reply:
    script = detect_script(question)
    calculated = "万" in question or "萬" in question
    text = "最多可以申领 **800 万元**的算力券[1]。\n- 国产算力按不超过 30% 补贴[2]\n- 每家企业每年不超过 800 万元[1]"
    if status is Status.FAILED:
        text = "抱歉，这次没有完成。"
    citations = (cite(policy, 1, CAP, script), cite(policy, 2, RATE, script)) if status is not Status.FAILED else ()
    return Reply(
        ticket=uuid4().hex, question=question, status=status, script=script, text=to_script(text, script),
        citations=citations, calculations=(voucher(policy),) if calculated and citations else (), missing=(),
        suggestions=tuple(to_script(each, script) for each in ("换成其他算力呢？", "谁负责审核？")),
        model="fake", as_of=AS_OF, latency_ms=1.0,
    )  # fmt: skip


def ticket(reply: Reply, thread: str | None) -> Ticket:
    """Return what is kept of a turn."""
    versions = Versions(suance="", encoder="", index="", policies={}, parameters={}, calculators={})
    return Ticket(
        id=reply.ticket, at=datetime.now(UTC), thread=thread, earlier=(), question=reply.question, as_of=AS_OF,
        model="fake", latency_ms=1.0, evidence=(), tools=(), checks=(), versions=versions, parameters={},
        reply=reply.model_dump(mode="json"),
    )  # fmt: skip


class FakeSearcher:
    """Finds nothing."""

    def find(self, question: str, k: int = 5, *, where: Where = ANYWHERE) -> Found:
        return Found((), answerable=0.0, kinds={}, stated=0.0)


@dataclass
class FakeFeedback:
    """Keeps feedback in memory."""

    kept: list[FeedbackIn] = field(default_factory=list)

    def add(self, feedback: FeedbackIn) -> None:
        self.kept.append(feedback)


@dataclass
class FakeAssistant:
    """Answers at once; "失败" fails, nothing and too much are refused. Remembers what it was asked."""

    policies: Mapping[str, Policy] = field(default_factory=load_policies)
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    searcher: Searching = field(default_factory=FakeSearcher)
    told: list[Ticket] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)
    """Cleared, it holds every answer after its steps."""
    broken: bool = False
    """Whether its database is out of reach."""

    def __post_init__(self) -> None:
        self.gate.set()

    def forget(self, thread: str) -> None:
        if self.broken:
            raise SetupError("对话没有删掉", repair="检查数据库")
        self.forgotten.append(thread)
        self.told = [each for each in self.told if each.thread != thread]

    def recall(self, thread: str) -> list[Ticket]:
        if self.broken:
            raise SetupError("工单库不能读写", repair="检查磁盘空间")
        return [each for each in self.told if each.thread == thread]

    def leave(self, thread: str) -> None:
        self.forgotten.append(thread)

    def stream(self, question: str, *, thread: str | None = None, as_of: date | None = None) -> Iterator[Event]:
        if not question.strip() or len(question) > LONGEST:
            allowed = f"1 至 {LONGEST} 个字"
            raise InputError("question", question, allowed=allowed, question="请把问题写得短一些，或分几次问")
        self.asked.append((question, thread))
        script = detect_script(question)
        yield StepEvent("search", to_script("检索条款", script))
        yield StepEvent("calculate", to_script("计算", script))
        yield StepEvent("check", to_script("核对数字", script))
        self.gate.wait(timeout=20)
        status = Status.FAILED if "失败" in question else Status.ANSWERED
        answer = reply(self.policies["hz_ai_2024"], question, status)
        self.told.append(ticket(answer, thread))
        for start in range(0, len(answer.text), 6):
            yield TextEvent(answer.text[start : start + 6])
        yield ReplyEvent(answer)


@pytest.fixture
def policy() -> Policy:
    return load_policies()["hz_ai_2024"]


@pytest.fixture
def make_reply(policy: Policy) -> Callable[..., Reply]:
    """Return a function of question and, optionally, status."""
    return lambda question, status=Status.ANSWERED: reply(policy, question, status)


@pytest.fixture
def feedback() -> FakeFeedback:
    return FakeFeedback()


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant()
