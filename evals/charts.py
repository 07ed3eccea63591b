"""Charts as inline SVG, drawn without any library; colours come from the page's style. Pure."""

from collections.abc import Sequence
from html import escape

from evals.metrics import Metric
from evals.retrieval import Retrieval

_ROW, _LABEL, _VALUE = 26, 108, 132
_BARS = 260
WIDTH = _LABEL + _BARS + _VALUE


def bars(rows: Sequence[tuple[str, Metric, str]], title: str) -> str:
    """Return one bar a row with its interval; a row is label, metric (0 to 1) and the text beside it."""
    parts = []
    for place, (label, metric, text) in enumerate(rows):
        middle, long = place * _ROW + _ROW / 2, _BARS * metric.value
        start, end = (_LABEL + _BARS * value for value in (metric.low, metric.high))
        parts.append(
            f'<text class="label" x="{_LABEL - 8}" y="{middle + 4:.1f}">{escape(label)}</text>'
            f'<rect class="track" x="{_LABEL}" y="{middle - 7:.1f}" width="{_BARS}" height="14" rx="3"/>'
            f'<rect class="bar" x="{_LABEL}" y="{middle - 7:.1f}" width="{long:.1f}" height="14" rx="3"/>'
            f'<path class="interval" d="M{start:.1f} {middle:.1f}H{end:.1f}M{start:.1f} {middle - 4:.1f}v8'
            f'M{end:.1f} {middle - 4:.1f}v8"/>'
            f'<text class="value" x="{_LABEL + _BARS + 8}" y="{middle + 4:.1f}">{escape(text)}</text>'
        )
    return _svg("".join(parts), WIDTH, len(rows) * _ROW, title)


def rejection_curve(retrieval: Retrieval, title: str) -> str:
    """Return what is refused at each threshold, rightly and falsely, and the threshold in use."""
    width, height, left, base = 480, 240, 40, 210
    across, up = width - left - 16, base - 14

    def at(threshold: float, share: float) -> str:
        return f"{left + across * threshold:.1f} {base - up * share:.1f}"

    grid = "".join(
        f'<path class="grid" d="M{at(0, share)}H{width - 16}"/>'
        f'<text class="label" x="{left - 6}" y="{base - up * share + 4:.1f}">{share:.0%}</text>'
        for share in (0, 0.25, 0.5, 0.75, 1)
    )
    ticks = "".join(
        f'<text class="tick" x="{left + across * value:.1f}" y="{base + 18}">{value:g}</text>'
        for value in (0, 0.25, 0.5, 0.75, 1)
    )
    right = "M" + "L".join(at(point.threshold, point.refused) for point in retrieval.curve)
    wrong = "M" + "L".join(at(point.threshold, point.false_refusals) for point in retrieval.curve)
    chosen = f'<path class="chosen" d="M{at(retrieval.threshold or 0, 0)}V14"/>'
    lines = f'<path class="right" d="{right}"/><path class="wrong" d="{wrong}"/>'
    return _svg(grid + ticks + chosen + lines, width, height, title)


def histogram(values: Sequence[float], title: str, steps: int = 24) -> str:
    """Return how often each length of time occurs, in milliseconds, up to the 99th in a hundred."""
    width, height, base = 480, 160, 132
    if not values:
        return ""
    top = sorted(values)[int(0.99 * (len(values) - 1))] or 1.0
    counts = [0] * steps
    for value in values:
        counts[min(steps - 1, int(steps * value / top))] += 1
    wide, most = (width - 20) / steps, max(counts)
    columns = "".join(
        f'<rect class="bar" x="{10 + place * wide:.1f}" y="{base - 116 * count / most:.1f}" width="{wide - 2:.1f}" '
        f'height="{116 * count / most:.1f}"><title>{top * place / steps:.0f}–{top * (place + 1) / steps:.0f} ms：'
        f"{count}</title></rect>"
        for place, count in enumerate(counts)
    )
    places = [(top * share, min(width - 24, 10 + (width - 20) * share)) for share in (0, 0.25, 0.5, 0.75, 1)]
    ticks = "".join(f'<text class="tick" x="{x:.0f}" y="{base + 18}">{time:.0f}</text>' for time, x in places)
    return _svg(f'<path class="grid" d="M10 {base}H{width - 10}"/>' + columns + ticks, width, height, title)


def _svg(inside: str, width: float, height: float, title: str) -> str:
    return f'<svg viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{escape(title)}">{inside}</svg>'
