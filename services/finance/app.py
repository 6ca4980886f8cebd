"""The finance service, put together."""

from __future__ import annotations

from functools import partial

from chassis.http import erasures
from chassis.service import Service
from services.finance.adapters import punctuality, snapshots
from services.finance.adapters.figures import load_figures
from services.finance.adapters.payees import IBAN, NAME
from services.finance.adapters.work import FinanceWork
from services.finance.application.decide_expense import ReceiptBooked
from services.finance.application.receive_recovery import RecoveryBooked
from services.finance.entrypoints.api import (
    budgets,
    expense_proposals,
    expenses,
    grants,
    ledger,
    ledger_export,
    payment_batches,
    payment_orders,
    payment_requests,
    people,
    rates,
    recovery_plans,
    spending_plans,
    statements,
)
from services.finance.entrypoints.consumers import REACTORS
from services.finance.settings import PlanSettings


async def _prepare(work: FinanceWork) -> None:
    await load_figures(work.connection)


SERVICE: Service[FinanceWork] = Service(
    name="finance",
    package="services.finance",
    title="Kervan finance",
    work=partial(FinanceWork, plan=PlanSettings().plan),
    routers=(
        budgets.router,
        rates.router,
        grants.router,
        recovery_plans.router,
        payment_orders.router,
        payment_requests.router,
        payment_batches.router,
        statements.router,
        people.router,
        ledger.router,
        ledger_export.router,
        spending_plans.router,
        expenses.router,
        expense_proposals.router,
        erasures.router,
    ),
    handlers=REACTORS,
    snapshots=(
        snapshots.budgets,
        snapshots.grants,
        snapshots.orders,
        snapshots.ledger,
        snapshots.plans,
        snapshots.expenses,
        snapshots.proposals,
        snapshots.requests,
        snapshots.batches,
        snapshots.statement_lines,
    ),
    sealed=(IBAN, NAME),
    constraints={"uq_ledger_transactions_recovery": RecoveryBooked, "uq_expenses_receipt": ReceiptBooked},
    prepare=_prepare,
    measures=(punctuality.measure,),
)
