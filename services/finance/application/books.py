"""The books of one budget while its row is locked: every change of its grants goes through here.

One call saves the grant with its event, posts the ledger transaction and lets the budget follow. The budget
itself is saved once, at the end: one event for all that happened to it in the transaction.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from chassis.clock import academic_date
from chassis.ids import new_id
from chassis.refusal import LocalizedText
from contracts.finance import (
    BudgetAllocated,
    BudgetAmended,
    BudgetChanged,
    BudgetEvent,
    GrantEvent,
    LedgerTransactionPosted,
)
from services.finance.application.follow_grant import let_requests_follow
from services.finance.application.published import budget_state, grant_state, transaction_state
from services.finance.application.work import Posting, Work
from services.finance.domain.budget import Budget, follow
from services.finance.domain.grant import Grant, revise
from services.finance.domain.ledger import Entry, movement


@dataclass(frozen=True, slots=True)
class Because:
    """What a ledger transaction says about its cause."""

    description: LocalizedText
    payment_order_id: UUID | None = None
    bank_reference: str | None = None
    value_on: date | None = None


class Books:
    """Opened by ``books_of``, which closes them."""

    def __init__(self, budget: Budget, work: Work, now: datetime) -> None:
        self.budget = budget
        self.work = work
        self.now = now

    @property
    def today(self) -> date:
        return academic_date(self.now)

    async def record(
        self, before: Grant | None, after: Grant, event: type[GrantEvent], because: Because
    ) -> Grant:
        """Save a grant's next version; money that moved is in the ledger and in the budget. Returns it.

        Payments of it that wait for approval follow.
        """
        saved = revise(before, after)
        await self.work.grants.save(saved, publishes=event(state=grant_state(saved)))
        self.budget = follow(self.budget, before, saved)
        await self.post(movement(self.budget, before, saved), because, saved.id)
        if before is not None:
            await let_requests_follow(saved, self.work, self.now)
        return saved

    async def post(self, entries: tuple[Entry, ...], because: Because, grant_id: UUID | None = None) -> None:
        if not entries:
            return
        posting = Posting(
            id=new_id(),
            description=because.description,
            posted_at=self.now,
            entries=entries,
            grant_id=grant_id,
            payment_order_id=because.payment_order_id,
            bank_reference=because.bank_reference,
            value_on=because.value_on,
        )
        await self.work.ledger.post(
            posting, publishes=LedgerTransactionPosted(state=transaction_state(posting))
        )


@asynccontextmanager
async def books_of(budget: Budget, work: Work, now: datetime) -> AsyncIterator[Books]:
    """Work on a locked ``budget``; what changed of it is saved when the block ends well."""
    books = Books(budget, work, now)
    yield books
    if books.budget == budget:
        return
    books.budget = replace(books.budget, version=budget.version + 1)
    event = _event(budget, books.budget)
    await work.budgets.save(books.budget, publishes=event(state=budget_state(books.budget)))


def _event(before: Budget, after: Budget) -> type[BudgetEvent]:
    if _contracted(before) != _contracted(after):
        return BudgetAmended
    return BudgetAllocated if before.allocated != after.allocated else BudgetChanged


def _contracted(budget: Budget) -> tuple[object, ...]:
    return budget.lines, budget.contract, budget.support
