"""Money for a call year: the first allocation opens its budget, later ones serve the line."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from chassis.refusal import LocalizedText, require_version
from contracts.vocabulary import Programme
from services.finance.application.books import Because, books_of
from services.finance.application.draft_grant import lock_or_await_budget
from services.finance.application.line import serve_line
from services.finance.application.work import Work
from services.finance.domain import ledger
from services.finance.domain.budget import Budget, allocate, require_unallocated
from services.finance.domain.money import Money

ALLOCATED = Because(LocalizedText("Bütçeye ödenek geldi", "Money allocated to the budget"))


async def open_budget(
    programme: Programme, call_year: int, allocated: Money, work: Work, now: datetime
) -> Budget:
    """Raises: BudgetExists, AmountNotPositive, CurrencyDiffers, ProgrammeNotPaid."""
    budget = await lock_or_await_budget(programme, call_year, work)
    require_unallocated(budget)
    return await _allocate(budget, allocated, work, now)


async def allocate_more(
    budget_id: UUID, amount: Money, expected_version: int | None, work: Work, now: datetime
) -> Budget:
    """Raises: NotFound, StaleVersion, AmountNotPositive, CurrencyDiffers."""
    budget = await work.budgets.lock(budget_id)
    require_version(budget.version, expected_version)
    return await _allocate(budget, amount, work, now)


async def _allocate(budget: Budget, amount: Money, work: Work, now: datetime) -> Budget:
    async with books_of(budget, work, now) as books:
        books.budget = allocate(budget, amount)
        await books.post(ledger.allocation(budget, amount), ALLOCATED)
        await serve_line(books)
    return books.budget
