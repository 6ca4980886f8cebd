"""What a use case needs of the unit of work: its repositories and the office's payment plan.

Lock order: the gate first (``drafting``), then budgets. Everything below a budget (grants,
instalments, orders) changes only while its row is locked, so it needs no locks of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from chassis.refusal import LocalizedText
from contracts import finance as published
from contracts.vocabulary import Programme
from services.finance.domain.budget import Budget
from services.finance.domain.grant import Grant
from services.finance.domain.instalments import PaymentPlan
from services.finance.domain.ledger import Entry
from services.finance.domain.payment_order import PaymentOrder
from services.finance.domain.rates import Figure, Rate, RateKind


@dataclass(frozen=True, slots=True)
class Payee:
    """Who is paid, and by which version of their record; ``iban`` is None until they gave one."""

    person_id: UUID
    version: int
    iban: str | None


@dataclass(frozen=True, slots=True)
class Posting:
    """One ledger transaction. The bank's reference stays here: it is nobody else's business."""

    id: UUID
    description: LocalizedText
    posted_at: datetime
    entries: tuple[Entry, ...]
    grant_id: UUID | None = None
    payment_order_id: UUID | None = None
    bank_reference: str | None = None
    value_on: date | None = None


class Budgets(Protocol):
    async def lock(self, budget_id: UUID) -> Budget: ...
    async def lock_of(self, programme: Programme, call_year: int) -> Budget | None: ...
    async def add_if_absent(self, budget: Budget, publishes: published.BudgetEvent) -> None: ...
    async def save(self, budget: Budget, publishes: published.BudgetEvent) -> None: ...


class Grants(Protocol):
    async def get(self, grant_id: UUID) -> Grant: ...
    async def of_mobility(self, mobility_id: UUID) -> Grant | None: ...
    async def budget_of_mobility(self, mobility_id: UUID) -> UUID | None: ...
    async def budgets_of_person(self, person_id: UUID) -> Sequence[UUID]: ...
    async def of_person(self, person_id: UUID, budget_id: UUID) -> Sequence[Grant]: ...
    async def in_line(self, budget: Budget) -> Sequence[Grant]: ...
    async def waiting_for(self, budget_id: UUID, kind: RateKind) -> Sequence[Grant]: ...
    async def save(self, grant: Grant, publishes: published.GrantEvent) -> None: ...


class Orders(Protocol):
    async def find(self, order_id: UUID) -> PaymentOrder | None: ...
    async def add(self, order: PaymentOrder, publishes: published.PaymentOrderEvent) -> None: ...
    async def save(self, order: PaymentOrder, publishes: published.PaymentOrderEvent) -> None: ...


class Rates(Protocol):
    async def of(self, figure: Figure) -> Sequence[Rate]: ...
    async def add(self, rate: Rate) -> None: ...
    async def group_of(self, country: str, call_year: int) -> str: ...


class Payees(Protocol):
    async def get(self, person_id: UUID) -> Payee | None: ...
    async def save(self, payee: Payee) -> None: ...
    async def forget(self, person_id: UUID) -> None: ...


class Gate(Protocol):
    async def pass_through(self) -> None: ...
    async def close(self) -> None: ...


class Ledger(Protocol):
    async def post(self, posting: Posting, publishes: published.LedgerTransactionPosted) -> None: ...


class Work(Protocol):
    plan: PaymentPlan

    @property
    def drafting(self) -> Gate: ...
    @property
    def budgets(self) -> Budgets: ...
    @property
    def grants(self) -> Grants: ...
    @property
    def orders(self) -> Orders: ...
    @property
    def rates(self) -> Rates: ...
    @property
    def payees(self) -> Payees: ...
    @property
    def ledger(self) -> Ledger: ...
