"""Name of a driver → chat model."""

from langchain_core.language_models import BaseChatModel

from assistant.offline.model import OfflineModel
from assistant.offline.words import check_words
from corpus.errors import SetupError


def load_model(name: str) -> BaseChatModel:
    """Return the driver of that name; ``SetupError`` for one that this version does not drive."""
    if name == "offline":
        check_words()
        return OfflineModel()
    raise SetupError(f"SUANCE_MODEL={name}：本版本只支持 offline", repair="取消该变量：unset SUANCE_MODEL")
