"""The shape of slots.yaml: how a calculator's inputs are recognised, and what money to leave alone."""

from typing import Literal

from assistant.money_roles.marked import Role
from corpus.data_file import DataModel


class Field(DataModel):
    """How a calculator's input is recognised in a question."""

    kind: Literal["money", "percent", "months", "count", "flag", "past"]
    cues: tuple[str, ...] = ()
    """Words beside the value; of a kind ``past``, patterns whose group ``n`` is the number of years gone by."""
    default: bool = False
    """Takes a value of its kind that stands near no cue."""
    received: bool = False
    """Only what is there counts; an amount that has not come in is none."""
    adds: bool = False
    """Several amounts of one thing are added up before anything is calculated."""
    elsewhere: tuple[str, ...] = ()
    """Beside a value: it comes from somebody whose money is none of this field's."""
    within: str = ""
    """The field that this one is a part of; one that turns out smaller was said of something else."""
    spare: bool = False
    """Takes such a value where the default field has another one."""


class Slots(DataModel):
    """slots.yaml: per calculator its fields; categories of compute contracts; what money to leave alone."""

    joins: tuple[str, ...]
    discount: tuple[str, ...]
    discount_granted: tuple[str, ...]
    discounted: tuple[str, ...]
    also: tuple[str, ...]
    instalment: tuple[str, ...]
    again: tuple[str, ...]
    apart: tuple[str, ...]
    another: tuple[str, ...]
    one_alone: tuple[str, ...]
    which_one: tuple[str, ...]
    same_one: tuple[str, ...]
    further_contract: tuple[str, ...]
    no_contract_after: tuple[str, ...]
    removes: tuple[str, ...]
    of_contracts: tuple[str, ...]
    first_one: tuple[str, ...]
    not_yet: tuple[str, ...]
    none_received: tuple[str, ...]
    partly_received: tuple[str, ...]
    then_received: tuple[str, ...]
    earlier_year: tuple[str, ...]
    claims_at_all: tuple[str, ...]
    doubts: tuple[str, ...]
    never_claimed: tuple[str, ...]
    own_hardware: tuple[str, ...]
    rented: tuple[str, ...]
    not_rented: tuple[str, ...]
    totals: tuple[str, ...]
    award_named: tuple[str, ...]
    costs_apart: tuple[str, ...]
    lists: tuple[str, ...]
    halves: tuple[str, ...]
    share_of: tuple[str, ...]
    share_taken: tuple[str, ...]
    share_granted: tuple[str, ...]
    portion_rest: tuple[str, ...]
    portion_now: tuple[str, ...]
    portion_only: tuple[str, ...]
    portion_used: tuple[str, ...]
    portion_later: tuple[str, ...]
    portion_too: tuple[str, ...]
    portion_gone: tuple[str, ...]
    part_of: tuple[str, ...]
    parts_listed: tuple[str, ...]
    several_loans: tuple[str, ...]
    counted_loans: tuple[str, ...]
    further_loan: tuple[str, ...]
    this_alone: tuple[str, ...]
    lender: tuple[str, ...]
    of_every_loan: tuple[str, ...]
    same_terms: tuple[str, ...]
    one_loan_anew: tuple[str, ...]
    changed_amount: tuple[str, ...]
    remainder: tuple[str, ...]
    each: tuple[str, ...]
    monthly: tuple[str, ...]
    quarterly: tuple[str, ...]
    before_rate: tuple[str, ...]
    monthly_rate: tuple[str, ...]
    base_rate: tuple[str, ...]
    unknown_chips: tuple[str, ...]
    uncertain: tuple[str, ...]

    calculators: dict[str, dict[str, Field]]
    roles: dict[str, dict[Role, str]]
    categories: dict[str, tuple[str, ...]]
    changed_to: tuple[str, ...]
    negations: tuple[str, ...]
    negations_after: tuple[str, ...]
    just_claimed: tuple[str, ...]
    opposite: dict[str, str]
    not_an_input: tuple[str, ...]
    not_an_input_after: tuple[str, ...]
    denied: tuple[str, ...]
    denied_after: tuple[str, ...]
    contradicted: tuple[str, ...]
    becomes: tuple[str, ...]
    changes: tuple[str, ...]
    at_last: tuple[str, ...]
    apart_from: tuple[str, ...]
    becomes_after: tuple[str, ...]
    refunded: tuple[str, ...]
    refunded_after: tuple[str, ...]
    net: tuple[str, ...]
    this_amount: tuple[str, ...]
    of_this_amount: tuple[str, ...]
    that_amount: tuple[str, ...]
    with_tax: tuple[str, ...]
    without_tax: tuple[str, ...]
    takes_off: tuple[str, ...]
    takes_off_after: tuple[str, ...]
    of_vouchers: tuple[str, ...]
    others_take: tuple[str, ...]
    own_share: tuple[str, ...]
    audited: tuple[str, ...]
    unchanged: tuple[str, ...]
    so_far: tuple[str, ...]
    tops_up: tuple[str, ...]
    really_is: tuple[str, ...]
    middle_one: tuple[str, ...]
