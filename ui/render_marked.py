"""A clause's text with words of it marked → HTML. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from corpus.clause import Span


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A clause's text in one script, cut by source offsets."""

    text: str
    offset: int
    """Where the text begins in the source."""
    spans: Sequence[Span] = ()
    """What is marked, in order, none overlapping another."""

    def piece(self, start: int, end: int) -> str:
        """Return [start, end) as HTML, its share of every span in a ``<mark>``."""
        pieces, at = [], start
        for span in self.spans:
            first, last = max(at, span.start), min(end, span.end)
            if first < last:
                pieces += [self._plain(at, first), f"<mark>{self._plain(first, last)}</mark>"]
                at = last
        return "".join([*pieces, self._plain(at, end)])

    def around(self, start: int, end: int, length: int) -> str:
        """Return about ``length`` characters of [start, end) with the first mark in view, as one line of HTML."""
        first = next((span.start for span in self.spans if start <= span.start < end), start)
        begin = max(start, min(first - length // 4, end - length))
        last = min(end, begin + length)
        left, right = ("…" if begin > start else ""), ("…" if last < end else "")
        return f"{left}{self.piece(begin, last)}{right}"

    def _plain(self, start: int, end: int) -> str:
        return escape(self.text[start - self.offset : end - self.offset], quote=False)
