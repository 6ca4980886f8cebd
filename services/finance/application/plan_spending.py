"""Drawing up a plan that uses a budget up, and carrying out its steps, each as the ordinary command it is."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from chassis.ids import new_id
from chassis.refusal import Kind, Refusal, require_version
from contracts.finance import SpendingPlanApplied, SpendingPlanDrawnUp
from contracts.vocabulary import PlanStepStatus, Scenario
from services.finance.application.books import Books, books_of
from services.finance.application.fund_days import fund
from services.finance.application.published import plan_state
from services.finance.application.work import Work
from services.finance.domain.budget import Budget
from services.finance.domain.money import Money, total
from services.finance.domain.spending_plan import (
    Forecast,
    PlanStep,
    Reason,
    SpendingPlan,
    candidate,
    forecast,
    in_cents,
    note_applied,
    priced_steps,
)

APPLIED_AT_ONCE_MAX = 100
"""Steps of one transaction: the budget is locked meanwhile, and the caller waits. Ask again for the rest."""

NOTHING_RELEASED = Decimal(0)


class PlanIsCarriedOut(Refusal):
    code, kind = "plan-is-carried-out", Kind.CONFLICT
    tr, en = "Bu planın bekleyen adımı yok.", "No step of this plan is open."
    next_tr, next_en = "Yeni bir plan hazırlayın.", "Draw up a new plan."


async def draw_up_plan(
    budget_id: UUID, assumed_percent: Decimal | None, work: Work, now: datetime
) -> SpendingPlan:
    """A proposal for what is free now: nothing changes, and nobody is promised anything. Raises: NotFound."""
    budget = await work.budgets.get(budget_id)
    grants = await work.grants.fundable(budget_id)
    candidates = [found for found in map(candidate, grants) if found is not None]
    choice = await asyncio.to_thread(work.optimiser.choose, candidates, in_cents(budget.available))
    steps = priced_steps(candidates, choice, grants)
    plan = SpendingPlan(
        id=new_id(),
        version=1,
        budget_id=budget.id,
        programme=budget.programme,
        call_year=budget.call_year,
        drawn_up_at=now,
        available=budget.available,
        used=total([step.amount for step in steps], budget.currency),
        bound=Money(Decimal(choice.bound) / 100, budget.currency),
        steps=steps,
        forecasts=await _forecasts(budget, assumed_percent, work),
    )
    await work.plans.add(plan, publishes=SpendingPlanDrawnUp(state=plan_state(plan)))
    return plan


async def apply_plan(plan_id: UUID, expected_version: int | None, work: Work, now: datetime) -> SpendingPlan:
    """The next ``APPLIED_AT_ONCE_MAX`` open steps, in the plan's order; a refused one stops no other.

    Raises: NotFound, StaleVersion, PlanIsCarriedOut.
    """
    budget_id = (await work.plans.get(plan_id)).budget_id
    async with books_of(await work.budgets.lock(budget_id), work, now) as books:
        plan = await work.plans.get(plan_id)
        require_version(plan.version, expected_version)
        if not plan.open_steps:
            raise PlanIsCarriedOut
        for step in plan.open_steps[:APPLIED_AT_ONCE_MAX]:
            plan = note_applied(plan, await _carry_out(step, books))
        applied = replace(plan, version=plan.version + 1)
        await work.plans.save(applied, publishes=SpendingPlanApplied(state=plan_state(applied)))
        return applied


async def _carry_out(step: PlanStep, books: Books) -> PlanStep:
    try:
        await fund(await books.work.grants.get(step.grant_id), step.days, books)
    except Refusal as refusal:
        return replace(step, status=PlanStepStatus.REFUSED, refusal=Reason(refusal.code, refusal.message))
    return replace(step, status=PlanStepStatus.APPLIED)


async def _forecasts(budget: Budget, assumed: Decimal | None, work: Work) -> tuple[Forecast, ...]:
    """What nobody has experienced yet or assumes is left out, never guessed."""
    owed = await work.grants.owed(budget)
    percents: Sequence[tuple[Scenario, Decimal | None]] = (
        (Scenario.PROMISED, NOTHING_RELEASED),
        (Scenario.EXPERIENCED, await work.grants.released_percent(budget.programme)),
        (Scenario.ASSUMED, assumed),
    )
    return tuple(
        forecast(scenario, percent, available=budget.available, reserved=budget.reserved, owed=owed)
        for scenario, percent in percents
        if percent is not None
    )
