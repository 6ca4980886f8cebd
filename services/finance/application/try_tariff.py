"""A rate table is tried before it is entered: whom it would touch, at what cost. Nothing changes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from services.finance.application.work import Work
from services.finance.domain.budget import Budget
from services.finance.domain.money import Money
from services.finance.domain.rates import Rate, require_enterable
from services.finance.domain.tariff_change import (
    Tariff,
    TariffChange,
    TariffEffect,
    change_by,
    require_one_table,
)

GRANTS_A_PAGE: Final = 500


@dataclass(frozen=True, slots=True)
class TariffSum:
    """Of one budget: how many grants would be ``computed`` and how many keep their figures, and their sums.

    ``old`` counts nothing for who waits for a rate.
    """

    budget: Budget
    computed: int
    kept: int
    old: Money
    new: Money

    @property
    def difference(self) -> Money:
        return self.new - self.old


@dataclass(frozen=True, slots=True)
class TariffPage:
    """``following``: after which grant the next page begins, None on the last. ``sums``: on the first."""

    changes: Sequence[TariffChange]
    following: UUID | None
    sums: Sequence[TariffSum] | None


async def try_tariff(rates: Sequence[Rate], after: UUID | None, limit: int, work: Work) -> TariffPage:
    """Raises: TariffOfSeveral, RateTouchesNoGrant, RateNotPositive, RateUnitWrong, RateCurrencyWrong."""
    tariff = await _supposed(rates, work)
    sums = await _sums(tariff, work) if after is None else None
    found: list[TariffChange] = []
    async for change in _changes(tariff, after, work):
        if len(found) == limit:
            return TariffPage(found, found[-1].grant.id, sums)
        found.append(change)
    return TariffPage(found, None, sums)


async def _supposed(rates: Sequence[Rate], work: Work) -> Tariff:
    action, call_year = require_one_table(rates)
    for rate in rates:
        require_enterable(rate)
    return Tariff(action, call_year, (*await work.rates.of_year(action, call_year), *rates))


async def _changes(tariff: Tariff, after: UUID | None, work: Work) -> AsyncIterator[TariffChange]:
    """In the order of grants, one page of them in memory."""
    while page := await work.grants.ahead(tariff.action, tariff.call_year, after, GRANTS_A_PAGE):
        for grant in page:
            if change := change_by(tariff, grant):
                yield change
        after = page[-1].id


async def _sums(tariff: Tariff, work: Work) -> Sequence[TariffSum]:
    sums: Mapping[UUID, TariffSum] = {}
    async for change in _changes(tariff, None, work):
        budget_id = change.grant.budget_id
        known = sums.get(budget_id) or _none(await work.budgets.get(budget_id))
        sums = {**sums, budget_id: _plus(known, change)}
    return tuple(sums.values())


def _none(budget: Budget) -> TariffSum:
    nothing = Money.zero(budget.currency)
    return TariffSum(budget, 0, 0, nothing, nothing)


def _plus(known: TariffSum, change: TariffChange) -> TariffSum:
    computed = change.effect is TariffEffect.COMPUTED
    return replace(
        known,
        computed=known.computed + computed,
        kept=known.kept + (not computed),
        old=known.old if change.old is None else known.old + change.old,
        new=known.new + change.new,
    )
