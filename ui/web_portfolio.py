"""政策体检: a guided profile, and for every answer the measures, the best combination and what to answer next."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

import gradio as gr

from calculators.profile import find_eligibility
from ui.api_service import Service
from ui.day import read_day
from ui.profile_form import read_answers
from ui.render_check import CheckResults, intro_html, questions_html
from ui.render_check_text import portfolio_markdown
from ui.render_form import turn_html
from ui.web_plot import combination_figure
from ui.web_shell import LIVE, Page, Site, clause_drawer, frame, page_script
from ui.web_texts import Language


def _build(site: Site, language: Language) -> None:
    service, rules = site.service, find_eligibility()
    with frame(site, PAGE.key, language), gr.Row(elem_id="sc-work", elem_classes="sc-checking"):
        gr.HTML(intro_html(language), elem_id="sc-intro", apply_default_css=False)
        with gr.Column(elem_id="sc-left", min_width=0):
            gr.HTML(questions_html(rules, language), elem_id="sc-form", apply_default_css=False)
        with gr.Column(elem_id="sc-right", min_width=0):
            empty = CheckResults(service.policies, language).empty()
            summary = gr.HTML(empty, elem_id="sc-summary", apply_default_css=False)
            plot = gr.Plot(elem_id="sc-plot", show_label=False, container=False, visible="hidden")
            cards = gr.HTML("", elem_id="sc-cards", apply_default_css=False)
    links = page_script("web_form.js", "web_portfolio.js", "web_drawer.js")
    clause_drawer(site, language, links)
    checked = links.submit(_checker(service, language), None, [summary, plot, cards], queue=False, **LIVE)
    checked.then(None, js="() => window.suance.shown()")


PAGE = Page("portfolio", "portfolio", _build)


def _checker(service: Service, language: Language) -> Callable[..., tuple[str, Any, str]]:
    def listen(event: gr.EventData) -> tuple[str, Any, str]:
        return check(service, event._data, language)

    return listen


def check(service: Service, asked: object, language: Language) -> tuple[str, Any, str]:
    """Return the results and the picture for what the page sends: the answers by path."""
    asked = asked if isinstance(asked, Mapping) else {}
    form, turn = read_answers(find_eligibility(), asked.get("answers")), turn_html(asked.get("turn"))
    results = CheckResults(service.policies, language)
    if form.empty:
        return turn + results.empty(), gr.Plot(visible="hidden"), ""
    portfolio = service.portfolio(form.inputs, as_of=read_day(asked.get("as_of")), policy=None)
    figure = combination_figure(portfolio, language)
    kept = escape(portfolio_markdown(portfolio, service.policies, language))
    plot = gr.Plot(figure, visible=True) if figure else gr.Plot(visible="hidden")
    cards = f'{results.measures(portfolio)}<pre hidden class="sc-markdown">{kept}</pre>'
    return turn + results.faults(form.faults) + results.summary(portfolio), plot, cards
