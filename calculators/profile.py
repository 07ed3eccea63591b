"""Plain values or a file → the profile of an enterprise; the first fault becomes an ``InputError``."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from calculators.eligibility import Eligibility, Profile, load_eligibility
from calculators.portfolio_result import portfolio_words
from calculators.reading import print_path, suggest
from calculators.registry import FOLDER
from calculators.run import read_json
from calculators.words import words
from corpus.data_file import parse_yaml
from corpus.errors import InputError


def find_eligibility(policy: str | None = None, folder: Path = FOLDER, policies: Path | None = None) -> Eligibility:
    """Return the rules of a policy; ``InputError`` if there are none."""
    known = load_eligibility(folder, policies)
    if policy is None and known:
        return next(iter(known.values()))
    if policy not in known:
        raise InputError("policy", policy, allowed="、".join(known) or "有 eligibility.yaml 的政策")
    return known[policy]


def read_profile(values: object, rules: Eligibility | None = None) -> Profile:
    """Check plain values against the profile's model; ``InputError`` with the question to ask."""
    rules = rules or find_eligibility()
    if not isinstance(values, Mapping):
        raise InputError("profile", values, allowed=words().errors["not_mapping"])
    try:
        profile = rules.profile.model_validate(dict(values))
    except ValidationError as error:
        raise _input_error(rules, error) from None
    ids = [clause.short_id for clause in rules.policy.measures]
    for number, support in enumerate(profile.other_supports):
        if support.measure not in ids:
            raise InputError(f"other_supports[{number}].measure", support.measure, allowed="、".join(ids))
    return profile


def read_profile_file(file: Path, rules: Eligibility | None = None) -> Profile:
    """Read a profile from a YAML or JSON file."""
    if not file.is_file():
        raise InputError("profile", file, allowed="存在的 YAML 或 JSON 文件")
    if file.suffix != ".json":
        return read_profile(parse_yaml(file)[0], rules)
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise InputError("profile", file, allowed="UTF-8 编码的 JSON 文件") from None
    return read_profile(read_json(text), rules)


def _input_error(rules: Eligibility, error: ValidationError) -> InputError:
    faults = error.errors(include_url=False)
    fault = next((fault for fault in faults if fault["type"] == "extra_forbidden"), faults[0])
    path = print_path(fault["loc"])
    name = str(fault["loc"][0])
    if fault["type"] == "extra_forbidden" and len(fault["loc"]) == 1:
        allowed = words().errors["unknown_field"].format(names="、".join(rules.fields))
        return InputError(path, name, allowed=allowed + suggest(name, list(rules.fields)))
    context: Mapping[str, Any] = fault.get("ctx", {})
    field = rules.fields.get(name)
    allowed = str(context.get("allowed", context.get("expected", words().errors["other"])))
    question = field.question if field else portfolio_words().other_supports.question
    return InputError(path, fault["input"], allowed=allowed, question=question)
