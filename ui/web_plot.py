"""Pictures with Plotly: an amount that grows with an input, and a combination. Its script comes from this server.

Colours that text and grid take from the theme stand in web_plot.css; those of the lines read on paper and on ink.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import plotly.graph_objects as go

from calculators.curve import Curve, Limit, Point
from calculators.portfolio_result import MeasureCheck, Portfolio
from ui.form_english import said_in
from ui.render_money import WAN, money
from ui.render_place import in_script
from ui.web_texts import Language, page_texts, script_of

COLOURS = ("#2a8a86", "#c0662f", "#6b6fc4")
_LIMIT = "#b23a2e"
_HEIGHT = 320
_MARGINS: Mapping[str, int] = {"l": 12, "r": 20, "t": 28, "b": 12}


def curve_figure(curves: Sequence[Curve], language: Language) -> go.Figure | None:
    """Return the picture of one or more scenarios; None where there is no line to draw."""
    drawn = [(number, curve) for number, curve in enumerate(curves) if len(curve.points) > 1]
    if not drawn:
        return None
    figure, words = _figure(), page_texts(language).calc
    for number, curve in drawn:
        _add_line(figure, curve, COLOURS[number], language)
    _add_limits(figure, [curve for _, curve in drawn], language)
    script = script_of(language)
    names = [words.scenario.format(name=name) for name in words.scenarios] if len(drawn) > 1 else [words.own]
    for number, curve in drawn:
        if curve.own:
            named = words.limit.format(label=names[number], amount=money(curve.own.high_yuan, script))
            _add_own(figure, curve.own, (number, *_size([each for _, each in drawn])), named)
    label = said_in(drawn[0][1].label, language)
    figure.update_xaxes(title_text=words.axis.format(label=label, unit=words.axis_unit), rangemode="tozero")
    figure.update_yaxes(title_text=words.axis_amount.format(unit=words.axis_unit), rangemode="tozero")
    return figure


def _figure() -> go.Figure:
    """Return an empty picture that lies still: nothing to drag, no background."""
    figure = go.Figure()
    figure.update_layout(
        height=_HEIGHT, margin=dict(_MARGINS), showlegend=False, dragmode=False, hovermode="closest", autosize=True,
        paper_bgcolor="rgba(0,0,0,0)", plot_bgcolor="rgba(0,0,0,0)", font={"size": 13}, template="none",
    )  # fmt: skip
    axis = {
        "fixedrange": True, "automargin": True, "showgrid": True, "zeroline": False, "tickformat": ",~f",
        "title_standoff": 10, "title_font_size": 13,
    }  # fmt: skip
    figure.update_xaxes(**axis)
    figure.update_yaxes(**axis)
    return figure


def _wan(yuan: Decimal) -> float:
    """Return an amount in 万元, for drawing only."""
    return float(yuan / WAN)


def _add_line(figure: go.Figure, curve: Curve, colour: str, language: Language) -> None:
    words = page_texts(language).calc
    across = [_wan(point.at_yuan) for point in curve.points]
    high = [_wan(point.high_yuan) for point in curve.points]
    low = [_wan(point.low_yuan) for point in curve.points]
    if low != high:
        figure.add_scatter(x=across, y=low, mode="lines", line={"width": 1, "color": colour}, hoverinfo="skip")
    hover = f"%{{x:,~f}} → %{{y:,~f}} {words.axis_unit}<extra></extra>"
    figure.add_scatter(
        x=across, y=high, mode="lines", line={"width": 3, "color": colour}, hovertemplate=hover,
        fill="tonexty" if low != high else None, fillcolor=_faint(colour),
    )  # fmt: skip


def _faint(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},.16)"


def _add_limits(figure: go.Figure, curves: Sequence[Curve], language: Language) -> None:
    """Draw each cap across and each threshold upright, once, with its name and amount."""
    script, form = script_of(language), page_texts(language).calc.limit

    def named(limit: Limit) -> str:
        return form.format(label=in_script(limit.label, script), amount=money(limit.yuan, script))

    line = {"line_dash": "dash", "line_color": _LIMIT, "line_width": 1.5}
    wide, high = _size(curves)
    for cap in {curve.cap.yuan: curve.cap for curve in curves if curve.cap}.values():
        figure.add_hline(_wan(cap.yuan), annotation_text=named(cap), annotation_position="top left", **line)
    for threshold in {curve.threshold.yuan: curve.threshold for curve in curves if curve.threshold}.values():
        at = _wan(threshold.yuan)
        figure.add_vline(at, **line)
        figure.add_annotation(
            x=at, y=high / 2, text=named(threshold), showarrow=False, xanchor="left" if at < wide / 2 else "right",
            xshift=6 if at < wide / 2 else -6,
        )  # fmt: skip


def _size(curves: Sequence[Curve]) -> tuple[float, float]:
    """Return how far the lines go across and up."""
    points = [point for curve in curves for point in curve.points]
    return _wan(max(point.at_yuan for point in points)), _wan(max(point.high_yuan for point in points))


def _add_own(figure: go.Figure, own: Point, place: tuple[int, float, float], text: str) -> None:
    """Mark where the user stands, its name on the side where there is room."""
    number, wide, high = place
    across, up = _wan(own.at_yuan), _wan(own.high_yuan)
    side = f"{'top' if up < high / 10 else 'bottom'} {'left' if across > wide * 0.6 else 'right'}"
    figure.add_scatter(
        x=[across], y=[up], mode="markers+text", text=[text], textposition=side, hoverinfo="skip", cliponaxis=False,
        marker={"size": 13, "color": COLOURS[number], "line": {"width": 3, "color": "#fffefb"}},
    )  # fmt: skip


def combination_figure(portfolio: Portfolio, language: Language) -> go.Figure | None:
    """Return the amounts of the measures: in the best combination, eligible besides, and if open conditions hold."""
    sorts = _sorts(portfolio, language)
    if not any(checks for _, checks, _ in sorts):
        return None
    figure, words = _figure(), page_texts(language).check
    for name, checks, look in sorts:
        amounts = [_highest(check) for check in checks]
        figure.add_bar(
            x=[_wan(amount) for amount in amounts], y=[_named(check, language) for check in checks], name=name,
            orientation="h", marker=look, text=[money(amount, script_of(language)) for amount in amounts],
            textposition="outside", cliponaxis=False, hoverinfo="skip",
        )  # fmt: skip
    bars = sum(len(checks) for _, checks, _ in sorts)
    figure.update_layout(
        barmode="overlay", bargap=0.35, height=_BAR * bars + 110, showlegend=True,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
    )  # fmt: skip
    widest = max(_wan(_highest(check)) for _, checks, _ in sorts for check in checks)
    unit = page_texts(language).calc.axis_unit
    figure.update_xaxes(title_text=words.axis.format(unit=unit), range=[0, widest * _ROOM], nticks=5)
    figure.update_yaxes(autorange="reversed", showgrid=False)
    return figure


_LINE, _MARKER = 10, 4
"""Characters of a line, and of the number before a name."""
_BAR, _ROOM = 40, 1.4
"""Pixels for each bar; how much further than the longest bar the picture goes, for its amount."""


def _sorts(portfolio: Portfolio, language: Language) -> list[tuple[str, list[MeasureCheck], dict[str, object]]]:
    words = page_texts(language).check
    chosen = portfolio.combination.chosen if portfolio.combination else ()
    paid = [check for check in portfolio.measures if _highest(check)]
    taken = [check for check in paid if check.verdict == "eligible" and check.clause.rpartition("/")[2] in chosen]
    besides = [check for check in paid if check.verdict == "eligible" and check not in taken]
    open_ones = [check for check in paid if check.verdict == "cannot_tell"]
    striped: dict[str, object] = {
        "color": _faint(COLOURS[0]),
        "pattern": {"shape": "/", "fgcolor": COLOURS[0], "size": 6},
    }
    return [
        (words.chosen, taken, {"color": COLOURS[0]}),
        (words.not_chosen, besides, {"color": COLOURS[1]}),
        (words.if_met, open_ones, striped),
    ]


def _highest(check: MeasureCheck) -> Decimal:
    return check.amount_yuan or (check.range_yuan[1] if check.range_yuan else Decimal(0))


def _named(check: MeasureCheck, language: Language) -> str:
    """Return a measure's name, in two lines where it is long: half of a phone's width is for the bars."""
    label = in_script(check.label, script_of(language))
    if len(label) <= _LINE:
        return label
    half = (len(label) + _MARKER) // 2
    return f"{label[:half]}<br>{label[half:]}"
