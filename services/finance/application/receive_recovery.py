"""A participant paid back: the debt shrinks, and the money is there for the next in line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from chassis.refusal import LocalizedText, require_version
from contracts.finance import RecoveryReceived
from services.finance.application.books import Because, books_of
from services.finance.application.line import serve_line
from services.finance.application.work import Work
from services.finance.domain.grant import Grant, receive_recovery
from services.finance.domain.money import Money

RECEIVED = LocalizedText("Geri ödeme alındı", "Recovery received")


@dataclass(frozen=True, slots=True)
class Receipt:
    amount: Money
    received_on: date
    bank_reference: str


async def record_recovery(
    grant_id: UUID, receipt: Receipt, expected_version: int | None, work: Work, now: datetime
) -> Grant:
    """Raises: NotFound, StaleVersion, NothingToRecover, RecoveryExceedsDebt, CurrencyDiffers."""
    budget_id = (await work.grants.get(grant_id)).budget_id
    async with books_of(await work.budgets.lock(budget_id), work, now) as books:
        grant = await work.grants.get(grant_id)
        require_version(grant.version, expected_version)
        because = Because(RECEIVED, bank_reference=receipt.bank_reference, value_on=receipt.received_on)
        saved = await books.record(grant, receive_recovery(grant, receipt.amount), RecoveryReceived, because)
        await serve_line(books)
        return saved
