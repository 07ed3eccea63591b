"""The tools that every driver calls. Expected failures become tool errors here and nowhere else."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from langchain.tools import ToolRuntime
from langchain_core.tools import BaseTool, StructuredTool, ToolException

from assistant.arguments import NotSaid, check_arguments
from assistant.difference_tool import difference_tool
from assistant.evidence import clause_evidence, reference, sentences
from assistant.profile_tool import profile_tool
from assistant.stated_tool import stated_tool
from assistant.sum_tool import sum_tool
from assistant.turn_context import TurnContext
from calculators.between import calculate_between
from calculators.calculator import Calculator
from calculators.eligibility import Eligibility, load_eligibility
from calculators.ranges import optional_amounts
from calculators.reverse import solve
from calculators.unmet import conditions_of, without_conditions
from corpus.clause import Clause, Policy
from corpus.errors import InputError, NotInForce
from corpus.load import resolve_clause
from corpus.normalise import fold, to_script
from index.search import Searcher

_HITS = 4
_LISTED = (
    "clause", "label", "chapter", "heading_ref", "units", "units_ref", "plain", "sentences", "has_figures", "most_yuan",
)  # fmt: skip
_LIKELY = 0.05  # a fact with a smaller chance is not worth a word


def build_tools(
    policies: Mapping[str, Policy], searcher: Searcher, calculators: Mapping[str, Calculator]
) -> list[BaseTool]:
    """Return search, reading, listing and one tool per calculator."""
    rules = load_eligibility()
    return [
        _search_tool(policies, searcher),
        _read_tool(policies),
        _list_tool(policies, calculators),
        *(
            _calculator_tool(calculator, load_eligibility().get(calculator.policy.id))
            for calculator in calculators.values()
        ),
        _solve_tool(calculators),
        sum_tool(calculators),
        stated_tool(calculators),
        difference_tool(calculators),
        *(profile_tool(one) for one in rules.values() if one.policy.id in policies),
    ]


def _search_tool(policies: Mapping[str, Policy], searcher: Searcher) -> BaseTool:
    def search_clauses(query: str, runtime: ToolRuntime[TurnContext], context: str = "") -> str:
        found = searcher.find(query, _HITS, context=context)
        hits = [
            {**clause_evidence(hit.clause, policies[hit.clause.policy_id]), "score": hit.score, "why": hit.why}
            for hit in found.hits
        ]
        kinds = {kind: round(value, 3) for kind, value in sorted(found.kinds.items(), key=lambda item: -item[1])[:6]}
        judged = {
            "answerable": round(found.answerable, 3), "stated": round(found.stated, 3), "kinds": kinds,
            "facts": {clause: _likely(facts) for clause, facts in found.facts.items()},
        }  # fmt: skip
        policy = policies[found.hits[0].clause.policy_id] if found.hits else next(iter(policies.values()))
        return _json({**judged, "policy": _life(policy, runtime.context.as_of), "hits": hits})

    return _tool(
        search_clauses,
        "按用户的原话检索政策条款。返回最相关的条款全文，每句带引用标记 ref；answerable 是政策能回答的可能性。",
        {
            "query": {"type": "string", "description": "用户的原话，不要改写"},
            "context": {"type": "string", "description": "若本句承接上一轮，填用户上一轮的原话，否则留空"},
        },
        required=["query"],
    )


def _likely(facts: Mapping[str, float]) -> dict[str, float]:
    """Return the facts of a clause that the question may well ask for; ``-`` is that the clause does not state it."""
    return {fact: round(chance, 2) for fact, chance in facts.items() if chance >= _LIKELY}


def _life(policy: Policy, as_of: date) -> dict[str, Any]:
    """Return the policy's name and whether it applies, with the sentence that says until when."""
    life = {
        "title": policy.title, "as_of": as_of.isoformat(), "in_force": policy.in_force(as_of),
        "first": policy.in_force_from.isoformat(), "last": policy.in_force_to.isoformat(),
    }  # fmt: skip
    text, ref = _life_sentence(policy)
    return {**life, "in_force_text": text, "in_force_ref": ref}


@lru_cache(maxsize=64)
def _life_sentence(policy: Policy) -> tuple[str, str]:
    """Return the sentence that says from when or until when, in Simplified, and its reference; empty without one."""
    for clause in policy.clauses:
        for span in sentences(clause, policy.source):
            text = to_script(span.of(policy.source), "hans")
            if "有效期至" in text or ("起施行" in text and clause.number is None):
                return text, reference(clause, span)
    return "", ""


def _read_tool(policies: Mapping[str, Policy]) -> BaseTool:
    def read_clause(clause: str) -> str:
        for policy in policies.values():
            try:
                found = resolve_clause(policy, clause)
            except InputError as error:
                problem = error
            else:
                return _json(clause_evidence(found, policy))
        raise ToolException(str(problem))

    return _tool(
        read_clause,
        "读一个条款的全文，每句带引用标记。",
        {"clause": {"type": "string", "description": "条款编号：3、m03、（三）、第三条，或 closing（附则）"}},
        required=["clause"],
    )


def _list_tool(policies: Mapping[str, Policy], calculators: Mapping[str, Calculator]) -> BaseTool:
    def list_measures(runtime: ToolRuntime[TurnContext], department: str = "", chapter: str = "") -> str:
        most = {one.clause: _most(one, runtime.context.as_of) for one in calculators.values()}
        rows = [
            {**clause_evidence(clause, policy), "most_yuan": most.get(clause.id)}
            for policy in policies.values()
            for clause in policy.measures
            if _has_unit(clause, department) and _in_chapter(clause, chapter)
        ]
        return _json([{key: row[key] for key in _LISTED} for row in rows])

    return _tool(
        list_measures,
        "列出措施：可按责任单位（如 科技局）或章（如 一、或 算力）筛选；都留空则全部列出。"
        "most_yuan 是一家最多能得多少元。",
        {
            "department": {"type": "string", "description": "责任单位，可以是简称"},
            "chapter": {"type": "string", "description": "章的编号或标题中的词"},
        },
        required=[],
    )


