"""An open question or a wish asserts nothing and needs no support; who decides, and what goes for all, does."""

import pytest

from assistant.grounding import Backing, ungrounded
from assistant.grounds import ground_of, letters
from assistant.support import quoted_from

GROUND = ground_of(("按不超过算力合同费用的30%给予用户企业补贴",))


def faults(text: str, *, strict: bool = False) -> list[tuple[str, str]]:
    return list(ungrounded(text, [Backing([GROUND], strict=strict)]))


@pytest.mark.parametrize(
    "text",
    [
        "具体怎么验收可以向主管部门了解",
        "来不来得及，条文没有写。",
        "您想争取的话，可以补充情况。",
        "先给结论：不超过30%。",
        "真正能批多少，要看主管部门的核定。",
    ],
)
def test_what_leaves_a_question_open_asserts_nothing(text: str) -> None:
    assert not faults(text)


@pytest.mark.parametrize(
    "text",
    [
        "由主管部门决定是否延期。",
        "什么行业都能验收。",
        "谁先验收谁先拿，可以去问。",
        "企业怎么验收有专人指导。",
        "用户企业的比例会更高。",
        "申请前要先跟主管部门沟通。",
        "先到先得。",
    ],
)
def test_what_states_something_in_such_words_is_held_to_its_sources(text: str) -> None:
    assert faults(text)


def test_a_strict_backing_knows_no_other_way_to_say_things() -> None:
    assert not faults("用户企业规模")
    assert faults("用户企业规模", strict=True)


@pytest.mark.parametrize(
    ("quoted", "known"),
    [
        ("按不超过费用的30%给予", True),
        ("按不超过算力合同费用的30%", True),
        ("按超过算力合同费用的30%", False),
        ("按不超过算力合同给予企业", False),
    ],
)
def test_a_quotation_may_leave_out_a_few_words_that_deny_or_count_nothing(quoted: str, *, known: bool) -> None:
    assert quoted_from(letters(quoted), GROUND.letters) is known
