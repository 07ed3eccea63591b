"""Ids of conversations and the names that the assistant knows them by."""

from assistant.checkpoints import check_thread
from ui.api_conversation import thread_of


def test_every_name_is_one_that_the_assistant_takes() -> None:
    """A longer digest holds, now and then, what looks like a telephone, and such a name is refused."""
    for number in range(3000):
        assert check_thread(thread_of(str(number))) == thread_of(str(number)) != str(number)
