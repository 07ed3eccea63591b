"""Loggers that a library's set-up has switched off while the tests were collected speak again."""

import logging

import pytest


@pytest.fixture(autouse=True)
def _loggers_speak(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("assistant.checkpoints", "assistant.tickets.recorder"):
        monkeypatch.setattr(logging.getLogger(name), "disabled", False)
