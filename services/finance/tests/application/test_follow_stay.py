"""A grant hears how its stay goes: it knows the days, and what is not funded of them waits to be."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from contracts.mobility import MobilityBegun, MobilityExtended, MobilityPlanned, MobilityShortened
from contracts.vocabulary import ActivityKind, GrantStatus, PlanStepKind
from services.finance.domain.grant import GrantIsCancelled
from services.finance.tests.builders import completed, planned, withdrawn
from services.finance.tests.office import Office, euro


def later(first: MobilityPlanned, version: int = 2, **facts: Any) -> Any:
    return first.state.model_copy(update={"version": version, **facts})


def begun(first: MobilityPlanned, version: int = 2, **facts: Any) -> MobilityBegun:
    return MobilityBegun(state=later(first, version, **facts))


def extended(first: MobilityPlanned, days: int, version: int = 2) -> MobilityExtended:
    return MobilityExtended(state=later(first, version, days=days))


async def going(office: Office, budget: str = "10000.00", **facts: Any) -> MobilityPlanned:
    await office.budget(budget)
    event = planned(**facts)
    await office.pays_advance(event)
    return event


async def test_an_extension_is_known_and_not_paid_until_it_is_funded(office: Office) -> None:
    event = await going(office)
    await office.hears(extended(event, 166))
    grant = await office.grant_of(event)
    assert (grant.days, grant.terms.paid_days(grant.days), grant.amount) == (166, 136, euro("2720.00"))
    funded = await office.funds(grant, 166)
    assert (funded.amount, funded.terms.funded_days) == (euro("3320.00"), None)


async def test_the_plan_proposes_the_days_that_were_added(office: Office) -> None:
    event = await going(office)
    await office.hears(extended(event, 166))
    plan = await office.plans(await office.budget_now((await office.grant_of(event)).budget_id))
    [step] = plan.steps
    assert (step.kind, step.days, step.amount) == (PlanStepKind.EXTENSION, 166, euro("600.00"))


async def test_the_plan_proposes_added_days_of_staff_at_what_they_cost(office: Office) -> None:
    event = await going(office, kind=ActivityKind.STAFF_TEACHING, days=5)
    before = await office.grant_of(event)
    await office.hears(extended(event, 7))
    plan = await office.plans(await office.budget_now(before.budget_id))
    [step] = plan.steps
    await office.carries_out(plan)
    after = await office.grant_of(event)
    assert before.amount is not None
    assert (step.kind, step.days) == (PlanStepKind.EXTENSION, 7)
    assert after.amount == before.amount + step.amount == before.amount * Decimal("1.4")


async def test_the_first_day_is_known_and_fewer_days_shrink_the_grant(office: Office) -> None:
    event = await going(office)
    await office.hears(begun(event, arrived_on=date(2026, 9, 25), days=126))
    grant = await office.grant_of(event)
    assert (grant.begins, grant.days, grant.amount) == (date(2026, 9, 25), 126, euro("2520.00"))


async def test_who_waits_in_line_waits_with_all_days_of_the_stay(office: Office) -> None:
    budget = await office.budget("100.00")
    event = planned()
    await office.hears(event)
    await office.hears(extended(event, 166))
    grant = await office.grant_of(event)
    assert (grant.status, grant.amount) == (GrantStatus.ZERO_GRANT, euro("3320.00"))
    await office.allocates(budget, "3220.00")
    assert (await office.grant_of(event)).contract_amount == euro("3320.00")


async def test_the_same_event_twice_changes_once(office: Office) -> None:
    event = await going(office)
    longer = extended(event, 166)
    await office.hears(longer, "same")
    once = await office.grant_of(event)
    await office.hears(longer, "same")
    assert await office.grant_of(event) == once


@pytest.mark.parametrize("late", [MobilityBegun, MobilityExtended, MobilityShortened])
async def test_an_older_state_changes_nothing(office: Office, late: Any) -> None:
    """A record that was parked and replayed after a later one."""
    event = await going(office)
    await office.hears(extended(event, 166, version=4))
    known = await office.grant_of(event)
    await office.hears(late(state=later(event, 3, days=100)))
    assert await office.grant_of(event) == known


async def test_the_days_that_were_added_end_with_the_stay(office: Office) -> None:
    """Completed with 150 of 166 days: the 136 that were promised are paid."""
    event = await going(office)
    await office.hears(extended(event, 166))
    await office.hears(completed(event, 150))
    grant = await office.grant_of(event)
    assert (grant.amount, grant.owed) == (euro("2720.00"), euro("0"))


async def test_who_gave_up_is_not_extended(office: Office) -> None:
    event = await going(office)
    await office.hears(withdrawn(event))
    with pytest.raises(GrantIsCancelled):
        await office.hears(extended(event, 166, version=5))


async def test_a_grant_from_before_learns_what_is_done(office: Office) -> None:
    event = await going(office, kind=ActivityKind.STAFF_TRAINING, days=5)
    async with office.transactions.begin() as work:
        await work.connection.exec_driver_sql("UPDATE grants SET activity = NULL, mobility_version = 0")
    await office.hears(begun(event))
    assert (await office.grant_of(event)).activity is ActivityKind.STAFF_TRAINING
