import hashlib

import pytest

from corpus.clause import Policy
from corpus.load import load_policy

TEXT = """支持养蜂产业的若干措施

为支持养蜂，制定本措施。

一、支持生产
（一）支持蜂箱购置。养蜂合作社购买蜂箱的，给予补贴。（责任单位：市农业局）
（二）支持蜂蜜加工。建设蜂蜜加工厂的，给予奖励。（责任单位：市农业局）
"""


@pytest.fixture
def second_policy(bees: Policy) -> Policy:
    """Return another policy, one that no question bank knows."""
    return bees


@pytest.fixture(scope="session")
def bees(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    """Return a policy about bees."""
    folder = tmp_path_factory.mktemp("policies") / "bees_2026"
    folder.mkdir()
    raw = TEXT.encode()
    (folder / "source.txt").write_bytes(raw)
    (folder / "policy.yaml").write_text(
        "title: 支持养蜂产业的若干措施\nshort_title: 养蜂措施\nissuer: 市政府\nlead_department: 市农业局\n"
        f"in_force_from: 2026-01-01\nin_force_to: 2027-12-31\nsource_sha256: {hashlib.sha256(raw).hexdigest()}\n",
        encoding="utf-8",
    )
    return load_policy(folder)
