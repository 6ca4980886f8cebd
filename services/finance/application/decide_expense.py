"""An expense is entered, then approved out of its budget or rejected."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from chassis.refusal import Kind, LocalizedText, Refusal, require_version
from contracts.finance import ExpenseApproved, ExpenseEntered, ExpenseRejected
from services.finance.application.books import Because, books_of
from services.finance.application.published import expense_state
from services.finance.application.work import Work
from services.finance.domain import ledger
from services.finance.domain.budget import expend
from services.finance.domain.expense import Expense, Objection, approve, reject
from services.finance.domain.grant import require_positive


class ReceiptBooked(Refusal):
    """Two people entered the same receipt."""

    code, kind = "receipt-booked", Kind.CONFLICT
    tr = "Bu makbuz bu bütçede zaten kayıtlı."
    en = "This receipt is already entered in this budget."
    next_tr, next_en = "Kayıtlı harcamaya bakın.", "Look at the expense that has it."


async def enter_expense(expense: Expense, work: Work) -> Expense:
    """Nothing is spent by it. Raises: NotFound, AmountNotPositive, CurrencyDiffers.

    The database refuses a receipt that is entered already and not rejected: ReceiptBooked.
    """
    budget = await work.budgets.get(expense.budget_id)
    require_positive(expense.amount, budget.currency)
    await work.expenses.add(expense, publishes=ExpenseEntered(state=expense_state(expense)))
    return expense


async def approve_expense(
    expense_id: UUID, by: str, expected_version: int | None, work: Work, now: datetime
) -> Expense:
    """Raises: NotFound, StaleVersion, ExpenseIsDecided, SecondPersonNeeded, LineNotEnough."""
    budget_id = (await work.expenses.get(expense_id)).budget_id
    async with books_of(await work.budgets.lock(budget_id), work, now) as books:
        expense = await work.expenses.get(expense_id)
        require_version(expense.version, expected_version)
        approved = approve(expense, by, now)
        books.budget = expend(books.budget, expense.amount)
        await books.post(ledger.expense(books.budget, expense.amount), _because(expense))
        await work.expenses.save(approved, publishes=ExpenseApproved(state=expense_state(approved)))
    return approved


async def reject_expense(
    expense_id: UUID, objection: Objection, expected_version: int | None, work: Work, now: datetime
) -> Expense:
    """Raises: NotFound, StaleVersion, ExpenseIsDecided."""
    await work.budgets.lock((await work.expenses.get(expense_id)).budget_id)
    expense = await work.expenses.get(expense_id)
    require_version(expense.version, expected_version)
    rejected = reject(expense, objection, now)
    await work.expenses.save(rejected, publishes=ExpenseRejected(state=expense_state(rejected)))
    return rejected


def _because(expense: Expense) -> Because:
    words = LocalizedText(f"Harcama, makbuz {expense.receipt}", f"Expense, receipt {expense.receipt}")
    return Because(words, value_on=expense.incurred_on)
