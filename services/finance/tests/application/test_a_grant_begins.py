"""Somebody is going: what finance does about it."""

from __future__ import annotations

import pytest

from chassis.refusal import Refusal
from contracts.vocabulary import ActivityKind, Direction, GrantStatus, InstalmentStatus
from services.finance.tests.builders import account, completed, mobility, planned
from services.finance.tests.office import Office, euro


async def test_the_budget_is_reserved_and_the_advance_ordered(office: Office) -> None:
    budget = await office.budget("10000.00")
    going = planned()
    await office.hears(account(going.state.person_id))
    await office.hears(going)
    grant = await office.grant_of(going)
    assert (grant.status, grant.contract_amount) == (GrantStatus.RESERVED, euro("2720.00"))
    assert [order.amount for order in await office.orders_of(going)] == [euro("2176.00")]
    assert (await office.budget_now(budget.id)).available == euro("7280.00")


async def test_a_second_delivery_changes_nothing(office: Office) -> None:
    budget = await office.budget("10000.00")
    going = planned()
    await office.hears(account(going.state.person_id))
    await office.hears(going, "event-1")
    before = await office.grant_of(going)
    await office.hears(going, "event-1")
    await office.hears(going, "the same change in another record")
    assert await office.grant_of(going) == before
    assert (await office.budget_now(budget.id)).reserved == euro("2720.00")


async def test_without_an_account_nothing_is_ordered_until_there_is_one(office: Office) -> None:
    await office.budget("10000.00")
    going = planned()
    await office.hears(going)
    assert await office.orders_of(going) == []
    await office.hears(account(going.state.person_id))
    assert len(await office.orders_of(going)) == 1


async def test_an_unknown_rate_waits_for_the_office_and_nothing_is_guessed(office: Office) -> None:
    await office.budget("10000.00", call_year=2025)
    going = planned(call_year=2025)
    await office.hears(going)
    grant = await office.grant_of(going)
    assert (grant.status, grant.amount) == (GrantStatus.WAITING_FOR_RATE, None)
    assert grant.waiting_for is not None
    assert all(word in grant.waiting_for.message.en for word in ("2025", "student-study", "group 1"))
    assert all(word in grant.waiting_for.message.tr for word in ("2025", "student-study", "1 ülke grubu"))


async def test_the_entered_rate_is_used_in_the_order_of_rank(office: Office) -> None:
    await office.budget("3000.00", call_year=2025)
    second, first = planned(call_year=2025, rank=2), planned(call_year=2025, rank=1)
    await office.hears(second)
    await office.hears(first)
    await office.enters_rate("660.00", 2025)
    assert (await office.grant_of(first)).contract_amount == euro("2992.00")
    assert (await office.grant_of(second)).status is GrantStatus.ZERO_GRANT


async def test_a_corrected_rate_is_a_new_row_and_leaves_promised_grants_alone(office: Office) -> None:
    await office.budget("10000.00")
    before, after = planned(), planned()
    await office.hears(before)
    corrected = await office.enters_rate("700.00", 2024)
    await office.hears(after)
    assert corrected.supersedes is not None
    assert (await office.grant_of(before)).amount == euro("2720.00")
    assert (await office.grant_of(after)).amount == euro("3173.33")


async def test_a_country_of_no_group_waits_for_its_own_rate(office: Office) -> None:
    await office.budget("10000.00")
    going = planned(host_country="GB")
    await office.hears(going)
    assert (await office.grant_of(going)).status is GrantStatus.WAITING_FOR_RATE
    await office.enters_rate("600.00", 2024, group="GB")
    assert (await office.grant_of(going)).status is GrantStatus.RESERVED


async def test_incoming_and_imported_mobilities_cost_nothing(office: Office) -> None:
    await office.hears(planned(direction=Direction.INCOMING))
    await office.hears(planned(imported=True, days=None))
    await office.hears(planned(direction=Direction.INCOMING, kind=ActivityKind.DEGREE, days=None))
    assert await office.grants() == []


async def test_a_mobility_without_days_is_refused(office: Office) -> None:
    with pytest.raises(Refusal) as refusal:
        await office.hears(planned(days=None))
    assert refusal.value.code == "mobility-incomplete"


async def test_the_end_of_an_unknown_mobility_is_refused(office: Office) -> None:
    with pytest.raises(Refusal) as refusal:
        await office.hears(completed(planned()))
    assert refusal.value.code == "grant-unknown"


async def test_staff_are_paid_by_day_with_seventy_percent_from_day_fifteen(office: Office) -> None:
    await office.budget("10000.00")
    going = planned(kind=ActivityKind.STAFF_TEACHING, days=16, person_id=mobility().person_id)
    await office.hears(going)
    grant = await office.grant_of(going)
    assert [str(line.amount) for line in grant.lines] == ["2394.00 EUR", "239.40 EUR"]
    assert [part.status for part in grant.instalments] == [InstalmentStatus.PLANNED] * 2
