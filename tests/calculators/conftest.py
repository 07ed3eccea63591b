"""A copy of the policies and calculators in a temporary folder, to add to and to break."""

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from calculators.registry import FOLDER
from corpus.load import POLICIES

SOURCE = (
    "某市支持算法的若干措施\n\n"
    "(一)支持算法。对每个算法给予不超过70万元奖励,奖励为费用的40%。(责任单位:市经信局)\n\n"
    "本措施自2026年1月1日起施行,有效期至2026年12月31日。按“从优、就高、不重复”执行。\n"
)


@dataclass(frozen=True)
class Copy:
    policies: Path
    calculators: Path

    def file(self, name: str, policy: str = "hz_ai_2024") -> Path:
        return self.calculators / policy / name

    def replace(self, name: str, old: str, new: str) -> Path:
        file = self.file(name)
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return file

    def add_policy(self, policy_id: str, source: str = SOURCE, *, first: str = "2026-01-01") -> None:
        folder = self.policies / policy_id
        folder.mkdir()
        (folder / "source.txt").write_bytes(source.encode())
        digest = hashlib.sha256(source.encode()).hexdigest()
        (folder / "policy.yaml").write_text(
            f"title: {source.splitlines()[0]}\nshort_title: 某市措施\nissuer: 某市政府\nlead_department: 市经信局\n"
            f"in_force_from: {first}\nin_force_to: 2026-12-31\nsource_sha256: {digest}\n",
            encoding="utf-8",
        )


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(POLICIES / "hz_ai_2024", tmp_path / "policies" / "hz_ai_2024", ignore=ignore)
    shutil.copytree(FOLDER / "hz_ai_2024", tmp_path / "calculators" / "hz_ai_2024", ignore=ignore)
    return Copy(tmp_path / "policies", tmp_path / "calculators")
