"""What comes in and goes out about a supposed rate table."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from chassis.ids import new_id
from contracts.event import Money as MoneyOut
from contracts.vocabulary import Programme
from services.finance.application.published import money
from services.finance.application.try_tariff import TariffPage, TariffSum
from services.finance.domain.rates import Rate
from services.finance.domain.tariff_change import TariffChange, TariffEffect
from services.finance.entrypoints.api.models import Input, RateIn

CHANGES_A_PAGE = 100


class TariffIn(Input):
    """``after_id``: the grant after which the page begins, as the page before said."""

    rates: Annotated[tuple[RateIn, ...], Field(min_length=1, max_length=200)]
    after_id: UUID | None = None

    def table(self, now: datetime, by: str) -> tuple[Rate, ...]:
        return tuple(rate.rate(new_id(), now, by) for rate in self.rates)


class TariffChangeOut(BaseModel):
    grant_id: UUID
    budget_id: UUID
    effect: TariffEffect
    days: int
    old: MoneyOut | None
    new: MoneyOut
    difference: MoneyOut

    @classmethod
    def of(cls, change: TariffChange) -> "TariffChangeOut":
        grant = change.grant
        return cls(
            grant_id=grant.id,
            budget_id=grant.budget_id,
            effect=change.effect,
            days=grant.terms.paid_days(grant.days),
            old=money(change.old) if change.old is not None else None,
            new=money(change.new),
            difference=money(change.difference),
        )


class TariffSumOut(BaseModel):
    budget_id: UUID
    programme: Programme
    call_year: int
    computed: int
    kept: int
    old: MoneyOut
    new: MoneyOut
    difference: MoneyOut
    available: MoneyOut

    @classmethod
    def of(cls, found: TariffSum) -> "TariffSumOut":
        budget = found.budget
        return cls(
            budget_id=budget.id,
            programme=budget.programme,
            call_year=budget.call_year,
            computed=found.computed,
            kept=found.kept,
            old=money(found.old),
            new=money(found.new),
            difference=money(found.difference),
            available=money(budget.available),
        )


class TariffTrialOut(BaseModel):
    """``sums`` on the first page only; ``next_id`` is null on the last."""

    changes: list[TariffChangeOut]
    next_id: UUID | None
    sums: list[TariffSumOut] | None

    @classmethod
    def of(cls, page: TariffPage) -> "TariffTrialOut":
        return cls(
            changes=[TariffChangeOut.of(change) for change in page.changes],
            next_id=page.following,
            sums=None if page.sums is None else [TariffSumOut.of(each) for each in page.sums],
        )
