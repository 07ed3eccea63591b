"""The rules of 《支持人工智能全产业链高质量发展的若干措施》, each under the sentences that it implements.

Every figure comes from ``parameters.yaml`` by name. Inputs are complete here; unknowns are the business of ``ranges``.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from calculators.contract import Possibility, Step, Year
from calculators.fields import MONTHS_PER_YEAR, known
from calculators.hz_ai_2024.inputs import (
    ComputeVoucher,
    DemonstrationAward,
    FilingAward,
    InnovationPlatform,
    LoanInterest,
    LoanTerms,
    OpenSourceAward,
    RndMatching,
)
from calculators.scales import ZERO, Law, Working, figure, floor_fen
from calculators.words import fill, say_yuan, show, words

__all__ = [
    "ComputeVoucher", "DemonstrationAward", "FilingAward", "InnovationPlatform", "LoanInterest", "OpenSourceAward",
    "RndMatching", "compute_voucher", "demonstration_award", "filing_award", "innovation_platform", "loan_interest",
    "open_source_award", "rnd_matching",
]  # fmt: skip


def rnd_matching(case: RndMatching, law: Law) -> Working:
    """(一) 按國家、省實際到賬資助經費的25%給予資助,資助金額不超過500萬元。"""
    matched = law.share(known(case.received_funds_yuan), "rnd_matching_rate")
    return law.at_most(matched, "rnd_matching_cap")


def loan_interest(case: LoanInterest, law: Law) -> Working:
    """(二) 總投資規模不低於5000萬元;不超過1.5個百分點,不超過利息的50%,單個企業每年不超過1000萬元。"""
    return law.reaching(known(case.total_investment_yuan), "loan_project_threshold", lambda: _all_years(case, law))


def _all_years(case: LoanInterest, law: Law) -> Working:
    loans = case.loans or (case,)
    by_year: dict[int, list[Working]] = {}
    for number, loan in enumerate(loans, 1):
        item = fill(words().nth_item, n=number) if len(loans) > 1 else ""
        for year, months in _loan_years(loan):
            note = item + _year_note(case, year)
            by_year.setdefault(year, []).append(_one_year(loan, months, law, note))
    capped = [_capped_year(case, law, year, by_year[year]) for year in sorted(by_year)]
    total = law.total(capped, "loan_yearly_cap", label=words().steps["all_years"])
    years = [
        Year(year=year, amount_yuan=a.value, binding=a.binding) for year, a in zip(sorted(by_year), capped, strict=True)
    ]
    return replace(total, years=tuple(years))


def _capped_year(case: LoanInterest, law: Law, year: int, loans: list[Working]) -> Working:
    note = _year_note(case, year)
    together = law.total(loans, "loan_yearly_cap", label=words().steps["total"] + note)
    return law.at_most(together, "loan_yearly_cap", note=note)


def _loan_years(loan: LoanTerms) -> Iterator[tuple[int, int]]:
    """Cut a loan's months into years of twelve: 30 months are 12, 12 and 6."""
    rest, year = loan.months or MONTHS_PER_YEAR, loan.year or 1
    while rest > 0:
        yield year, min(rest, MONTHS_PER_YEAR)
        rest, year = rest - MONTHS_PER_YEAR, year + 1


def _year_note(case: LoanInterest, year: int) -> str:
    loans = case.loans or (case,)
    if any(loan.year for loan in loans):
        return fill(words().calendar_year, n=year)
    several = any((loan.months or 0) > MONTHS_PER_YEAR for loan in loans)
    return fill(words().nth_year, n=year) if several else ""


def _one_year(loan: LoanTerms, months: int, law: Law, note: str) -> Working:
    """Take the smaller of principal × points and half of the interest paid, for some months of one loan."""
    principal, limit = known(loan.principal_yuan), law.number("loan_points")
    asked = limit if loan.subsidised_points is None else loan.subsidised_points
    steps: tuple[Step, ...] = ()
    if asked > limit:
        expression = f"min({show(asked)}, {show(limit)})"
        label = law.label("points_limit", note)
        steps = (law.step("loan_points", label, expression, value=limit, unit="percentage_point"),)
    points = law.portion(principal, min(asked, limit), "loan_points", binding="points", months=months, note=note)
    interest = _interest(loan, months, law, note)
    half = law.share(interest.value, "loan_interest_share", binding="half_of_interest", note=note)
    half = replace(half, steps=(*interest.steps, *half.steps))
    return law.least(replace(points, steps=(*steps, *points.steps)), half, note=note)


