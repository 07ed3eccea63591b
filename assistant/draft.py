"""What a driver hands in at the end of a turn: the draft that citations and checks turn into a reply."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class ReplyDraft(BaseModel):
    """交出本轮答复。正文用简体；每个事实句后附工具给出的引用标记 ref，原样照抄。"""

    model_config = ConfigDict(frozen=True, extra="forbid")

    status: Literal["answered", "partial", "needs_input", "not_stated", "not_in_force", "out_of_scope"]
    text: str = Field(description="答复正文：先给结论，再列算式，再说条件与责任单位")
    missing: list[str] = Field(default_factory=list, description="还需要用户提供的输入字段名")
    suggestions: list[str] = Field(default_factory=list, description="供用户点选的下一句话")
