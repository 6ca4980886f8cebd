"""What visits and events really cost becomes expense proposals, and these follow it while they are open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from chassis.ids import new_id
from contracts.costs import Cost
from contracts.event_plans import EventPlanEvent
from contracts.expense_proposals import (
    ExpenseProposalCorrected,
    ExpenseProposalWithdrawn,
    ExpenseProposed,
)
from contracts.visits import VisitEvent
from contracts.vocabulary import CostKind, ExpenseKind, ExpenseProposalStatus, VisitStatus
from services.finance.application.published import proposal_state
from services.finance.application.work import Work
from services.finance.domain.expense_proposal import Costs, ExpenseProposal, followed, proposed
from services.finance.domain.money import Money


async def follow_visit(event: VisitEvent, work: Work, now: datetime) -> None:
    """Whatever happened to it, the state tells all; a cancelled one costs nothing.

    An older state than was heard changes nothing.
    """
    visit = event.state
    spent = {} if visit.status is VisitStatus.CANCELLED else _spent(visit.costs)
    await _follow(Costs(ExpenseKind.VISIT, visit.id, visit.version, spent), work, now)


async def follow_event_plan(event: EventPlanEvent, work: Work, now: datetime) -> None:
    """As ``follow_visit``, of an event; but what one that was called off cost all the same counts."""
    plan = event.state
    await _follow(Costs(ExpenseKind.EVENT, plan.id, plan.version, _spent(plan.costs)), work, now)


async def _follow(costs: Costs, work: Work, now: datetime) -> None:
    if not await work.proposals.hear_newer(costs.source_id, costs.version):
        return
    known = await work.proposals.lock_of(costs.source_id)
    for proposal in proposed(known, costs, new_id, now):
        await work.proposals.add(proposal, publishes=ExpenseProposed(state=proposal_state(proposal)))
    for proposal in followed(known, costs, now):
        await _save(proposal, work)


async def _save(proposal: ExpenseProposal, work: Work) -> None:
    withdrawn = proposal.status is ExpenseProposalStatus.WITHDRAWN
    change = ExpenseProposalWithdrawn if withdrawn else ExpenseProposalCorrected
    await work.proposals.save(proposal, publishes=change(state=proposal_state(proposal)))


def _spent(costs: Iterable[Cost]) -> Mapping[CostKind, Money]:
    """By kind, each of which stands once; what cost nothing is no expense."""
    return {
        cost.kind: Money(cost.actual.amount, cost.actual.currency)
        for cost in costs
        if cost.actual and cost.actual.amount > 0
    }
