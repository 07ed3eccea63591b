from langchain_core.tools import tool

from assistant.offline.model import OfflineModel


@tool
def first(text: str) -> str:
    """One."""
    return text


@tool
def second(text: str) -> str:
    """Two."""
    return text


def test_the_same_tools_are_read_once_and_other_tools_anew() -> None:
    model = OfflineModel()
    bound = model.bind_tools([first, second])
    assert model.bind_tools([first, second]) is bound
    assert [each.name for each in model.bind_tools([second]).tools] == ["second"]  # type: ignore[attr-defined]
    assert model.tools == ()
