"""Folder of policies → ``Policy`` objects, proven whole at load: digest, numbering, lossless cut."""

import hashlib
import re
from datetime import date
from functools import cache
from pathlib import Path

from corpus.clause import Clause, Policy, RelatedPolicy
from corpus.data_file import DataModel, read_yaml
from corpus.errors import DataError, InputError
from corpus.normalise import fold
from corpus.numerals import NUMERAL, parse_numeral
from corpus.plain import load_plain
from corpus.segment import is_lossless, segment

POLICIES = Path(__file__).parent / "policies"


class _Related(DataModel):
    title: str
    issued: date
    note: str


class _PolicyFile(DataModel):
    """policy.yaml; dates are days in force, both included."""

    title: str
    short_title: str
    issuer: str
    lead_department: str
    in_force_from: date
    in_force_to: date
    source_sha256: str
    related: tuple[_Related, ...] = ()


@cache
def load_policies(folder: Path = POLICIES) -> dict[str, Policy]:
    """Load every policy folder, by id in name order; ``DataError`` for the first thing that does not hold."""
    found = [load_policy(path) for path in sorted(folder.iterdir()) if path.is_dir() and path.name[0] not in "._"]
    if not found:
        raise DataError(folder, "政策", found="没有政策文件夹", expected="至少一个含 policy.yaml 的文件夹")
    return {policy.id: policy for policy in found}


def load_policy(folder: Path) -> Policy:
    """Load one policy folder: policy.yaml, source.txt and, where there is one, plain.yaml."""
    record = read_yaml(folder / "policy.yaml", _PolicyFile)
    file = folder / "source.txt"
    source, digest = _read_source(file)
    if digest != record.source_sha256:
        fix = "确认原文未被改动；确有新版时更新 policy.yaml 的 source_sha256"
        raise DataError(file, "source_sha256", found=digest, expected=record.source_sha256, fix=fix)
    if record.in_force_from > record.in_force_to:
        raise DataError(
            folder / "policy.yaml", "in_force_to", found=record.in_force_to, expected=f"不早于 {record.in_force_from}"
        )
    cut = segment(source, folder.name, file=file, title=record.title)
    if cut.faults:
        raise cut.faults[0]
    if not is_lossless(source, cut.pieces):
        raise DataError(file, "切分", found="各段拼接后与原文不同", expected="逐字节一致")
    if not cut.clauses:
        raise DataError(file, "条款", found="没有带编号的条款", expected="（一）、第一条 或 一、 形式的编号")
    related = tuple(RelatedPolicy(item.title, item.issued, item.note) for item in record.related)
    return Policy(
        id=folder.name, title=record.title, short_title=record.short_title, issuer=record.issuer,
        lead_department=record.lead_department, in_force_from=record.in_force_from, in_force_to=record.in_force_to,
        source=source, source_sha256=digest, clauses=cut.clauses, chapters=cut.chapters, related=related, folder=folder,
        plain=load_plain(folder / "plain.yaml", cut.clauses),
    )  # fmt: skip


def _read_source(file: Path) -> tuple[str, str]:
    try:
        raw = file.read_bytes()
    except FileNotFoundError:
        raise DataError(file, "原文", found="不存在", expected="UTF-8 文本") from None
    try:
        return raw.decode("utf-8"), hashlib.sha256(raw).hexdigest()
    except UnicodeDecodeError as error:
        raise DataError(file, "编码", found=f"第 {error.start} 字节不是 UTF-8", expected="UTF-8") from None


_REFERENCE = re.compile(rf"^(?:措施|第|m|\(|\[)*\s*(?P<number>[{NUMERAL}]+)\s*(?:\)|\]|条措施|条|项|点|款)?$")


def resolve_clause(policy: Policy, reference: str) -> Clause:
    """Return the clause that a person names: ``3``, ``m03``, ``（三）``, ``第三条``, ``hz_ai_2024/m03``, ``附则``.

    ``InputError`` where the policy has no such clause.
    """
    wanted = fold(reference).strip().removeprefix(f"{policy.id}/")
    named = {"closing": "closing", "附则": "closing", "结尾": "closing", "preamble": "preamble", "前言": "preamble"}
    ids = {clause.short_id: clause for clause in policy.clauses}
    if (known := named.get(wanted, wanted)) in ids:
        return ids[known]
    if found := _REFERENCE.match(wanted):
        number = parse_numeral(found["number"])
        for clause in policy.measures:
            if clause.number == number:
                return clause
    allowed = f"1 至 {len(policy.measures)} 的编号、preamble 或 closing"
    raise InputError("clause", reference, allowed=allowed, question="您要看第几条？")
