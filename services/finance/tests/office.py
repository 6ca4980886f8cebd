"""The service as its tests drive it: events heard, commands given, and what then stands in its database."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from chassis.clock import academic_date
from chassis.consuming.handler import Handler
from chassis.identity.access import Sight
from chassis.ids import new_id
from chassis.refusal import Refusal
from chassis.work import Transactions
from contracts.cloudevents import Received
from contracts.event import Event, Tombstone
from contracts.event_plans import EventPlanEvent
from contracts.finance import PaymentAnswered
from contracts.mobility import MobilityEvent, MobilityPlanned
from contracts.visits import VisitEvent
from contracts.vocabulary import (
    BudgetLine,
    Currency,
    ExpenseKind,
    PaymentChannel,
    PaymentOrderStatus,
    PaymentRequestStatus,
    Programme,
)
from services.finance.adapters.grants import GrantFilter
from services.finance.adapters.payment_orders import OrderFilter
from services.finance.adapters.work import FinanceWork
from services.finance.application.allocate import allocate_more, open_budget
from services.finance.application.amend_budget import Transfer, transfer_between_lines
from services.finance.application.approve_payment import approve_payment
from services.finance.application.bank_file import BankFile, bank_file, enter_paying_account
from services.finance.application.claim_organisational_support import (
    Participants,
    claim_organisational_support,
)
from services.finance.application.decide_expense import approve_expense, enter_expense, reject_expense
from services.finance.application.decide_proposal import TakingUp, dismiss_proposal, take_up_proposal
from services.finance.application.enter_rate import enter_rate
from services.finance.application.fund_days import fund_days
from services.finance.application.payment_batches import (
    Gathering,
    approve_batch,
    dissolve_batch,
    gather_batch,
    take_out,
)
from services.finance.application.plan_spending import apply_plan, draw_up_plan
from services.finance.application.receive_recovery import Receipt, record_recovery
from services.finance.application.record_circumstances import record_circumstances
from services.finance.application.settle_grant import Credits, Settlement, settle_grant
from services.finance.application.work import PayingAccount
from services.finance.domain.budget import Budget
from services.finance.domain.expense import Expense, Objection
from services.finance.domain.expense_proposal import ExpenseProposal
from services.finance.domain.grant import Grant
from services.finance.domain.money import Money
from services.finance.domain.payment_batch import PaymentBatch
from services.finance.domain.payment_order import PaymentOrder
from services.finance.domain.payment_request import PaymentRequest
from services.finance.domain.rates import Action, Rate, RateKind, RateUnit
from services.finance.domain.spending_plan import SpendingPlan
from services.finance.domain.terms import Circumstances
from services.finance.domain.travel import TravelMode
from services.finance.entrypoints.consumers import COSTS, GRANTS, PAYEES, PAYMENT_RESULTS
from services.finance.tests.builders import IBAN, NOW, account, paid

ALL = 10_000
EVERYTHING = Sight(everything=True)


def euro(amount: str) -> Money:
    return Money(Decimal(amount), Currency.EUR)


class Office:
    """Everything in its own transaction, as the runtime does it."""

    def __init__(self, transactions: Transactions[FinanceWork]) -> None:
        self.transactions = transactions
        self.now = NOW
        self.approves_at_once = True
        """Whether a second person stands by and approves whatever comes to wait."""

    @property
    def today(self) -> date:
        return academic_date(self.now)

    @asynccontextmanager
    async def doing(self, by: str | None = None) -> AsyncIterator[FinanceWork]:
        async with self.transactions.begin() as work:
            work.by = by
            yield work
        if self.approves_at_once:
            await self.approves_what_waits()

    async def approves_what_waits(self, by: str = "second-person") -> None:
        """Singly; what cannot be approved, or was approved by others meanwhile, is left as it is."""
        for request in await self.requests(PaymentRequestStatus.AWAITING_APPROVAL):
            with suppress(Refusal):
                await self.approves_payment(request, by=by)

    async def approves_payment(self, request: PaymentRequest, *, by: str) -> PaymentRequest:
        async with self.transactions.begin() as work:
            return await approve_payment(request.id, by, None, work, self.now)

    async def gathers(
        self,
        budget: Budget,
        *,
        by: str = "first-person",
        channel: PaymentChannel = PaymentChannel.FINANCE_OFFICE,
        due_by: date | None = None,
    ) -> PaymentBatch:
        async with self.transactions.begin() as work:
            return await gather_batch(budget.id, Gathering(channel, due_by, by), work, self.now)

    async def approves_batch(self, batch: PaymentBatch, *, by: str = "second-person") -> PaymentBatch:
        async with self.transactions.begin() as work:
            return await approve_batch(batch.id, by, None, work, self.now)

    async def dissolves(self, batch: PaymentBatch, *, by: str = "first-person") -> PaymentBatch:
        async with self.transactions.begin() as work:
            return await dissolve_batch(batch.id, by, None, work, self.now)

    async def takes_out(self, request: PaymentRequest) -> PaymentRequest:
        async with self.transactions.begin() as work:
            return await take_out(request.id, None, work)

    async def pays_from(self, budget: Budget, holder: str = "Iğdır Üniversitesi") -> None:
        account = PayingAccount(budget.id, holder, IBAN, None, "finance", self.now)
        async with self.transactions.begin() as work:
            await enter_paying_account(account, work)

    async def bank_file(self, batch: PaymentBatch) -> BankFile:
        async with self.transactions.read() as work:
            return await bank_file(batch.id, work)

    async def requests(self, status: PaymentRequestStatus | None = None) -> Sequence[PaymentRequest]:
        async with self.transactions.read() as work:
            return await work.requests.page(status, None, None, ALL)

    async def batch_now(self, batch_id: UUID) -> PaymentBatch:
        async with self.transactions.read() as work:
            return await work.batches.get(batch_id)

    async def hears(self, event: Event | Tombstone, event_id: str | None = None) -> None:
        """One record, delivered; the same ``event_id`` again is a repeated delivery."""
        received = Received(
            id=event_id or str(new_id()),
            type=event.TYPE,
            source="/kervan/tests",
            key=event.key,
            sequence=event.sequence,
            event=event,
            traceparent=None,
        )
        async with self.doing() as work:
            await _reactor(event).apply(work, [received], self.now)

    async def budget(self, amount: str, call_year: int = 2024) -> Budget:
        async with self.doing() as work:
            return await open_budget(Programme.ERASMUS, call_year, euro(amount), work, self.now)

    async def lira_budget(self, amount: str, programme: Programme, call_year: int) -> Budget:
        allocated = Money(Decimal(amount), Currency.TRY)
        async with self.doing() as work:
            return await open_budget(programme, call_year, allocated, work, self.now)

    async def allocates(self, budget: Budget, amount: str, by: str | None = None) -> Budget:
        async with self.doing(by) as work:
            return await allocate_more(budget.id, euro(amount), None, work, self.now)

    async def claims_support(self, budget: Budget, count: int) -> Budget:
        async with self.doing() as work:
            participants = Participants(count, "contract")
            return await claim_organisational_support(budget.id, participants, None, work, self.now)

    async def spends(
        self,
        budget: Budget,
        amount: str,
        *,
        by: str,
        receipt: str = "A-417",
        incurred_on: date = date(2026, 5, 4),
    ) -> Expense:
        expense = Expense(
            id=new_id(),
            version=1,
            budget_id=budget.id,
            kind=ExpenseKind.VISIT,
            purpose="A delegation's lunch",
            incurred_on=incurred_on,
            amount=euro(amount),
            receipt=receipt,
            entered_by=by,
        )
        async with self.doing() as work:
            return await enter_expense(expense, work)

    async def approves(self, expense: Expense, *, by: str) -> Expense:
        async with self.doing() as work:
            return await approve_expense(expense.id, by, None, work, self.now)

    async def rejects(self, expense: Expense, *, by: str) -> Expense:
        async with self.doing() as work:
            return await reject_expense(expense.id, Objection(by, "no receipt"), None, work, self.now)

    async def proposals(self) -> Sequence[ExpenseProposal]:
        async with self.transactions.read() as work:
            return await work.proposals.page(None, None, ALL)

    async def takes_up(
        self, proposal: ExpenseProposal, budget: Budget, *, by: str = "one", amount: str | None = None
    ) -> ExpenseProposal:
        taking = TakingUp(
            expense_id=new_id(),
            budget_id=budget.id,
            purpose="A delegation's dinner",
            incurred_on=date(2026, 5, 4),
            receipt=f"A-{new_id()}",
            amount=euro(amount) if amount else None,
            by=by,
        )
        async with self.doing() as work:
            return await take_up_proposal(proposal.id, taking, None, work, self.now)

    async def dismisses(self, proposal: ExpenseProposal, *, by: str = "one") -> ExpenseProposal:
        async with self.doing() as work:
            return await dismiss_proposal(proposal.id, Objection(by, "the host pays"), None, work, self.now)

    async def expense_of(self, proposal: ExpenseProposal) -> Expense:
        assert proposal.expense_id is not None
        async with self.transactions.read() as work:
            return await work.expenses.get(proposal.expense_id)

    async def transfers(self, budget: Budget, source: BudgetLine, target: BudgetLine, amount: str) -> Budget:
        change = Transfer(source, target, euro(amount), "letter")
        async with self.doing() as work:
            return await transfer_between_lines(budget.id, change, None, work, self.now)

    async def enters_rate(
        self, amount: str, call_year: int, group: str = "1", kind: RateKind = RateKind.STUDENT_STUDY
    ) -> Rate:
        rate = Rate(
            id=new_id(),
            action=Action.KA131,
            kind=kind,
            country_group=group,
            first_call_year=call_year,
            last_call_year=call_year,
            from_day=1,
            unit=RateUnit.MONTH,
            amount=Decimal(amount),
            currency=Currency.EUR,
            source="National Agency, letter of 3 May",
            confidence="entered by the office",
            note="",
            recorded_at=self.now,
            recorded_by="office",
        )
        async with self.doing() as work:
            return await enter_rate(rate, work, self.now)

    async def receives(self, grant: Grant, amount: str, reference: str | None = None) -> Grant:
        receipt = Receipt(euro(amount), self.today, reference or f"RETURN-{new_id()}")
        async with self.doing() as work:
            return await record_recovery(grant.id, receipt, None, work, self.now)

    async def records(self, grant: Grant, **facts: Any) -> Grant:
        """Circumstances as the office saw them; nothing that is not named."""
        usual: dict[str, Any] = {
            "distance_km": None,
            "mode": TravelMode.STANDARD,
            "fewer_opportunities": False,
            "evidence": "calculator, 3 May",
            "verified_by": "office",
        }
        async with self.doing() as work:
            return await record_circumstances(
                grant.id, Circumstances(**(usual | facts)), None, work, self.now
            )

    async def settles(
        self, grant: Grant, *, survey: bool = True, proof: bool = True, credits: Credits | None = None
    ) -> Grant:
        async with self.doing() as work:
            return await settle_grant(grant.id, Settlement(survey, proof, credits), None, work, self.now)

    async def funds(self, grant: Grant, days: int) -> Grant:
        async with self.doing() as work:
            return await fund_days(grant.id, days, None, work, self.now)

    async def plans(self, budget: Budget, assumed: str | None = None) -> SpendingPlan:
        async with self.doing() as work:
            return await draw_up_plan(budget.id, Decimal(assumed) if assumed else None, work, self.now)

    async def carries_out(self, plan: SpendingPlan) -> SpendingPlan:
        async with self.doing() as work:
            return await apply_plan(plan.id, None, work, self.now)

    async def pays_advance(self, event: MobilityPlanned) -> Grant:
        """Somebody with an account is going and has their first instalment."""
        await self.hears(account(event.state.person_id))
        await self.hears(event)
        (order,) = await self.orders_of(event)
        await self.hears(paid(order.id))
        return await self.grant_of(event)

    async def grant_of(self, event: MobilityEvent) -> Grant:
        async with self.transactions.read() as work:
            grant = await work.grants.of_mobility(event.state.id)
        assert grant is not None
        return grant

    async def grants(self) -> Sequence[Grant]:
        async with self.transactions.read() as work:
            return await work.grants.page(GrantFilter(), EVERYTHING, None, ALL)

    async def orders_of(
        self, event: MobilityEvent, status: PaymentOrderStatus | None = None
    ) -> Sequence[PaymentOrder]:
        grant = await self.grant_of(event)
        return await self.orders(OrderFilter(status=status, grant_id=grant.id))

    async def orders(self, wanted: OrderFilter) -> Sequence[PaymentOrder]:
        async with self.transactions.read() as work:
            return await work.orders.page(wanted, EVERYTHING, None, ALL)

    async def order(self, order_id: UUID) -> PaymentOrder:
        async with self.transactions.read() as work:
            return await work.orders.get(order_id)

    async def budget_now(self, budget_id: UUID) -> Budget:
        async with self.transactions.read() as work:
            return await work.budgets.get(budget_id)

    async def budgets(self) -> Sequence[Budget]:
        async with self.transactions.read() as work:
            return await work.budgets.page(None, ALL)

    async def balances(self) -> dict[str, Decimal]:
        async with self.transactions.read() as work:
            return {account: money.amount for account, money in await work.ledger.balances(None, ALL)}


def _reactor(event: Event | Tombstone) -> Handler[FinanceWork]:
    if isinstance(event, PaymentAnswered):
        return PAYMENT_RESULTS
    if isinstance(event, VisitEvent | EventPlanEvent):
        return COSTS
    return GRANTS if isinstance(event, MobilityEvent) else PAYEES
