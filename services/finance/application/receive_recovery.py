"""A participant paid back: the debt shrinks, and the money is there for the next in line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from chassis.refusal import Kind, LocalizedText, Refusal, require_version
from contracts.finance import RecoveryReceived
from services.finance.application.books import Because, books_of
from services.finance.application.line import serve_line
from services.finance.application.work import Work
from services.finance.domain.grant import Grant, receive_recovery
from services.finance.domain.money import Money

RECEIVED = LocalizedText("Geri ödeme alındı", "Recovery received")


class RecoveryBooked(Refusal):
    """Two people saw the same line of the bank's statement."""

    code, kind = "recovery-booked", Kind.CONFLICT
    tr = "Bu banka referansı bu hibe için zaten kaydedilmiş."
    en = "This bank reference is already booked for this grant."
    next_tr, next_en = "Hibenin defter kayıtlarına bakın.", "Look at the grant's ledger transactions."


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money that came back; its bank reference is booked once for a grant."""

    amount: Money
    received_on: date
    bank_reference: str


async def record_recovery(
    grant_id: UUID, receipt: Receipt, expected_version: int | None, work: Work, now: datetime
) -> Grant:
    """Raises: NotFound, StaleVersion, NothingToRecover, RecoveryExceedsDebt, CurrencyDiffers.

    The database refuses a reference that is booked already: RecoveryBooked.
    """
    budget_id = (await work.grants.get(grant_id)).budget_id
    async with books_of(await work.budgets.lock(budget_id), work, now) as books:
        grant = await work.grants.get(grant_id)
        require_version(grant.version, expected_version)
        because = Because(RECEIVED, bank_reference=receipt.bank_reference, value_on=receipt.received_on)
        saved = await books.record(grant, receive_recovery(grant, receipt.amount), RecoveryReceived, because)
        await serve_line(books)
        return saved
