"""Many grants at once on one budget, each in its own transaction on real PostgreSQL."""

from __future__ import annotations

import asyncio
from decimal import Decimal

from contracts.vocabulary import GrantStatus
from services.finance.application.draft_grant import draft_grant
from services.finance.tests.builders import NOW, account, planned, withdrawn
from services.finance.tests.office import Office, euro


async def test_a_budget_is_never_promised_twice(office: Office) -> None:
    """24 students want 2,720 EUR each of 27,200 EUR: ten get it, whatever the interleaving."""
    budget = await office.budget("27200.00")
    going = [planned(rank=rank) for rank in range(1, 25)]
    await asyncio.gather(*(office.hears(event) for event in going))
    grants = await office.grants()
    promised = [grant.contract_amount.amount for grant in grants if grant.contract_amount is not None]
    assert sum(promised) == Decimal("27200.00")
    assert (await office.budget_now(budget.id)).available == euro("0.00")


async def test_money_returning_at_the_same_moment_goes_to_different_people(office: Office) -> None:
    budget = await office.budget("13600.00")
    first, line = [planned(rank=n) for n in range(5)], [planned(rank=n) for n in range(5, 15)]
    for event in (*first, *line):
        await office.hears(event)
    await asyncio.gather(*(office.hears(withdrawn(event)) for event in first))
    served = [(await office.grant_of(event)).status is GrantStatus.RESERVED for event in line]
    assert served == [True] * 5 + [False] * 5
    assert (await office.budget_now(budget.id)).reserved == euro("13600.00")


async def test_the_first_of_a_call_year_may_come_together(office: Office) -> None:
    """Nobody has opened the budget yet, and still there is one."""
    await asyncio.gather(*(office.hears(planned(rank=rank)) for rank in range(8)))
    assert len(await office.budgets()) == 1
    assert {grant.status for grant in await office.grants()} == {GrantStatus.ZERO_GRANT}


async def test_an_account_that_comes_during_a_grants_transaction_waits_and_then_sees_it(
    office: Office,
) -> None:
    """Neither would see the other otherwise, and nobody would ever order the payment."""
    await office.budget("100000.00")
    going = planned()
    async with office.transactions.begin() as work:
        await draft_grant(going, work, NOW)
        told = asyncio.create_task(office.hears(account(going.state.person_id)))
        await asyncio.wait({told}, timeout=0.3)
        assert not told.done()
    await told
    assert len(await office.orders_of(going)) == 1


async def test_a_rate_entered_during_a_grants_transaction_waits_and_then_computes_it(office: Office) -> None:
    """The first mobility of a call year: there is not even a budget row to wait for."""
    going = planned(call_year=2025)
    async with office.transactions.begin() as work:
        await draft_grant(going, work, NOW)
        entered = asyncio.create_task(office.enters_rate("600.00", 2025))
        await asyncio.wait({entered}, timeout=0.3)
        assert not entered.done()
    await entered
    assert (await office.grant_of(going)).status is GrantStatus.ZERO_GRANT