def _interest(loan: LoanTerms, months: int, law: Law, note: str) -> Working:
    """Return the interest paid in some months: as given, spread evenly over all months, else principal × rate."""
    key, paid, all_months = "loan_interest_paid", loan.interest_paid_yuan, loan.months or MONTHS_PER_YEAR
    if paid is None:
        rate = known(loan.annual_rate_percent)
        return law.portion(known(loan.principal_yuan), rate, key, binding="rate", months=months, note=note)
    if months == all_months:
        return law.given(paid, key, binding="rate", note=note)
    value = floor_fen(paid * months / all_months)
    step = law.step(key, law.label(key, note), f"{figure(paid)} × {months} ÷ {all_months}", value=value)
    return Working(value, (step,), "rate")


def compute_voucher(case: ComputeVoucher, law: Law) -> Working:
    """(三) 不超過算力合同費用的30%、30%、20%;單家企業每年申領不超過800萬元,生成式多模態基礎大模型企業可以放寬。"""
    contracts = known(case.contracts)
    shares = [
        law.share(known(contract.amount_yuan), f"voucher_rate_{known(contract.category)}",
                  note=fill(words().nth_item, n=number) if len(contracts) > 1 else "")
        for number, contract in enumerate(contracts, 1)
    ]  # fmt: skip
    total = law.total(shares, "voucher_yearly_cap", label=words().steps["total"])
    capped = law.at_most(total, "voucher_yearly_cap", less=case.already_claimed_yuan or ZERO)
    return _relaxed(capped, total.value, law) if case.multimodal_enterprise else capped


def _relaxed(capped: Working, uncapped: Decimal, law: Law) -> Working:
    """生成式多模態基礎大模型企業可以放寬: the figure without the cap, for the authority to decide."""
    possible, pool = min(uncapped, law.number("voucher_city_total")), law.parameters["voucher_relaxed"]
    if possible <= capped.value:
        return capped
    text = fill(law.labels["relaxed"], amount=say_yuan(possible), granted=say_yuan(capped.value))
    possibility = Possibility(
        amount_yuan=floor_fen(possible),
        decided_by=law.labels["decided_by"],
        text=text,
        clause=pool.clause,
        quote=pool.quote,
    )
    return replace(capped, possibility=possibility)


def filing_award(case: FilingAward, law: Law) -> Working:
    """(四) 依據其模型評測等相關費用,給予不超過50萬元的一次性獎勵。"""
    costs = law.given(known(case.costs_yuan), "filing_costs", binding="costs")
    return law.at_most(costs, "filing_award_cap")


def open_source_award(case: OpenSourceAward, law: Law) -> Working:
    """(五) 擇優選擇不超過10家企業給予每家20萬元—100萬元分檔獎勵。"""
    low = law.given(law.number("open_source_low"), "open_source_low", binding="grade")
    high = law.given(law.number("open_source_high"), "open_source_high", binding="grade")
    return replace(high, low=low.value, steps=(*low.steps, *high.steps))


def innovation_platform(case: InnovationPlatform, law: Law) -> Working:
    """(七) 不少於1000萬元投入;每年不超過審覈確定投入的50%,不超過500萬元;政策有效期內不超過3年。"""
    audited = known(case.audited_investment_yuan)
    tested = audited if case.total_investment_yuan is None else case.total_investment_yuan
    return law.reaching(tested, "platform_threshold", lambda: _supported_years(audited, case, law))


def _supported_years(audited: Decimal, case: InnovationPlatform, law: Law) -> Working:
    wished, received, most = case.years or 1, case.received_years or 0, int(law.number("platform_years"))
    open_years = max(0, most - received)
    years, label = min(wished, open_years), law.label("platform_years")
    left: tuple[Step, ...] = ()
    if received:
        label, expression = words().steps["years_left"], f"max(0, {most} − {received})"
        left = (law.step("platform_years", label, expression, value=Decimal(open_years), unit="year"),)
    if not years:
        return Working(ZERO, left, "years")
    yearly = law.at_most(law.share(audited, "platform_rate"), "platform_yearly_cap")
    single = replace(
        yearly,
        steps=(*left, *yearly.steps),
        years=tuple(Year(year=n + 1, amount_yuan=yearly.value, binding=yearly.binding) for n in range(years)),
    )
    if wished == 1:
        return single
    steps, binding, total = single.steps, yearly.binding, floor_fen(yearly.value * years)
    if years < wished:
        counted = law.step("platform_years", label, f"min({wished}, {open_years})", value=Decimal(years), unit="year")
        steps, binding = (*steps, counted), "years"
    label, expression = words().steps["all_years"], f"{figure(yearly.value)} × {years}"
    steps = (*steps, law.step("platform_years", label, expression, value=total))
    return replace(single, value=total, steps=steps, binding=binding)


def demonstration_award(case: DemonstrationAward, law: Law) -> Working:
    """(八) 每年擇優對不超過5個實現首次應用的優秀方案給予獎勵,獎勵金額不超過500萬元。"""
    return law.given(law.number("demonstration_cap"), "demonstration_cap", binding="cap")
