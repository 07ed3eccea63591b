"""Several questions in one message → the parts that are answered one by one, like turns of a conversation."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.draft import ReplyDraft
from assistant.offline.quantities import denies
from assistant.offline.words import any_of, cues, plain, replies
from index.hit import ANSWERABLE, UNSTATED, likeliest_kind

_CUT = re.compile(r"(?<=[?？!！;；。\n])|[,，](?=\S)|(?=[①-⑳])|(?i: and (?=(?:who|whom|how|what|when|which|where)\b))")
_MOST_PARTS = 4
_SHORTEST = 3  # characters: 对吧 asks nothing of its own
_BARE = 5  # characters: 加几多, how much and no matter of its own
_OWN_KINDS = frozenset({"who", "date", "overlap", "procedure"})
"""Kinds of question that are answered apart from what the clause says."""
_SURE = 0.6
_CLEAR = 0.4
"""A part with a hit of this score, and none half as good beside it, says what it is about."""
_TELLS = 0.7
"""With this chance a clause does not state what a part asks for, and with the rest of it, it does."""
_TELLS_OF_LAST = 0.95
"""The same for a part that names no clause and is held to speak of the last one."""
_OUTSIDE = 0.3
"""Below it a part asks for something that no policy answers."""
_LONG = 60  # characters of a message in which one talks around a question
_MARK = re.compile(r"[?？]")
_LINK = re.compile(r"(?<=[\u4e00-\u9fff])又(?=[\u4e00-\u9fff])")
"""Ties a part to the one before it and says nothing of its own: 示范方案又评几个."""
_GUESS = re.compile(r"(?:是不是|就是|不是|是|系)(?!谁|哪|什么|否).{1,16}(?:吗|么|吧|嘛|咩)[?？。!]*")
"""What guesses at the answer to the question before it and names no subject: 指哪一种，是造电动车那帮人吗."""
_SHOWN = 30  # characters of a part that its answer is headed with


@dataclass(frozen=True, slots=True)
class _Judged:
    text: str
    clause: str
    """What the part is about, if it says so itself; else empty."""
    own_kind: str
    """One of the kinds that are answered apart; else empty."""
    outside: bool
    talk: bool
    """Greets or talks of nothing, and names no matter."""
    stated: bool | None
    """Whether the clause states what the part asks for; None where that is not clear."""


def split(question: str) -> list[str]:
    """Cut a message behind each of its questions; what is said before a question goes with it."""
    parts: list[str] = []
    waiting = ""
    for piece in _pieces(question):
        waiting += piece
        asked = plain(piece)
        if len(asked) > _SHORTEST and any_of(cues().asks_anything).search(asked) and not denies(piece):
            parts.append(waiting)
            waiting = ""
    if not parts:
        return [question]
    parts[-1] += waiting
    first, *others = (part.strip() for part in parts)
    return [first, *(_LINK.sub("", part) for part in others)] if len(parts) <= _MOST_PARTS else [question]


def sides_of(question: str) -> list[str]:
    """Return what a question compares, side by side: 算力券 / 机房贴息; none where it names one thing."""
    sides = [side.strip() for side in any_of(cues().between_sides).split(question)]
    told = [side for side in sides if len(plain(side)) > 1]
    return told if 1 < len(told) <= _MOST_PARTS else []


def _pieces(question: str) -> list[str]:
    starts = [0, *(found.end() for found in _CUT.finditer(question)), len(question)]
    return [question[start:end] for start, end in zip(starts, starts[1:], strict=False) if end > start]


def group(parts: Sequence[str], searches: Sequence[Mapping[str, Any]]) -> list[str]:
    """Join neighbouring parts that ask about the same thing; more than one group is several questions."""
    groups: list[_Judged] = []
    for part, found in zip(parts, searches, strict=True):
        judged = _judge(part, found, about=groups[-1].clause if groups else "")
        if len(groups) > 1 and not judged.clause and any_of(cues().compares).search(plain(part)):
            continue  # 评几家？又评几个？哪边更宽裕: the answers before it are the comparison
        if groups and not _parts_from(groups[-1], judged):
            last = groups[-1]
            groups[-1] = _Judged(
                _joined(last.text, part), last.clause or judged.clause, last.own_kind or judged.own_kind,
                last.outside and judged.outside, last.talk and not judged.clause,
                judged.stated if last.stated is None else last.stated,
            )  # fmt: skip
        else:
            groups.append(judged)
    return [judged.text for judged in groups]


def rambles(question: str, groups: Sequence[str], searches: Sequence[Mapping[str, Any]]) -> bool:
    """Say whether a long spoken message holds one question among remarks: one part is about what the whole is about.

    ``searches``: of the whole message, and of each group.
    """
    whole, *parts = (_judge(text, found, about="") for text, found in zip((question, *groups), searches, strict=True))
    if len(plain(question)) < _LONG or not whole.clause or searches[0]["hits"][0]["score"] < _TELLS:
        return False
    others = [part for part in parts if part.clause != whole.clause]
    return len(others) == len(parts) - 1 and not any(part.clause or _MARK.search(part.text) for part in others)


def _joined(first: str, second: str) -> str:
    return f"{first}{second}" if first.endswith(tuple("?？!！;；。\n")) else f"{first}，{second}".replace("，，", "，")


def _judge(part: str, found: Mapping[str, Any], *, about: str) -> _Judged:
    """Judge a part by itself; one that names no clause is held to speak of the clause ``about``."""
    hits, answerable = found["hits"], found["answerable"]
    scores = [hit["score"] for hit in hits[:2]] + [0.0, 0.0]
    sure = answerable >= ANSWERABLE and scores[0] >= _CLEAR and scores[0] >= 2 * scores[1]
    kind = likeliest_kind(found["kinds"], answerable)
    own = kind if kind in _OWN_KINDS and found["kinds"][kind] >= _SURE else ""
    clause = hits[0]["clause"] if sure else ""
    outside = answerable < _OUTSIDE
    talk = (outside and kind == "smalltalk") or (not clause and bool(any_of(cues().remarks).search(plain(part))))
    return _Judged(part, clause, own, outside=outside, talk=talk, stated=_stated(clause or about, found, sure=sure))


def _stated(clause: str, found: Mapping[str, Any], *, sure: bool) -> bool | None:
    untold = found["facts"].get(clause, {}).get(UNSTATED, 0.0) if clause else _CLEAR
    tells = _TELLS if sure else _TELLS_OF_LAST
    return False if untold >= tells else True if untold <= 1 - tells else None


def _parts_from(last: _Judged, new: _Judged) -> bool:
    """Say whether a part asks for something else than the one before it."""
    wants_all = any_of(cues().whole_cap).search(plain(new.text)) and any_of(cues().asks_target).search(plain(last.text))
    bare = len(plain(new.text)) <= _BARE and any_of(cues().asks_amount).search(plain(new.text))
    if wants_all or bare or any_of(cues().asks_text).search(plain(new.text)):
        return False
    if last.talk or new.talk or (new.outside and _GUESS.fullmatch(plain(new.text))):
        return False
    if new.outside and len(plain(new.text)) <= _BARE:
        return False  # 还要什么 is asked of what was said before it
    if last.outside or new.outside:
        return last.outside != new.outside and (new.outside or bool(new.clause))
    if new.own_kind != last.own_kind:
        return bool(new.own_kind) or bool(new.clause)
    if None not in (last.stated, new.stated) and last.stated != new.stated:
        return True
    return bool(new.clause and last.clause and new.clause != last.clause)


def join(parts: Sequence[str], drafts: Sequence[ReplyDraft]) -> ReplyDraft:
    """Put the answers to several questions under one another, each headed by what was asked."""
    texts = [
        replies().texts["each"].format(asked=_heading(part), text=draft.text)
        for part, draft in zip(parts, drafts, strict=True)
    ]
    return ReplyDraft(
        status=_status([draft.status for draft in drafts]),
        text="\n\n".join(texts),
        missing=list(dict.fromkeys(field for draft in drafts for field in draft.missing)),
        suggestions=next((draft.suggestions for draft in drafts if draft.missing), drafts[-1].suggestions),
    )


def _heading(part: str) -> str:
    asked = part.strip().rstrip("?？!！。;；,，")
    return asked if len(asked) <= _SHOWN else f"…{asked[-_SHOWN:]}"


def _status(statuses: Sequence[str]) -> Any:  # noqa: ANN401
    found = set(statuses)
    if len(found) == 1:
        return statuses[0]
    if "not_in_force" in found:
        return "not_in_force"
    told, untold = found & {"answered", "needs_input", "partial"}, found & {"not_stated", "out_of_scope"}
    if told and untold:
        return "partial"
    return "needs_input" if told == {"answered", "needs_input"} else "partial" if told else "not_stated"
