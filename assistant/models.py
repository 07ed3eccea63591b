"""Settings → the chat models that drive a turn."""

from dataclasses import dataclass

from langchain_core.language_models import BaseChatModel

from assistant.offline.model import OfflineModel
from assistant.offline.words import check_words
from assistant.settings import LiveSettings


@dataclass(frozen=True, slots=True)
class Live:
    """A live model under the name that replies give it."""

    name: str
    model: BaseChatModel
    timeout: float
    """Seconds that one request may take."""


def load_offline() -> BaseChatModel:
    """Return the offline model; ``DataError`` where its words are not in order."""
    check_words()
    return OfflineModel()


def load_live(settings: LiveSettings) -> Live:
    """Return the client of an OpenAI-compatible server; nothing is asked of the server yet."""
    from assistant.live_model import LiveModel  # the client takes a second to load, and only a live model needs it

    model = LiveModel(
        model=settings.name,
        base_url=settings.base_url,
        api_key=settings.api_key,
        timeout=settings.timeout,
        temperature=0,
        max_retries=0,
        disable_streaming=True,
        use_responses_api=False,
    )
    return Live(f"openai:{settings.name}", model, settings.timeout)
