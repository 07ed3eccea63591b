"""The report as one self-contained HTML page: style, script and charts inside, nothing fetched. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path

from evals.case import Case
from evals.charts import bars, histogram, rejection_curve
from evals.metrics import Group, Metric, Metrics, metric_words
from evals.page_case import case_html, page_words
from evals.report import Report, shown
from evals.result import CaseResult
from evals.retrieval import Retrieval

_HERE = Path(__file__).parent
_HEADLINES = ("cases", "status", "hit_at_1", "amounts", "false_refusals", "false_answers", "parity", "latency_p95")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"


def page(report: Report, cases: Sequence[Case], results: Iterable[CaseResult]) -> str:
    """Return the page."""
    runs: dict[str, list[CaseResult]] = {}
    for result in results:
        runs.setdefault(result.case, []).append(result)
    ran = [case for case in cases if case.id in runs]
    script = f"<script>{_text('page.js')}</script>" if ran else ""
    title = f"评测 {report.about.model} {report.about.commit}"
    return (
        '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<title>{escape(title)}</title><style>{_text('page.css')}</style></head><body><main>"
        f"<h1>{escape(title)}</h1>{_about(report)}{_metrics(report.metrics)}"
        f"{_charts(report.metrics, runs)}{''.join(map(_retrieval, report.retrieval))}{_cases(ran, runs)}"
        f"</main>{script}</body></html>\n"
    )


def _text(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def _about(report: Report) -> str:
    about = report.about
    forms = "，另换字体、换形各一遍" if about.forms else ""
    line = (
        f"编码器 {about.encoder} · 范围 {about.suite} · {about.cases} 题，每题 {about.repeat} 遍{forms} · "
        f"用时 {about.seconds:.0f} 秒 · {about.made:%Y-%m-%d %H:%M} UTC"
    )
    return f'<p class="about">{escape(line)}</p>'


def _metrics(metrics: Metrics | None) -> str:
    if metrics is None:
        return ""
    found, words = metrics.overall.metrics, metric_words()
    figures = []
    for name in _HEADLINES:
        if name in found:
            value, _, interval = shown(name, found[name]).partition(" ")
            figures.append(
                f'<div class="figure"><span>{words[name].label}</span><b>{value}</b><small>{interval}</small></div>'
            )
    rows = []
    for name in words:
        if name in found:
            blind = metrics.blind.metrics.get(name)
            rows.append(
                f'<tr><td>{words[name].label}</td><td class="number">{shown(name, found[name])}</td>'
                f'<td class="number">{shown(name, blind) if blind else "—"}</td>'
                f'<td class="number">{found[name].count}</td><td>{escape(words[name].meaning)}</td></tr>'
            )
    head = "<tr><th>指标</th><th>全部</th><th>盲写的题</th><th>次数</th><th>含义</th></tr>"
    return (
        f'<div class="headline">{"".join(figures)}</div><h2>指标</h2>'
        '<p class="note">括号里是 95% 置信区间，对题自助抽样得到。</p>'
        f'<div class="scroll card metrics"><table>{head}{"".join(rows)}</table></div>'
    )


def _charts(metrics: Metrics | None, runs: Mapping[str, Sequence[CaseResult]]) -> str:
    if metrics is None:
        return ""
    words = page_words()
    cards = [
        _card("按种类：全部通过的题", bars(_rows(metrics.by_kind, words.kinds), "按种类的通过率")),
        _card("按措施：全部通过的题", bars(_rows(metrics.by_measure, {}), "按措施的通过率")),
        _card("按部分：全部通过的题", bars(_rows(metrics.by_section, words.sections), "按部分的通过率")),
    ]
    times = [
        float(turn.reply["latency_ms"])
        for own in runs.values() for run in own for turn in run.turns
    ]  # fmt: skip
    if times:
        cards.append(_card("每轮用时（毫秒）", histogram(times, "每轮用时的分布")))
    return f'<h2>分布</h2><div class="charts">{"".join(cards)}</div>'


def _rows(groups: Mapping[str, Group], names: Mapping[str, str]) -> list[tuple[str, Metric, str]]:
    rows = []
    for name, group in groups.items():
        metric = group.metrics["cases"]
        rows.append((names.get(name, name), metric, f"{metric.value:.0%}  {group.cases} 题"))
    return rows


def _card(title: str, inside: str) -> str:
    return f'<div class="card"><h3>{escape(title)}</h3>{inside}</div>'


def _retrieval(one: Retrieval) -> str:
    recall = f"R@1 {one.recall_at_1:.1%}，R@3 {one.recall_at_3:.1%}，MRR {one.mrr:.3f}"
    line = f"{one.questions} 题，其中 {one.outside} 题不该有答案。{recall}。"
    cards = []
    if one.curve and one.threshold is not None:
        key = (
            f'<p class="key"><i class="right">该拒的拒了 {one.refused:.1%}</i> · '
            f'<i class="wrong">误拒 {one.false_refusals:.1%}</i> · 竖线是所用的阈值 {one.threshold}</p>'
        )
        cards.append(_card("拒答曲线", rejection_curve(one, "各阈值下的拒答") + key))
    if one.misses:
        rows = [(miss.question, _ids(miss.expected), _ids(miss.found)) for miss in one.misses]
        cells = "".join(f'<tr><td>{escape(ask)}</td><td class="ids">{right}</td><td class="ids">{top}</td></tr>'
                        for ask, right, top in rows)  # fmt: skip
        table = f"<table><tr><th>问</th><th>应为</th><th>找到</th></tr>{cells}</table>"
        cards.append(_card(f"第一名不对的（列出 {len(rows)} 题）", f'<div class="scroll">{table}</div>'))
    return f'<h2>检索：{escape(one.name)}</h2><p class="note">{line}</p><div class="charts">{"".join(cards)}</div>'


def _ids(clauses: Iterable[str]) -> str:
    return " ".join(clause.rpartition("/")[2] for clause in clauses)


def _cases(cases: Sequence[Case], runs: Mapping[str, Sequence[CaseResult]]) -> str:
    if not cases:
        return ""
    blocks = "".join(case_html(case, runs[case.id]) for case in cases)
    return f'<h2 id="cases">逐题</h2>{_filters(cases, runs)}{blocks}<p class="none" hidden>没有符合的题。</p>'


def _filters(cases: Sequence[Case], runs: Mapping[str, Sequence[CaseResult]]) -> str:
    words = page_words()
    any_wrong = any(not run.passed for own in runs.values() for run in own if run.variant == "asked")
    states = {"wrong": "没有通过", "right": "通过", "differs": "换形式后不同"}
    measures = {name: name for name in sorted({case.measure for case in cases})}
    kinds = {name: label for name, label in words.kinds.items() if any(case.kind == name for case in cases)}
    return (
        '<div class="filters"><input type="search" placeholder="搜索问题、题名、答复" aria-label="搜索">'
        f"{_select('state', '结果', states, chosen='wrong' if any_wrong else '')}{_select('kind', '种类', kinds)}"
        f"{_select('section', '部分', words.sections)}{_select('measure', '措施', measures)}"
        f"{_select('check', '没通过的检查', words.checks)}<output></output></div>"
    )


def _select(key: str, label: str, options: Mapping[str, str], chosen: str = "") -> str:
    choices = "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(text)}</option>'
        for value, text in options.items()
    )
    return f'<select data-key="{key}" aria-label="{label}"><option value="">{label}：全部</option>{choices}</select>'
