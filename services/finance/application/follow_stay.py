"""A stay began or was extended: its grant knows the first day, the days, and what of them is not funded."""

from __future__ import annotations

from datetime import datetime

from chassis.refusal import LocalizedText
from contracts.finance import GrantStayChanged
from contracts.mobility import MobilityBegun, MobilityExtended
from services.finance.application.books import Because, Books, books_of
from services.finance.application.change_grant import grant_of, heard_stay, lock_budget_of
from services.finance.application.draft_grant import is_paid_for
from services.finance.application.line import serve_line
from services.finance.application.price import priced
from services.finance.application.work import Work
from services.finance.domain.grant import Grant
from services.finance.domain.heard_stay import HeardStay, follow, is_older

FOLLOWED = Because(LocalizedText("Hareketliliğin günleri değişti", "The days of the stay changed"))


async def follow_stay(event: MobilityBegun | MobilityExtended, work: Work, now: datetime) -> None:
    """More days than promised are not paid by it: they are for ``fund_days`` and the spending plan.

    An older state than the grant knows changes nothing. Raises: GrantUnknown, GrantIsCancelled.
    """
    mobility = event.state
    if not is_paid_for(mobility):
        return
    async with books_of(await lock_budget_of(mobility, work), work, now) as books:
        grant, stay = await grant_of(mobility, work), heard_stay(mobility)
        if is_older(grant, stay):
            return
        await books.record(grant, await _followed(grant, stay, books), GrantStayChanged, FOLLOWED)
        await serve_line(books)


async def _followed(grant: Grant, stay: HeardStay, books: Books) -> Grant:
    """Whoever waits in line waits with the price of all days of the stay."""
    after = follow(grant, stay, plan=books.work.plan, today=books.today)
    if grant.contract_amount is None and after.days != grant.days:
        return await priced(after, books.work)
    return after
