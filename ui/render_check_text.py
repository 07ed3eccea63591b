"""政策体检 as Markdown, to keep and to hand on. Pure."""

from collections.abc import Iterator, Mapping

from calculators.portfolio_result import MeasureCheck, Portfolio
from corpus.clause import Policy
from ui.render_check import ORDER
from ui.render_place import clause_name, in_script, published
from ui.web_texts import Language, page_texts, script_of

_SIGNS = {True: "x", False: " ", None: " "}


def portfolio_markdown(portfolio: Portfolio, policies: Mapping[str, Policy], language: Language) -> str:
    """Return the results with conditions, quotes and departments, in the reader's script."""
    return "\n".join(_lines(portfolio, policies[portfolio.policy], language)) + "\n"


def _lines(portfolio: Portfolio, policy: Policy, language: Language) -> Iterator[str]:
    words, script = page_texts(language).check, script_of(language)
    life = portfolio.in_force
    yield f"# {words.title}"
    yield ""
    yield in_script(f"{policy.issuer}《{policy.title}》", script)
    yield words.as_of.format(date=portfolio.as_of, first=life.first, last=life.last)
    yield ""
    if portfolio.combination:
        yield f"**{in_script(portfolio.combination.reason, script)}**"
    else:
        yield f"**{words.nothing}**"
    for verdict in ORDER:
        checks = [check for check in portfolio.measures if check.verdict == verdict]
        if checks:
            yield from ("", f"## {words.verdicts[verdict]}")
        for check in checks:
            yield from _measure(check, policy, language)
    for name, said in (
        (words.exclusions, [each.text for each in portfolio.exclusions]),
        (words.assumptions, list(portfolio.assumptions)),
    ):
        if said:
            yield from ("", f"## {name}", "", *(f"- {in_script(line, script)}" for line in said))


def _measure(check: MeasureCheck, policy: Policy, language: Language) -> Iterator[str]:
    words, script = page_texts(language).check, script_of(language)
    clause = policy.clause(check.clause.rpartition("/")[2])
    yield from ("", f"### {clause_name(policy, clause, script)}", "", in_script(f"{check.reason}。", script), "")
    for condition in check.conditions:
        line = in_script(condition.text or condition.label, script)
        yield f"- [{_SIGNS[condition.met]}] {line}：“{published(policy, condition.quote, script)}”"
    for step in check.calculation.steps if check.calculation else ():
        yield f"- {in_script(step.label, script)}：{step.expression} = {step.value}"
    if clause.units:
        units = "、".join(published(policy, unit, script) for unit in clause.units)
        yield from ("", f"{in_script(words.responsible, script)}：{units}")
