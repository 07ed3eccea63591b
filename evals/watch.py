"""Tells a live model whose server is down from one that answers badly."""

import re

from assistant.faults import Fault
from corpus.errors import SetupError
from evals.result import CaseResult

DOWN_AFTER = 5
"""So many conversations in a row that the model's server failed: it is down."""
SERVER_FAULTS = (
    Fault.TIMEOUT, Fault.RATE_LIMIT, Fault.SERVER_ERROR, Fault.CONNECTION, Fault.UNAUTHORIZED, Fault.REFUSED,
    Fault.CIRCUIT_OPEN,
)  # fmt: skip
"""What says nothing about the model's answers; drafts that fail the checks and the like are its own doing."""
_DOWN = re.compile(rf"failed: (?:{'|'.join(SERVER_FAULTS)})")


def is_down(model: str) -> bool:
    """Say whether a reply's ``model`` tells that the live model's server failed it, so that another driver answered."""
    return _DOWN.search(model) is not None


class Watch:
    """Drops conversations that the model's server failed, since they say nothing about the model; stops after a few."""

    def __init__(self, model: str) -> None:
        self._model = model
        self._missed = 0

    def counts(self, result: CaseResult) -> bool:
        """Say whether a result is worth keeping; too many in a row that are not stop the run."""
        if not any(is_down(str(turn.reply["model"])) for turn in result.turns):
            self._missed = 0
            return True
        self._missed += 1
        if self._missed >= DOWN_AFTER:
            problem = f"模型 {self._model} 的服务连续 {self._missed} 段对话出错，评测停在这里，已完成的结果都已保存"
            raise SetupError(problem, repair="恢复模型服务后重跑同一命令，会接着做")
        return False
