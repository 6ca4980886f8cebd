"""The bank's file of an approved batch: who pays whom, and how much. The adapter knows what it looks like."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.refusal import Kind, Refusal
from contracts.vocabulary import PaymentBatchStatus, PaymentChannel, PaymentOrderStatus
from services.finance.application.check_account import iban_fits, payable
from services.finance.application.work import PayingAccount, Work
from services.finance.domain.budget import Budget
from services.finance.domain.money import Money
from services.finance.domain.payment_batch import PaymentBatch
from services.finance.domain.payment_request import PaymentRequest


class BatchIsNotForTheBank(Refusal):
    code, kind = "payment-batch-is-not-for-the-bank", Kind.CONFLICT
    tr = "Bu listenin banka dosyası yok: onaylanmamış ya da mali işlere bildirilmiş."
    en = "This batch has no bank file: it is not approved, or was told to the finance office."
    next_tr, next_en = "Banka için hazırlanmış bir listeyi onaylayın.", "Approve a batch for the bank."


class PayingAccountUnknown(Refusal):
    code, kind = "paying-account-unknown", Kind.CONFLICT
    tr, en = "Bu bütçenin ödeme hesabı girilmemiş.", "The account this budget pays from was not entered."
    next_tr, next_en = "Üniversitenin hesabını girin.", "Enter the university's account."


class PayingIbanWrong(Refusal):
    code = "paying-iban-wrong"
    tr, en = "IBAN hatalı.", "The IBAN is wrong."
    next_tr, next_en = "Banka yazısından yeniden girin.", "Enter it again from the bank's letter."


class PayeeNameUnknown(Refusal):
    code, kind = "payee-name-unknown", Kind.CONFLICT
    tr, en = "Alıcılardan birinin adı bilinmiyor.", "The name of one of the payees is unknown."
    next_tr = "Hareketlilik hizmetinden kişilerin yeniden yayımlanmasını isteyin."
    next_en = "Ask for people to be republished by mobility."


class BatchIsAnswered(Refusal):
    """A file that is sent twice may be paid twice."""

    code, kind = "payment-batch-is-answered", Kind.CONFLICT
    tr = "Bu listedeki ödemelerin bir kısmı yanıtlanmış; dosyası yeniden verilmez."
    en = "Payments of this batch are answered already; its file is not given again."
    next_tr, next_en = "Ödeme emirlerinin durumuna bakın.", "Look at its payment orders."


@dataclass(frozen=True, slots=True)
class Transfer:
    """``order_id`` is the reference that comes back on the statement."""

    order_id: UUID
    person_id: UUID
    name: str
    iban: str
    amount: Money
    purpose: str


@dataclass(frozen=True, slots=True)
class BankFile:
    """The same batch makes the same file, so a bank knows one that is sent again by its message id."""

    batch_id: UUID
    made_at: datetime
    payer: PayingAccount
    total: Money
    transfers: tuple[Transfer, ...]

    @property
    def message_id(self) -> str:
        """35 characters at most."""
        return self.batch_id.hex


async def enter_paying_account(account: PayingAccount, work: Work) -> Budget:
    """Raises: NotFound, PayingIbanWrong."""
    budget = await work.budgets.lock(account.budget_id)
    if not iban_fits(account.iban):
        raise PayingIbanWrong(field="iban")
    await work.batches.keep_paying_account(account)
    return budget


async def bank_file(batch_id: UUID, work: Work) -> BankFile:
    """Raises: NotFound, BatchIsNotForTheBank, PayingAccountUnknown, BatchIsAnswered, PayeeNameUnknown,
    PayeeAccountUnknown, PayeeIbanWrong.
    """
    batch = await work.batches.get(batch_id)
    closed_at = _closed_for_the_bank(batch)
    payer = await work.batches.paying_account(batch.budget_id)
    if payer is None:
        raise PayingAccountUnknown
    requests = await work.requests.of_batch(batch_id)
    transfers = [await _transfer(request, batch, work) for request in requests]
    return BankFile(batch.id, closed_at, payer, batch.total, tuple(transfers))


def _closed_for_the_bank(batch: PaymentBatch) -> datetime:
    if batch.channel is not PaymentChannel.BANK_FILE or batch.status is not PaymentBatchStatus.APPROVED:
        raise BatchIsNotForTheBank
    assert batch.closed_at is not None, "an approved batch was closed"
    return batch.closed_at


async def _transfer(request: PaymentRequest, batch: PaymentBatch, work: Work) -> Transfer:
    order = await work.orders.find(request.id)
    if order is None or order.status is not PaymentOrderStatus.ISSUED:
        raise BatchIsAnswered
    payee = await payable(request.person_id, work)
    if payee.name is None:
        raise PayeeNameUnknown
    assert payee.iban is not None, "payable"
    purpose = f"{batch.programme} {batch.call_year} hibe taksit {request.instalment}"
    return Transfer(order.id, order.person_id, payee.name, payee.iban, order.amount, purpose)
