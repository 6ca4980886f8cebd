"""Travel support, top-ups, funded days and settlement: from the office's word to the books."""

from __future__ import annotations

from decimal import Decimal

import pytest

from chassis.refusal import Refusal
from contracts.vocabulary import ActivityKind, GrantStatus, PaymentOrderStatus, Programme
from services.finance.application.settle_grant import Credits
from services.finance.domain.grant import Grant
from services.finance.domain.travel import TravelMode
from services.finance.tests.builders import completed, paid, planned
from services.finance.tests.office import Office, euro


def rules(grant: Grant) -> dict[str, str]:
    return {line.rule: str(line.amount.amount) for line in grant.lines}


async def test_from_call_2024_everybody_has_travel_support_by_distance(office: Office) -> None:
    budget = await office.budget("10000.00")
    going = planned()
    await office.hears(going)
    grant = await office.records(await office.grant_of(going), distance_km=2412)
    assert rules(grant)["travel-standard"] == "395.00"
    assert grant.contract_amount == euro("3115.00")
    assert (await office.budget_now(budget.id)).reserved == euro("3115.00")


async def test_before_a_long_stay_had_none_and_who_went_green_had_a_top_up(office: Office) -> None:
    await office.budget("10000.00", 2023)
    going = planned(call_year=2023)
    await office.hears(going)
    grant = await office.records(await office.grant_of(going), distance_km=2412)
    assert grant.amount == euro("2720.00")
    greener = await office.records(grant, distance_km=2412, mode=TravelMode.GREEN)
    assert rules(greener)["travel-green-top-up"] == "50.00"


async def test_fewer_opportunities_are_a_top_up_that_does_not_say_why(office: Office) -> None:
    await office.budget("10000.00")
    going = planned()
    await office.hears(going)
    grant = await office.records(await office.grant_of(going), fewer_opportunities=True)
    assert grant.amount == euro("3853.33")
    assert not any("fewer" in line.rule or "fewer" in line.label.en for line in grant.lines)


async def test_a_figure_nobody_confirmed_is_refused_and_nothing_changes(office: Office) -> None:
    await office.budget("10000.00", 2025)
    await office.enters_rate("600.00", 2025, "1")
    going = planned(call_year=2025)
    await office.hears(going)
    before = await office.grant_of(going)
    with pytest.raises(Refusal) as refused:
        await office.records(before, fewer_opportunities=True)
    assert refused.value.code == "rate-unknown"
    assert await office.grant_of(going) == before


async def test_staff_have_no_top_up(office: Office) -> None:
    await office.budget("10000.00")
    going = planned(kind=ActivityKind.STAFF_TEACHING, days=5)
    await office.hears(going)
    with pytest.raises(Refusal) as refused:
        await office.records(await office.grant_of(going), fewer_opportunities=True)
    assert refused.value.code == "no-top-up-for-staff"


async def test_a_longer_stay_is_not_paid_above_the_contract(office: Office) -> None:
    budget = await office.budget("10000.00")
    going = planned()
    await office.hears(going)
    await office.hears(completed(going, 150))
    grant = await office.grant_of(going)
    assert (grant.amount, grant.contract_amount) == (euro("2720.00"), euro("2720.00"))
    assert rules(grant)["contract-ceiling"] == "-280.00"
    assert (await office.budget_now(budget.id)).reserved == euro("2720.00")


async def test_without_a_survey_a_fifth_less_is_paid_and_the_next_in_line_gets_it(office: Office) -> None:
    budget = await office.budget("4464.00")
    going, waiting = planned(), planned(rank=2, days=114)
    await office.hears(going)
    await office.hears(waiting)
    assert (await office.grant_of(waiting)).status is GrantStatus.ZERO_GRANT
    await office.hears(completed(going))
    settled = await office.settles(await office.grant_of(going), survey=False)
    assert (settled.amount, settled.owed) == (euro("2176.00"), euro("0.00"))
    assert (await office.grant_of(waiting)).status is GrantStatus.RESERVED
    assert (await office.budget_now(budget.id)).available == euro("8.00")


async def test_a_survey_that_is_missing_after_the_balance_went_out_is_a_recovery(office: Office) -> None:
    await office.budget("10000.00")
    going = planned()
    await office.pays_advance(going)
    await office.hears(completed(going))
    grant = await office.settles(await office.grant_of(going), survey=False)
    assert grant.owed == euro("0.00")
    (balance,) = await office.orders_of(going, PaymentOrderStatus.ISSUED)
    await office.hears(paid(balance.id))
    assert (await office.grant_of(going)).owed == euro("544.00")


async def test_without_a_proof_all_is_owed_back(office: Office) -> None:
    await office.budget("10000.00")
    going = planned()
    await office.pays_advance(going)
    await office.hears(completed(going))
    grant = await office.settles(await office.grant_of(going), proof=False)
    assert (grant.amount, grant.owed, grant.status) == (
        euro("0.00"),
        euro("2176.00"),
        GrantStatus.RECOVERING,
    )
    assert (await office.balances())["recovery"] == euro("2176.00").amount


async def test_farabi_settles_by_credits(office: Office) -> None:
    going = planned(programme=Programme.FARABI, call_year=2020, host_country="TR", days=120)
    await office.lira_budget("10000.00", Programme.FARABI, 2020)
    await office.hears(going)
    await office.hears(completed(going))
    grant = await office.settles(await office.grant_of(going), credits=Credits(Decimal(24), Decimal(30)))
    assert str(grant.amount) == "2444.00 TRY"


async def test_a_place_in_line_is_funded_in_part_and_then_in_whole(office: Office) -> None:
    budget = await office.budget("2000.00")
    going = planned()
    await office.hears(going)
    part = await office.funds(await office.grant_of(going), 90)
    assert (part.status, part.contract_amount) == (GrantStatus.RESERVED, euro("1800.00"))
    with pytest.raises(Refusal) as refused:
        await office.funds(part, 136)
    assert refused.value.code == "budget-does-not-reach"
    await office.allocates(budget, "1000.00")
    whole = await office.funds(part, 136)
    assert whole.contract_amount == euro("2720.00")
    assert (await office.budget_now(budget.id)).reserved == euro("2720.00")


async def test_a_part_that_is_funded_ends_with_the_days_that_were_stayed(office: Office) -> None:
    await office.budget("2000.00")
    going = planned()
    await office.hears(going)
    await office.funds(await office.grant_of(going), 90)
    await office.hears(completed(going, 75))
    assert (await office.grant_of(going)).amount == euro("1500.00")
