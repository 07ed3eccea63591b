"""Tickets and their replays as plain text, for a clerk at a terminal."""

import json
from collections.abc import Iterator

from assistant.tickets.compare import Change, Replay
from assistant.tickets.ticket import Check, Ticket, Vote

_KINDS = {"text": "条文", "parameter": "参数", "clause": "引用", "figure": "数字", "status": "结论"}
_VOTES = {"up": "👍", "down": "👎"}
_NOTHING = "（没有）"
_DIGEST_SHOWN = 12


def ticket_text(ticket: Ticket) -> str:
    """Return a ticket whole: question, answer, evidence, tools, checks, versions."""
    return "\n".join(
        [
            f"工单：{ticket.id}",
            f"时间：{ticket.at.astimezone():%Y-%m-%d %H:%M:%S}　按 {ticket.as_of} 的政策",
            f"对话：{ticket.thread or '单独一问'}　模型：{ticket.model}　用时：{ticket.latency_ms} 毫秒",
            *(f"此前：{said}" for said in ticket.earlier),
            f"问：{ticket.question}",
            f"答（{ticket.reply['status']}）：{ticket.reply['text']}",
            *_section("意见", (vote_line(vote) for vote in ticket.votes)),
            *_section("引用的原文", _quotes(ticket)),
            *_section("见过的条款", _evidence(ticket)),
            *_section("调用的工具", _tools(ticket)),
            *_section("核对", (_check(check) for check in ticket.checks)),
            *_section("所用参数", (f"{name} = {value}" for name, value in ticket.parameters.items())),
            *_section("版本", _versions(ticket)),
        ]
    )


def vote_line(vote: Vote) -> str:
    """Return a vote in one line: who, what, why, and what the reply should have said."""
    parts = [f"{vote.at.astimezone():%Y-%m-%d %H:%M}", vote.by or "读者", _VOTES[vote.vote]]
    parts += [
        f"{name}：{' '.join(text.split())}" for name, text in (("理由", vote.reason), ("订正", vote.correction)) if text
    ]
    return "　".join(parts)


def ticket_line(ticket: Ticket) -> str:
    """Return a ticket in one line."""
    question = " ".join(ticket.question.split())
    shown = question if len(question) <= 40 else question[:40] + "…"
    return f"{ticket.id}  {ticket.at.astimezone():%Y-%m-%d %H:%M}  {ticket.reply['status']}  {shown}"


def replay_text(replay: Replay) -> str:
    """Say whether a ticket's replay gave the same, or what changed."""
    outcome = "条款和数字都一样。" if replay.same else f"有 {len(replay.changes)} 处不同："
    lines = [f"工单 {replay.ticket}：{outcome}"]
    lines += [f"- {_change(change)}" for change in replay.changes]
    if not replay.same_words:
        lines.append("答复的措辞与当时不同，现在是：\n" + replay.reply.text)
    lines += [f"版本不同：{name} {before or _NOTHING} → {now or _NOTHING}" for name, (before, now) in _shown(replay)]
    return "\n".join(lines)


def _section(title: str, lines: Iterator[str]) -> list[str]:
    return ["", f"{title}：", *([f"  {line}" for line in lines] or [f"  {_NOTHING}"])]


def _quotes(ticket: Ticket) -> Iterator[str]:
    for citation in ticket.reply["citations"]:
        yield f"[{citation['n']}] {citation['label']}（{citation['clause']}）：{citation['quote']}"


def _evidence(ticket: Ticket) -> Iterator[str]:
    for evidence in ticket.evidence:
        used = "引用" if evidence.cited else "未引用"
        yield f"{evidence.clause} {evidence.label}　{used}　摘要 {evidence.digest[:_DIGEST_SHOWN]}"


def _tools(ticket: Ticket) -> Iterator[str]:
    for call in ticket.tools:
        yield f"{call.name} {json.dumps(call.arguments, ensure_ascii=False)}" + ("　失败" if call.failed else "")
        if call.failed:
            yield f"  → {call.result}"
        elif isinstance(call.result, dict) and "steps" in call.result:
            yield from (f"  {step['label']}：{step['expression']} = {step['value']}" for step in call.result["steps"])
            yield f"  → {call.result.get('amount_yuan') or call.result.get('range_yuan')}（{call.result['bound']}）"


def _check(check: Check) -> str:
    found = "通过" if not check.findings else "没有通过：" + "、".join(check.findings)
    return f"{check.name.replace('draft ', '第 ')} 稿：{found}"


def _versions(ticket: Ticket) -> Iterator[str]:
    versions = ticket.versions
    yield f"算策 {versions.suance}　编码器 {versions.encoder}　索引 {versions.index[:_DIGEST_SHOWN]}"
    for title, digests in (("原文", versions.policies), ("参数", versions.parameters), ("计算", versions.calculators)):
        yield title + "：" + "　".join(f"{name} {found[:_DIGEST_SHOWN]}" for name, found in digests.items())


def _change(change: Change) -> str:
    before, after = (_NOTHING if said is None else said for said in (change.before, change.after))
    if change.kind == "text":
        before, after = before[:_DIGEST_SHOWN], after[:_DIGEST_SHOWN]
    return f"{_KINDS[change.kind]} {change.what}：{before} → {after}"


def _shown(replay: Replay) -> Iterator[tuple[str, tuple[str, str]]]:
    for name, (before, now) in replay.versions.items():
        yield name, (before[:_DIGEST_SHOWN], now[:_DIGEST_SHOWN])
