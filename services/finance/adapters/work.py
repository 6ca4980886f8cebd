"""The service's unit of work: one transaction with its repositories and the office's payment plan."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.outbox import Outbox
from chassis.work import UnitOfWork
from services.finance.adapters.budgets import BudgetTable
from services.finance.adapters.expense_proposals import ExpenseProposalTable
from services.finance.adapters.expenses import ExpenseTable
from services.finance.adapters.gate import DraftingGate
from services.finance.adapters.grants import GrantTable
from services.finance.adapters.highs import Highs
from services.finance.adapters.ledger import LedgerTable
from services.finance.adapters.payees import PayeeTable
from services.finance.adapters.payment_batches import PaymentBatchTable
from services.finance.adapters.payment_orders import PaymentOrderTable
from services.finance.adapters.payment_requests import PaymentRequestTable
from services.finance.adapters.plans import PlanTable
from services.finance.adapters.rates import RateTable
from services.finance.adapters.statement import StatementTable
from services.finance.domain.instalments import PaymentPlan


class FinanceWork(UnitOfWork):
    def __init__(self, connection: AsyncConnection, outbox: Outbox, plan: PaymentPlan) -> None:
        super().__init__(connection, outbox)
        self.plan = plan
        self.drafting = DraftingGate(connection)
        self.budgets = BudgetTable(connection, outbox)
        self.grants = GrantTable(connection, outbox)
        self.orders = PaymentOrderTable(connection, outbox)
        self.requests = PaymentRequestTable(connection, outbox)
        self.batches = PaymentBatchTable(connection, outbox)
        self.statement = StatementTable(connection, outbox)
        self.rates = RateTable(connection)
        self.payees = PayeeTable(connection)
        self.ledger = LedgerTable(connection, outbox)
        self.expenses = ExpenseTable(connection, outbox)
        self.proposals = ExpenseProposalTable(connection, outbox)
        self.plans = PlanTable(connection, outbox)
        self.optimiser = Highs()
