"""No euro unused: a plan is drawn up, carried out step by step, and says what was refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chassis.refusal import Refusal
from contracts.finance import SpendingPlanApplied
from contracts.vocabulary import ActivityKind, PlanStepKind, PlanStepStatus, Scenario
from services.finance.application.published import plan_state
from services.finance.domain.spending_plan import note_applied
from services.finance.tests.builders import completed, planned, withdrawn
from services.finance.tests.office import Office, euro


async def test_what_is_left_funds_days_of_those_in_line(office: Office) -> None:
    """1,744 EUR are left of 4,464: 1,740 are 87 days at 20 EUR, or 60 of one and no 60 of another."""
    budget = await office.budget("4464.00")
    for rank in (1, 2, 3):
        await office.hears(planned(rank=rank))
    plan = await office.plans(budget)
    assert [(step.kind, step.days, step.amount) for step in plan.steps] == [
        (PlanStepKind.PROMOTION, 87, euro("1740.00"))
    ]
    assert (plan.available, plan.used, plan.bound) == (euro("1744.00"), euro("1740.00"), euro("1740.00"))
    carried_out = await office.carries_out(plan)
    assert [step.status for step in carried_out.steps] == [PlanStepStatus.APPLIED]
    assert (await office.budget_now(budget.id)).available == euro("4.00")


async def test_two_are_served_rather_than_one_when_both_use_the_same(office: Office) -> None:
    budget = await office.budget("2400.00")
    for rank in (1, 2, 3):
        await office.hears(planned(rank=rank))
    plan = await office.plans(budget)
    assert [step.days for step in plan.steps] == [60, 60]
    ranks = {grant.id: grant.rank for grant in await office.grants()}
    assert [ranks[step.grant_id] for step in plan.steps] == [1, 2]


async def test_days_that_were_not_funded_are_proposed_next(office: Office) -> None:
    budget = await office.budget("1800.00")
    going = planned()
    await office.hears(going)
    await office.funds(await office.grant_of(going), 90)
    await office.allocates(budget, "500.00")
    plan = await office.plans(budget)
    assert [(step.kind, step.days, step.amount) for step in plan.steps] == [
        (PlanStepKind.EXTENSION, 115, euro("500.00"))
    ]
    await office.carries_out(plan)
    assert (await office.budget_now(budget.id)).available == euro("0.00")


async def test_a_step_that_is_no_longer_possible_is_refused_and_the_others_go_on(office: Office) -> None:
    budget = await office.budget("2400.00")
    first, second = planned(rank=1), planned(rank=2)
    await office.hears(first)
    await office.hears(second)
    plan = await office.plans(budget)
    await office.hears(withdrawn(first))
    carried_out = await office.carries_out(plan)
    assert [(step.status, step.refusal and step.refusal.code) for step in carried_out.steps] == [
        (PlanStepStatus.REFUSED, "grant-is-cancelled"),
        (PlanStepStatus.APPLIED, None),
    ]


async def test_a_plan_is_carried_out_once(office: Office) -> None:
    budget = await office.budget("2400.00")
    await office.hears(planned())
    plan = await office.carries_out(await office.plans(budget))
    await office.allocates(budget, "1000.00")
    with pytest.raises(Refusal) as refused:
        await office.carries_out(plan)
    assert refused.value.code == "plan-is-carried-out"
    assert (await office.budget_now(budget.id)).reserved == euro("2400.00")


async def test_of_a_plan_that_was_carried_out_in_part_only_the_rest_is(office: Office) -> None:
    """A plan of more than a hundred steps is asked for again: what was done then stays as it was noted."""
    budget = await office.budget("2400.00")
    for rank in (1, 2):
        await office.hears(planned(rank=rank))
    plan = await office.plans(budget)
    first, second = plan.steps
    done = replace(note_applied(plan, replace(first, status=PlanStepStatus.APPLIED)), version=2)
    async with office.transactions.begin() as work:
        await work.plans.save(done, publishes=SpendingPlanApplied(state=plan_state(done)))
    carried_out = await office.carries_out(done)
    assert [step.status for step in carried_out.steps] == [PlanStepStatus.APPLIED, PlanStepStatus.APPLIED]
    assert (await office.budget_now(budget.id)).reserved == second.amount


async def test_staff_are_funded_whole_or_not_at_all(office: Office) -> None:
    budget = await office.budget("800.00")
    await office.hears(planned(kind=ActivityKind.STAFF_TEACHING, days=5))
    assert (await office.plans(budget)).steps == ()


async def test_scenarios_say_what_is_left_at_the_end(office: Office) -> None:
    budget = await office.budget("10000.00")
    done, ahead = planned(), planned(rank=2)
    await office.hears(done)
    assert [each.scenario for each in (await office.plans(budget)).forecasts] == [Scenario.PROMISED]
    await office.hears(ahead)
    await office.hears(completed(done, 102))
    plan = await office.plans(budget, assumed="10")
    assert [(each.scenario, str(each.released_percent), each.free_at_end) for each in plan.forecasts] == [
        (Scenario.PROMISED, "0", euro("5240.00")),
        (Scenario.EXPERIENCED, "25.00", euro("6430.00")),
        (Scenario.ASSUMED, "10", euro("5716.00")),
    ]