def _most(calculator: Calculator, as_of: date) -> str | None:
    """Return the most yuan that a calculator gives, whatever the inputs; None where the policy does not apply."""
    unknown = dict.fromkeys(calculator.inputs.model_construct().needed())
    try:
        result = calculate_between(calculator.name, unknown, as_of=as_of)
    except NotInForce:
        return None
    return str(result.range_yuan[1] if result.range_yuan else result.amount_yuan)


def _has_unit(clause: Clause, department: str) -> bool:
    wanted = fold(department).strip().removeprefix("杭州").removeprefix("市")
    return not wanted or any(wanted in fold(unit) for unit in clause.units)


def _in_chapter(clause: Clause, chapter: str) -> bool:
    wanted = fold(chapter).strip()
    return not wanted or any(wanted in fold(heading) for heading in clause.path)


def _calculator_tool(calculator: Calculator, rules: Eligibility | None) -> BaseTool:
    def run(
        runtime: ToolRuntime[TurnContext],
        unmet: Sequence[str] = (),
        unknown: Sequence[str] = (),
        **inputs: Any,  # noqa: ANN401
    ) -> str:
        try:
            check_arguments(inputs, runtime.context.said, question=lambda path: _question_for(calculator, path))
            result = calculate_between(calculator.name, inputs, as_of=runtime.context.as_of, unknown=unknown)
            return (without_conditions(rules, result, unmet) if rules else result).model_dump_json()
        except InputError as error:
            raise ToolException(_refusal(error)) from None
        except NotInForce as error:
            raise ToolException(str(error)) from None

    schema = calculator.inputs.model_json_schema()
    properties = {**schema.get("properties", {}), **_unknown(calculator)}
    properties |= _unmet(rules, calculator.name) if rules else {}
    title = to_script(calculator.title, "hans")
    advice = "金额用元的十进制字符串；不知道的必填项填 null，拿不准的金额写成“低-高”，结果会是范围。"
    return StructuredTool(
        name=calculator.name,
        description=f"{title}（依据 {calculator.clause}）。{advice}",
        func=run,
        args_schema={
            **schema, "properties": properties, "required": list(calculator.inputs.model_construct().needed()),
        },
        handle_tool_error=True,
    )  # fmt: skip


def _unknown(calculator: Calculator) -> dict[str, Any]:
    """Return the argument that names the optional amounts of which the user does not know whether there are any."""
    names = optional_amounts(calculator.inputs)
    about = "用户说不清有没有、有多少的选填金额，结果会是范围；没提到的不要填。"
    return (
        {"unknown": {"type": "array", "items": {"type": "string", "enum": names}, "description": about}}
        if names
        else {}
    )


def _unmet(rules: Eligibility, calculator: str) -> dict[str, Any]:
    """Return the argument that names the conditions of the measure which the user says are not met."""
    conditions = conditions_of(rules, calculator)
    told = "；".join(f"{name}：{rules.fields[name].label}" for name in conditions)
    about = f"用户明说没有达到的条件，有一项就是 0；没说的不要填。{told}"
    return {"unmet": {"type": "array", "items": {"type": "string", "enum": list(conditions)}, "description": about}}


def _solve_tool(calculators: Mapping[str, Calculator]) -> BaseTool:
    def solve_input(
        runtime: ToolRuntime[TurnContext], calculator: str, field: str, target: str, inputs: dict[str, Any]
    ) -> str:
        try:
            asked = calculators.get(calculator)
            check_arguments(
                {"target": target, **inputs}, runtime.context.said,
                question=lambda path: _question_for(asked, path) if asked else "",
            )  # fmt: skip
            found = solve(calculator, inputs, field=field, target=target, as_of=runtime.context.as_of)
        except InputError as error:
            raise ToolException(_refusal(error)) from None
        return found.model_dump_json()

    return _tool(
        solve_input,
        "反算：要拿到 target 元（或 cap，即拿满），某个计算器的某个金额输入至少要多少。",
        {
            "calculator": {"type": "string", "enum": list(calculators)},
            "field": {"type": "string", "description": "要反算的输入，如 contracts[0].amount_yuan、principal_yuan"},
            "target": {"type": "string", "description": "目标金额（元）或 cap"},
            "inputs": {"type": "object", "description": "其余输入"},
        },
        required=["calculator", "field", "target", "inputs"],
    )


def _tool(function: Any, description: str, properties: dict[str, Any], *, required: list[str]) -> BaseTool:  # noqa: ANN401
    schema = {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
    return StructuredTool(
        name=function.__name__, description=description, func=function, args_schema=schema, handle_tool_error=True
    )


def _question_for(calculator: Calculator, path: str) -> str:
    """Return how to ask the user for an input; empty for what is none of the calculator's."""
    try:
        return calculator.ask(path).question
    except KeyError:
        return ""


def _refusal(error: InputError) -> str:
    """Return a tool error: what the driver has to know, and what it may ask the user."""
    asked = {"ask": error.ask} if isinstance(error, NotSaid) else {}
    return _json({"field": error.field, "message": str(error), **asked})


def _json(data: Any) -> str:  # noqa: ANN401
    return json.dumps(data, ensure_ascii=False)
