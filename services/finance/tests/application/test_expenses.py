"""Expenses: entered by one person, paid from organisational support when another approved them."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from chassis.refusal import Refusal
from contracts.vocabulary import BudgetLine, ExpenseStatus
from services.finance.domain.budget import Budget
from services.finance.domain.expense import Expense
from services.finance.tests.office import Office, euro


async def contract(office: Office) -> Budget:
    """1,000 EUR for participants, 4,000 EUR of organisational support."""
    return await office.claims_support(await office.budget("1000.00"), 10)


async def refusal_of(approving: object) -> str:
    with pytest.raises(Refusal) as refused:
        await approving  # type: ignore[misc]
    return refused.value.code


async def test_an_expense_is_paid_from_organisational_support_when_it_is_approved(office: Office) -> None:
    budget = await contract(office)
    expense = await office.spends(budget, "84.50", by="one")
    assert await office.budget_now(budget.id) == budget
    approved = await office.approves(expense, by="two")
    after = await office.budget_now(budget.id)
    assert (approved.status, approved.decided_by) == (ExpenseStatus.APPROVED, "two")
    assert (after.lines.expended, after.available) == (euro("84.50"), euro("1000.00"))
    balances = await office.balances()
    assert balances["organisational:erasmus:2024"] == Decimal("-3915.50")
    assert balances["bank"] == Decimal("4915.50")
    assert sum(balances.values()) == 0


async def test_who_entered_it_does_not_approve_it(office: Office) -> None:
    budget = await contract(office)
    expense = await office.spends(budget, "84.50", by="one")
    assert await refusal_of(office.approves(expense, by="one")) == "second-person-needed"
    assert await office.budget_now(budget.id) == budget


async def test_the_database_refuses_an_approval_by_the_first_person(office: Office) -> None:
    expense = await office.spends(await contract(office), "84.50", by="one")
    forged = text("UPDATE expenses SET status = 'approved', decided_by = 'one' WHERE id = :id")
    async with office.transactions.begin() as work:
        with pytest.raises(IntegrityError):
            await work.connection.execute(forged, {"id": expense.id})


async def test_an_expense_is_decided_once(office: Office) -> None:
    expense = await office.spends(await contract(office), "84.50", by="one")
    await office.approves(expense, by="two")
    assert await refusal_of(office.approves(expense, by="three")) == "expense-is-decided"
    assert await refusal_of(office.rejects(expense, by="one")) == "expense-is-decided"


async def test_more_than_the_office_has_is_not_paid_and_participants_money_is_not_touched(
    office: Office,
) -> None:
    budget = await contract(office)
    expense = await office.spends(budget, "4000.01", by="one")
    assert await refusal_of(office.approves(expense, by="two")) == "line-not-enough"


async def test_what_is_spent_cannot_be_transferred_away(office: Office) -> None:
    budget = await contract(office)
    await office.approves(await office.spends(budget, "3500.00", by="one"), by="two")
    moving = office.transfers(budget, BudgetLine.ORGANISATIONAL_SUPPORT, BudgetLine.MOBILITY, "500.01")
    assert await refusal_of(moving) == "line-not-enough"


async def test_a_receipt_is_entered_once_and_again_when_it_was_rejected(office: Office) -> None:
    budget = await contract(office)
    first = await office.spends(budget, "84.50", by="one")
    with pytest.raises(IntegrityError):
        await office.spends(budget, "84.50", by="two")
    await office.rejects(first, by="one")
    assert (await office.spends(budget, "84.00", by="one")).status is ExpenseStatus.ENTERED


async def test_of_two_approved_at_once_only_what_is_there_is_paid(office: Office) -> None:
    budget = await contract(office)
    both = [await office.spends(budget, "2500.00", by="one", receipt=number) for number in ("A-1", "A-2")]
    done = await asyncio.gather(*(office.approves(each, by="two") for each in both), return_exceptions=True)
    assert sorted(type(each).__name__ for each in done) == [Expense.__name__, "LineNotEnough"]
    assert (await office.budget_now(budget.id)).lines.expended == euro("2500.00")
