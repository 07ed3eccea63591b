"""What must hold for any input: monotone, capped, summed from its steps, and reversed exactly."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.registry import load_calculators
from calculators.run import calculate, solve

DAY = date(2026, 1, 1)
FEN = Decimal("0.01")
settings.register_profile("calculators", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("calculators")

money = st.one_of(
    st.integers(0, 10**4), st.integers(0, 10**9), st.integers(4 * 10**8, 4 * 10**9), st.integers(0, 10**13)
).map(lambda fen: fen * FEN)
rates = st.integers(0, 2000).map(lambda hundredths: Decimal(hundredths) / 100)
months = st.integers(1, 40)
categories = st.sampled_from(["filed_multimodal_model", "domestic", "other"])
contract = st.tuples(money, categories).map(lambda pair: {"amount_yuan": str(pair[0]), "category": pair[1]})
contracts = st.lists(contract, min_size=1, max_size=4)
loan = st.tuples(money, rates, months).map(
    lambda loan: {"principal_yuan": str(loan[0]), "annual_rate_percent": str(loan[1]), "months": loan[2]}
)


def number(name: str) -> Decimal:
    parameters = next(iter(load_calculators().values())).parameters
    return parameters.at(DAY)[name].value


def amount(name: str, inputs: dict[str, object]) -> Decimal:
    result = calculate(name, inputs, as_of=DAY)
    assert result.amount_yuan is not None
    assert result.steps[-1].value == result.amount_yuan
    return result.amount_yuan


def voucher(*pairs: tuple[Decimal, str], **more: object) -> dict[str, object]:
    return {"contracts": [{"amount_yuan": str(fee), "category": kind} for fee, kind in pairs], **more}


@given(money, money)
def test_matching_is_monotone_and_never_above_rate_or_cap(first: Decimal, second: Decimal) -> None:
    low, high = sorted((first, second))
    small, large = (amount("rnd_matching", {"received_funds_yuan": str(funds)}) for funds in (low, high))
    assert small <= large <= number("rnd_matching_cap")
    assert large * 100 <= high * number("rnd_matching_rate")


@given(contracts, money, money)
def test_voucher_is_monotone_and_capped(items: list[dict[str, object]], extra: Decimal, claimed: Decimal) -> None:
    before = amount("compute_voucher", {"contracts": items, "already_claimed_yuan": str(claimed)})
    more = [{**items[0], "amount_yuan": str(Decimal(str(items[0]["amount_yuan"])) + extra)}, *items[1:]]
    after = amount("compute_voucher", {"contracts": more, "already_claimed_yuan": str(claimed)})
    assert before <= after <= max(Decimal(0), number("voucher_yearly_cap") - claimed)
    fees = sum(Decimal(str(item["amount_yuan"])) for item in more)
    assert after * 100 <= fees * max(number("voucher_rate_domestic"), number("voucher_rate_filed_multimodal_model"))


@given(st.integers(0, 3 * 10**9), st.integers(0, 3 * 10**9), categories)
def test_splitting_a_contract_moves_the_total_by_a_fen_a_contract_at_most(a: int, b: int, kind: str) -> None:
    whole = amount("compute_voucher", voucher(((a + b) * FEN, kind)))
    split = amount("compute_voucher", voucher((a * FEN, kind), (b * FEN, kind)))
    assert abs(whole - split) <= 2 * FEN


@given(contracts)
def test_steps_of_the_contracts_add_up_to_the_fen(items: list[dict[str, object]]) -> None:
    result = calculate("compute_voucher", {"contracts": items}, as_of=DAY)
    shares = [step.value for step in result.steps if "%" in step.expression]
    assert len(shares) == len(items)
    assert result.amount_yuan == min(sum(shares), number("voucher_yearly_cap"))


@given(money, st.lists(loan, min_size=1, max_size=3), money)
def test_loan_interest_is_monotone_and_capped_each_year(
    investment: Decimal, loans: list[dict[str, object]], extra: Decimal
) -> None:
    inputs: dict[str, object] = {"total_investment_yuan": str(investment), "loans": loans}
    result = calculate("loan_interest", inputs, as_of=DAY)
    larger = {**loans[0], "principal_yuan": str(Decimal(str(loans[0]["principal_yuan"])) + extra)}
    assert result.amount_yuan is not None
    assert result.amount_yuan <= amount("loan_interest", {**inputs, "loans": [larger, *loans[1:]]})
    assert result.amount_yuan <= amount("loan_interest", {**inputs, "total_investment_yuan": str(investment + extra)})
    assert all(year.amount_yuan <= number("loan_yearly_cap") for year in result.years)
    if investment < number("loan_project_threshold"):
        assert result.amount_yuan == 0
        assert result.cliffs[0].distance_yuan == number("loan_project_threshold") - investment
    else:
        assert result.amount_yuan == sum(year.amount_yuan for year in result.years)


@given(money, money, rates)
def test_a_year_of_loan_interest_is_the_least_of_three(principal: Decimal, interest: Decimal, points: Decimal) -> None:
    inputs: dict[str, object] = {
        "total_investment_yuan": "1亿", "principal_yuan": str(principal), "interest_paid_yuan": str(interest),
        "subsidised_points": str(points),
    }  # fmt: skip
    expected = min(
        principal * min(points, number("loan_points")) / 100, interest * number("loan_interest_share") / 100,
        number("loan_yearly_cap"),
    )  # fmt: skip
    assert 0 <= expected - amount("loan_interest", inputs) < FEN


@given(money)
def test_filing_award_is_the_lesser(costs: Decimal) -> None:
    assert amount("filing_award", {"costs_yuan": str(costs)}) == min(costs, number("filing_award_cap"))


@given(money, money, st.integers(1, 6))
def test_platform_is_monotone_and_capped(audited: Decimal, total: Decimal, years: int) -> None:
    inputs: dict[str, object] = {"audited_investment_yuan": str(audited), "years": years}
    alone, with_total = amount("innovation_platform", inputs), {**inputs, "total_investment_yuan": str(total)}
    supported = min(years, int(number("platform_years")))
    assert alone <= number("platform_yearly_cap") * supported
    yearly = min(audited * number("platform_rate") / 100, number("platform_yearly_cap"))
    expected = yearly * supported if total >= number("platform_threshold") else 0
    assert 0 <= expected - amount("innovation_platform", with_total) < FEN * supported or expected == 0


FORWARD: dict[str, tuple[str, dict[str, object]]] = {
    "rnd_matching": ("received_funds_yuan", {}),
    "compute_voucher": (
        "contracts[0].amount_yuan",
        {"contracts": [{"category": "other"}, {"amount_yuan": "50", "category": "domestic"}]},
    ),
    "filing_award": ("costs_yuan", {}),
    "innovation_platform": ("audited_investment_yuan", {"years": 2}),
    "loan_interest": ("principal_yuan", {"total_investment_yuan": "1亿", "annual_rate_percent": "2.7", "months": 17}),
}  # fmt: skip


def at(name: str, value: Decimal) -> Decimal:
    field, inputs = FORWARD[name]
    if name != "compute_voucher":
        return amount(name, {**inputs, field: str(value)})
    items = [{"amount_yuan": str(value), "category": "other"}, {"amount_yuan": "50", "category": "domestic"}]
    return amount(name, {"contracts": items})


@given(st.sampled_from(sorted(FORWARD)), st.integers(1, 2 * 10**9))
def test_reverse_then_forward_reaches_the_target_and_one_fen_less_does_not(name: str, fen: int) -> None:
    field, inputs = FORWARD[name]
    target = fen * FEN
    result = solve(name, inputs, field=field, target=target, as_of=DAY)
    if result.status == "unreachable":
        assert result.ceiling_yuan is not None and result.ceiling_yuan < target
        return
    assert result.amount_yuan is not None and result.steps[-1].value == result.amount_yuan
    assert at(name, result.amount_yuan) >= target
    assert result.amount_yuan == 0 or at(name, result.amount_yuan - FEN) < target


@given(st.lists(st.tuples(st.none() | money, st.none() | categories), min_size=1, max_size=3), money, categories)
def test_a_range_holds_every_possible_amount(
    items: list[tuple[Decimal | None, str | None]], fee: Decimal, kind: str
) -> None:
    plain = [{"amount_yuan": None if a is None else str(a), "category": b} for a, b in items]
    result = calculate("compute_voucher", {"contracts": plain}, as_of=DAY)
    filled = [(fee if a is None else a, b or kind) for a, b in items]
    actual = amount("compute_voucher", voucher(*filled))
    low, high = result.range_yuan or (result.amount_yuan, result.amount_yuan)
    assert low is not None and high is not None
    assert low <= actual <= high


def test_every_money_field_is_marked_so_that_ranges_see_it() -> None:
    for calculator in load_calculators().values():
        for field in calculator.fields.values():
            assert (field.kind == "money") == field.path.endswith("_yuan")


def test_amounts_never_fall_along_a_fine_grid() -> None:
    fees = [Decimal(n) * 1_000_003 for n in range(60)]
    amounts = [amount("compute_voucher", voucher((fee, "other"))) for fee in fees]
    assert all(a <= b for a, b in pairwise(amounts))
