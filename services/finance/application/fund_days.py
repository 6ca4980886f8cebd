"""Somebody is funded for so many days: out of the line, or for more days than were promised."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from chassis.refusal import LocalizedText, require_version
from contracts.finance import GrantAmended
from services.finance.application.books import Because, Books, books_of
from services.finance.application.line import request_due, reserve
from services.finance.application.work import Work
from services.finance.domain.amendment import AmountUnknown, BudgetDoesNotReach, amend, funding
from services.finance.domain.grant import Grant

MORE_DAYS = Because(LocalizedText("Hibelendirilen gün artırıldı", "More days of the stay funded"))


async def fund_days(
    grant_id: UUID, days: int, expected_version: int | None, work: Work, now: datetime
) -> Grant:
    """The office decides so; rank is not asked. Whoever is funded in part may get the other days later.

    Raises: NotFound, StaleVersion, DaysExceedStay, PartlyFundedTooShort, FundedDaysFewer, BudgetDoesNotReach,
    GrantIsCancelled, StayIsOver.
    """
    budget_id = (await work.grants.get(grant_id)).budget_id
    async with books_of(await work.budgets.lock(budget_id), work, now) as books:
        grant = await work.grants.get(grant_id)
        require_version(grant.version, expected_version)
        await fund(grant, days, books)
        return await work.grants.get(grant_id)


async def fund(grant: Grant, days: int, books: Books) -> None:
    """Under the budget's lock. A refusal comes before anything is written."""
    available = books.budget.available
    after = amend(grant, funding(grant, days), plan=books.work.plan, available=available)
    if grant.contract_amount is not None:
        await request_due(await books.record(grant, after, GrantAmended, MORE_DAYS), books)
        return
    if after.amount is None:
        raise AmountUnknown
    if not books.budget.reaches(after):
        raise BudgetDoesNotReach(available=available, needed=after.amount)
    await reserve(grant, after, books)
