"""The office enters a figure nobody had confirmed, or corrects one; what waited for it is computed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chassis.refusal import LocalizedText
from contracts.finance import GrantWaiting
from contracts.vocabulary import Programme
from services.finance.application.books import Because, Books, books_of
from services.finance.application.line import reserve_or_queue
from services.finance.application.price import priced
from services.finance.application.work import Work
from services.finance.domain.grant import Grant
from services.finance.domain.rates import Rate, action_of, newest_for, require_enterable

STILL_WAITING = Because(LocalizedText("Tutar bekleniyor", "Waiting for a rate"))


async def enter_rate(rate: Rate, work: Work, now: datetime) -> Rate:
    """A row is added, never changed: grants that were already promised keep the rates they have.

    Raises: RateNotPositive, RateUnitWrong, RateCurrencyWrong.
    """
    require_enterable(rate)
    await work.drafting.close()
    replaced = newest_for(rate, await work.rates.of(rate.figure))
    entered = replace(rate, supersedes=replaced.id if replaced else None)
    await work.rates.add(entered)
    for programme in Programme:
        if programme is not Programme.FOREIGN_STUDENTS and action_of(programme) is rate.action:
            await _compute_waiting(programme, entered, work, now)
    return entered


async def _compute_waiting(programme: Programme, rate: Rate, work: Work, now: datetime) -> None:
    """In the order of rank, so that money goes to whom it would have gone with the rate known."""
    budget = await work.budgets.lock_of(programme, rate.first_call_year)
    if budget is None:
        return
    async with books_of(budget, work, now) as books:
        for waiting in await work.grants.waiting_for(budget.id, rate.kind):
            await _compute(waiting, books)


async def _compute(waiting: Grant, books: Books) -> None:
    computed = await priced(waiting, books.work)
    if computed.amount is not None:
        await reserve_or_queue(waiting, computed, books)
    elif computed.waiting_for != waiting.waiting_for:
        await books.record(waiting, computed, GrantWaiting, STILL_WAITING)
