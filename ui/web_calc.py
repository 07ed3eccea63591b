"""算补贴: a form for every calculator, a live result with its steps and a picture, scenarios, and backward."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import gradio as gr

from calculators.calculator import Calculator
from calculators.curve import Curve, curve_fields
from corpus.errors import InputError
from ui.api_service import Service
from ui.contract import Solve
from ui.day import read_day
from ui.form_values import Filled, read_form
from ui.render_calc import SCENARIOS, Results, Scenario, forms_html, intro_html
from ui.render_form import turn_html
from ui.web_plot import curve_figure
from ui.web_shell import LIVE, Page, Site, clause_drawer, frame, page_script
from ui.web_texts import Language

_CAP = "cap"


def _build(site: Site, language: Language) -> None:
    service = site.service
    with frame(site, PAGE.key, language), gr.Row(elem_id="sc-work"):
        gr.HTML(intro_html(service.calculators, language), elem_id="sc-intro", apply_default_css=False)
        with gr.Column(elem_id="sc-left", min_width=0):
            forms = forms_html(service.calculators, service.policies, language)
            gr.HTML(forms, elem_id="sc-form", apply_default_css=False)
        with gr.Column(elem_id="sc-right", min_width=0):
            plot = gr.Plot(elem_id="sc-plot", show_label=False, container=False, visible="hidden")
            cards = gr.HTML("", elem_id="sc-cards", apply_default_css=False)
    links = page_script("web_form.js", "web_calc.js", "web_drawer.js")
    clause_drawer(site, language, links)
    computed = links.submit(_computer(service, language), None, [cards, plot], queue=False, **LIVE)
    computed.then(None, js="() => window.suance.shown()")


PAGE = Page("calc", "calc", _build)


def _computer(service: Service, language: Language) -> Callable[..., tuple[str, Any]]:
    def listen(event: gr.EventData) -> tuple[str, Any]:
        return compute(service, event._data, language)

    return listen


def compute(service: Service, asked: object, language: Language) -> tuple[str, Any]:
    """Return the results and the picture for what the page sends: calculator, scenarios, the backward question."""
    asked = asked if isinstance(asked, Mapping) else {}
    calculator = service.calculators.get(str(asked.get("name")))
    if calculator is None:
        return "", gr.Plot(visible="hidden")
    forms = [read_form(calculator, each) for each in _list(asked.get("scenarios"))[:SCENARIOS]]
    as_of = read_day(asked.get("as_of"))
    scenarios = [_outcome(service, calculator, form, as_of) for form in forms]
    reverse = _backward(service, calculator, forms[0], asked) if forms else None
    html = turn_html(asked.get("turn")) + Results(service.policies, language).html(scenarios, reverse)
    if any(form.faults for form in forms):
        return html, gr.skip()  # the last picture stays until the fault is mended
    figure = curve_figure(_curves(service, calculator, forms, asked), language)
    return html, gr.Plot(figure, visible=True) if figure else gr.Plot(visible="hidden")


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _outcome(service: Service, calculator: Calculator, form: Filled, as_of: date | None) -> Scenario:
    if form.faults or (form.empty and calculator.fields):
        return Scenario(None, form.faults)
    return Scenario(service.calculate(calculator.name, form.inputs, as_of=as_of, sought=None), {})


def _backward(service: Service, calculator: Calculator, form: Filled, page: Mapping[str, object]) -> Scenario | None:
    """Solve for a field; the first form says the rest."""
    asked, as_of = page.get("reverse"), read_day(page.get("as_of"))
    if not isinstance(asked, Mapping) or form.faults:
        return None
    target = str(asked.get("target") or _CAP)[:100]
    sought = Solve(field=str(asked.get("field"))[:100] or "-", target=target)
    try:
        return Scenario(service.calculate(calculator.name, form.inputs, as_of=as_of, sought=sought), {})
    except InputError as error:
        return Scenario(None, {error.field: error})


def _curves(
    service: Service, calculator: Calculator, forms: Sequence[Filled], asked: Mapping[str, object]
) -> list[Curve]:
    """Draw every scenario over one field, all as wide as the widest."""
    paths = _paths(calculator, forms)
    if not paths:
        return []

    def draw(form: Filled, path: str, wide: Decimal = _NOTHING) -> Curve:
        return service.curve(calculator.name, form.inputs, field=path, as_of=read_day(asked.get("as_of")), wide=wide)

    path = asked.get("over")
    if path not in paths:
        path = _telling([draw(forms[0], path) for path in paths]) or paths[0]
    first = [draw(form, str(path)) for form in forms]
    wide = max((curve.points[-1].at_yuan for curve in first if curve.points), default=_NOTHING)
    return [draw(form, str(path), wide) for form in forms] if len(forms) > 1 else first


_NOTHING = Decimal(0)


def _paths(calculator: Calculator, forms: Sequence[Filled]) -> list[str]:
    """Return the money fields that a picture may run over: those of a list where the first form uses it."""
    given = forms[0].inputs if forms else {}
    paths = [field.path.replace("[]", "[0]") for field in curve_fields(calculator)]
    listed = [path for path in paths if "[" in path and given.get(path.partition("[")[0])]
    needed = [path for path in paths if "[" in path and calculator.fields[path.partition("[")[0]].required]
    return listed or needed or [path for path in paths if "[" not in path]


def _telling(curves: Sequence[Curve]) -> str:
    """Return the field whose picture says most: it reaches a cap, or at least has a threshold."""
    for has in ("cap", "threshold"):
        for curve in curves:
            if getattr(curve, has):
                return curve.field
    return ""
