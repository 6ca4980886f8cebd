"""The contract behind a budget changes: number and dates, more or less for a line, money between lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.refusal import LocalizedText, require_version
from contracts.vocabulary import BudgetLine
from services.finance.application.books import Because, Books, books_of
from services.finance.application.line import serve_line
from services.finance.application.work import Work
from services.finance.domain import ledger
from services.finance.domain.budget import Budget, Contract, amend, name, transfer
from services.finance.domain.money import Money


@dataclass(frozen=True, slots=True)
class Amendment:
    """``reference``: the letter or decision that says so."""

    line: BudgetLine
    amount: Money
    reference: str


@dataclass(frozen=True, slots=True)
class Transfer:
    source: BudgetLine
    target: BudgetLine
    amount: Money
    reference: str


async def name_contract(
    budget_id: UUID, contract: Contract, expected_version: int | None, work: Work, now: datetime
) -> Budget:
    """Raises: NotFound, StaleVersion, ContractEndsFirst."""
    budget = await _locked(budget_id, expected_version, work)
    async with books_of(budget, work, now) as books:
        books.budget = name(budget, contract)
    return books.budget


async def amend_budget(
    budget_id: UUID, change: Amendment, expected_version: int | None, work: Work, now: datetime
) -> Budget:
    """Raises: NotFound, StaleVersion, AmendmentIsNothing, CurrencyDiffers, LineNotEnough, BudgetTooLarge."""
    budget = await _locked(budget_id, expected_version, work)
    async with books_of(budget, work, now) as books:
        books.budget = amend(budget, change.line, change.amount)
        entries = ledger.amendment(budget, change.line, change.amount)
        await _post(
            books, entries, f"Sözleşme değişikliği {change.reference}", f"Amendment {change.reference}"
        )
    return books.budget


async def transfer_between_lines(
    budget_id: UUID, change: Transfer, expected_version: int | None, work: Work, now: datetime
) -> Budget:
    """Raises: NotFound, StaleVersion, LinesAreOne, AmountNotPositive, CurrencyDiffers, LineNotEnough."""
    budget = await _locked(budget_id, expected_version, work)
    async with books_of(budget, work, now) as books:
        books.budget = transfer(budget, change.source, change.target, change.amount)
        entries = ledger.transfer(budget, change.source, change.target, change.amount)
        await _post(
            books, entries, f"Kalemler arası aktarım {change.reference}", f"Transfer {change.reference}"
        )
    return books.budget


async def _locked(budget_id: UUID, expected_version: int | None, work: Work) -> Budget:
    budget = await work.budgets.lock(budget_id)
    require_version(budget.version, expected_version)
    return budget


async def _post(books: Books, entries: tuple[ledger.Entry, ...], tr: str, en: str) -> None:
    await books.post(entries, Because(LocalizedText(tr, en)))
    await serve_line(books)
