"""When the budget does not reach: who waits, and who is next when money returns."""

from __future__ import annotations

from contracts.vocabulary import GrantStatus
from services.finance.tests.builders import account, planned, shortened, withdrawn
from services.finance.tests.office import Office, euro


async def test_beyond_the_budget_a_zero_grant_place_is_offered(office: Office) -> None:
    budget = await office.budget("3000.00")
    first, second = planned(rank=1), planned(rank=2)
    await office.hears(first)
    await office.hears(second)
    grant = await office.grant_of(second)
    assert (grant.status, grant.contract_amount) == (GrantStatus.ZERO_GRANT, None)
    assert (await office.budget_now(budget.id)).reserved == euro("2720.00")


async def test_a_line_may_form_before_any_money_came(office: Office) -> None:
    going = planned()
    await office.hears(going)
    assert (await office.grant_of(going)).status is GrantStatus.ZERO_GRANT
    await office.budget("3000.00")
    assert (await office.grant_of(going)).status is GrantStatus.RESERVED


async def test_more_money_serves_the_better_rank_first_whoever_came_first(office: Office) -> None:
    budget = await office.budget("100.00")
    ninth, third, unranked = planned(rank=9), planned(rank=3), planned(rank=None)
    for going in (unranked, ninth, third):
        await office.hears(going)
    await office.allocates(budget, "5400.00")
    statuses = [(await office.grant_of(going)).status for going in (third, ninth, unranked)]
    assert statuses == [GrantStatus.RESERVED, GrantStatus.RESERVED, GrantStatus.ZERO_GRANT]


async def test_a_withdrawal_pays_the_next_in_line_at_once(office: Office) -> None:
    await office.budget("3000.00")
    first, next_one = planned(rank=1), planned(rank=2)
    await office.hears(first)
    await office.hears(account(next_one.state.person_id))
    await office.hears(next_one)
    await office.hears(withdrawn(first))
    assert (await office.grant_of(first)).status is GrantStatus.CANCELLED
    assert (await office.grant_of(next_one)).status is GrantStatus.RESERVED
    assert len(await office.orders_of(next_one)) == 1


async def test_a_larger_grant_does_not_hold_up_a_smaller_one_behind_it(office: Office) -> None:
    budget = await office.budget("100.00")
    large, small = planned(rank=1, days=300), planned(rank=2, days=90)
    await office.hears(large)
    await office.hears(small)
    await office.allocates(budget, "2000.00")
    assert (await office.grant_of(large)).status is GrantStatus.ZERO_GRANT
    assert (await office.grant_of(small)).status is GrantStatus.RESERVED


async def test_an_early_return_frees_money_for_the_line(office: Office) -> None:
    await office.budget("4600.00")
    first, next_one = planned(rank=1), planned(rank=2, days=120)
    await office.hears(first)
    await office.hears(next_one)
    assert (await office.grant_of(next_one)).status is GrantStatus.ZERO_GRANT
    await office.hears(shortened(first, days=100))
    assert (await office.grant_of(next_one)).contract_amount == euro("2400.00")


async def test_whoever_waits_without_money_and_stays_shorter_may_fit(office: Office) -> None:
    await office.budget("2000.00")
    going = planned()
    await office.hears(going)
    await office.hears(shortened(going, days=90))
    assert (await office.grant_of(going)).contract_amount == euro("1800.00")


async def test_a_returned_recovery_pays_the_next_in_line(office: Office) -> None:
    await office.budget("3000.00")
    first, next_one = planned(rank=1), planned(rank=2)
    await office.pays_advance(first)
    await office.hears(next_one)
    await office.hears(withdrawn(first))
    assert (await office.grant_of(next_one)).status is GrantStatus.ZERO_GRANT
    await office.receives(await office.grant_of(first), "2176.00")
    assert (await office.grant_of(next_one)).status is GrantStatus.RESERVED
