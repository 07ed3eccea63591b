"""Questions that laypeople ask about articles of law: what teaches the encoder everyday words for a law's words."""

import hashlib
import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.errors import DataError

LAY = Path(__file__).parent / "lay"


class LayQuestion(BaseModel):
    """One question, and the article that answers it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    q: str = Field(min_length=4)
    law: str
    article: str
    text: str = Field(pattern="^[0-9a-f]{16}$")
    """Digest of the article's text, which itself is not kept here."""


def load_lay(folder: Path = LAY) -> list[LayQuestion]:
    """Read every file; ``DataError`` with file and line for a row that does not fit."""
    rows = []
    for file in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            try:
                rows.append(LayQuestion.model_validate(json.loads(line)))
            except (ValidationError, ValueError) as error:
                reason = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
                raise DataError(file, "问题", line=number, found=reason, expected="见 lay/README.md") from None
    return rows


def text_digest(text: str) -> str:
    """Return what stands for an article's text in these files."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
