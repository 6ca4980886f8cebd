"""The present state of everything finance owns, for topics that forgot and views that begin anew."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from contracts.expense_proposals import ExpenseProposalRepublished
from contracts.finance import (
    BudgetRepublished,
    ExpenseRepublished,
    GrantRepublished,
    LedgerTransactionPosted,
    PaymentOrderRepublished,
    SpendingPlanRepublished,
)
from contracts.payments import PaymentBatchRepublished, PaymentRequestRepublished
from contracts.statements import StatementLineRepublished
from services.finance.adapters.work import FinanceWork
from services.finance.application.published import (
    batch_state,
    budget_state,
    expense_state,
    grant_state,
    order_state,
    plan_state,
    proposal_state,
    request_state,
    statement_line_state,
    transaction_state,
)


async def budgets(work: FinanceWork, after: UUID | None, limit: int) -> Sequence[BudgetRepublished]:
    return [
        BudgetRepublished(state=budget_state(budget)) for budget in await work.budgets.lock_page(after, limit)
    ]


async def grants(work: FinanceWork, after: UUID | None, limit: int) -> Sequence[GrantRepublished]:
    return [GrantRepublished(state=grant_state(grant)) for grant in await work.grants.lock_page(after, limit)]


async def orders(work: FinanceWork, after: UUID | None, limit: int) -> Sequence[PaymentOrderRepublished]:
    return [
        PaymentOrderRepublished(state=order_state(order))
        for order in await work.orders.lock_told_page(after, limit)
    ]


async def requests(work: FinanceWork, after: UUID | None, limit: int) -> Sequence[PaymentRequestRepublished]:
    return [
        PaymentRequestRepublished(state=request_state(request))
        for request in await work.requests.lock_page(after, limit)
    ]


async def batches(work: FinanceWork, after: UUID | None, limit: int) -> Sequence[PaymentBatchRepublished]:
    return [
        PaymentBatchRepublished(state=batch_state(batch))
        for batch in await work.batches.lock_page(after, limit)
    ]


async def statement_lines(
    work: FinanceWork, after: UUID | None, limit: int
) -> Sequence[StatementLineRepublished]:
    return [
        StatementLineRepublished(state=statement_line_state(line))
        for line in await work.statement.lock_page(after, limit)
    ]


async def plans(work: FinanceWork, after: UUID | None, limit: int) -> Sequence[SpendingPlanRepublished]:
    return [
        SpendingPlanRepublished(state=plan_state(plan)) for plan in await work.plans.lock_page(after, limit)
    ]


async def expenses(work: FinanceWork, after: UUID | None, limit: int) -> Sequence[ExpenseRepublished]:
    return [
        ExpenseRepublished(state=expense_state(expense))
        for expense in await work.expenses.lock_page(after, limit)
    ]


async def proposals(
    work: FinanceWork, after: UUID | None, limit: int
) -> Sequence[ExpenseProposalRepublished]:
    return [
        ExpenseProposalRepublished(state=proposal_state(proposal))
        for proposal in await work.proposals.lock_page(after, limit)
    ]


async def ledger(work: FinanceWork, after: UUID | None, limit: int) -> Sequence[LedgerTransactionPosted]:
    """A transaction never changes, so it is simply posted again; who has it passes it over."""
    postings = await work.ledger.page(None, after, limit)
    return [LedgerTransactionPosted(state=transaction_state(posting)) for posting in postings]
