"""The words of the pages with forms: 算补贴 and 政策体检."""

from corpus.data_file import DataModel


class FormWords(DataModel):
    """In every form. ``examples`` by kind of field: what one may type."""

    optional: str
    more: str
    unknown: str
    choose: str
    affirm: str
    deny: str
    add: str
    remove: str
    item: str
    fault: str
    fault_bare: str
    examples: dict[str, str]
    copy_link: str
    copied: str
    clear: str
    close: str
    clause: str
    jump: str


class CheckWords(DataModel):
    """On 政策体检."""

    heading: str
    hint: str
    answered: str
    overlaps: str
    overlaps_hint: str
    empty: str
    best: str
    nothing: str
    counts: str
    possible: str
    next: str
    verdicts: dict[str, str]
    kept_out: str
    responsible: str
    steps: str
    exclusions: str
    assumptions: str
    near: str
    download: str
    file: str
    print: str
    axis: str
    chosen: str
    not_chosen: str
    if_met: str
    title: str
    as_of: str


class CalcWords(DataModel):
    """On 算补贴."""

    to: str
    mine: str
    heading: str
    hint: str
    pick: str
    inputs: str
    nothing_to_fill: str
    scenario: str
    scenarios: tuple[str, ...]
    add_scenario: str
    remove_scenario: str
    compare: str
    amount: str
    decided: str
    difference: str
    more_by: str
    less_by: str
    same: str
    reverse: str
    reverse_hint: str
    reverse_field: str
    reverse_target: str
    reverse_full: str
    use_answer: str
    empty: str
    faulty: str
    narrow: str
    picture: str
    axis: str
    axis_amount: str
    axis_unit: str
    own: str
    unknown_band: str
    limit: str
