"""Replies and clauses as plain text for a terminal."""

from assistant.reply import Reply
from corpus.clause import Clause, Policy
from corpus.normalise import Script, to_script


def reply_text(reply: Reply) -> str:
    """Return a reply with its quotes beneath and what to ask next."""
    lines = [reply.text]
    if reply.citations:
        lines += ["", to_script("原文：", reply.script)]
        lines += [f"[{citation.n}] {citation.label}：{citation.quote}" for citation in reply.citations]
    if reply.suggestions:
        lines += ["", to_script("可以接着问：", reply.script) + " / ".join(reply.suggestions)]
    return "\n".join(lines)


def clause_text(clause: Clause, policy: Policy, script: Script) -> str:
    """Return a clause whole, with its chapter and the policy's dates."""
    parts = [
        policy.short_title + "　" + " / ".join(clause.path),
        f"{clause.label}　（{clause.id}）",
        "",
        clause.body.of(policy.source),
    ]
    if clause.units:
        parts += ["", "责任单位：" + "、".join(clause.units)]
    parts += ["", f"有效期：{policy.in_force_from} 至 {policy.in_force_to}"]
    return to_script("\n".join(parts), script)
