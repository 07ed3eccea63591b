from pathlib import Path

import pytest

from assistant.models import load_model
from assistant.settings import read_settings
from corpus.errors import SetupError


def test_defaults_and_overrides(tmp_path: Path) -> None:
    plain = read_settings({})
    assert plain.model == "offline" and plain.home.name == "suance"
    assert read_settings({"SUANCE_HOME": str(tmp_path), "SUANCE_ENCODER": "x"}).home == tmp_path
    assert read_settings({"SUANCE_MODEL": ""}).model == "offline"


@pytest.mark.parametrize("name", ["SUANCE_CHROMA", "SUANCE_DATABASE"])
def test_a_setting_that_is_not_honoured_yet_is_refused(name: str) -> None:
    with pytest.raises(SetupError, match=f"unset {name}"):
        read_settings({name: "http://127.0.0.1:1"})


def test_a_live_model_is_refused_for_now() -> None:
    with pytest.raises(SetupError, match="只支持 offline"):
        load_model("openai:some-model")
