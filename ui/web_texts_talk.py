"""The words around a conversation: what one may do with an answer and with all of them."""

from typing import Literal

from corpus.data_file import DataModel

Verdict = Literal["up", "down"]


class VoteWords(DataModel):
    """What a reader thinks of an answer. ``reasons`` are offered to tap, by verdict."""

    group: str
    labels: dict[Verdict, str]
    headings: dict[Verdict, str]
    reasons: dict[Verdict, tuple[str, ...]]
    optional: str
    more: str
    masked: str
    send: str
    thanks: str
    failed: str
    stale: str


class TalkWords(DataModel):
    """Below an answer and over the conversation."""

    vote: VoteWords
    tools: str
    tools_answer: str
    copy_answer: str
    copied: str
    uncopied: str
    sums: str
    clauses: str
    source: str
    save: str
    print: str
    file_title: str
    file_name: str
    asked: str
    unfinished: str
    unread: str
    delete: str
    delete_heading: str
    delete_warning: str
    delete_now: str
    delete_wait: str
    deleted: str
    undeleted: str
    cancel: str
    earlier: str
    earlier_heading: str
    earlier_hint: str
    earlier_none: str
    earlier_count: str
    earlier_wait: str
