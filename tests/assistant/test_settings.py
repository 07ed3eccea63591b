from pathlib import Path

import pytest

from assistant.models import load_live
from assistant.settings import read_settings
from corpus.errors import SetupError


def test_defaults_and_overrides(tmp_path: Path) -> None:
    plain = read_settings({})
    assert plain.model == "offline" and plain.home.name == "suance"
    assert read_settings({"SUANCE_HOME": str(tmp_path), "SUANCE_ENCODER": "x"}).home == tmp_path
    assert read_settings({"SUANCE_MODEL": ""}).model == "offline"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SUANCE_CHROMA", "localhost:8000"),
        ("SUANCE_CHROMA", "http://h/path"),
        ("SUANCE_DATABASE", "http://127.0.0.1:1"),
    ],
)
def test_a_setting_that_cannot_be_honoured_is_refused(name: str, value: str) -> None:
    with pytest.raises(SetupError, match=f"unset {name}"):
        read_settings({name: value})


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "https://chroma.example:443/", "http://[::1]:8000"])
def test_a_chroma_server_is_a_url(url: str) -> None:
    assert read_settings({"SUANCE_CHROMA": url}).chroma == url.rstrip("/")
    assert read_settings({}).chroma == ""


def test_a_live_model_comes_from_its_settings() -> None:
    read = read_settings(
        {"SUANCE_MODEL": "openai:qwen-max", "OPENAI_BASE_URL": "http://127.0.0.1:1/v1", "SUANCE_MODEL_TIMEOUT": "2.5"}
    )
    assert read.live is not None
    assert (read.live.name, read.live.base_url, read.live.timeout) == ("qwen-max", "http://127.0.0.1:1/v1", 2.5)
    assert load_live(read.live).name == "openai:qwen-max"
    with_key = read_settings({"SUANCE_MODEL": "openai:x", "OPENAI_API_KEY": "secret"})
    assert "secret" not in repr(with_key)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"SUANCE_MODEL": "gpt-5"}, "openai:模型名"),
        ({"SUANCE_MODEL": "openai:"}, "openai:模型名"),
        ({"SUANCE_MODEL": "openai:x"}, "OPENAI_BASE_URL"),
        ({"SUANCE_MODEL": "openai:x", "OPENAI_BASE_URL": "localhost:1"}, "http://"),
        ({"SUANCE_MODEL": "openai:x", "OPENAI_API_KEY": "k", "SUANCE_MODEL_TIMEOUT": "0"}, "大于 0"),
        ({"SUANCE_MODEL": "openai:x", "OPENAI_API_KEY": "k", "SUANCE_MODEL_TIMEOUT": "soon"}, "大于 0"),
    ],
)
def test_settings_of_a_live_model_that_cannot_work_are_refused(settings: dict[str, str], words: str) -> None:
    with pytest.raises(SetupError, match=words):
        read_settings(settings)


@pytest.mark.parametrize("url", ["postgresql://u:p@h/d", "postgres://h/d"])
def test_a_database_is_a_postgresql_url(url: str) -> None:
    assert read_settings({"SUANCE_DATABASE": url}).database == url
    assert read_settings({"SUANCE_DATABASE": ""}).database == ""
