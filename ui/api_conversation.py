"""Conversations of REST callers: an id is a secret of 256 bits, made here and known to the caller alone."""

import hashlib
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable

from corpus.errors import InputError
from ui.api_texts import api_texts

NEW = "new"
_AT_ONCE = 1000
"""Conversations kept; the one unused longest goes first."""


class UnknownConversation(InputError):
    """No caller of this process has been given such an id."""

    def __init__(self) -> None:
        super().__init__("conversation", "", allowed="")
        self.args = (api_texts().errors.conversation,)


class Conversations:
    """Which ids are alive, and the thread of the assistant that each one stands for."""

    def __init__(self, *, forget: Callable[[str], None], leave: Callable[[str], None], at_once: int = _AT_ONCE) -> None:
        self._forget, self._leave, self._at_once = forget, leave, at_once
        self._alive: OrderedDict[str, None] = OrderedDict()
        self._lock = threading.Lock()

    def open(self, conversation: str | None) -> tuple[str | None, str | None]:
        """Return id and thread: new ones for ``new``, none for none; ``UnknownConversation`` for a stranger's id."""
        if conversation is None:
            return None, None
        begins = conversation == NEW
        if begins:
            conversation = secrets.token_urlsafe(32)
        thread = thread_of(conversation)
        with self._lock:
            if not begins and thread not in self._alive:
                raise UnknownConversation
            self._alive[thread] = None
            self._alive.move_to_end(thread)
            oldest = self._alive.popitem(last=False)[0] if len(self._alive) > self._at_once else None
        if oldest is not None:
            self._leave(oldest)
        return conversation, thread

    def close(self, conversation: str) -> None:
        """Forget a conversation; ``UnknownConversation`` if there is none."""
        thread = thread_of(conversation)
        with self._lock:
            if thread not in self._alive:
                raise UnknownConversation
            del self._alive[thread]
        self._forget(thread)


_NAME_CHARS = 32  # what a uuid has, too: the assistant takes no longer one, in which digits may look like a telephone


def thread_of(conversation: str) -> str:
    """Return the assistant's name for it, from which the id cannot be found: tickets and logs give nobody away."""
    return hashlib.sha256(conversation.encode()).hexdigest()[:_NAME_CHARS]
