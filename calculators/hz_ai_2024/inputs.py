"""What each calculator of this policy asks for. Labels, questions and help stand in ``calculators.yaml``."""

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from calculators.fields import MONTHS_PER_YEAR, CalendarYear, Flag, Inputs, Money, Months, PastYears, Percent, Years

Category = Literal["filed_multimodal_model", "domestic", "other"]
_LIST_LIMIT = 1000


class RndMatching(Inputs):
    """(一)."""

    received_funds_yuan: Money | None


class LoanTerms(Inputs):
    """One loan: its principal and what it costs. The rate or the interest paid must be given, or be null."""

    principal_yuan: Money | None = None
    annual_rate_percent: Percent | None = None
    interest_paid_yuan: Money | None = None
    months: Months | None = MONTHS_PER_YEAR
    subsidised_points: Percent | None = None
    year: CalendarYear | None = None

    def needed(self) -> tuple[str, ...]:
        """Principal, and the rate unless the interest is known."""
        interest_known = self.interest_paid_yuan is not None
        return ("principal_yuan",) if interest_known else ("principal_yuan", "annual_rate_percent")


class LoanInterest(LoanTerms):
    """(二): one loan in the fields themselves, or several in ``loans``."""

    total_investment_yuan: Money | None
    loans: Annotated[tuple[LoanTerms, ...], Field(min_length=1, max_length=_LIST_LIMIT)] | None = None

    def needed(self) -> tuple[str, ...]:
        """Total investment, and the terms of the loan or the loans."""
        listed = self.loans is not None or ("loans" in self.model_fields_set and not self._single())
        return ("total_investment_yuan", *(("loans",) if listed else super().needed()))

    def optional(self) -> tuple[str, ...]:
        """With a list of loans its items say what is left out."""
        return () if self.loans is not None else super().optional()

    def _single(self) -> list[str]:
        """Return the fields given of a single loan."""
        return [name for name in LoanTerms.model_fields if name in self.model_fields_set]

    @model_validator(mode="after")
    def _one_form(self) -> "LoanInterest":
        single = [name for name in self._single() if getattr(self, name) is not None]
        if self.loans is not None and single:
            message = "不与 {names} 同时填写的贷款清单"
            raise PydanticCustomError("conflict", message, {"field": "loans", "names": "、".join(single)})
        return self


class Contract(Inputs):
    """One computing contract."""

    amount_yuan: Money | None
    category: Category | None


class ComputeVoucher(Inputs):
    """(三)."""

    contracts: Annotated[tuple[Contract, ...], Field(min_length=1, max_length=_LIST_LIMIT)] | None
    already_claimed_yuan: Money | None = None
    multimodal_enterprise: Flag | None = None


class FilingAward(Inputs):
    """(四)."""

    costs_yuan: Money | None


class OpenSourceAward(Inputs):
    """(五): nothing to ask."""


class InnovationPlatform(Inputs):
    """(七): the audited investment of a year; the same each year."""

    audited_investment_yuan: Money | None
    total_investment_yuan: Money | None = None
    years: Years | None = 1
    received_years: PastYears | None = 0


class DemonstrationAward(Inputs):
    """(八): nothing to ask."""
